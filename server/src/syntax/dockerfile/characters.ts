/** Blanks as Go's `unicode.IsSpace` sees them, and trimming by them. */
import { type Slice, sourceRange, subslice } from '../../base/slice.ts';
import type { TextRange } from '../../base/text.ts';

const SPACE = 32;
const NEXT_LINE = 0x85;
const NO_BREAK_SPACE = 0xa0;
const ASCII_END = 0x80;
const WIDE_SPACES = /[\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;

/** Whether a UTF-16 code unit is a blank of any kind, line ends included. */
export function isSpace(code: number): boolean {
  if (code < ASCII_END) return code === SPACE || (code >= 9 && code <= 13);
  return code === NEXT_LINE || code === NO_BREAK_SPACE || WIDE_SPACES.test(String.fromCharCode(code));
}

/** Whether a code unit separates an instruction's words: blanks of ASCII but the line feed. */
export function isSeparator(code: number): boolean {
  return code === SPACE || code === 9 || (code >= 11 && code <= 13);
}

/** The first offset from `start` on that is no blank, at most `end`. */
export function skipSpaces(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The slice without blanks at both ends. */
export function trimSlice(slice: Slice): Slice {
  const start = skipSpaces(slice.text, 0, slice.text.length);
  let end = slice.text.length;
  while (end > start && isSpace(slice.text.charCodeAt(end - 1))) end--;
  return start === 0 && end === slice.text.length ? slice : subslice(slice, { start, end });
}

/** The place of all of a slice. */
export function wholeRange(slice: Slice): TextRange {
  return sourceRange(slice, { start: 0, end: slice.text.length });
}
