/** Show What Runs: a Compose project or an image as a read-only document that follows the files it rests on. */
import {
  commands,
  Disposable,
  DocumentLink,
  EventEmitter,
  type FileSystemWatcher,
  l10n,
  languages,
  Range,
  RelativePattern,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Description } from '../../server/src/protocol.ts';
import { ask } from './pages.ts';

const SCHEME = 'bulkhead-runs';

/** Edits in a row are waited for, so that a long text is not made anew with every key. */
const PAUSE = 250;

/** Gives the texts of `bulkhead-runs:` documents; the address of the text they are about stands in their query. */
export function registerRuns(client: BaseLanguageClient): Disposable {
  const runs = new Runs(client);
  return Disposable.from(
    runs,
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: runs.onDidChange,
      provideTextDocumentContent: (uri) => runs.textOf(uri),
    }),
    languages.registerDocumentLinkProvider(
      { scheme: SCHEME },
      { provideDocumentLinks: ({ uri }) => runs.linksOf(uri) },
    ),
    commands.registerCommand('bulkhead.showWhatRuns', (uri: unknown) => showWhatRuns(client, uri)),
  );
}

/** One shown document: what the server said of it last, and what tells of changes on disk. */
interface Shown {
  readonly uri: Uri;
  readonly links: Description['links'];
  /** The last text that said all. */
  readonly whole?: string;
  readonly basis: ReadonlySet<string>;
  readonly watchers: readonly FileSystemWatcher[];
}

/** The documents that are shown, and what they rest on. */
class Runs implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #changed = new EventEmitter<Uri>();
  readonly #shown = new Map<string, Shown>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #subscriptions: Disposable[];

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#subscriptions = [
      this.#changed,
      workspace.onDidChangeTextDocument(({ document }) => this.#follow(document.uri)),
      workspace.onDidCloseTextDocument(({ uri }) =>
        uri.scheme === SCHEME ? this.#drop(uri) : this.#follow(uri),
      ),
      client.onDidChangeState(() => this.#followAll()),
    ];
  }

  get onDidChange() {
    return this.#changed.event;
  }

  async textOf(uri: Uri): Promise<string> {
    const answer = await this.#ask(uri);
    const key = uri.toString();
    const known = this.#shown.get(key);
    const basis = new Set((answer?.basis ?? [uri.query]).map((each) => this.#toUri(each).toString()));
    const isSame =
      known && known.basis.size === basis.size && [...basis].every((each) => known.basis.has(each));
    if (!isSame) for (const watcher of known?.watchers ?? []) watcher.dispose();
    const watchers = isSame ? known.watchers : this.#watch(basis);
    const whole = answer?.isWhole ? answer.text : known?.whole;
    const isOld = answer && !answer.isWhole && whole !== undefined;
    const links = (answer?.links ?? []).filter(({ line }) => !isOld || line === 0);
    this.#shown.set(key, { uri, links, basis, watchers, ...(whole === undefined ? {} : { whole }) });
    if (!answer) return this.#client.isRunning() ? NOTHING() : NOT_RUNNING();
    return isOld ? beforeRefusal(answer.text, whole) : answer.text;
  }

  linksOf(uri: Uri): DocumentLink[] {
    return (this.#shown.get(uri.toString())?.links ?? []).map(({ line, start, end, target }) => {
      const there = this.#toUri(target.uri).with({ fragment: `L${target.line + 1}` });
      return new DocumentLink(new Range(line, start, line, end), there);
    });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const { watchers } of this.#shown.values()) for (const watcher of watchers) watcher.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #ask(uri: Uri): Promise<Description | null> {
    if (!this.#client.isRunning()) return null;
    return ask(this.#client, 'bulkhead/describe', { uri: uri.query });
  }

  /** Tells of changes on disk, of files outside the workspace and of any name, and of files that are still to come. */
  #watch(basis: ReadonlySet<string>): readonly FileSystemWatcher[] {
    const folders = new Map(
      [...basis]
        .map((each) => Uri.parse(each))
        .filter(isOnDisk)
        .map(folderOf),
    );
    return [...folders.values()].map((folder) => {
      const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, '*'));
      const tell = (type: number) => (uri: Uri) => this.#onDisk(uri, type);
      watcher.onDidCreate(tell(FILE_CREATED));
      watcher.onDidChange(tell(FILE_CHANGED));
      watcher.onDidDelete(tell(FILE_DELETED));
      return watcher;
    });
  }

  /** The server watches the files of the workspace whose names tell what they are; of others it hears here. */
  #onDisk(uri: Uri, type: number): void {
    if (!this.#client.isRunning() || !this.#isRestedOn(uri)) return;
    const changes = [{ uri: this.#client.code2ProtocolConverter.asUri(uri), type }];
    void this.#client.sendNotification('workspace/didChangeWatchedFiles', { changes });
    this.#follow(uri);
  }

  #isRestedOn(uri: Uri): boolean {
    const name = uri.toString();
    return [...this.#shown.values()].some(({ basis }) => basis.has(name));
  }

  /** Makes anew, in a moment, what rests on a text. */
  #follow(uri: Uri): void {
    const name = uri.toString();
    for (const [key, shown] of this.#shown) if (shown.basis.has(name)) this.#later(key, shown.uri);
  }

  #followAll(): void {
    for (const [key, { uri }] of this.#shown) this.#later(key, uri);
  }

  #later(key: string, uri: Uri): void {
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.#changed.fire(uri);
    }, PAUSE);
    this.#timers.set(key, timer);
  }

  /** A change of language says that a document closes, too; then it is still there. */
  #drop(uri: Uri): void {
    const key = uri.toString();
    if (workspace.textDocuments.some((document) => document.uri.toString() === key)) return;
    for (const watcher of this.#shown.get(key)?.watchers ?? []) watcher.dispose();
    this.#shown.delete(key);
    clearTimeout(this.#timers.get(key));
  }

  #toUri(uri: string): Uri {
    return this.#client.protocol2CodeConverter.asUri(uri);
  }
}

/** As LSP counts the ways in which a file changes. */
const FILE_CREATED = 1;
const FILE_CHANGED = 2;
const FILE_DELETED = 3;

const NOTHING = (): string => `# ${l10n.t('This is neither a Compose file nor a Dockerfile.')}\n`;
const NOT_RUNNING = (): string => `# ${l10n.t('The language server is not running.')}\n`;

/**
 * Why there is nothing to show now, above what was shown before: while somebody types, a text is refused every other moment.
 * The reason takes the place of the first line, so that the others stay where they are.
 */
function beforeRefusal(reason: string, whole: string): string {
  const [first = ''] = reason.split('\n');
  return `${first} ${l10n.t('(below: what it was before)')}${whole.slice(whole.indexOf('\n'))}`;
}

function isOnDisk({ scheme }: Uri): boolean {
  return scheme !== 'untitled';
}

function folderOf(uri: Uri): [string, Uri] {
  const folder = Uri.joinPath(uri, '..');
  return [folder.toString(), folder];
}

/** Shows what the given file, or the one in front, comes to, beside it; says why where there is nothing to show. */
async function showWhatRuns(client: BaseLanguageClient, given: unknown): Promise<void> {
  const uri = given instanceof Uri ? given : window.activeTextEditor?.document.uri;
  if (uri?.scheme === SCHEME) return;
  if (!uri) return say(l10n.t('Open a Compose file or a Dockerfile first.'));
  if (!client.isRunning()) return say(l10n.t('The language server is not running.'));
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const query = client.code2ProtocolConverter.asUri(uri);
  const answer = await ask(client, 'bulkhead/describe', { uri: query });
  if (!answer) {
    return say(l10n.t('{0} is neither a Compose file nor a Dockerfile.', name));
  }
  const address = Uri.from({ scheme: SCHEME, path: l10n.t('/What runs: {0}', name), query });
  const document = await workspace.openTextDocument(address);
  // The name of such a document says nothing of its language.
  if (document.languageId !== answer.languageId) {
    await languages.setTextDocumentLanguage(document, answer.languageId);
  }
  await window.showTextDocument(document, {
    viewColumn: ViewColumn.Beside,
    // Following a link in it must not put another text in its place.
    preview: false,
    preserveFocus: true,
  });
}

function say(message: string): void {
  void window.showInformationMessage(message);
}
