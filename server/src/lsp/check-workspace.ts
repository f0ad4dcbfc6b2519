/** Check Workspace: judges files that are not open, publishes what it finds, and keeps that true while they change on disk. */
import { type CancellationToken, DiagnosticSeverity } from 'vscode-languageserver';
import { canonicalUri } from '../base/uri.ts';
import type { CheckWorkspaceParams, CheckWorkspaceResult, Settings } from '../protocol.ts';
import { publish, type Report, reportOn } from './diagnostics.ts';
import { nextTick } from './guard.ts';
import { Progress } from './progress.ts';
import type { Session } from './session.ts';

type Counts = { -readonly [Name in keyof CheckWorkspaceResult]: CheckWorkspaceResult[Name] };

/** Remembers which files were asked for; the findings of those that are shown are the editor's own business. */
export class WorkspaceCheck {
  readonly #session: Session;
  /** As the client calls them, by what the engine calls them. */
  readonly #asked = new Map<string, string>();
  readonly #published = new Set<string>();
  readonly #shown = new Set<string>();
  /** The folders whose files are checked without being asked for, and those that must not be. */
  readonly #modes = new Map<string, Mode>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Judges the files one by one; between two of them it can be stopped. */
  async run(params: CheckWorkspaceParams, token: CancellationToken): Promise<CheckWorkspaceResult> {
    await this.#readModes();
    const uris = readUris(params).filter((uri) => this.#modeOf(uri) !== 'off');
    const progress = new Progress(this.#session, params.workDoneToken);
    const reports = new Map<string, Report>();
    let cancelled = false;
    await progress.begin(uris.length);
    for (const [index, uri] of uris.entries()) {
      await nextTick();
      cancelled = token.isCancellationRequested;
      if (cancelled) break;
      this.#asked.set(canonicalUri(uri), uri);
      reports.set(uri, await this.#refresh(uri));
      await progress.report(index + 1, uris.length);
    }
    // Files that came later may have found something in those that came before.
    for (const uri of cancelled ? [] : reports.keys()) {
      if (this.#session.service.dependents(uri).length > 0) reports.set(uri, await this.#refresh(uri));
    }
    await progress.end();
    const counts = { ...noCounts(), cancelled };
    for (const report of reports.values()) add(counts, report);
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
    for (const each of uris) {
      const uri = this.#asked.get(canonicalUri(each));
      if (uri === undefined || this.#shown.has(uri)) continue;
      await nextTick();
      await this.#refresh(uri);
    }
  }

  /** A file that was not there before is checked where all files are. */
  async created(uri: string): Promise<void> {
    if (this.#modes.size === 0) await this.#readModes();
    if (this.#modeOf(uri) === 'always' && !IGNORED.test(uri)) this.#asked.set(canonicalUri(uri), uri);
  }

  /** What was checked unasked, or is not to be checked any more, is forgotten. */
  async settingsChanged(): Promise<void> {
    const before = new Map(this.#modes);
    await this.#readModes();
    for (const [folder, mode] of this.#modes) {
      if (mode === 'off' || (mode === 'onDemand' && before.get(folder) === 'always')) {
        await this.forget(folder);
      }
    }
  }

  /** Judges everything that was asked for again, because a setting changed. */
  async refreshAll(): Promise<void> {
    await this.refresh([...this.#asked.keys()]);
  }

  /** Forgets the files under a folder that left the workspace. */
  async forget(folder: string): Promise<void> {
    for (const [name, uri] of [...this.#asked].filter(([, each]) => isBelow(folder, each))) {
      this.#asked.delete(name);
      await this.#withdraw(uri);
    }
  }

  async #readModes(): Promise<void> {
    const { folders, settings } = this.#session;
    for (const folder of this.#modes.keys()) if (!folders.has(folder)) this.#modes.delete(folder);
    for (const folder of folders) {
      this.#modes.set(folder, (await settings.of(folder)).workspace ?? 'onDemand');
    }
  }

  /** What holds for a file: what is set for the innermost folder that it lies in. */
  #modeOf(uri: string): Mode {
    const around = [...this.#modes].filter(([folder]) => isBelow(folder, uri));
    const [innermost] = around.sort(([a], [b]) => b.length - a.length);
    return innermost?.[1] ?? 'onDemand';
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

type Mode = NonNullable<Settings['workspace']>;

/** What others installed is not checked unasked. */
const IGNORED = /\/(?:node_modules|\.git)\//u;

function isBelow(folder: string, uri: string): boolean {
  return canonicalUri(uri).startsWith(`${canonicalUri(folder).replace(/\/$/u, '')}/`);
}

function readUris(params: CheckWorkspaceParams): readonly string[] {
  const given: unknown = params.uris;
  if (!Array.isArray(given)) return [];
  return [...new Set(given.filter((uri): uri is string => typeof uri === 'string'))];
}

/** What a check of no files comes to. */
export function noCounts(): Counts {
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
