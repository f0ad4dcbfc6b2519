/** The command Check Workspace: finds the files, hands them to the server, shows how far it is in the status bar. */
import {
  CancellationTokenSource,
  commands,
  Disposable,
  l10n,
  StatusBarAlignment,
  type StatusBarItem,
  type Uri,
  window,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import { type BaseLanguageClient, State, WorkDoneProgress } from 'vscode-languageclient';
import type { CheckWorkspaceResult, Settings } from '../../server/src/protocol.ts';
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

  /** Checks all files of the workspace; gives what came of it, or nothing when it was stopped or is switched off. */
  async run(): Promise<CheckWorkspaceResult | undefined> {
    const folders = foldersWith((mode) => mode !== 'off');
    if (folders.length === 0 && workspace.workspaceFolders) {
      void tellOff();
      return undefined;
    }
    const item = progressItem();
    try {
      const result = await this.#checkIn(folders, item);
      if (result && !result.cancelled) await showResult(result);
      return result;
    } finally {
      item.dispose();
    }
  }

  /** Checks the files of all folders that are always checked, and says nothing about it. */
  async runQuietly(): Promise<void> {
    const folders = foldersWith((mode) => mode === 'always');
    if (folders.length > 0) await this.#checkIn(folders);
  }

  async #checkIn(
    folders: readonly WorkspaceFolder[],
    item?: StatusBarItem,
  ): Promise<CheckWorkspaceResult | undefined> {
    this.cancel();
    if (!this.#client.isRunning()) return undefined;
    const source = new CancellationTokenSource();
    this.#running = source;
    try {
      const uris = await findCandidates(folders, source.token);
      return await this.#check(uris, source, item);
    } catch (error) {
      // A cancelled request is answered with an error.
      if (!source.token.isCancellationRequested) throw error;
      return undefined;
    } finally {
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
    item: StatusBarItem | undefined,
  ): Promise<CheckWorkspaceResult> {
    const workDoneToken = `bulkhead-check-${++this.#runs}`;
    const progress = this.#client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (item && value.kind !== 'end' && value.message !== undefined)
        item.text = progressText(value.message);
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

/** Keeps folders checked whose setting asks for that: from the start, when a server starts again, and when settings or folders change. */
export function followAlways(client: BaseLanguageClient, checker: WorkspaceChecker): Disposable {
  const check = (): void => {
    checker.runQuietly().catch((error: unknown) => {
      client.error('The workspace could not be checked.', error, false);
    });
  };
  check();
  return Disposable.from(
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) check();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`bulkhead.${SETTING}`)) check();
    }),
    workspace.onDidChangeWorkspaceFolders(check),
  );
}

const SETTING = 'workspace';

type Mode = NonNullable<Settings['workspace']>;

function foldersWith(wanted: (mode: Mode) => boolean): readonly WorkspaceFolder[] {
  return (workspace.workspaceFolders ?? []).filter((folder) =>
    wanted(workspace.getConfiguration('bulkhead', folder).get<Mode>(SETTING, 'onDemand')),
  );
}

async function tellOff(): Promise<void> {
  const open = l10n.t('Open Setting');
  const message = l10n.t('Check Workspace is switched off by the setting {0}.', `bulkhead.${SETTING}`);
  if ((await window.showInformationMessage(message, open)) !== open) return;
  await commands.executeCommand('workbench.action.openSettings', `bulkhead.${SETTING}`);
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
