/** Counts what the analyses of many texts found, as baselines count it: what several of them lead to is one finding. */
import { type BaselineRecord, type Identity, keyOf } from './record.ts';

/** What was found of one kind at one place of one text. */
export interface Tallied extends Identity {
  readonly uri: string;
  /** The baseline of that text. */
  readonly baseline: string;
  readonly records: readonly BaselineRecord[];
}

export class Tally {
  /** By text, then by identity, then by where it stands; the records of whichever analysis found the most there. */
  readonly #found = new Map<string, Map<string, Map<string, readonly BaselineRecord[]>>>();

  /** Adds all that one analysis found. */
  add(records: readonly BaselineRecord[]): void {
    for (const [at, alike] of alikeIn(records)) {
      const [first] = alike;
      if (!first) continue;
      const places = this.#placesOf(first);
      const before = places.get(at);
      const isOwn = first.by === first.uri && before?.[0]?.by !== first.uri;
      if (!before || alike.length > before.length || (alike.length === before.length && isOwn)) {
        places.set(at, alike);
      }
    }
  }

  /** How many of a kind there are at one place of a text. */
  count(uri: string, identity: Identity): number {
    let count = 0;
    for (const alike of this.#found.get(uri)?.get(keyOf(identity))?.values() ?? []) count += alike.length;
    return count;
  }

  /** All that was found, text by text. */
  *all(): Iterable<Tallied> {
    for (const [uri, identities] of this.#found) {
      for (const places of identities.values()) {
        const records = [...places.values()].flat();
        const [first] = records;
        if (!first) continue;
        const { rule, place, value, baseline } = first;
        yield { uri, baseline, rule, place, value, records };
      }
    }
  }

  #placesOf(record: BaselineRecord): Map<string, readonly BaselineRecord[]> {
    const key = keyOf(record);
    const identities =
      this.#found.get(record.uri) ?? new Map<string, Map<string, readonly BaselineRecord[]>>();
    const places = identities.get(key) ?? new Map<string, readonly BaselineRecord[]>();
    identities.set(key, places);
    this.#found.set(record.uri, identities);
    return places;
  }
}

/** The records of the same kind at the same range, under a name for both. */
function alikeIn(records: readonly BaselineRecord[]): ReadonlyMap<string, readonly BaselineRecord[]> {
  const groups = new Map<string, BaselineRecord[]>();
  for (const record of records) {
    const name = `${record.uri}\n${keyOf(record)}\n${record.start}-${record.end}`;
    const group = groups.get(name);
    if (group) group.push(record);
    else groups.set(name, [record]);
  }
  return groups;
}
