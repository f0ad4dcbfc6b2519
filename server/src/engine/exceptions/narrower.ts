/** Tells which exceptions cover more than what they are needed for. */
import { encloses, type Location, type TextRange } from '../../base/text.ts';
import type { Surroundings } from '../verdict.ts';
import type { WrittenException } from './written.ts';

/** The one entry in which all places of findings stand, where that is less than the exception covers; undefined when it is as narrow as can be. */
export function narrowerThan(
  { covers, scope, form, inner }: WrittenException,
  places: readonly Location[],
  { uri, surroundings }: { readonly uri: string; readonly surroundings: Surroundings },
): Location | undefined {
  const [first] = places;
  if (!first || !covers || form === 'foreign' || inner) return undefined;
  if (scope === 'entry' && !coversPart(covers, uri, surroundings)) return undefined;
  const notation = surroundings.notationOf(uri);
  const place = notation?.surface.commentPlace?.(notation.document, first.range, 'entry');
  if (!place || 'refused' in place) return undefined;
  const { covers: entry } = place;
  const isLess = encloses(covers, entry) && entry.end - entry.start < covers.end - covers.start;
  if (!isLess || coversPart(entry, uri, surroundings)) return undefined;
  return places.every(({ range }) => encloses(entry, range)) ? { uri, range: entry } : undefined;
}

/** Whether a stretch holds a whole service or stage. */
export function coversPart(range: TextRange, uri: string, { readingOf }: Surroundings): boolean {
  return (
    readingOf(uri)
      ?.parts()
      .some(({ extent }) => encloses(range, extent)) ?? false
  );
}
