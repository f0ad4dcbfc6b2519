/** `bulkhead report`: reviews the files and writes one document about all of them. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Earlier } from '../report/earlier.ts';
import { folderName } from '../report/paths.ts';
import type { LoneReview, Report } from '../report/report.ts';
import { readArguments } from './arguments.ts';
import { applyingTo } from './configured.ts';
import { ownWorker, shareOut } from './crew.ts';
import { UsageError } from './fault.ts';
import { MANY } from './check.ts';
import type { Found } from './find-files.ts';
import { printable } from './format/cells.ts';
import { REPORT_HELP } from './help.ts';
import { putFile } from './put-file.ts';
import { createProgress } from './progress.ts';
import { findReportFiles } from './report-files.ts';
import { REPORT_OPTIONS, type ReportOptions, reportOptionsOf } from './report-options.ts';
import { reaches } from './report.ts';
import { createReviewer, failedReview, type Reviewed, type ReviewSettings } from './review.ts';
import { jobsOf } from './settings.ts';
import { readTextFile } from './text-file.ts';
import { today } from './today.ts';
import type { World } from './world.ts';
import { writeProblems } from './wrong-text.ts';

export async function report(words: readonly string[], world: World): Promise<number> {
  const given = readArguments(words, REPORT_OPTIONS);
  if (given.has('help')) {
    world.out.write(REPORT_HELP);
    return 0;
  }
  const options = reportOptionsOf(given, world.cwd);
  const parts = await world.loadReporting();
  const earlier = options.compare === undefined ? undefined : readCompared(options.compare, parts, world);
  const found = findReportFiles(world.cwd, options.paths, world.registry);
  const settings: ReviewSettings = {
    folder: pathToFileURL(options.folder).href,
    ...(options.layer ? { layer: options.layer } : {}),
    today: today(world.env),
  };
  const { wrong, targets } = await applyingTo(found.targets, settings, world);
  if (wrong.length > 0) {
    writeProblems(wrong, settings, world);
    throw new UsageError('no report was made, because the configuration is wrong');
  }
  const reviews = await reviewAll({ ...found, targets }, settings, jobsOf(given), world);
  const made = parts.buildReport(reviews, {
    version: world.readVersion(),
    date: settings.today,
    title: folderName(pathToFileURL(options.folder).href),
    strict: options.layer?.profile === 'strict',
    rules: world.registry.rules,
    checklist: parts.checklistStates(readTicks(options.folder, parts, world)),
    ...(earlier ? { earlier } : {}),
  });
  const pageOf = (id: string): string | undefined => world.readPage(id);
  write(parts.formatReport(made, options.format, { pageOf, rules: world.registry.rules }), options, world);
  return exitCode(made, options, world);
}

type Parts = Awaited<ReturnType<World['loadReporting']>>;

async function reviewAll(
  { targets, failures }: Found,
  settings: ReviewSettings,
  jobs: number | undefined,
  world: World,
): Promise<LoneReview[]> {
  const reviews: LoneReview[] = [];
  const notes: string[] = [];
  const progress = createProgress(targets.length, world.err);
  const keep = (reviewed: Reviewed): void => {
    notes.push(...reviewed.notes);
    if (reviewed.review) reviews.push(reviewed.review);
  };
  for (const { path, reason } of failures) {
    keep(failedReview(settings.folder, { path, file: resolve(world.cwd, path) }, reason));
  }
  const doing = createReviewer(world.registry, world.machine, settings);
  const take = (reviewed: Reviewed): void => {
    keep(reviewed);
    progress.step();
  };
  if (targets.length >= MANY) await world.expectMany();
  const size = jobs ?? (targets.length < world.worthThreads ? 1 : await world.countProcessors());
  const count = Math.min(size, targets.length) - 1;
  if (count <= 0) doing(targets, take);
  else {
    const workers = await Promise.all(Array.from({ length: count }, () => world.startReviewer(settings)));
    await shareOut(workers, ownWorker(doing), targets, take, (target, reason) =>
      failedReview(settings.folder, target, reason),
    );
  }
  progress.end();
  for (const note of notes) world.err.write(`bulkhead: ${note}\n`);
  return reviews;
}

/** Reports of large projects are larger than any text that is checked. */
const LARGEST_REPORT = 256 * 1024 * 1024;

function readCompared(file: string, parts: Parts, world: World): Earlier {
  const source = readTextFile(resolve(world.cwd, file), world.machine.decode, LARGEST_REPORT);
  const read = 'reason' in source ? source : parts.readEarlier(source.text);
  if ('earlier' in read) return read.earlier;
  throw new UsageError(`no report to compare with: '${printable(file)}': ${read.reason}`);
}

/** The answers about the host that are kept beside the project; a file that is no such list is left alone. */
function readTicks(folder: string, parts: Parts, world: World): ReadonlyMap<string, string> {
  const file = join(folder, parts.CHECKLIST_FILE);
  const source = readTextFile(file, world.machine.decode);
  if ('reason' in source) return new Map();
  const { ticks, reason } = parts.readChecklist(source.text);
  if (reason !== undefined)
    world.err.write(`bulkhead: ${parts.CHECKLIST_FILE}: ${reason}; nothing is ticked\n`);
  return ticks;
}

function write(text: string, { output }: ReportOptions, world: World): void {
  if (output === undefined) return world.out.write(text);
  const reason = world.uninterrupted(() => putFile(resolve(world.cwd, output), text));
  if (reason !== undefined) throw new UsageError(`'${printable(output)}' could not be written: ${reason}`);
}

function exitCode({ files }: Report, { bar, paths }: ReportOptions, world: World): number {
  if (!files.some(({ status }) => status !== 'not understood')) {
    world.err.write(`bulkhead: no Dockerfile or Compose file in ${paths.map(printable).join(', ')}\n`);
  }
  if (files.some(({ status }) => status === 'unread' || status === 'skipped')) return 2;
  // What the baseline has fails nothing, as for a check.
  const said = files.flatMap(({ findings, problems }) => [
    ...findings.filter(({ known }) => known !== true),
    ...problems,
  ]);
  return said.some(({ severity }) => reaches(severity, bar)) ? 1 : 0;
}
