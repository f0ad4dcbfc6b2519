/** `bulkhead check`: finds the files, has them checked, prints what they gave, and says how it ended. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readArguments, type Arguments } from './arguments.ts';
import { applyingTo } from './configured.ts';
import { ownWorker, shareOut } from './crew.ts';
import { failedReport } from './failed-report.ts';
import { UsageError } from './fault.ts';
import { findFiles, type Target } from './find-files.ts';
import { wantsColour } from './format/paint.ts';
import { CHECK_HELP } from './help.ts';
import { BaselineRun } from './baseline-run.ts';
import { holdBack } from './hold-back.ts';
import { createEngine, createInspector, type Inspector } from './inspect.ts';
import { Outcome } from './outcome.ts';
import { knowsName } from './recognise.ts';
import type { FileReport } from './report.ts';
import { isConfiguration } from '../service.ts';
import { CHECK_OPTIONS, colourFlag, jobsOf, settingsOf, type Settings } from './settings.ts';
import { readText, TOO_LARGE } from './text-file.ts';
import { today } from './today.ts';
import type { World } from './world.ts';

/** From this number of files on, how the process is set up matters more than what that costs. */
export const MANY = 100;
/** The width where no terminal says one, and the least that leaves room for a line of source. */
const COLUMNS = 120;
const FEWEST_COLUMNS = 40;

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
    columns: Math.max(FEWEST_COLUMNS, world.out.columns ?? COLUMNS),
    cwd: world.cwd,
    today: today(world.env),
  });
  const name = given.value('stdin-filename');
  const outcome =
    name === undefined
      ? await checkPaths(given, settings, world)
      : await checkInput(name, given, settings, world);
  return outcome.finish();
}

async function checkPaths(given: Arguments, wanted: Settings, world: World): Promise<Outcome> {
  const jobs = jobsOf(given);
  const paths = given.operands.length > 0 ? given.operands : ['.'];
  if (paths.includes('')) throw new UsageError('a path is empty');
  const isCandidate = (file: string): boolean =>
    /\.ya?ml$/i.test(file) || knowsName(file, world.registry) || isConfiguration(pathToFileURL(file).href);
  const { targets: found, failures } = findFiles(world.cwd, paths, isCandidate);
  const engine = createEngine(world.registry, world.machine, wanted);
  const applying = await applyingTo(found, wanted, world, engine.service);
  const { targets } = applying;
  const isWriting = wanted.mending === 'write';
  const mendable = isWriting ? targets.map(({ file }) => pathToFileURL(file).href) : [];
  const settings = { ...wanted, mendable, hasBaseline: applying.baselines.length > 0 };
  const outcome = new Outcome(settings, world, { baselines: applying.baselines });
  for (const { path, reason } of failures) outcome.take(failedReport(path, reason));
  if (applying.wrong.length > 0) {
    const told = new Set(failures.map(({ path }) => resolve(world.cwd, path)));
    return refuse(applying.wrong, settings, outcome, world, told);
  }
  if (targets.length >= MANY) await world.expectMany();
  const inspector = createInspector(world.registry, world.machine, settings, engine);
  // Files of one project may be changed together, so two threads must not write at once.
  const usual = targets.length < world.worthThreads ? 1 : await world.countProcessors();
  const size = isWriting ? 1 : (jobs ?? usual);
  const pass = holdBack((report) => outcome.take(report), inspector.inspectAgain);
  const run = new BaselineRun({ looksForGone: settings.isRatchet || targets.some(({ named }) => !named) });
  let done = 0;
  await inspectAll(targets, size, settings, inspector, world, (report) => {
    const target = targets[done++];
    if (!target) return;
    run.take(target.file, report.state !== 'failed', report.records);
    pass.take(report, target);
  });
  pass.release();
  for (const { path, file } of applying.baselines)
    outcome.mended(path, run.mendedIn(file, world.machine.decode));
  if (outcome.isEmpty) {
    world.err.write(`bulkhead: ${outcome.whyEmpty(paths)}\n`);
  }
  return outcome;
}

/**
 * As long as it is wrong what is asked for nothing is checked: half of it would be said of the files, and half of it kept quiet.
 * `told` are files of which it was said already why they cannot be read.
 */
function refuse(
  wrong: readonly Target[],
  wanted: Settings,
  outcome: Outcome,
  { registry, machine, cwd }: World,
  told: ReadonlySet<string> = new Set(),
): Outcome {
  const inspector = createInspector(registry, machine, { ...wanted, mending: 'none' });
  inspector.inspectAll(wrong, (report) => {
    outcome.refuse(told.has(resolve(cwd, report.path)) ? { ...report, notes: [] } : report);
  });
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
  if (count <= 0) return inspector.inspectAll(targets, take);
  const workers = await Promise.all(Array.from({ length: count }, () => world.startChecker(settings)));
  const failed = ({ path }: Target, reason: string): FileReport => failedReport(path, reason);
  await shareOut(workers, ownWorker(inspector.inspectAll), targets, take, failed);
}

async function checkInput(
  name: string,
  given: Arguments,
  settings: Settings,
  world: World,
): Promise<Outcome> {
  const inspector = createInspector(world.registry, world.machine, settings);
  if (given.operands.length > 0)
    throw new UsageError("'--stdin-filename' takes the text from standard input; leave out the paths");
  const target = { path: name, file: resolve(world.cwd, name), named: true };
  const { wrong: all, baselines } = await applyingTo([target], settings, world);
  // What lies in the place of the text that is given is not asked about.
  const wrong = all.filter(({ file }) => file !== target.file);
  const out = settings.mending === 'write' ? world.err : world.out;
  const outcome = new Outcome(settings, world, { out, baselines });
  if (wrong.length > 0) return refuse(wrong, settings, outcome, world);
  const input = await world.readInput();
  const source = input ? readText(input, world.machine.decode) : { reason: TOO_LARGE };
  outcome.take(
    'reason' in source ? failedReport(name, source.reason) : inspector.inspectText(target, source),
  );
  return outcome;
}
