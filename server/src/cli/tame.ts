/** Keeps bugs of ours small: a fix that fails costs itself alone, and a trace becomes one line. */
import type { FixOffer } from '../model/finding.ts';
import type { Lowered } from '../model/surface.ts';
import type { Analysis } from '../service.ts';
import { printable } from './format/cells.ts';

/** The analysis with fixes that never throw; `report` hears of those that would. */
export function tame(analysis: Analysis, report: (message: string) => void): Analysis {
  const lower = (fix: FixOffer): Lowered => {
    try {
      return fix.lower();
    } catch (error) {
      report(`the fix '${fix.title}' failed because of a bug: ${traceOf(error)}`);
      return { refused: 'a bug in Bulkhead keeps it from being made' };
    }
  };
  const findings = analysis.findings.map((finding) => ({
    ...finding,
    fixes: finding.fixes.map((fix) => ({ ...fix, lower: () => lower(fix) })),
  }));
  return { ...analysis, findings };
}

export function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What the engine says of a bug comes with a trace; its first lines tell where it happened. */
export function briefly(message: string): string {
  return printable(message.split('\n').slice(0, 2).join(' '));
}
