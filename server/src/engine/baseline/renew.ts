/** Makes a new baseline of an old one and of what a run found, and tells the difference. */
import { relativePath } from '../../base/relative-path.ts';
import type { SourceText } from '../../base/text.ts';
import { folderOf } from '../../base/uri.ts';
import { type BaselineEntry, covers, heavier, nameOf, unitedAll } from './entry.ts';
import { countOf, isDecided, type Run, urisBelow } from './mended.ts';
import { readBaseline } from './read.ts';
import type { Tallied } from './tally.ts';

/** A baseline that could be written. */
export interface Renewed {
  /** Sorted as they are written. */
  readonly entries: readonly BaselineEntry[];
  /** What it knows and the old one did not: with how many are new, or the whole where they weigh more than before. */
  readonly added: readonly BaselineEntry[];
  /** What the old one knew and it does not, likewise. */
  readonly gone: readonly BaselineEntry[];
}

/** All that was found in texts of this baseline, and what it knows of others that were not looked at. */
export function renewed(baseline: SourceText, run: Run): Renewed {
  const folder = folderOf(baseline.uri);
  const before = readBaseline(baseline).entries();
  const uriOf = urisBelow(folder);
  const kept = before.filter((entry) => !isDecided(entry, uriOf, run));
  const found = [...run.tally.all()]
    .filter((each) => each.baseline === baseline.uri)
    .map((each) => entryFor(each, folder));
  return compared(before, unitedAll([...kept, ...found]));
}

/** Only takes out what is mended. */
export function pruned(baseline: SourceText, run: Run): Renewed {
  const uriOf = urisBelow(folderOf(baseline.uri));
  const before = readBaseline(baseline).entries();
  const left = before.flatMap((entry) => {
    if (!isDecided(entry, uriOf, run)) return [entry];
    const count = Math.min(entry.count, countOf(entry, uriOf, run));
    return count === 0 ? [] : [{ ...entry, count }];
  });
  return compared(before, left);
}

function entryFor({ uri, records, rule, place, value }: Tallied, folder: string): BaselineEntry {
  const severity = records.map((each) => each.severity).reduce((a, b) => heavier(a, b) ?? a);
  const others = records.map(({ by }) => by).sort();
  const by = others.includes(uri) ? undefined : others[0];
  return {
    path: relativePath(folder, uri),
    rule,
    place,
    value,
    severity,
    count: records.length,
    ...(by === undefined ? {} : { by: relativePath(folder, by) }),
  };
}

function compared(before: readonly BaselineEntry[], after: readonly BaselineEntry[]): Renewed {
  const isWorse = ({ severity }: BaselineEntry, other: BaselineEntry): boolean =>
    severity !== undefined && !covers(other, severity);
  return {
    entries: sorted(after),
    added: sorted(beyond(after, before, isWorse)),
    gone: sorted(beyond(before, after, () => false)),
  };
}

/** What is in one list and not in the other. */
function beyond(
  entries: readonly BaselineEntry[],
  others: readonly BaselineEntry[],
  isWorse: (entry: BaselineEntry, other: BaselineEntry) => boolean,
): BaselineEntry[] {
  const known = new Map(others.map((each) => [nameOf(each), each]));
  return entries.flatMap((entry) => {
    const other = known.get(nameOf(entry));
    if (!other || isWorse(entry, other)) return [entry];
    return entry.count > other.count ? [{ ...entry, count: entry.count - other.count }] : [];
  });
}

/** By the units of their texts, as every machine does it; no character of a text is smaller than the one between them. */
function sorted(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const keyed = entries.map((entry) => {
    const { path, rule, place, value } = entry;
    return { entry, key: [path, rule, place, value].join('\0') };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ entry }) => entry);
}
