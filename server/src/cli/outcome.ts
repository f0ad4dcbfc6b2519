/** Gathers the reports of a check, prints them as they come, and knows the exit code. */
import { encodeJson } from '../base/json.ts';
import type { BaselineEntry } from '../service.ts';
import type { Target } from './find-files.ts';
import { printable } from './format/cells.ts';
import { fileJson } from './format/json.ts';
import { mendedText, summaryText, type Totals } from './format/summary.ts';
import { addCounts, NO_COUNTS, reaches, SEVERITIES, type FileReport, type ForeignFinding } from './report.ts';
import type { Settings } from './settings.ts';
import type { World } from './world.ts';

const NOTHING: Totals = {
  files: 0,
  flagged: 0,
  counts: NO_COUNTS,
  excepted: 0,
  known: 0,
  baselines: [],
  mended: 0,
  safe: 0,
  unsafe: 0,
  fixed: 0,
};

export class Outcome {
  readonly #settings: Settings;
  readonly #world: World;
  readonly #out: World['out'];
  readonly #problems: string[] = [];
  readonly #mended: string[] = [];
  #totals: Totals = NOTHING;
  readonly #files = new Set<string>();
  readonly #flagged = new Set<string>();
  /** The keys of findings that other files led to. */
  readonly #told = new Set<string>();
  #isFirst = true;
  #isEmpty = true;
  #excluded = 0;
  #hasFailed = false;
  #isRefused = false;

  /** `out` is where findings go; what was mended of standard input always goes to the output. */
  constructor(
    settings: Settings,
    world: World,
    { out = world.out, baselines }: { readonly out?: World['out']; readonly baselines: readonly Target[] },
  ) {
    this.#settings = settings;
    this.#world = world;
    this.#out = out;
    this.#totals = { ...NOTHING, baselines: baselines.map(({ path }) => path) };
  }

  /** Whether there was nothing to check and nothing that failed. */
  get isEmpty(): boolean {
    return this.#isEmpty && !this.#hasFailed;
  }

  /** Why there was nothing to check in the paths. */
  whyEmpty(paths: readonly string[]): string {
    const shown = paths.map(printable).join(', ');
    if (this.#excluded === 0) return `no Dockerfile or Compose file in ${shown}`;
    return `the configuration leaves out all that there is to check in ${shown}`;
  }

  take(report: FileReport): void {
    for (const note of report.notes) this.#world.err.write(`bulkhead: ${note}\n`);
    if (report.product !== '') this.#world.out.write(report.product);
    if (report.state === 'failed') this.#hasFailed = true;
    if (report.state === 'excluded') this.#excluded++;
    if (report.state !== 'foreign') for (const problem of report.problems) this.#problems.push(problem);
    if (report.state === 'checked') {
      this.#count(report);
      this.#show(report.shown);
      this.#showElsewhere(report.elsewhere);
    }
  }

  /** Takes the report of a file that says wrongly what is asked for; then nothing is checked. */
  refuse(report: FileReport): void {
    for (const note of report.notes) this.#world.err.write(`bulkhead: ${note}\n`);
    for (const problem of report.problems) this.#problems.push(problem);
    if (this.#settings.format === 'text') this.#out.write(report.shown);
    [this.#hasFailed, this.#isRefused] = [true, true];
  }

  /** Takes the entries of a baseline that nothing meets any more. */
  mended(baseline: string, entries: readonly BaselineEntry[]): void {
    const count = entries.reduce((sum, entry) => sum + entry.count, 0);
    this.#totals = { ...this.#totals, mended: this.#totals.mended + count };
    if (this.#settings.format !== 'json') return;
    for (const entry of entries) this.#mended.push(encodeJson({ baseline, ...entry }));
  }

  finish(): number {
    const { format, mending, quiet, colour, bar, isRatchet } = this.#settings;
    if (this.#isRefused)
      this.#world.err.write('bulkhead: nothing was checked, because the configuration is wrong\n');
    if (format === 'json') {
      const head = this.#isFirst ? '{"version":1,"files":[' : '\n';
      this.#out.write(
        `${head}],"problems":[${this.#problems.join(',\n')}],"mended":[${this.#mended.join(',\n')}]}\n`,
      );
    } else if (!quiet && !this.#isRefused && (!this.isEmpty || this.#totals.files > 0)) {
      const out = mending === 'diff' ? this.#world.err : this.#out;
      out.write(summaryText(this.#totals, mending, colour && out.isTerminal === this.#world.out.isTerminal));
    }
    if (this.#hasFailed) return 2;
    if (isRatchet && this.#totals.mended > 0) {
      const { mended, baselines } = this.#totals;
      this.#world.err.write(`bulkhead: ${mendedText(mended, baselines)}\n`);
      return 1;
    }
    return SEVERITIES.some((severity) => this.#totals.counts[severity] > 0 && reaches(severity, bar)) ? 1 : 0;
  }

  #count({ path, counts, excepted, known, fixable, fixed, isConfiguration }: FileReport): void {
    const totals = this.#totals;
    const isFlagged = SEVERITIES.some((severity) => counts[severity] > 0);
    if (!isConfiguration) this.#isEmpty = false;
    // A configuration is nothing that was to be checked, but what is wrong with it stands in a file.
    if (!isConfiguration || isFlagged) this.#files.add(path);
    if (isFlagged) this.#flagged.add(path);
    this.#totals = {
      ...totals,
      files: this.#files.size,
      flagged: this.#flagged.size,
      counts: addCounts(totals.counts, counts),
      excepted: totals.excepted + excepted,
      known: totals.known + known,
      safe: totals.safe + fixable.safe,
      unsafe: totals.unsafe + fixable.unsafe,
      fixed: totals.fixed + fixed,
    };
  }

  /** What several files lead to is told once; the file in which it stands counts as flagged. */
  #showElsewhere(findings: readonly ForeignFinding[]): void {
    const news = new Map<string, ForeignFinding[]>();
    for (const finding of findings) {
      const { key, path, kind, counts, fixable } = finding;
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      news.set(path, [...(news.get(path) ?? []), finding]);
      const { safe, unsafe, excepted, known } = this.#totals;
      this.#totals = {
        ...this.#totals,
        counts: addCounts(this.#totals.counts, counts),
        excepted: excepted + Number(kind === 'excepted'),
        known: known + Number(kind === 'known'),
        safe: safe + fixable.safe,
        unsafe: unsafe + fixable.unsafe,
      };
      if (kind === 'new') this.#flag(path);
    }
    for (const [path, told] of news) this.#show(this.#together(path, told));
  }

  #together(path: string, told: readonly ForeignFinding[]): string {
    const shownOf = (isWanted: (kind: ForeignFinding['kind']) => boolean): string[] =>
      told.filter(({ kind }) => isWanted(kind)).map(({ shown }) => shown);
    if (this.#settings.format === 'text') return shownOf(() => true).join('');
    return fileJson(
      path,
      shownOf((kind) => kind !== 'excepted'),
      shownOf((kind) => kind === 'excepted'),
    );
  }

  #flag(path: string): void {
    this.#flagged.add(path);
    this.#files.add(path);
    this.#totals = { ...this.#totals, files: this.#files.size, flagged: this.#flagged.size };
  }

  #show(shown: string): void {
    if (this.#settings.format === 'json') {
      this.#out.write(`${this.#isFirst ? '{"version":1,"files":[' : ','}\n${shown}`);
    } else if (shown !== '') {
      this.#out.write(shown);
    }
    this.#isFirst = false;
  }
}
