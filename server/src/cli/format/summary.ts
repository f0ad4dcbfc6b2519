/** The last lines of a check: how many findings there are, and what can be done about them at once. */
import type { Counts } from '../report.ts';
import type { Settings } from '../settings.ts';
import { printable } from './cells.ts';
import { paintWith, SEVERITY_STYLES, type Paint } from './paint.ts';

/** What all files of a check came to. */
export interface Totals {
  readonly files: number;
  /** Files with at least one finding. */
  readonly flagged: number;
  readonly counts: Counts;
  /** Findings that exceptions cover, and findings that the baseline has: `counts` is without them. */
  readonly excepted: number;
  readonly known: number;
  /** The baselines that have them, as they are shown. */
  readonly baselines: readonly string[];
  /** Findings that baselines have and nothing shows any more. */
  readonly mended: number;
  /** Findings that a safe fix mends, and findings that only an unsafe one does. */
  readonly safe: number;
  readonly unsafe: number;
  /** Findings that were mended, or would be by the diff shown. */
  readonly fixed: number;
}

export function summaryText(totals: Totals, mending: Settings['mending'], colour: boolean): string {
  const paint = paintWith(colour);
  const rows: string[] = [];
  if (totals.fixed > 0) {
    const verb = mending === 'diff' ? 'Would fix' : 'Fixed';
    rows.push(paint('green', `${verb} ${plural(totals.fixed, 'finding')}.`));
  }
  if (totals.files === 0) return `${paint('yellow', 'No Dockerfile or Compose file was checked.')}\n`;
  if (totals.flagged === 0) {
    const found = totals.known > 0 ? 'nothing new found' : 'nothing found';
    rows.push(
      paint('green', `Checked ${plural(totals.files, 'file')}: ${found}.`),
      ...leftOut(totals, paint),
    );
    return `${rows.join('\n')}\n`;
  }
  const parts = (['error', 'warning', 'info', 'hint'] as const)
    .filter((severity) => totals.counts[severity] > 0)
    .map((severity) => paint(SEVERITY_STYLES[severity], amount(totals.counts[severity], severity)));
  const where = totals.files === 1 ? 'in 1 file' : `in ${totals.flagged} of ${plural(totals.files, 'file')}`;
  rows.push(`Found ${parts.join(', ')} ${where}.`);
  if (mending !== 'diff') rows.push(...offers(totals));
  rows.push(...leftOut(totals, paint));
  return `${rows.join('\n')}\n`;
}

/** What was found and is not shown, and how to see it. */
function leftOut({ excepted, known, baselines, mended }: Totals, paint: Paint): string[] {
  const rows: string[] = [];
  if (excepted > 0) rows.push(`${excepted} excepted; --no-exceptions shows ${themOf(excepted)}.`);
  if (known > 0) rows.push(`${known} known in ${nameOf(baselines)}; --no-baseline shows ${themOf(known)}.`);
  if (mended > 0) rows.push(`${mendedText(mended, baselines)}.`);
  return rows.map((row) => paint('dim', row));
}

/** What is said of entries that baselines need no more, without a full stop. */
export function mendedText(mended: number, baselines: readonly string[]): string {
  return `${mended} mended in ${nameOf(baselines)}; 'bulkhead baseline --prune' takes ${themOf(mended)} out`;
}

function nameOf(baselines: readonly string[]): string {
  return baselines.length === 1 ? printable(baselines[0] ?? '') : `${baselines.length} baselines`;
}

function themOf(count: number): string {
  return count === 1 ? 'it' : 'them';
}

function offers({ safe, unsafe }: Totals): string[] {
  const both = '--fix --unsafe';
  if (safe > 0 && unsafe > 0)
    return [`${safe} can be fixed with --fix, ${unsafe} more with ${both}; --diff shows how.`];
  if (safe > 0) return [`${safe} can be fixed with --fix; --diff shows how.`];
  return unsafe > 0 ? [`${unsafe} can be fixed with ${both}; --diff --unsafe shows how.`] : [];
}

function amount(count: number, severity: string): string {
  return severity === 'info' ? `${count} info` : plural(count, severity);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
