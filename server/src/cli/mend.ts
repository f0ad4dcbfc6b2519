/** Applies fixes to a text, round after round, until none is left to apply. */
import type { Finding, FixOffer } from '../model/finding.ts';
import { applyFixes, type Analysis } from '../service.ts';

/** A text after its fixes. */
export interface Mended {
  /** What is known of the text as it is now. */
  readonly analysis: Analysis;
  /** How many fixes were made. */
  readonly applied: number;
  /** Why it ended early; absent when there was nothing more to fix. */
  readonly stopped?: string;
}

/** More rounds than fixes that can wait for one another; a text that needs more is going round in circles. */
const MOST_ROUNDS = 50;

/** `analyze` says what is known of another text of the same name. */
export function mend(first: Analysis, analyze: (text: string) => Analysis, withUnsafe: boolean): Mended {
  const wanted = (fix: FixOffer): boolean => withUnsafe || fix.applicability === 'safe';
  let analysis = first;
  let applied = 0;
  const seen = new Set([analysis.text]);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const fixed = applyFixes(analysis.text, first.uri, analysis.findings.map(wholeFixesFirst), wanted);
    if (fixed.applied === 0) return { analysis, applied };
    if (seen.has(fixed.text)) return { analysis, applied, stopped: 'its fixes undo one another' };
    seen.add(fixed.text);
    const next = analyze(fixed.text);
    // A fix must leave a text that still reads as well as before; if one does not, the text before it stays.
    if (next.status !== 'judged' || errorsOf(next) > errorsOf(analysis)) {
      return { analysis, applied, stopped: 'a fix would have broken it' };
    }
    applied += fixed.applied;
    analysis = next;
  }
  // Fixes that do not end what they mend have written the same again and again: none of it may stay.
  return { analysis: first, applied: 0, stopped: 'its fixes do not come to an end' };
}

/** Of a finding that rolls several things up, one fix for all of them is better than one for a part. */
function wholeFixesFirst(finding: Finding): Finding {
  const fixes = [...finding.fixes].sort((a, b) => Number(a.partial) - Number(b.partial));
  return { ...finding, fixes };
}

function errorsOf(analysis: Analysis): number {
  return analysis.problems.filter((problem) => problem.severity === 'error').length;
}
