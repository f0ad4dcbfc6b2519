/** Finds what covers a place among many exceptions, without going through them all. */
import { encloses, type TextRange } from '../../base/text.ts';
import type { WrittenException } from './written.ts';

/** The exceptions of one text by the rules that they name. Those with a fault are in none. */
export interface CoverIndex {
  /** Those that cover a place for a rule: the narrowest first. */
  covering(ruleId: string, range: TextRange): readonly WrittenException[];
  /** Of several that cover the same for a rule the first one, which is used for them all. */
  speakerOf(ruleId: string, written: WrittenException): WrittenException;
}

/** A stretch that is covered, in the nest of those around it. */
interface Nest {
  readonly covers: TextRange;
  readonly written: WrittenException;
  readonly around: Nest | undefined;
}

const known = new WeakMap<readonly WrittenException[], CoverIndex>();

export function coverIndex(all: readonly WrittenException[]): CoverIndex {
  const index = known.get(all) ?? indexOf(all);
  known.set(all, index);
  return index;
}

function indexOf(all: readonly WrittenException[]): CoverIndex {
  const byRule = new Map<string, Map<string, Nest>>();
  for (const written of all) {
    const { covers, fault } = written;
    if (!covers || fault) continue;
    for (const id of new Set(written.rules.flatMap(({ ids }) => ids))) {
      const places = byRule.get(id) ?? new Map<string, Nest>();
      byRule.set(id, places);
      // Of those that cover the same one is enough: going through all of them would take long where they are many.
      const key = placeKey(written, covers);
      if (!places.has(key)) places.set(key, { covers, written, around: undefined });
    }
  }
  const nests = new Map([...byRule].map(([id, places]) => [id, nested([...places.values()])]));
  return {
    covering: (ruleId, range) => coveringIn(nests.get(ruleId) ?? [], range),
    speakerOf: (ruleId, written) =>
      (written.covers && byRule.get(ruleId)?.get(placeKey(written, written.covers))?.written) ?? written,
  };
}

/** A comment that counts only under a policy, or only until a day, does not speak for one that always does. */
function placeKey({ form, until }: WrittenException, { start, end }: TextRange): string {
  return `${start} ${end} ${form} ${until?.text ?? ''}`;
}

/** In the order of the text, what is around before what is inside. */
function nested(nests: readonly Nest[]): readonly Nest[] {
  const sorted = [...nests].sort((a, b) => a.covers.start - b.covers.start || b.covers.end - a.covers.end);
  const result: Nest[] = [];
  let around: Nest | undefined;
  for (const { covers, written } of sorted) {
    while (around && !encloses(around.covers, covers)) around = around.around;
    around = { covers, written, around };
    result.push(around);
  }
  return result;
}

function coveringIn(nests: readonly Nest[], range: TextRange): readonly WrittenException[] {
  let low = 0;
  let high = nests.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((nests[middle]?.covers.start ?? Infinity) <= range.start) low = middle + 1;
    else high = middle;
  }
  const found: WrittenException[] = [];
  for (let nest = nests[low - 1]; nest; nest = nest.around) {
    if (encloses(nest.covers, range)) found.push(nest.written);
  }
  return found;
}
