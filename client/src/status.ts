/** The language status item: how many findings the text in front has, and whether the server runs. */
import {
  type Disposable,
  type DocumentSelector,
  l10n,
  languages,
  LanguageStatusSeverity,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import type { AnalyzedParams, ClientNotifications } from '../../server/src/protocol.ts';
import { SHOW_REPORT } from './report.ts';

const CONTAINER_FILES: DocumentSelector = [{ language: 'dockerfile' }, { language: 'dockercompose' }];
const WITH_YAML: DocumentSelector = [...CONTAINER_FILES, { language: 'yaml' }];

/** Owns the status item. */
export class Status implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #item = languages.createLanguageStatusItem('bulkhead.status', CONTAINER_FILES);
  readonly #known = new Map<string, AnalyzedParams>();
  readonly #subscriptions: Disposable[] = [this.#item];

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#item.name = 'Bulkhead';
    const method: keyof ClientNotifications = 'bulkhead/analyzed';
    this.#subscriptions.push(
      client.onNotification(method, (params: AnalyzedParams) => {
        this.#known.set(client.protocol2CodeConverter.asUri(params.uri).toString(), params);
        this.#show();
      }),
      client.onDidChangeState(() => this.#show()),
      window.onDidChangeActiveTextEditor(() => this.#show()),
      workspace.onDidCloseTextDocument(({ uri }) => void this.#known.delete(uri.toString())),
    );
    this.#show();
  }

  /** The server could not be started. */
  failed(error: unknown): void {
    this.#client.error('The language server could not be started.', error, false);
    this.#showStopped();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #show(): void {
    const { state } = this.#client;
    if (state === State.Stopped) this.#showStopped();
    else this.#showDocument(window.activeTextEditor?.document, state === State.Running);
  }

  #showStopped(): void {
    this.#item.selector = CONTAINER_FILES;
    this.#item.busy = false;
    this.#item.severity = LanguageStatusSeverity.Error;
    this.#item.text = l10n.t('Bulkhead is not running');
    this.#item.detail = l10n.t('Its language server stopped.');
    this.#item.command = { title: l10n.t('Restart'), command: 'bulkhead.restartServer' };
  }

  #showDocument(document: TextDocument | undefined, isRunning: boolean): void {
    const known = document && this.#known.get(document.uri.toString());
    // Most YAML is not ours: the item shows itself beside the texts that the server knows.
    this.#item.selector =
      known?.status === 'judged' || known?.status === 'skipped' ? WITH_YAML : CONTAINER_FILES;
    this.#item.busy = !isRunning;
    this.#item.severity =
      known?.status === 'skipped' ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    this.#item.text = textOf(known);
    this.#item.detail = detailOf(known);
    this.#item.command =
      known?.status === 'judged' && workspace.workspaceFolders
        ? { title: l10n.t('Show Report'), command: SHOW_REPORT }
        : { title: l10n.t('Show Output'), command: 'bulkhead.showOutput' };
  }
}

function textOf(known: AnalyzedParams | undefined): string {
  switch (known?.status) {
    case undefined:
      return 'Bulkhead';
    case 'disabled':
      return l10n.t('Bulkhead is off');
    case 'judged':
    case 'skipped':
      if (known.findings === 0) return l10n.t('No findings');
      return known.findings === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', known.findings);
    case 'foreign':
    case 'unread':
    case 'excluded':
      return l10n.t('Not checked');
  }
}

function detailOf(known: AnalyzedParams | undefined): string {
  switch (known?.status) {
    case 'skipped':
      return l10n.t('Bulkhead gave this file up; the problem at its top says why.');
    case 'disabled':
      return l10n.t('Switched off by the setting bulkhead.enable.');
    case 'foreign':
      return l10n.t('Neither a Dockerfile nor a Compose file.');
    case 'excluded':
      return l10n.t('Left out by the configuration.');
    default:
      return 'Bulkhead';
  }
}
