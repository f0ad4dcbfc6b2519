/** Hardening reports: the panels that show them, one for each scope, and the commands that save and compare them. */
import {
  commands,
  type Disposable,
  type ExtensionContext,
  type WebviewPanel,
  ViewColumn,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { pickEarlier } from './compare-report.ts';
import { ReportPanel, VIEW_TYPE } from './report-panel.ts';
import { saveReport } from './save-report.ts';
import { keyOf, type Scope, scopeFor, scopeFromState, toState } from './scope.ts';

/** The command that shows the report of the workspace. */
export const SHOW_REPORT = 'bulkhead.showReport';

/** Where the scopes of open panels are kept, by the titles of the panels: the editor gives back panels, but not what they are about. */
const OPEN_REPORTS = 'bulkhead.openReports';

/** Owns the open panels. */
export class Reports implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #context: ExtensionContext;
  readonly #panels = new Map<string, ReportPanel>();
  /** The scopes of all panels that are open or will be given back. */
  readonly #open: Map<string, unknown>;
  readonly #subscriptions: readonly Disposable[];

  constructor(client: BaseLanguageClient, context: ExtensionContext) {
    this.#client = client;
    this.#context = context;
    this.#open = new Map(Object.entries(context.workspaceState.get<object>(OPEN_REPORTS, {})));
    this.#subscriptions = [
      commands.registerCommand(SHOW_REPORT, (resource: unknown) => this.#show(resource)),
      commands.registerCommand('bulkhead.saveReport', (resource: unknown, wish: unknown) =>
        this.#save(resource, wish),
      ),
      commands.registerCommand('bulkhead.compareReport', (resource: unknown, earlier: unknown) =>
        this.#compare(resource, earlier),
      ),
      window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: (panel) => this.#restore(panel),
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const panel of this.#panels.values()) panel.dispose();
  }

  async #show(resource: unknown): Promise<void> {
    const scope = await scopeFor(resource);
    if (scope) await this.#panelOf(scope).show();
  }

  async #save(resource: unknown, wish: unknown): Promise<void> {
    const active = this.#activePanel(resource);
    const scope = active?.scope ?? (await scopeFor(resource));
    if (scope) await saveReport(this.#client, scope, wish, active?.earlier);
  }

  async #compare(resource: unknown, file: unknown): Promise<void> {
    const scope = this.#activePanel(resource)?.scope ?? (await scopeFor(resource));
    if (!scope) return;
    const earlier = await pickEarlier(scope, file);
    if (earlier !== undefined) await this.#panelOf(scope).show(earlier);
  }

  /** The panel in front is meant, unless something else was clicked. */
  #activePanel(resource: unknown): ReportPanel | undefined {
    if (resource !== undefined) return undefined;
    return [...this.#panels.values()].find(({ isActive }) => isActive);
  }

  #panelOf(scope: Scope): ReportPanel {
    const known = this.#panels.get(keyOf(scope));
    if (known) return known;
    // A reader's place in a long report would be lost with every other tab that is looked at.
    const options = { enableFindWidget: true, retainContextWhenHidden: true };
    return this.#adopt(window.createWebviewPanel(VIEW_TYPE, scope.title, ViewColumn.Active, options), scope);
  }

  #adopt(panel: WebviewPanel, scope: Scope): ReportPanel {
    const key = keyOf(scope);
    const report = new ReportPanel(this.#client, panel, scope, this.#context.extensionUri);
    this.#panels.set(key, report);
    const title = report.title;
    this.#open.set(title, toState(scope));
    this.#remember();
    panel.onDidDispose(() => {
      this.#panels.delete(key);
      this.#open.delete(title);
      this.#remember();
    });
    return report;
  }

  #remember(): void {
    void this.#context.workspaceState.update(OPEN_REPORTS, Object.fromEntries(this.#open));
  }

  /** A panel that was open before the window was loaded again. */
  async #restore(panel: WebviewPanel): Promise<void> {
    const scope = scopeFromState(this.#open.get(panel.title));
    if (!scope || this.#panels.has(keyOf(scope))) return panel.dispose();
    await this.#adopt(panel, scope).show();
  }
}
