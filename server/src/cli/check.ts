/** `bulkhead check`: finds the files, has them checked, prints what they gave, and says how it ended. */
import { resolve } from 'node:path';
import { readArguments, type Arguments } from './arguments.ts';
import { ownWorker, shareOut } from './crew.ts';
import { UsageError } from './fault.ts';
import { findFiles, type Target } from './find-files.ts';
import { printable } from './format/cells.ts';
import { wantsColour } from './format/paint.ts';
import { summaryText, type Totals } from './format/summary.ts';
import { CHECK_HELP } from './help.ts';
import { createInspector, failedReport, type Inspector } from './inspect.ts';
import { addCounts, NO_COUNTS, reaches, SEVERITIES, type FileReport } from './report.ts';
import { CHECK_OPTIONS, colourFlag, jobsOf, settingsOf, type Settings } from './settings.ts';
import { readText, TOO_LARGE } from './text-file.ts';
import type { World } from './world.ts';

/** From this number of files on, how the process is set up matters more than what that costs. */
const MANY = 100;
/** The width where no terminal says one. */
const COLUMNS = 120;

export async function check(words: readonly string[], world: World): Promise<number> {
  const given = readArguments(words, CHECK_OPTIONS);
  if (given.has('help')) {
    world.out.write(CHECK_HELP);
    return 0;
  }
  const colour = wantsColour(colourFlag(given), world.env, world.out.isTerminal);
  const settings = settingsOf(given, {
    colour,
    isShown: colour || world.out.isTerminal,
    columns: Math.max(40, world.out.columns ?? COLUMNS),
    cwd: world.cwd,
  });
  const inspector = createInspector(world.registry, world.machine, settings);
  const name = given.value('stdin-filename');
  const outcome =
    name === undefined
      ? await checkPaths(given, settings, inspector, world)
      : await checkInput(name, given, settings, inspector, world);
  return outcome.finish();
}

async function checkPaths(
  given: Arguments,
  settings: Settings,
  inspector: Inspector,
  world: World,
): Promise<Outcome> {
  const jobs = jobsOf(given);
  const paths = given.operands.length > 0 ? given.operands : ['.'];
  if (paths.includes('')) throw new UsageError('a path is empty');
  const isCandidate = (file: string): boolean => /\.ya?ml$/i.test(file) || inspector.knowsName(file);
  const { targets, failures } = findFiles(world.cwd, paths, isCandidate);
  const outcome = new Outcome(settings, world);
  for (const { path, reason } of failures) outcome.take(failedReport(path, reason));
  if (targets.length >= MANY) await world.expectMany();
  const size = jobs ?? (targets.length < world.worthThreads ? 1 : await world.countProcessors());
  await inspectAll(targets, size, settings, inspector, world, (report) => outcome.take(report));
  if (outcome.isEmpty) {
    world.err.write(`bulkhead: no Dockerfile or Compose file in ${paths.map(printable).join(', ')}\n`);
  }
  return outcome;
}

async function inspectAll(
  targets: readonly Target[],
  size: number,
  settings: Settings,
  inspector: Inspector,
  world: World,
  take: (report: FileReport) => void,
): Promise<void> {
  const count = Math.min(size, targets.length) - 1;
  if (count > 0) {
    const workers = await Promise.all(Array.from({ length: count }, () => world.startWorker()));
    return shareOut(workers, ownWorker(inspector), targets, settings, take);
  }
  inspector.inspectAll(targets, take);
}

async function checkInput(
  name: string,
  given: Arguments,
  settings: Settings,
  inspector: Inspector,
  world: World,
): Promise<Outcome> {
  if (given.operands.length > 0)
    throw new UsageError("'--stdin-filename' takes the text from standard input; leave out the paths");
  const outcome = new Outcome(settings, world, settings.mending === 'write' ? world.err : world.out);
  const input = await world.readInput();
  const source = input ? readText(input, world.machine.decode) : { reason: TOO_LARGE };
  const target = { path: name, file: resolve(world.cwd, name), named: true };
  outcome.take(
    'reason' in source ? failedReport(name, source.reason) : inspector.inspectText(target, source),
  );
  return outcome;
}

/** Gathers reports, prints them as they come, and knows the exit code. */
class Outcome {
  readonly #settings: Settings;
  readonly #world: World;
  readonly #out: World['out'];
  readonly #problems: string[] = [];
  #totals: Totals = { files: 0, flagged: 0, counts: NO_COUNTS, safe: 0, unsafe: 0, fixed: 0 };
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

  #count({ counts, fixable, fixed }: FileReport): void {
    const totals = this.#totals;
    this.#totals = {
      files: totals.files + 1,
      flagged: totals.flagged + (SEVERITIES.some((severity) => counts[severity] > 0) ? 1 : 0),
      counts: addCounts(totals.counts, counts),
      safe: totals.safe + fixable.safe,
      unsafe: totals.unsafe + fixable.unsafe,
      fixed: totals.fixed + fixed,
    };
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
