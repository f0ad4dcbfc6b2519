/** Tells what of a baseline is mended: what it knows, and nothing that was looked at shows any more. */
import type { SourceText } from '../../base/text.ts';
import { folderOf, resolvePath } from '../../base/uri.ts';
import type { BaselineEntry } from './entry.ts';
import { readBaseline } from './read.ts';
import type { Tally } from './tally.ts';

/** What a run looked at. */
export interface Run {
  readonly tally: Tally;
  /** Whether all that a text leads to was found, or the text is there no more. Of others nobody knows. */
  isSettled(uri: string): boolean;
}

/** The entries that are mended, each with how many of its findings are; in the order of the baseline. */
export function mendedOf(baseline: SourceText, run: Run): readonly BaselineEntry[] {
  const uriOf = urisBelow(folderOf(baseline.uri));
  const settled = new Map<string, boolean>();
  const decided: Run = {
    tally: run.tally,
    isSettled: (uri) => {
      const isSettled = settled.get(uri) ?? run.isSettled(uri);
      settled.set(uri, isSettled);
      return isSettled;
    },
  };
  const mended: BaselineEntry[] = [];
  for (const entry of readBaseline(baseline).entries()) {
    const left = isDecided(entry, uriOf, decided) ? countOf(entry, uriOf, run) : entry.count;
    if (left < entry.count) mended.push({ ...entry, count: entry.count - left });
  }
  return mended;
}

/** Gives the URIs of paths; a baseline says each of them for many entries. */
export type UriOf = (path: string) => string;

export function urisBelow(folder: string): UriOf {
  const known = new Map<string, string>();
  return (path) => {
    const uri = known.get(path) ?? resolvePath(folder, path);
    known.set(path, uri);
    return uri;
  };
}

/** Whether the run looked at all that an entry rests on. */
export function isDecided({ path, by }: BaselineEntry, uriOf: UriOf, run: Run): boolean {
  return run.isSettled(uriOf(path)) && (by === undefined || run.isSettled(uriOf(by)));
}

/** How many of the findings of an entry are still there. */
export function countOf(entry: BaselineEntry, uriOf: UriOf, { tally }: Run): number {
  return tally.count(uriOf(entry.path), entry);
}
