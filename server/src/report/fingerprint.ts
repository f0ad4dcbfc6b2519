/** Names findings so that the same one is recognised in a later report, wherever its lines have moved to. */
import { hashOf } from '../base/hash.ts';
import { encloses } from '../base/text.ts';
import type { Finding } from '../model/finding.ts';
import type { Part, Place } from '../model/surface.ts';

/** Gives the fingerprints of the findings of one file, which must come in the order of its text. */
export function fingerprintsIn(
  path: string,
  parts: readonly Part[],
): (finding: Finding, place: Place | undefined) => string {
  const seen = new Map<string, number>();
  return (finding, place) => {
    const identity = JSON.stringify([
      finding.ruleId,
      finding.messageId,
      path,
      ...(place ? [partKey(place.part, parts), place.path, valueOf(finding, place)] : []),
    ]);
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    // Only what is said twice in the same words at the same place is told apart by its order.
    return hashOf(ordinal === 0 ? identity : `${identity} ${ordinal}`);
  };
}

/** A last stage without a name stays the last one when others are put in front of it, although its number changes. */
function partKey(part: Part | undefined, parts: readonly Part[]): readonly string[] {
  if (!part) return [];
  const isLast = part.kind === 'stage' && parts.at(-1)?.extent.start === part.extent.start;
  return isLast && /^\d+$/u.test(part.name) ? [part.kind, 'last'] : [part.kind, part.name];
}

/** What is found at the whole head of a part speaks of the part: it is still the same when the head says something else. */
function valueOf({ range }: Finding, { part, path, value }: Place): string {
  return part && path.length === 0 && encloses(range, part.head) ? '' : value;
}
