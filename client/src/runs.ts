/** Show What Runs: a Compose project or an image as a read-only document that follows the files it rests on. */
import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  languages,
  type TextDocument,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { ask } from './pages.ts';

const SCHEME = 'bulkhead-runs';

/** Edits in a row are waited for, so that a long text is not made anew with every key. */
const PAUSE = 300;

/** Gives the texts of `bulkhead-runs:` documents; the address of the text they are about stands in their query. */
export function registerRuns(client: BaseLanguageClient): Disposable {
  const changed = new EventEmitter<Uri>();
  /** What each shown document rests on. */
  const bases = new Map<string, ReadonlySet<string>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const uri of bases.keys()) changed.fire(Uri.parse(uri));
    }, PAUSE);
  };
  const provider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri: Uri): Promise<string> => {
      const params = { uri: uri.query };
      const answer = client.isRunning() ? await ask(client, 'bulkhead/describe', params) : null;
      bases.set(uri.toString(), new Set(answer?.basis));
      return answer?.text ?? l10n.t('# There is nothing to say of this file.');
    },
  };
  return Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(SCHEME, provider),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.scheme !== SCHEME) follow();
    }),
    workspace.onDidSaveTextDocument(follow),
    workspace.onDidCloseTextDocument(({ uri }) => void bases.delete(uri.toString())),
    commands.registerCommand('bulkhead.showWhatRuns', (uri: unknown) => showWhatRuns(client, uri)),
    new Disposable(() => clearTimeout(timer)),
  );
}

/** Shows what the given file, or the one in front, comes to, beside it. */
async function showWhatRuns(client: BaseLanguageClient, given: unknown): Promise<void> {
  const uri = given instanceof Uri ? given : window.activeTextEditor?.document.uri;
  if (!uri || uri.scheme === SCHEME) return;
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const query = client.code2ProtocolConverter.asUri(uri);
  const address = Uri.from({ scheme: SCHEME, path: l10n.t('/What runs: {0}', name), query });
  const document = await workspace.openTextDocument(address);
  await coloured(document);
  await window.showTextDocument(document, {
    viewColumn: ViewColumn.Beside,
    preview: true,
    preserveFocus: true,
  });
}

/** The name of such a document says nothing of its language. */
async function coloured(document: TextDocument): Promise<void> {
  if (document.languageId !== 'yaml') await languages.setTextDocumentLanguage(document, 'yaml');
}
