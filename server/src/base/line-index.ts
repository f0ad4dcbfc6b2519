/** Turns offsets into lines and characters and back, as LSP counts them. */

/** A zero-based line and a character in it, in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Where each line of one text starts. */
export interface LineIndex {
  readonly text: string;
  readonly starts: readonly number[];
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Reads a text's lines; `\n`, `\r\n` and a lone `\r` end one, as in LSP. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (!isLineEnd(code)) continue;
    if (code === CARRIAGE_RETURN && text.charCodeAt(i + 1) === LINE_FEED) i++;
    starts.push(i + 1);
  }
  return { text, starts };
}

/** The position of an offset; an offset outside the text counts as its nearest end. */
export function positionAt(index: LineIndex, offset: number): Position {
  const inside = Math.max(0, Math.min(offset, index.text.length));
  const line = lineOf(index.starts, inside);
  return { line, character: inside - (index.starts[line] ?? 0) };
}

/** The offset of a position; what lies outside counts as the nearest place inside. */
export function offsetAt(index: LineIndex, position: Position): number {
  if (position.line < 0) return 0;
  const start = index.starts[position.line];
  if (start === undefined) return index.text.length;
  const next = index.starts[position.line + 1] ?? index.text.length;
  return Math.max(start, Math.min(start + position.character, next));
}

/** The text of a line without its line end. */
export function lineText(index: LineIndex, line: number): string {
  const start = index.starts[line];
  if (start === undefined) return '';
  let end = index.starts[line + 1] ?? index.text.length;
  while (end > start && isLineEnd(index.text.charCodeAt(end - 1))) end--;
  return index.text.slice(start, end);
}

function isLineEnd(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
