/** The last lines of a check: how many findings there are, and what can be done about them at once. */
import type { Counts } from '../report.ts';
import type { Settings } from '../settings.ts';
import { paintWith, SEVERITY_STYLES } from './paint.ts';

/** What all files of a check came to. */
export interface Totals {
  readonly files: number;
  /** Files with at least one finding. */
  readonly flagged: number;
  readonly counts: Counts;
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
    rows.push(paint('green', `Checked ${plural(totals.files, 'file')}: nothing found.`));
    return `${rows.join('\n')}\n`;
  }
  const parts = (['error', 'warning', 'info', 'hint'] as const)
    .filter((severity) => totals.counts[severity] > 0)
    .map((severity) => paint(SEVERITY_STYLES[severity], amount(totals.counts[severity], severity)));
  const where = totals.files === 1 ? 'in 1 file' : `in ${totals.flagged} of ${plural(totals.files, 'file')}`;
  rows.push(`Found ${parts.join(', ')} ${where}.`);
  if (mending !== 'diff') rows.push(...offers(totals));
  return `${rows.join('\n')}\n`;
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
