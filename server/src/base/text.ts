/** Ranges, locations and edits of texts: half-open, in UTF-16 code units. */

/** A half-open stretch of a text, in UTF-16 code units from its start. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a named text. */
export interface Location {
  readonly uri: string;
  readonly range: TextRange;
}

/** What stands in `range` becomes `newText`. An empty range inserts. */
export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
  /** The stretch of `newText` that a person must fill in, in UTF-16 code units; absent when nothing is left open. */
  readonly blank?: TextRange;
}

/** A text with the name it goes by and, where an editor said so, its language. */
export interface SourceText {
  readonly uri: string;
  readonly text: string;
  /** The editor's language id; absent for files read from disk. */
  readonly languageId?: string;
}

/** Whether two ranges share a character, or one of them is empty and touches the other. */
export function overlaps(a: TextRange, b: TextRange): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Whether `inner` lies wholly inside `outer`. */
export function encloses(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether the offset lies in the range, its end included, as a cursor does. */
export function touches(range: TextRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** Orders ranges by start, then by end. */
export function compareRanges(a: TextRange, b: TextRange): number {
  return a.start - b.start || a.end - b.end;
}

/**
 * The text after the edits, or undefined when two of them overlap.
 * Insertions at one place are made in the order given.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | undefined {
  const ordered = edits.map((edit, index) => ({ edit, index }));
  ordered.sort((a, b) => compareRanges(a.edit.range, b.edit.range) || a.index - b.index);
  let result = '';
  let position = 0;
  for (const { edit } of ordered) {
    if (edit.range.start < position) return undefined;
    result += text.slice(position, edit.range.start) + edit.newText;
    position = edit.range.end;
  }
  return result + text.slice(position);
}
