/** What a report is about: the workspace, a folder of it, or a file. */
import { type CancellationToken, FileType, l10n, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ReportRoot } from '../../server/src/protocol.ts';
import { findReportCandidates } from './files.ts';

/** Folders to look at, or a single file in one. */
export interface Scope {
  /** What it is called in a tab. */
  readonly title: string;
  readonly folders: readonly { readonly uri: Uri; readonly name: string }[];
  readonly file?: Uri;
}

/** The scope that a command was asked for: what was clicked, or the whole workspace. Says why when there is none. */
export async function scopeFor(resource: unknown): Promise<Scope | undefined> {
  if (resource instanceof Uri) return scopeOf(resource);
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void window.showInformationMessage(l10n.t('Open a folder first: a report is about a folder.'));
    return undefined;
  }
  const title = folders.length === 1 ? (folders[0]?.name ?? '') : (workspace.name ?? l10n.t('Workspace'));
  return { title, folders: folders.map(({ uri, name }) => ({ uri, name })) };
}

async function scopeOf(uri: Uri): Promise<Scope | undefined> {
  try {
    const { type } = await workspace.fs.stat(uri);
    const title = nameOf(uri);
    if (type & FileType.Directory) return { title, folders: [{ uri, name: title }] };
    // As on the command line, a file is named from the folder that one works in.
    const folder = workspace.getWorkspaceFolder(uri)?.uri ?? Uri.joinPath(uri, '..');
    return { title, folders: [{ uri: folder, name: nameOf(folder) }], file: uri };
  } catch {
    void window.showErrorMessage(l10n.t('{0} is not there any more.', nameOf(uri)));
    return undefined;
  }
}

/** Equal for scopes over the same folders and files. */
export function keyOf({ folders, file }: Scope): string {
  return [...folders.map(({ uri }) => uri), ...(file ? [file] : [])].map(String).join('\n');
}

/** Whether a report of that scope looks at a file. */
export function holds({ folders, file }: Scope, uri: Uri): boolean {
  if (file) return String(file) === String(uri) || nameOf(uri).includes('.env');
  return folders.some((folder) => String(uri).startsWith(`${String(folder.uri).replace(/\/$/u, '')}/`));
}

/** The scope as the server takes it; files that it cannot find by itself are found here. */
export async function rootsOf(
  client: BaseLanguageClient,
  { folders, file }: Scope,
  token: CancellationToken,
): Promise<readonly ReportRoot[]> {
  const { asUri } = client.code2ProtocolConverter;
  const roots: ReportRoot[] = [];
  for (const { uri, name } of folders) {
    const isOnDisk = uri.scheme === 'file';
    const files = file ? [file] : isOnDisk ? undefined : await findReportCandidates(uri, token);
    roots.push({ uri: asUri(uri), name, ...(files ? { files: files.map((each) => asUri(each)) } : {}) });
  }
  return roots;
}

function nameOf({ path }: Uri): string {
  return (
    path
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? '/'
  );
}

/** The scope as plain data, for the time until the window is loaded again. */
export function toState({ title, folders, file }: Scope): unknown {
  return {
    title,
    folders: folders.map(({ uri, name }) => ({ uri: uri.toString(), name })),
    ...(file ? { file: file.toString() } : {}),
  };
}

/** The scope that was kept; undefined when it is not of this shape. */
export function scopeFromState(state: unknown): Scope | undefined {
  if (!isRecord(state) || typeof state['title'] !== 'string' || !Array.isArray(state['folders']))
    return undefined;
  const folders = state['folders'].flatMap((folder: unknown) => {
    if (!isRecord(folder) || typeof folder['uri'] !== 'string' || typeof folder['name'] !== 'string')
      return [];
    return [{ uri: Uri.parse(folder['uri']), name: folder['name'] }];
  });
  if (folders.length === 0) return undefined;
  const file = typeof state['file'] === 'string' ? { file: Uri.parse(state['file']) } : {};
  return { title: state['title'], folders, ...file };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
