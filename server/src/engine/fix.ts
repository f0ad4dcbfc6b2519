/** Applies the fixes of a text's findings, as many as do not touch one another. */
import { applyEdits, compareRanges, type TextEdit } from '../base/text.ts';
import type { Finding, FixOffer } from '../model/finding.ts';

/** A text after some of its findings were mended. */
export interface Fixed {
  readonly text: string;
  /** How many findings were mended. */
  readonly applied: number;
}

/**
 * Applies the first fix that `wanted` accepts for each finding, leaving out those whose edits overlap edits taken before.
 * Whoever wants the rest judges the result and calls again, until nothing is applied.
 */
export function applyFixes(
  text: string,
  uri: string,
  findings: readonly Finding[],
  wanted: (fix: FixOffer) => boolean,
): Fixed {
  const taken: TextEdit[] = [];
  let applied = 0;
  for (const finding of findings) {
    if (finding.uri !== uri) continue;
    const edits = firstEdits(finding, wanted);
    if (!edits || edits.some((edit) => taken.some((other) => collides(edit, other)))) continue;
    taken.push(...edits);
    applied++;
  }
  const result = applyEdits(
    text,
    [...taken].sort((a, b) => compareRanges(a.range, b.range)),
  );
  return result === undefined ? { text, applied: 0 } : { text: result, applied };
}

function firstEdits(finding: Finding, wanted: (fix: FixOffer) => boolean): readonly TextEdit[] | undefined {
  for (const fix of finding.fixes) {
    if (!wanted(fix)) continue;
    const lowered = fix.lower();
    if ('edits' in lowered && lowered.edits.length > 0) return lowered.edits;
  }
  return undefined;
}

/** Touching edits collide too: two insertions at one place would depend on their order. */
function collides(a: TextEdit, b: TextEdit): boolean {
  return a.range.start <= b.range.end && b.range.start <= a.range.end;
}
