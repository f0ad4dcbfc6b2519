/** Reads physical lines and joins those that a continuation character holds together. */
import { type Slice, sliceOf } from '../../base/slice.ts';
import type { TextRange } from '../../base/text.ts';
import { skipSpaces } from './characters.ts';

const CARRIAGE_RETURN = 13;
const HASH = 35;

/** One line of the text: where it starts, where its content ends, where the next one starts. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** Lines joined into one, as the instruction parser gets them. */
export interface JoinedLine {
  readonly slice: Slice;
  /** How many physical lines it took. */
  readonly count: number;
  /** Where the next line starts. */
  readonly next: number;
}

/** The line that starts at an offset. Only a line feed ends a line; carriage returns before it belong to the line end. */
export function lineAt(text: string, start: number): Line {
  const feed = text.indexOf('\n', start);
  const next = feed < 0 ? text.length : feed + 1;
  let end = feed < 0 ? text.length : feed;
  while (end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
  return { start, end, next };
}

/** Whether the first thing on the line is `#`. */
export function isComment(text: string, line: Line): boolean {
  return text.charCodeAt(skipSpaces(text, line.start, line.end)) === HASH && !isBlank(text, line);
}

export function isBlank(text: string, line: Line): boolean {
  return skipSpaces(text, line.start, line.end) === line.end;
}

/** Joins the line with those that continue it; comment lines and empty lines between them are dropped. */
export function joinLines(text: string, first: Line, escape: string): JoinedLine {
  const start = skipSpaces(text, first.start, first.end);
  let cut = continuationOf(text, { start, end: first.end }, escape);
  const parts: TextRange[] = [{ start, end: cut ?? first.end }];
  let { next } = first;
  let count = 1;
  while (cut !== undefined && next < text.length) {
    const line = lineAt(text, next);
    next = line.next;
    count++;
    if (isComment(text, line) || isBlank(text, line)) continue;
    cut = continuationOf(text, line, escape);
    parts.push({ start: line.start, end: cut ?? line.end });
  }
  return { slice: joinParts(text, parts), count, next };
}

/** Where the continuation character of a line stands, if it has one: the last thing but blanks, and not itself escaped. */
export function continuationOf(text: string, range: TextRange, escape: string): number | undefined {
  let at = range.end - 1;
  while (at >= range.start && (text[at] === ' ' || text[at] === '\t')) at--;
  if (at < range.start || text[at] !== escape) return undefined;
  return at > range.start && text[at - 1] === escape ? undefined : at;
}

/** The stretches of the text side by side, as one slice. */
function joinParts(text: string, parts: readonly TextRange[]): Slice {
  const [first] = parts;
  if (first && parts.length === 1) return sliceOf(text, first);
  return joinSlices(parts.map((part) => sliceOf(text, part)));
}

/** Slices of one document side by side, as one slice. */
export function joinSlices(slices: readonly Slice[]): Slice {
  const length = slices.reduce((sum, slice) => sum + slice.text.length, 0);
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  let at = 0;
  for (const slice of slices) {
    for (let i = 0; i < slice.text.length; i++, at++) {
      starts[at] = slice.starts?.[i] ?? slice.base + i;
      ends[at] = slice.ends?.[i] ?? slice.base + i + 1;
    }
  }
  const text = slices.map((slice) => slice.text).join('');
  return { text, base: starts[0] ?? slices[0]?.base ?? 0, starts, ends };
}

/** A stretch of the text with `\r\n` read as `\n`, as a shell would have to see it to understand it. */
export function sliceOfLines(text: string, range: TextRange): Slice {
  const parts: TextRange[] = [];
  let { start } = range;
  for (let at = text.indexOf('\r\n', start); at >= 0 && at < range.end; at = text.indexOf('\r\n', at + 2)) {
    parts.push({ start, end: at });
    start = at + 1;
  }
  return joinParts(text, [...parts, { start, end: Math.max(start, range.end) }]);
}
