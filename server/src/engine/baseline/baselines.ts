/** Baselines: findings that are known and wait to be mended, by rule and place. */
import type { SourceText } from '../../base/text.ts';
import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/surface.ts';

/** Tells which findings of one text a baseline has; asked for each finding once, in the order of the text. */
export interface KnownFindings {
  has(finding: Finding, place: Place): boolean;
}

/** What a baseline says of a text; undefined where it says nothing. */
export function knownIn(_baseline: SourceText, _uri: string): KnownFindings | undefined {
  return undefined;
}
