/** Applies the fixes of a text's findings, as many as do not touch one another. */
import { applyEdits, compareRanges, overlaps, type TextEdit } from '../base/text.ts';
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
  // Sorted, so that a text with many findings is not gone through once for each of them.
  const taken: TextEdit[] = [];
  let applied = 0;
  for (const finding of findings) {
    const edits = firstEdits(finding, uri, wanted);
    if (!edits || edits.some((edit) => collides(edit, taken))) continue;
    for (const edit of edits) taken.splice(placeFor(edit, taken), 0, edit);
    applied++;
  }
  const result = applyEdits(text, taken);
  return result === undefined ? { text, applied: 0 } : { text: result, applied };
}

/** The edits of the first fix that is wanted and not refused; none when they are of another text. */
function firstEdits(
  finding: Finding,
  uri: string,
  wanted: (fix: FixOffer) => boolean,
): readonly TextEdit[] | undefined {
  for (const fix of finding.fixes) {
    if (!wanted(fix)) continue;
    const lowered = fix.lower();
    if ('refused' in lowered || lowered.edits.length === 0) continue;
    return (lowered.uri ?? finding.uri) === uri ? lowered.edits : undefined;
  }
  return undefined;
}

/** Touching edits collide too: two insertions at one place would depend on their order. */
function collides(edit: TextEdit, taken: readonly TextEdit[]): boolean {
  const at = placeFor(edit, taken);
  return [taken[at - 1], taken[at]].some((other) => other && overlaps(edit.range, other.range));
}

/** Where an edit stands among sorted ones: behind all that do not come after it. */
function placeFor(edit: TextEdit, taken: readonly TextEdit[]): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = taken[middle];
    if (other && compareRanges(other.range, edit.range) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
