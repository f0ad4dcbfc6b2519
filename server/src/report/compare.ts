/** Compares the findings of a report with those of an earlier one. */
import type { Earlier } from './earlier.ts';
import type { Comparison, FileReview } from './report.ts';

/** Only what both reports looked at can be mended; of other files nobody knows. */
export function compareWith(earlier: Earlier, files: readonly FileReview[]): Comparison {
  const judged = new Set(files.filter(({ status }) => status === 'judged').map(({ path }) => path));
  const now = files.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint));
  const isNow = new Set(now);
  const before = new Set(earlier.findings.map(({ fingerprint }) => fingerprint));
  const gone = earlier.findings.filter(({ fingerprint }) => !isNow.has(fingerprint));
  return {
    date: earlier.date,
    title: earlier.title,
    mended: gone.filter(({ path }) => judged.has(path)),
    added: now.filter((fingerprint) => !before.has(fingerprint)),
    remaining: now.filter((fingerprint) => before.has(fingerprint)),
    unknown: gone.filter(({ path }) => !judged.has(path)),
  };
}
