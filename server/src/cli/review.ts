/** Reviews files for a report: judges each and gathers all else that a report says of it. */
import { pathToFileURL } from 'node:url';
import { OutOfTime } from '../base/host.ts';
import type { Finding } from '../model/finding.ts';
import { traceOf } from '../base/trace.ts';
import { notationOf, notUnderstood } from '../report/notations.ts';
import { pathFrom } from '../report/paths.ts';
import type { LoneReview } from '../report/report.ts';
import { reviewFile, unreadFile } from '../report/review-file.ts';
import type { Registry, Review } from '../service.ts';
import { serviceFor, type Configuring } from './configuring.ts';
import type { Doing } from './crew.ts';
import type { Target } from './find-files.ts';
import { printable } from './format/cells.ts';
import { briefly, leftOut, NO_NOTATION, type Machine } from './inspect.ts';
import { documentOf, knowsName } from './recognise.ts';

/** What a review is asked for; plain data, so that threads can be told. */
export interface ReviewSettings extends Configuring {
  /** The folder of the report, as a URI. */
  readonly folder: string;
}

/** What came of one file. */
export interface Reviewed {
  /** Absent for a file of another kind, which no report speaks of. */
  readonly review?: LoneReview;
  /** What the person must know besides: one line each, for the error stream. */
  readonly notes: readonly string[];
}

/** As for a check: several files share a watch, and each that is too slow for that gets its own. */
const BATCH = 16;
const BATCH_BUDGET = 3000;
/** How long it may take to make the fixes of one file, in milliseconds. */
const FIXES_BUDGET = 3000;

export function createReviewer(
  registry: Registry,
  machine: Machine,
  settings: ReviewSettings,
): Doing<Reviewed> {
  const { folder } = settings;
  const log = new Set<string>();
  const host = machine.createHost((level, message) => {
    if (level !== 'info') log.add(briefly(message));
  });
  const service = serviceFor(host, registry, settings);

  function describe(review: Review, path: string): LoneReview | undefined {
    const names = {
      path,
      pathOf: (uri: string): string => pathFrom(folder, uri),
      textOf: host.readFileNow,
    };
    try {
      return host.withBudget(FIXES_BUDGET, () => reviewFile(review, names));
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      // Where the fixes cannot be made in time, the findings stand without them.
      log.add(`${printable(path)}: its fixes took longer than ${FIXES_BUDGET} ms to make and are left out`);
      const bare = (finding: Finding): Finding => ({ ...finding, fixes: [] });
      const findings = review.analysis.findings.map(bare);
      const excepted = review.analysis.excepted.map((each) => ({ ...each, finding: bare(each.finding) }));
      return reviewFile({ ...review, analysis: { ...review.analysis, findings, excepted } }, names);
    }
  }

  function reviewOne(target: Target): Reviewed {
    try {
      return attempt(target);
    } catch (error) {
      if (error instanceof OutOfTime) throw error;
      return failedReview(folder, target, `a bug in Bulkhead: ${briefly(traceOf(error))}`);
    }
  }

  function attempt(target: Target): Reviewed {
    const uri = pathToFileURL(target.file).href;
    const path = pathFrom(folder, uri);
    const isDoubtful = target.named && !knowsName(target.file, registry);
    const text = isDoubtful ? host.readFileNow(uri) : undefined;
    if (text !== undefined) service.open(documentOf(target, text, registry, service));
    const found = service.reviewNow(uri);
    if (!found) throw new Error('files of this machine need no waiting for');
    const notation = notationOf(path);
    const review =
      describe(found, path) ?? (notation === undefined ? undefined : notUnderstood(path, notation));
    const notes = [...log, ...notesOf(target, review, found.analysis.status)];
    log.clear();
    service.forget(uri);
    return review ? { review, notes } : { notes };
  }

  function reviewBatch(targets: readonly Target[]): readonly Reviewed[] {
    try {
      return host.withBudget(BATCH_BUDGET, () => targets.map(reviewOne));
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      return targets.map(reviewOne);
    }
  }

  return (targets, take) => {
    for (let i = 0; i < targets.length; i += BATCH) reviewBatch(targets.slice(i, i + BATCH)).forEach(take);
  };
}

/** The review of a file that nobody could look at. */
export function failedReview(
  folder: string,
  target: Pick<Target, 'path' | 'file'>,
  reason: string,
): Reviewed {
  const path = pathFrom(folder, pathToFileURL(target.file).href);
  return {
    review: unreadFile(path, `This file could not be read: ${reason}.`),
    notes: [`${printable(target.path)}: ${reason}`],
  };
}

function notesOf(
  target: Target,
  review: LoneReview | undefined,
  status: Review['analysis']['status'],
): string[] {
  const path = printable(target.path);
  if (!review) {
    if (!target.named) return [];
    return [`${path}: ${status === 'excluded' ? leftOut(path) : NO_NOTATION}`];
  }
  const isTrouble = review.status === 'unread' || review.status === 'skipped';
  return isTrouble ? review.problems.map(({ message }) => `${path}: ${message}`) : [];
}
