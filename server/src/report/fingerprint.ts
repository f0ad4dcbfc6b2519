/** Names findings so that the same one is recognised in a later report, wherever its lines have moved to. */
import { hashOf } from '../base/hash.ts';
import type { Finding } from '../model/finding.ts';
import type { Place } from '../model/surface.ts';
import { valueAt } from '../service.ts';

/** Gives the fingerprints of the findings of one file, which must come in the order of its text. */
export function fingerprintsIn(path: string): (finding: Finding, place: Place | undefined) => string {
  const seen = new Map<string, number>();
  return (finding, place) => {
    const { ruleId, messageId } = finding;
    const where = place ? [partOf(place), place.path, valueAt(finding, place)] : [];
    const identity = JSON.stringify([ruleId, messageId, path, ...where]);
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    // Only what is said twice in the same words at the same place is told apart by its order.
    return hashOf(ordinal === 0 ? identity : `${identity} ${ordinal}`);
  };
}

function partOf({ part }: Place): readonly string[] {
  return part ? [part.kind, part.key] : [];
}
