/** What a report says of one file. */
import { OutOfTime } from '../base/host.ts';
import { notationOf, notUnderstood } from '../report/notations.ts';
import type { FileReview } from '../report/report.ts';
import { reviewFile, unreadFile } from '../report/review-file.ts';
import type { Review } from '../service.ts';
import { inTime } from './guard.ts';
import type { ReportFile } from './report-files.ts';
import type { Session } from './session.ts';

/** The review of a file; undefined for one that configures no containers. */
export async function reviewOne(
  session: Session,
  file: ReportFile,
  service = session.service,
): Promise<FileReview | undefined> {
  const { uri, path, failure } = file;
  if (failure !== undefined) return unreadFile(path, `This file could not be checked: ${failure}.`);
  const notation = isKnownByName(session, uri) ? undefined : notationOf(path);
  if (notation !== undefined) return notUnderstood(path, notation);
  const review = await service.review(uri);
  const texts = await textsBeside(session, review);
  const names = { path, pathOf: file.pathOf, textOf: (other: string) => texts.get(other) };
  const reviewed = reviewInTime(session, review, (one) => reviewFile(one, names));
  if (!reviewed || (await session.settings.isEnabled(uri))) return reviewed;
  // What was switched off is not shown, and the report does not look better for it.
  return switchedOff(path);
}

/** Without a text there is nothing that could take long. */
function isKnownByName({ registry }: Session, uri: string): boolean {
  return registry.surfaces.some((surface) => surface.detect({ uri, text: '' }));
}

/** Where the fixes cannot be made in time, the findings are listed without them. */
function reviewInTime(
  session: Session,
  review: Review,
  work: (review: Review) => FileReview | undefined,
): FileReview | undefined {
  try {
    return inTime(session.host, () => work(review));
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    const { analysis } = review;
    session.host.log('warn', `the fixes of ${analysis.uri} took too long and are left out of the report`);
    const findings = analysis.findings.map((finding) => ({ ...finding, fixes: [] }));
    return work({ ...review, analysis: { ...analysis, findings } });
  }
}

/** The texts of other files that findings stand in or rest on. */
async function textsBeside(session: Session, { analysis }: Review): Promise<ReadonlyMap<string, string>> {
  const uris = new Set(
    analysis.findings.flatMap(({ uri, related }) => [uri, ...related.map((one) => one.uri)]),
  );
  uris.delete(analysis.uri);
  const texts = new Map<string, string>();
  for (const uri of uris) {
    const text = await session.textOf(uri);
    if (text !== undefined) texts.set(uri, text);
  }
  return texts;
}

function switchedOff(path: string): FileReview {
  const message = 'The setting bulkhead.enable switches checking off for this file.';
  return { ...unreadFile(path, message), status: 'skipped' };
}
