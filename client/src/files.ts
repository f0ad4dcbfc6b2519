/** Answers the server's file requests through the editor, so that files need not be on a disk; finds files to check. */
import {
  type CancellationToken,
  type Disposable,
  RelativePattern,
  type Tab,
  TabInputText,
  TabInputTextDiff,
  Uri,
  window,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ClientRequests, ServerNotifications } from '../../server/src/protocol.ts';

type ReadFile = ClientRequests['bulkhead/readFile'];

const LARGEST_FILE = 16 * 1024 * 1024;

/** Answers `bulkhead/readFile`. */
export function answerFileRequests(client: BaseLanguageClient): void {
  const method: keyof ClientRequests = 'bulkhead/readFile';
  client.onRequest(method, ({ uri }: ReadFile['params']): Promise<ReadFile['result']> => readFile(uri));
}

async function readFile(uri: string): Promise<string | null> {
  const parsed = Uri.parse(uri);
  const open = workspace.textDocuments.find((document) => document.uri.toString() === parsed.toString());
  if (open) return open.getText();
  try {
    if ((await workspace.fs.stat(parsed)).size > LARGEST_FILE) return null;
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await workspace.fs.readFile(parsed));
  } catch {
    // No such file, or no right to read it: for the server all the same.
    return null;
  }
}

/** Tells the server of texts whose last tab was closed: the editor may keep such a text open, but asks for its findings no more. */
export function tellHidden(client: BaseLanguageClient): Disposable {
  const method: keyof ServerNotifications = 'bulkhead/hidden';
  return window.tabGroups.onDidChangeTabs(({ closed }) => {
    if (!client.isRunning()) return;
    const shown = new Set(
      window.tabGroups.all.flatMap(({ tabs }) => tabs).map((tab) => uriOf(tab)?.toString()),
    );
    for (const uri of closed.map(uriOf)) {
      if (!uri || shown.has(uri.toString())) continue;
      const params: ServerNotifications['bulkhead/hidden'] = {
        uri: client.code2ProtocolConverter.asUri(uri),
      };
      void client.sendNotification(method, params);
    }
  });
}

function uriOf({ input }: Tab): Uri | undefined {
  if (input instanceof TabInputText) return input.uri;
  return input instanceof TabInputTextDiff ? input.modified : undefined;
}

/** Whether a YAML file is a Compose file is for the server to say, by its content. */
const CANDIDATES = [
  '**/{Dockerfile,dockerfile,Containerfile,containerfile}*',
  '**/*.{Dockerfile,dockerfile,Containerfile,containerfile}',
  '**/*.{yml,yaml}',
];

/** Files that configure containers in other notations; a report says that it did not check them. Which they are is for the server to say. */
const FURTHER_CANDIDATES = [
  '**/{devcontainer,.devcontainer,daemon}.json',
  '**/*.{container,pod,kube,build,image,network,volume}',
  '**/docker-bake{,.override}.{hcl,json}',
];

/** The files of some folders that may be Dockerfiles or Compose files; what `files.exclude` names is left out. */
export function findCandidates(
  folders: readonly WorkspaceFolder[],
  token: CancellationToken,
): Promise<readonly Uri[]> {
  return findAll(
    folders.flatMap((folder) => CANDIDATES.map((pattern) => new RelativePattern(folder, pattern))),
    token,
  );
}

/** The files below a folder that a report may look at. */
export function findReportCandidates(folder: Uri, token: CancellationToken): Promise<readonly Uri[]> {
  const patterns = [...CANDIDATES, ...FURTHER_CANDIDATES];
  return findAll(
    patterns.map((pattern) => new RelativePattern(folder, pattern)),
    token,
  );
}

async function findAll(
  patterns: readonly RelativePattern[],
  token: CancellationToken,
): Promise<readonly Uri[]> {
  const found = new Map<string, Uri>();
  for (const pattern of patterns) {
    const uris = await workspace.findFiles(pattern, '**/{node_modules,.git}/**', undefined, token);
    for (const uri of uris) found.set(uri.toString(), uri);
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
