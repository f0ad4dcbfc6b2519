/** Texts that stand inside others, a Dockerfile in a Compose file: read by their own surface, and all they say carried outward. */
import { firstNotBefore } from '../base/search.ts';
import { type Slice, sourceRange } from '../base/slice.ts';
import type { Location, SourceText, TextEdit } from '../base/text.ts';
import type { Finding, FixOffer } from '../model/finding.ts';
import type { Embedded, Gap, Lowered, Near, Problem, Reading, Surface } from '../model/surface.ts';

/** An inner text, read. */
export interface Inner {
  readonly document: SourceText;
  readonly reading: Reading;
  readonly slice: Slice;
  /** A finding of it with fixes for the text around it. */
  outward(finding: Finding): Finding;
}

/** The texts inside a text that a surface knows. */
export function innerOf(
  uri: string,
  all: readonly Embedded[],
  near: Near,
  surfaces: readonly Surface[],
): readonly Inner[] {
  return all.flatMap((embedded) => {
    const { languageId, slice, within } = embedded;
    const document: SourceText = { uri: embedded.uri, text: slice.text, languageId };
    const surface = within === uri ? surfaces.find((each) => each.detect(document)) : undefined;
    if (!surface) return [];
    return [
      {
        document,
        reading: surface.read(document, near, embedded.options),
        slice,
        outward: (finding) => outward(finding, embedded),
      },
    ];
  });
}

/** A reading that says what its inner texts say, too. */
export function withInner(reading: Reading, inner: readonly Inner[]): Reading {
  if (inner.length === 0) return reading;
  const problems = inner.flatMap((each) => placed<Problem>(each.reading.problems, each.slice));
  const gaps = (): readonly Gap[] => {
    const inside = inner.flatMap((each) => placed<Gap>(each.reading.gaps(), each.slice));
    return [...reading.gaps(), ...inside].sort((a, b) => a.range.start - b.range.start);
  };
  const settingAt = (offset: number): ReturnType<Reading['settingAt']> =>
    reading.settingAt(offset) ?? inner.map((each) => settingInside(each, offset)).find(Boolean);
  return { ...reading, problems: [...reading.problems, ...problems], settingAt, gaps };
}

/** The key under an offset of the text around. */
function settingInside({ reading, slice }: Inner, offset: number): ReturnType<Reading['settingAt']> {
  const end = sourceRange(slice, { start: 0, end: slice.text.length }).end;
  if (offset < slice.base || offset > end) return undefined;
  const inside = slice.starts ? firstNotBefore(slice.starts, offset) : offset - slice.base;
  const found = reading.settingAt(inside);
  return found && { key: found.key, range: sourceRange(slice, found.range) };
}

function placed<Said extends Problem | Gap>(said: readonly Said[], slice: Slice): readonly Said[] {
  return said.map((each) => ({ ...each, range: sourceRange(slice, each.range) }));
}

/** A finding with its places inside inner texts as places of the texts around them. */
export function surfaced(finding: Finding, all: readonly Embedded[]): Finding {
  const at = <Place extends Location>(place: Place): Place => {
    const embedded = all.find(({ uri }) => uri === place.uri);
    if (!embedded) return place;
    return { ...place, uri: embedded.within, range: sourceRange(embedded.slice, place.range) };
  };
  const { twins } = finding;
  return {
    ...at(finding),
    related: finding.related.map(at),
    ...(twins ? { twins: twins.map((twin) => surfaced(twin, all)) } : {}),
  };
}

function outward(finding: Finding, embedded: Embedded): Finding {
  const fixes = finding.fixes.map((fix): FixOffer => ({
    ...fix,
    lower: () => lowered(fix.lower(), embedded),
  }));
  return { ...finding, fixes };
}

function lowered(inner: Lowered, embedded: Embedded): Lowered {
  if ('refused' in inner) return inner;
  const edits: TextEdit[] = [];
  for (const each of inner.edits) {
    const edit = embedded.edit(each);
    if (!edit) return { refused: 'The text inside this file cannot take the edit; change it by hand.' };
    edits.push(edit);
  }
  return { uri: embedded.within, edits };
}
