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
  return readBaseline(baseline)
    .entries()
    .flatMap((entry) => {
      const left = isDecided(entry, uriOf, run) ? countOf(entry, uriOf, run) : entry.count;
      return left < entry.count ? [{ ...entry, count: entry.count - left }] : [];
    });
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
  const names = by === undefined ? [path] : [path, by];
  return names.every((name) => run.isSettled(uriOf(name)));
}

/** How many of the findings of an entry are still there. */
export function countOf(entry: BaselineEntry, uriOf: UriOf, { tally }: Run): number {
  return tally.count(uriOf(entry.path), entry);
}
