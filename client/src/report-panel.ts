/** One panel with a report: what happens in it, and how it follows the files. */
import {
  type CancellationToken,
  CancellationTokenSource,
  commands,
  type Disposable,
  l10n,
  RelativePattern,
  Uri,
  type WebviewPanel,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { SOON, withLateProgress } from './late-progress.ts';
import { type MadeReport, makeReport, type Say } from './make-report.ts';
import { applyFix, openPageBeside, openPlace, type Said, tick } from './report-actions.ts';
import type { FromPage, ToPage } from './report-view/messages.ts';
import { holds, type Scope } from './scope.ts';

export const VIEW_TYPE = 'bulkhead.report';

/** Nobody types on for so long after the last key, in milliseconds. */
const SHORTEST_WAIT = 500;
/** A report that takes long is made anew after a longer wait: so many times what the last one took. */
const PATIENCE = 3;

/** A report in a webview. */
export class ReportPanel implements Disposable {
  readonly scope: Scope;
  readonly #client: BaseLanguageClient;
  readonly #panel: WebviewPanel;
  readonly #view: { readonly nonce: string; readonly script: string };
  readonly #subscriptions: Disposable[];
  #earlier: string | undefined;
  #made: MadeReport | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: CancellationTokenSource | undefined;
  #took = 0;
  #isStale = false;

  constructor(client: BaseLanguageClient, panel: WebviewPanel, scope: Scope, extension: Uri) {
    this.#client = client;
    this.#panel = panel;
    this.scope = scope;
    const { webview } = panel;
    const dist = Uri.joinPath(extension, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const script = webview.asWebviewUri(Uri.joinPath(dist, 'report-view.js')).toString();
    this.#view = { nonce: randomWord(), script };
    webview.html = WAITING;
    panel.title = l10n.t('{0}: Hardening Report', scope.title);
    panel.iconPath = Uri.joinPath(extension, 'client/media/icon.png');
    this.#subscriptions = [
      panel.onDidDispose(() => this.dispose()),
      panel.onDidChangeViewState(() => this.#catchUp()),
      webview.onDidReceiveMessage((message: unknown) => this.#hear(message)),
      ...follow(scope, () => this.#schedule()),
    ];
  }

  get title(): string {
    return this.#panel.title;
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  /** The earlier report that this one is compared with. */
  get earlier(): string | undefined {
    return this.#earlier;
  }

  /** Makes the report and shows it in front; closes the panel when there is none to show. */
  async show(earlier?: string): Promise<void> {
    this.#panel.reveal();
    const before = this.#earlier;
    this.#earlier = earlier;
    const made = await withLateProgress(l10n.t('Making the hardening report'), (token, say) =>
      this.#make(token, say),
    );
    if (made) this.#take(made);
    else this.#earlier = before;
    if (!this.#made) this.dispose();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#running?.cancel();
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
    this.#panel.dispose();
  }

  #make(token: CancellationToken, say?: Say): Promise<MadeReport | undefined> {
    const earlier = this.#earlier === undefined ? {} : { earlier: this.#earlier };
    const wish = { format: 'view', view: this.#view, ...earlier } as const;
    return makeReport(this.#client, this.scope, wish, token, say);
  }

  /** The first report is the page; later ones take its place without moving what the reader looks at. */
  #take(made: MadeReport): void {
    if (!this.#made) this.#panel.webview.html = made.text;
    else this.#tell({ kind: 'update', html: made.text });
    this.#made = made;
  }

  #tell(message: ToPage): void {
    void this.#panel.webview.postMessage(message);
  }

  #hear(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    this.#obey({ ...message }).catch((error: unknown) =>
      this.#client.error('A report could not do what was asked of it.', error, true),
    );
  }

  async #obey(said: Said): Promise<void> {
    if (!this.#made || !isKind(said['kind'])) return;
    const stage = { client: this.#client, made: this.#made, column: this.#panel.viewColumn };
    switch (said['kind']) {
      case 'ready':
        // The editor loads the first page again when the panel moves; what came after it is told once more.
        if (this.#made.text !== this.#panel.webview.html)
          this.#tell({ kind: 'update', html: this.#made.text });
        return;
      case 'open':
        return openPlace(stage, said);
      case 'page':
        return openPageBeside(said);
      case 'fix':
        return applyFix(stage, said);
      case 'tick':
        if (await tick(stage, said)) return this.#schedule(0);
        // The page holds on to what its reader ticked; made anew, it shows what the file says.
        this.#panel.webview.html = `${this.#made.text}<!-- ${Date.now()} -->`;
        return;
      case 'save':
        return void commands.executeCommand('bulkhead.saveReport');
      case 'compare':
        return void commands.executeCommand('bulkhead.compareReport');
      case 'cancel':
        return this.#running?.cancel();
    }
  }

  /** Makes the report anew after a while in which nothing changed. */
  #schedule(wait = Math.max(SHORTEST_WAIT, PATIENCE * this.#took)): void {
    this.#isStale = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#catchUp(), wait);
  }

  #catchUp(): void {
    if (!this.#isStale || !this.#made || !this.#panel.visible) return;
    this.#isStale = false;
    void this.#refresh();
  }

  async #refresh(): Promise<void> {
    this.#running?.cancel();
    const source = new CancellationTokenSource();
    this.#running = source;
    const start = Date.now();
    try {
      const made = await this.#make(source.token, (done, total) => {
        if (Date.now() - start > SOON) this.#tell({ kind: 'progress', done, total });
      });
      if (made && this.#running === source) this.#take(made);
    } catch (error) {
      if (!source.token.isCancellationRequested) {
        this.#client.error('The report could not be made anew.', error, false);
      }
      this.#tell({ kind: 'progress', done: 1, total: 1 });
    } finally {
      this.#took = Date.now() - start;
      if (this.#running === source) this.#running = undefined;
      source.dispose();
    }
  }
}

const KINDS: Readonly<Record<FromPage['kind'], true>> = {
  ready: true,
  open: true,
  page: true,
  fix: true,
  tick: true,
  save: true,
  compare: true,
  cancel: true,
};

function isKind(kind: unknown): kind is FromPage['kind'] {
  return typeof kind === 'string' && Object.hasOwn(KINDS, kind);
}

/** Calls back when a file changes that a report of the scope may rest on. */
function follow(scope: Scope, changed: () => void): Disposable[] {
  const heed = (uri: Uri): void => {
    if (isWatched(uri) && holds(scope, uri)) changed();
  };
  const watchers = scope.folders.map(({ uri }) =>
    workspace.createFileSystemWatcher(new RelativePattern(uri, WATCHED)),
  );
  return [
    ...watchers,
    ...watchers.flatMap((watcher) => [
      watcher.onDidChange(heed),
      watcher.onDidCreate(heed),
      watcher.onDidDelete(heed),
    ]),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) heed(document.uri);
    }),
    // What was typed and not saved is gone.
    workspace.onDidCloseTextDocument(({ uri }) => heed(uri)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('bulkhead')) changed();
    }),
  ];
}

const WATCHED =
  '**/{*[dD]ockerfile*,*[cC]ontainerfile*,*.yml,*.yaml,.env,*.env,.env.*,.bulkhead-checklist.json}';

function isWatched({ path }: Uri): boolean {
  return /(?:dockerfile|containerfile)[^/]*$|\.ya?ml$|\/\.bulkhead-checklist\.json$|\.env(?:\.[^/]*)?$/iu.test(
    path,
  );
}

const WAITING = `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head><body></body></html>`;

/** A word that nobody can guess. */
function randomWord(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
