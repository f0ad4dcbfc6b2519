/** Applies the fixes of findings, as many as do not touch one another. */
import { applyEdits, compareRanges, overlaps, type TextEdit } from '../base/text.ts';
import { isAboutExceptions } from '../knowledge/exceptions.ts';
import type { Finding, FixOffer } from '../model/finding.ts';

/** A text after some of its findings were mended. */
export interface Fixed {
  readonly text: string;
  /** How many findings were mended. */
  readonly applied: number;
}

/** Texts after some findings were mended. */
export interface FixedTexts {
  /** Those that changed, by URI. */
  readonly texts: ReadonlyMap<string, string>;
  readonly applied: number;
}

/** Applies fixes to one text; those that are made in another one are left out. */
export function applyFixes(
  text: string,
  uri: string,
  findings: readonly Finding[],
  wanted: (fix: FixOffer) => boolean,
): Fixed {
  const textOf = (other: string): string | undefined => (other === uri ? text : undefined);
  const { texts, applied } = applyFixesIn(textOf, findings, wanted);
  return { text: texts.get(uri) ?? text, applied };
}

/**
 * Applies the first fix that `wanted` accepts for each finding, leaving out those whose edits overlap edits taken before.
 * Where exceptions can be mended, nothing else is: what they are meant to keep is not yet known to be excepted.
 * `textOf` gives the texts that may be changed. Whoever wants the rest judges the result and calls again, until nothing is applied.
 */
export function applyFixesIn(
  textOf: (uri: string) => string | undefined,
  findings: readonly Finding[],
  wanted: (fix: FixOffer) => boolean,
): FixedTexts {
  const first = applyAll(textOf, findings.filter(isAboutException), wanted);
  return first.applied > 0 ? first : applyAll(textOf, findings, wanted);
}

/** What says of an exception that it is not as it must be; one that is merely of no use keeps nothing. */
function isAboutException({ ruleId, unused }: Finding): boolean {
  return unused === undefined && isAboutExceptions(ruleId);
}

function applyAll(
  textOf: (uri: string) => string | undefined,
  findings: readonly Finding[],
  wanted: (fix: FixOffer) => boolean,
): FixedTexts {
  // Sorted, so that a text with many findings is not gone through once for each of them.
  const taken = new Map<string, TextEdit[]>();
  let applied = 0;
  for (const finding of findings) {
    const change = firstChange(finding, textOf, wanted);
    if (!change) continue;
    const known = taken.get(change.uri) ?? [];
    if (change.edits.some((edit) => collides(edit, known))) continue;
    for (const edit of change.edits) known.splice(placeFor(edit, known), 0, edit);
    taken.set(change.uri, known);
    applied++;
  }
  const texts = new Map<string, string>();
  for (const [uri, edits] of taken) {
    const result = applyEdits(textOf(uri) ?? '', edits);
    if (result === undefined) return { texts: new Map(), applied: 0 };
    texts.set(uri, result);
  }
  return { texts, applied };
}

interface Changed {
  readonly uri: string;
  readonly edits: readonly TextEdit[];
}

function firstChange(
  finding: Finding,
  textOf: (uri: string) => string | undefined,
  wanted: (fix: FixOffer) => boolean,
): Changed | undefined {
  for (const fix of finding.fixes) {
    if (!wanted(fix)) continue;
    const lowered = fix.lower();
    if ('refused' in lowered || lowered.edits.length === 0) continue;
    const uri = lowered.uri ?? finding.uri;
    if (textOf(uri) !== undefined) return { uri, edits: lowered.edits };
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
