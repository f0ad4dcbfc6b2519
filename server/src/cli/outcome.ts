/** Gathers the reports of a check, prints them as they come, and knows the exit code. */
import { fileJson } from './format/json.ts';
import { summaryText, type Totals } from './format/summary.ts';
import { addCounts, NO_COUNTS, reaches, SEVERITIES, type FileReport, type ForeignFinding } from './report.ts';
import type { Settings } from './settings.ts';
import type { World } from './world.ts';

export class Outcome {
  readonly #settings: Settings;
  readonly #world: World;
  readonly #out: World['out'];
  readonly #problems: string[] = [];
  #totals: Totals = { files: 0, flagged: 0, counts: NO_COUNTS, safe: 0, unsafe: 0, fixed: 0 };
  readonly #files = new Set<string>();
  readonly #flagged = new Set<string>();
  /** The keys of findings that other files led to. */
  readonly #told = new Set<string>();
  #isFirst = true;
  #hasFailed = false;

  /** `out` is where findings go; what was mended of standard input always goes to the output. */
  constructor(settings: Settings, world: World, out: World['out'] = world.out) {
    this.#settings = settings;
    this.#world = world;
    this.#out = out;
  }

  /** Whether there was nothing to check and nothing that failed. */
  get isEmpty(): boolean {
    return this.#totals.files === 0 && !this.#hasFailed;
  }

  take(report: FileReport): void {
    for (const note of report.notes) this.#world.err.write(`bulkhead: ${note}\n`);
    if (report.product !== '') this.#world.out.write(report.product);
    if (report.state === 'failed') this.#hasFailed = true;
    if (report.state !== 'foreign') for (const problem of report.problems) this.#problems.push(problem);
    if (report.state === 'checked') {
      this.#count(report);
      this.#show(report.shown);
      this.#showElsewhere(report.elsewhere);
    }
  }

  finish(): number {
    const { format, mending, quiet, colour, bar } = this.#settings;
    if (format === 'json') {
      const head = this.#isFirst ? '{"version":1,"files":[' : '\n';
      this.#out.write(`${head}],"problems":[${this.#problems.join(',\n')}]}\n`);
    } else if (!quiet && !this.isEmpty) {
      const out = mending === 'diff' ? this.#world.err : this.#out;
      out.write(summaryText(this.#totals, mending, colour && out.isTerminal === this.#world.out.isTerminal));
    }
    if (this.#hasFailed) return 2;
    return SEVERITIES.some((severity) => this.#totals.counts[severity] > 0 && reaches(severity, bar)) ? 1 : 0;
  }

  #count({ path, counts, fixable, fixed }: FileReport): void {
    const totals = this.#totals;
    this.#files.add(path);
    if (SEVERITIES.some((severity) => counts[severity] > 0)) this.#flagged.add(path);
    this.#totals = {
      files: this.#files.size,
      flagged: this.#flagged.size,
      counts: addCounts(totals.counts, counts),
      safe: totals.safe + fixable.safe,
      unsafe: totals.unsafe + fixable.unsafe,
      fixed: totals.fixed + fixed,
    };
  }

  /** What several files lead to is told once; the file in which it stands counts as flagged. */
  #showElsewhere(findings: readonly ForeignFinding[]): void {
    const news = new Map<string, string[]>();
    for (const { key, path, shown, counts, fixable } of findings) {
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      news.set(path, [...(news.get(path) ?? []), shown]);
      const { safe, unsafe } = this.#totals;
      this.#totals = {
        ...this.#totals,
        counts: addCounts(this.#totals.counts, counts),
        safe: safe + fixable.safe,
        unsafe: unsafe + fixable.unsafe,
      };
      this.#flag(path);
    }
    for (const [path, shown] of news) {
      this.#show(this.#settings.format === 'json' ? fileJson(path, shown) : shown.join(''));
    }
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
