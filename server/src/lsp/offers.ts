/** The fixes that a report in an editor offers: what it showed is remembered, what is applied is made afresh. */
import type { OfferedFix, ReportFixParams, ReportFixResult } from '../protocol.ts';
import type { ReviewFinding } from '../report/report.ts';
import type { Reviewed } from './report.ts';
import { type ReportFile, readRoots, type Roots } from './report-files.ts';
import { reviewOne } from './review.ts';
import type { Session } from './session.ts';

/** A finding as it was shown. */
interface Shown {
  readonly file: ReportFile;
  readonly titles: readonly string[];
}

const GONE = 'This finding is not there any more.';
const CHANGED = 'The file has changed: the fix is not what it was when the report was made.';

/** Remembers what the last report of each set of folders offered. */
export class Offers {
  readonly #session: Session;
  readonly #shown = new Map<string, ReadonlyMap<string, Shown>>();

  constructor(session: Session) {
    this.#session = session;
  }

  remember({ key }: Roots, reviews: readonly Reviewed[]): void {
    const shown = new Map<string, Shown>();
    for (const { file, review } of reviews) {
      for (const { fingerprint, fixes } of review.findings) {
        shown.set(fingerprint, { file, titles: fixes.map(({ title }) => title) });
      }
    }
    this.#shown.set(key, shown);
  }

  /** Answers `bulkhead/fix`. The text may have changed since: only a fix that it still takes, under the same name, is given. */
  async make(params: ReportFixParams): Promise<ReportFixResult> {
    const roots = readRoots(params.roots);
    const shown = roots && this.#shown.get(roots.key)?.get(params.fingerprint);
    const title = shown?.titles[params.fix];
    if (!shown || title === undefined) return { failure: GONE };
    const { uri } = shown.file;
    const version = this.#session.documents.get(uri)?.version ?? null;
    // Of a file that is not open nobody may have told that it changed.
    if (version === null) this.#session.service.changed(uri);
    const review = await reviewOne(this.#session, shown.file);
    const finding = review?.findings.find(({ fingerprint }) => fingerprint === params.fingerprint);
    return finding ? offerOf(finding, title, { uri, version }) : { failure: GONE };
  }
}

function offerOf(
  { fixes, refused }: ReviewFinding,
  title: string,
  where: Pick<OfferedFix, 'uri' | 'version'>,
): ReportFixResult {
  const fix = fixes.find((one) => one.title === title);
  if (!fix) return { failure: refused ?? CHANGED };
  const { breaks, edits } = fix;
  const effect = breaks ?? (fix.applicability === 'unsafe' ? 'It may change what runs.' : undefined);
  return { title, ...(effect === undefined ? {} : { breaks: effect }), ...where, edits };
}
