/** Compares the findings of a report with those of an earlier one. */
import type { Earlier } from './earlier.ts';
import type { Comparison, FileReview } from './report.ts';

/** How the later report was made. */
export interface Making {
  /** The version of this product. */
  readonly version: string;
  readonly strict: boolean;
}

/** Only what both reports looked at can be mended; of other files nobody knows. */
export function compareWith(earlier: Earlier, files: readonly FileReview[], making: Making): Comparison {
  const judged = new Set(files.filter(({ status }) => status === 'judged').map(({ path }) => path));
  // What is excepted by now is not mended.
  const now = files.flatMap(({ findings, excepted }) =>
    [...findings, ...excepted].map(({ fingerprint }) => fingerprint),
  );
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
    cautions: cautionsOf(earlier, making),
  };
}

function cautionsOf(earlier: Earlier, { version, strict }: Making): string[] {
  const cautions: string[] = [];
  if (earlier.version !== version) {
    cautions.push(`The earlier report was made by Bulkhead ${earlier.version}, whose rules may differ.`);
  }
  if (earlier.strict !== strict) {
    const [one, other] = strict ? ['This', 'earlier'] : ['The earlier', 'present'];
    cautions.push(`${one} report was made with --strict and finds more than the ${other} one could.`);
  }
  return cautions;
}
