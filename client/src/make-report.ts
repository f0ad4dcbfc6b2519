/** Asks the server for a report. */
import { type CancellationToken, l10n, window } from 'vscode';
import { type BaseLanguageClient, State, WorkDoneProgress } from 'vscode-languageclient';
import type { ReportParams, ReportRoot, ReportText } from '../../server/src/protocol.ts';
import { ask } from './pages.ts';
import { rootsOf, type Scope } from './scope.ts';

/** How a report is to be made. */
export type Wish = Pick<ReportParams, 'format' | 'view' | 'earlier'>;

/** A report, and the folders as the server was told them. */
export interface MadeReport extends ReportText {
  readonly roots: readonly ReportRoot[];
}

/** Hears how many files are done. */
export type Say = (done: number, total: number) => void;

let runs = 0;

/** The report; nothing, and a message that says why, when the server has none. Rejects when it was stopped. */
export async function makeReport(
  client: BaseLanguageClient,
  scope: Scope,
  wish: Wish,
  token: CancellationToken,
  say: Say = () => undefined,
): Promise<MadeReport | undefined> {
  // A panel may be given back while the server is still starting.
  if (client.state === State.Starting) await client.start();
  if (!client.isRunning()) {
    void window.showErrorMessage(l10n.t('The language server is not running.'));
    return undefined;
  }
  const workDoneToken = `bulkhead-report-${++runs}`;
  const progress = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
    const [done, total] = value.kind === 'end' ? [] : (value.message ?? '').split('/').map(Number);
    if (done !== undefined && total !== undefined) say(done, total);
  });
  try {
    const roots = await rootsOf(client, scope, token);
    const params = { roots, title: scope.title, workDoneToken, ...wish };
    const result = await ask(client, 'bulkhead/report', params, token);
    if ('text' in result) return { ...result, roots };
    void window.showErrorMessage(result.failure);
    return undefined;
  } finally {
    progress.dispose();
  }
}
