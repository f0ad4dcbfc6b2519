/** Check Workspace: judges files that are not open, publishes what it finds, and keeps that true while they change on disk. */
import {
  type CancellationToken,
  DiagnosticSeverity,
  type ProgressToken,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver';
import type { CheckWorkspaceParams, CheckWorkspaceResult } from '../protocol.ts';
import { publish, type Report, reportOn } from './diagnostics.ts';
import { nextTick } from './guard.ts';
import type { Session } from './session.ts';

type Counts = { -readonly [Name in keyof CheckWorkspaceResult]: CheckWorkspaceResult[Name] };

/** Remembers which files were asked for; the findings of those that are shown are the editor's own business. */
export class WorkspaceCheck {
  readonly #session: Session;
  readonly #asked = new Set<string>();
  readonly #published = new Set<string>();
  readonly #shown = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Judges the files one by one; between two of them it can be stopped. */
  async run(params: CheckWorkspaceParams, token: CancellationToken): Promise<CheckWorkspaceResult> {
    const uris = readUris(params);
    const progress = new Progress(this.#session, params.workDoneToken);
    const counts = noCounts();
    await progress.begin(uris.length);
    for (const [index, uri] of uris.entries()) {
      await nextTick();
      counts.cancelled = token.isCancellationRequested;
      if (counts.cancelled) break;
      this.#asked.add(uri);
      add(counts, await this.#refresh(uri));
      await progress.report(index + 1, uris.length);
    }
    await progress.end();
    return counts;
  }

  /** The editor shows the findings of this text itself from now on; what was published would stand beside them. */
  async shown(uri: string): Promise<void> {
    this.#shown.add(uri);
    await this.#withdraw(uri);
  }

  /** The editor does not show this text any more. */
  async hidden(uri: string): Promise<void> {
    this.#shown.delete(uri);
    await this.refresh([uri]);
  }

  /** Judges these again, as far as they were asked for and the editor does not ask by itself. */
  async refresh(uris: Iterable<string>): Promise<void> {
    for (const uri of uris) {
      if (!this.#asked.has(uri) || this.#shown.has(uri)) continue;
      await nextTick();
      await this.#refresh(uri);
    }
  }

  /** Judges everything that was asked for again, because a setting changed. */
  async refreshAll(): Promise<void> {
    await this.refresh([...this.#asked]);
  }

  /** Forgets the files under a folder that left the workspace. */
  async forget(folder: string): Promise<void> {
    for (const uri of [...this.#asked].filter((each) => each.startsWith(`${folder}/`))) {
      this.#asked.delete(uri);
      await this.#withdraw(uri);
    }
  }

  async #withdraw(uri: string): Promise<void> {
    if (this.#published.delete(uri)) await publish(this.#session, uri, []);
  }

  async #refresh(uri: string): Promise<Report> {
    const report = await reportOn(this.#session, uri);
    if (this.#shown.has(uri)) return report;
    if (report.items.length > 0 || this.#published.has(uri)) await publish(this.#session, uri, report.items);
    if (report.items.length > 0) this.#published.add(uri);
    else this.#published.delete(uri);
    return report;
  }
}

/** LSP's work-done progress under the token that came with the request. */
class Progress {
  readonly #session: Session;
  readonly #token: ProgressToken | undefined;

  constructor(session: Session, token: ProgressToken | undefined) {
    this.#session = session;
    this.#token = token;
  }

  async begin(files: number): Promise<void> {
    const message = `0/${files}`;
    await this.#send({ kind: 'begin', title: 'Checking container files', cancellable: true, message });
  }

  async report(done: number, files: number): Promise<void> {
    const percentage = Math.floor((done / files) * 100);
    await this.#send({ kind: 'report', message: `${done}/${files}`, percentage });
  }

  async end(): Promise<void> {
    await this.#send({ kind: 'end' });
  }

  async #send(value: WorkDoneProgressValue): Promise<void> {
    if (this.#token === undefined) return;
    await this.#session.connection.sendProgress(WorkDoneProgress.type, this.#token, value);
  }
}

type WorkDoneProgressValue = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

function readUris(params: CheckWorkspaceParams): readonly string[] {
  const given: unknown = params.uris;
  if (!Array.isArray(given)) return [];
  return [...new Set(given.filter((uri): uri is string => typeof uri === 'string'))];
}

function noCounts(): Counts {
  return {
    files: 0,
    filesWithFindings: 0,
    errors: 0,
    warnings: 0,
    infos: 0,
    hints: 0,
    skipped: 0,
    cancelled: false,
  };
}

function add(counts: Counts, report: Report): void {
  if (report.status !== 'judged' && report.status !== 'skipped') return;
  counts.files++;
  if (report.status === 'skipped') counts.skipped++;
  if (report.items.length > 0) counts.filesWithFindings++;
  for (const { severity } of report.items) counts[COUNTERS[severity ?? DiagnosticSeverity.Error]]++;
}

const COUNTERS = { 1: 'errors', 2: 'warnings', 3: 'infos', 4: 'hints' } as const;
