/** `bulkhead baseline`: writes down what is found today, so that only what is new fails a check. */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { indexLines, positionAt } from '../base/line-index.ts';
import type { SourceText } from '../base/text.ts';
import { canonicalUri } from '../base/uri.ts';
import { BASELINE_NAME, baselineText, pruned, readBaseline, type Renewed, renewed } from '../service.ts';
import { readArguments, type Arguments, type OptionTable } from './arguments.ts';
import { BASELINE_HELP } from './baseline-help.ts';
import { createRecorder, failedRecord, type Recorded, type RecordSettings } from './baseline-record.ts';
import { BaselineRun } from './baseline-run.ts';
import { changeText, refusalText, resultText } from './baseline-text.ts';
import { baselinesOf, usualPaths } from './baseline-where.ts';
import { MANY } from './check.ts';
import { applyingTo, shownPath } from './configured.ts';
import { CONFIGURATION_OPTIONS, layerOf, type Configuring } from './configuring.ts';
import { ownWorker, shareOut } from './crew.ts';
import { UsageError } from './fault.ts';
import { findFiles, type Found, type Target } from './find-files.ts';
import { printable } from './format/cells.ts';
import { putFile } from './put-file.ts';
import { knowsName } from './recognise.ts';
import { jobsOf } from './settings.ts';
import { readTextFile } from './text-file.ts';
import { today } from './today.ts';
import type { World } from './world.ts';

const { 'no-baseline': _, 'no-exceptions': __, ...CONFIGURATION } = CONFIGURATION_OPTIONS;

const BASELINE_OPTIONS = {
  ...CONFIGURATION,
  prune: { type: 'boolean' },
  ratchet: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  jobs: { type: 'string', short: 'j' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies OptionTable;

export async function baseline(words: readonly string[], world: World): Promise<number> {
  const given = readArguments(words, BASELINE_OPTIONS);
  if (given.has('help')) {
    world.out.write(BASELINE_HELP);
    return 0;
  }
  const configuring = configuringOf(given, world);
  const paths = given.operands.length > 0 ? given.operands : await usualPaths(configuring, world);
  if (paths.includes('')) throw new UsageError('a path is empty');
  const isCandidate = (file: string): boolean => /\.ya?ml$/i.test(file) || knowsName(file, world.registry);
  const found = findFiles(world.cwd, paths, isCandidate);
  const { wrong, baselines } = await applyingTo(found.targets, configuring, world);
  const unreadable = wrong.filter(({ file }) => basename(file) === BASELINE_NAME);
  for (const { file, path } of [...baselines, ...unreadable]) readOld(file, path, world);
  // A baseline that is empty is as good as none, and is what this command is called to write.
  const isBlank = ({ file, path }: Target): boolean =>
    baselines.some((each) => each.file === file) && readOld(file, path, world).text === '';
  const first = wrong.find((target) => !isBlank(target));
  if (first) {
    throw new UsageError(
      `'${printable(first.path)}' is wrong: 'bulkhead check' says where; nothing was written`,
    );
  }
  const { known, fresh } = await baselinesOf(paths, configuring, world);
  const { run, hasFailed } = await recordAll(found, { ...configuring, fresh }, jobsOf(given), world);
  const others = given.has('prune') ? known : [...known, ...fresh];
  const files = [...baselines.map(({ file }) => file), ...others.map((uri) => fileURLToPath(uri))];
  const codes = [...new Set(files)].map((file) => renew(file, run, given, world));
  if (codes.length === 0) throw new UsageError(NONE);
  return hasFailed ? 2 : Math.max(0, ...codes);
}

/** Here a baseline may be named that is yet to be written. */
function configuringOf(given: Arguments, { cwd, env }: World): Configuring {
  const path = given.value('baseline');
  const others: Arguments = {
    ...given,
    has: (name) => name !== 'baseline' && given.has(name),
    value: (name) => (name === 'baseline' ? undefined : given.value(name)),
  };
  const layer = layerOf(others, cwd);
  if (path === undefined) return { ...(layer ? { layer } : {}), today: today(env) };
  const baselineFile = canonicalUri(pathToFileURL(resolve(cwd, path)).href);
  return { layer: { by: 'command line', order: 'over files', ...layer, baselineFile }, today: today(env) };
}

async function recordAll(
  { targets, failures }: Found,
  settings: RecordSettings,
  jobs: number | undefined,
  world: World,
): Promise<{ readonly run: BaselineRun; readonly hasFailed: boolean }> {
  const run = new BaselineRun();
  let hasFailed = false;
  const take = ({ file, state, records, notes }: Recorded): void => {
    for (const note of notes) world.err.write(`bulkhead: ${note}\n`);
    if (state === 'failed') hasFailed = true;
    run.take(file, state !== 'failed', records);
  };
  for (const { path, reason } of failures) {
    take(failedRecord({ path, file: resolve(world.cwd, path) }, reason));
  }
  const doing = createRecorder(world.registry, world.machine, settings);
  if (targets.length >= MANY) await world.expectMany();
  const size = jobs ?? (targets.length < world.worthThreads ? 1 : await world.countProcessors());
  const count = Math.min(size, targets.length) - 1;
  if (count <= 0) doing(targets, take);
  else {
    const workers = await Promise.all(Array.from({ length: count }, () => world.startRecorder(settings)));
    await shareOut(workers, ownWorker(doing), targets, take, failedRecord);
  }
  if (hasFailed)
    world.err.write('bulkhead: what the baseline has of files that could not be checked stays as it is\n');
  return { run, hasFailed };
}

const NONE = "there is no baseline here; 'bulkhead baseline' writes one unless the configuration forbids it";

/** Writes one baseline, or says why not; gives the exit code. */
function renew(file: string, run: BaselineRun, given: Arguments, world: World): number {
  const path = shownPath(file, world.cwd);
  const isDry = given.has('dry-run');
  const old = readOld(file, path, world);
  const made = given.has('prune') ? pruned(old, run) : renewed(old, run);
  const isRefused = given.has('ratchet') && made.added.length > 0;
  if (isDry || isRefused) world.out.write(changeText(isDry ? made : { ...made, gone: [] }));
  if (isRefused) {
    world.err.write(`bulkhead: ${refusalText(path, made)}\n`);
    return 1;
  }
  if (!isDry) write(file, path, old, made, world);
  world.out.write(resultText(path, made, isDry));
  return 0;
}

/** The baseline as it is; one that is not there, or is empty, knows nothing. */
function readOld(file: string, path: string, { machine }: World): SourceText {
  const uri = canonicalUri(pathToFileURL(file).href);
  if (!existsSync(file)) return { uri, text: '' };
  const source = readTextFile(file, machine.decode);
  if ('reason' in source) throw new UsageError(`'${printable(path)}': ${source.reason}`);
  const old = { uri, text: source.text };
  if (source.text.trim() === '') return { uri, text: '' };
  const { problem } = readBaseline(old);
  if (!problem) return old;
  const { line } = positionAt(indexLines(source.text), problem.range.start);
  throw new UsageError(`'${printable(path)}', line ${line + 1}: ${problem.message}`);
}

/** A baseline that knows nothing is written only in the place of one that did. */
function write(file: string, path: string, old: SourceText, { entries }: Renewed, world: World): void {
  const text = baselineText(entries);
  if (text === old.text || (entries.length === 0 && !existsSync(file))) return;
  const reason = world.uninterrupted(() => putFile(file, text));
  if (reason !== undefined) throw new UsageError(`'${printable(path)}' could not be written: ${reason}`);
}
