/** Baselines: findings that are known and wait to be mended, by rule and place. */
import { relativePath } from '../../base/relative-path.ts';
import type { SourceText } from '../../base/text.ts';
import { folderOf } from '../../base/uri.ts';
import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/surface.ts';
import { type BaselineEntry, covers } from './entry.ts';
import { readBaseline } from './read.ts';
import { identityOf, keyOf, ownSeverity } from './record.ts';

/** Tells which findings of one text a baseline has; asked for each finding once, in the order of the text. */
export interface KnownFindings {
  has(finding: Finding, place: Place): boolean;
}

/**
 * What a baseline says of a text; undefined where it says nothing.
 * A finding is known by its rule, its place and its value, whatever its message says, as long as it is no worse than
 * the one that was known. Of more findings than there were the first ones are known.
 */
export function knownIn(baseline: SourceText, uri: string): KnownFindings | undefined {
  const entries = entriesOf(baseline, uri);
  if (entries.length === 0) return undefined;
  const left = new Map(entries.map((entry) => [keyOf(entry), { entry, count: entry.count }]));
  return {
    has: (finding, place) => {
      const found = left.get(keyOf(identityOf(finding, place)));
      if (!found || found.count === 0 || !covers(found.entry, ownSeverity(finding))) return false;
      found.count--;
      return true;
    },
  };
}

/** Whether a baseline says anything of a text. */
export function speaksOf(baseline: SourceText, uri: string): boolean {
  return entriesOf(baseline, uri).length > 0;
}

function entriesOf(baseline: SourceText, uri: string): readonly BaselineEntry[] {
  return readBaseline(baseline).entriesOf(relativePath(folderOf(baseline.uri), uri));
}
