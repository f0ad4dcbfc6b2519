/** Writes what a text comes to as lines for people, with a comment behind each that came from elsewhere. */
import type { Location } from '../base/text.ts';
import type { OutcomeLine } from '../model/surface.ts';

/** One text a line; `placeOf` says how a place is shown: `compose.override.yaml:12`. */
export function outcomeText(
  lines: readonly OutcomeLine[],
  placeOf: (location: Location) => string,
): readonly string[] {
  return lines.map((line) => `${line.text}${comment(line, placeOf)}`);
}

function comment({ from, note }: OutcomeLine, placeOf: (location: Location) => string): string {
  const parts = [...(from ? [`from ${placeOf(from)}`] : []), ...(note === undefined ? [] : [note])];
  return parts.length === 0 ? '' : ` # ${parts.join(', ')}`;
}
