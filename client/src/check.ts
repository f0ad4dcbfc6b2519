/** The command Check Workspace: finds the files, hands them to the server, shows how far it is in the status bar. */
import {
  CancellationTokenSource,
  commands,
  type Disposable,
  l10n,
  StatusBarAlignment,
  type StatusBarItem,
  type Uri,
  window,
} from 'vscode';
import { type BaseLanguageClient, WorkDoneProgress } from 'vscode-languageclient';
import type { CheckWorkspaceResult } from '../../server/src/protocol.ts';
import { findCandidates } from './files.ts';
import { ask } from './pages.ts';

const SHOWN_FOR = 10_000;

/** Runs one check at a time; a new one ends the one before. */
export class WorkspaceChecker implements Disposable {
  readonly #client: BaseLanguageClient;
  #running: CancellationTokenSource | undefined;
  #runs = 0;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
  }

  /** Checks all files of the workspace; gives what came of it, or nothing when it was stopped. */
  async run(): Promise<CheckWorkspaceResult | undefined> {
    this.cancel();
    if (!this.#client.isRunning()) return undefined;
    const source = new CancellationTokenSource();
    this.#running = source;
    const item = progressItem();
    try {
      const uris = await findCandidates(source.token);
      const result = await this.#check(uris, source, item);
      if (!result.cancelled) await showResult(result);
      return result;
    } catch (error) {
      // A cancelled request is answered with an error.
      if (!source.token.isCancellationRequested) throw error;
      return undefined;
    } finally {
      item.dispose();
      source.dispose();
      if (this.#running === source) this.#running = undefined;
    }
  }

  cancel(): void {
    this.#running?.cancel();
  }

  dispose(): void {
    this.cancel();
  }

  async #check(
    uris: readonly Uri[],
    source: CancellationTokenSource,
    item: StatusBarItem,
  ): Promise<CheckWorkspaceResult> {
    const workDoneToken = `bulkhead-check-${++this.#runs}`;
    const progress = this.#client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind !== 'end' && value.message !== undefined) item.text = progressText(value.message);
    });
    try {
      const converter = this.#client.code2ProtocolConverter;
      const params = { uris: uris.map((uri) => converter.asUri(uri)), workDoneToken };
      return await ask(this.#client, 'bulkhead/checkWorkspace', params, source.token);
    } finally {
      progress.dispose();
    }
  }
}

function progressItem(): StatusBarItem {
  const item = window.createStatusBarItem('bulkhead.check', StatusBarAlignment.Left);
  item.name = l10n.t('Bulkhead: Check Workspace');
  item.text = progressText('');
  item.tooltip = l10n.t('Checking the container files of the workspace. Click to stop.');
  item.command = 'bulkhead.cancelCheck';
  item.show();
  return item;
}

function progressText(done: string): string {
  return `$(sync~spin) Bulkhead ${done}`.trimEnd();
}

async function showResult(result: CheckWorkspaceResult): Promise<void> {
  const findings = result.errors + result.warnings + result.infos + result.hints;
  const text =
    findings === 0
      ? l10n.t('Bulkhead: no findings in {0} container files', result.files)
      : l10n.t(
          'Bulkhead: {0} findings in {1} of {2} container files',
          findings,
          result.filesWithFindings,
          result.files,
        );
  window.setStatusBarMessage(`$(shield) ${text}`, SHOWN_FOR);
  if (findings > 0) await commands.executeCommand('workbench.panel.markers.view.focus');
}
