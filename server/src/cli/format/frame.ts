/** Draws the lines of a source with a range marked under them. */
import { lineText, positionAt, type LineIndex, type Position } from '../../base/line-index.ts';
import type { TextRange } from '../../base/text.ts';
import { cellsOf, widthOf, type Cell } from './cells.ts';
import type { Paint, Style } from './paint.ts';

export interface FrameStyle {
  readonly paint: Paint;
  /** The colour of the marks. */
  readonly mark: Style;
  /** How many columns a line may take. */
  readonly columns: number;
}

/** How many lines of a longer range are shown at its start and at its end. */
const HEAD_LINES = 4;
const TAIL_LINES = 1;
/** What a line takes beside its number: ` | ` and two columns for the mark of a range of several lines. */
const MARGIN = 5;
/** Below this a line of source says nothing; then it is rather wider than the terminal. */
const FEWEST_COLUMNS = 20;
/** So many units of a line are looked at for each column: accents and emoji take several. */
const UNITS_A_COLUMN = 4;

/** The lines of a range with their numbers and marks, and the width of the column of numbers. */
export function drawFrame(index: LineIndex, range: TextRange, style: FrameStyle): string[] {
  const start = positionAt(index, range.start);
  const end = lastPosition(index, start, positionAt(index, range.end));
  const gutter = gutterWidth(index, range);
  const rows =
    start.line === end.line
      ? drawLine(index, start, end, style, gutter)
      : drawLines(index, start, end, style, gutter);
  return [border(gutter, style.paint), ...rows];
}

/** How wide the column of line numbers is. */
export function gutterWidth(index: LineIndex, range: TextRange): number {
  return String(positionAt(index, range.end).line + 1).length;
}

/** The bar beside a line that is not one of the source. */
function border(gutter: number, paint: Paint): string {
  return paint('blue', `${' '.repeat(gutter)} |`);
}

/** A range that ends behind a line end is shown to end with that line. */
function lastPosition(index: LineIndex, start: Position, end: Position): Position {
  const inside = end.line > start.line && end.character === 0;
  const line = inside ? end.line - 1 : end.line;
  const length = lineText(index, line).length;
  return { line, character: inside ? length : Math.min(end.character, length) };
}

/** The columns that a line of source may take. */
function roomFor({ columns }: FrameStyle, gutter: number): number {
  return Math.max(FEWEST_COLUMNS, columns - gutter - MARGIN);
}

function drawLine(
  index: LineIndex,
  start: Position,
  end: Position,
  style: FrameStyle,
  gutter: number,
): string[] {
  const room = roomFor(style, gutter);
  const view = cut(lineText(index, start.line), start.character, end.character, room);
  const marks = ' '.repeat(view.from) + style.paint(style.mark, '^'.repeat(Math.max(1, view.to - view.from)));
  return [
    `${number(start.line, gutter, style.paint)} ${view.text}`.trimEnd(),
    `${border(gutter, style.paint)} ${marks}`,
  ];
}

interface View {
  readonly text: string;
  /** The columns between which the range lies. */
  readonly from: number;
  readonly to: number;
}

/** The part of a line that fits, with the range in it. */
function cut(line: string, start: number, end: number, room: number): View {
  // A minified line may be very long: only what can be seen is looked at.
  const first = Math.max(0, start - room * UNITS_A_COLUMN);
  const head = lowSurrogateAt(line, first) ? first - 1 : first;
  const cells = cellsOf(line.slice(head, Math.max(end, start) + room * UNITS_A_COLUMN));
  const at = (offset: number): number => columnsBefore(cells, offset - head);
  const [from, to] = [at(start), Math.max(at(start), at(end))];
  const total = columnsBefore(cells, Infinity);
  if (head === 0 && total <= room) return { text: textOf(cells, 0, total).text, from, to };
  const marked = Math.min(to - from, room - 8);
  const left = Math.min(from, Math.max(head === 0 ? 0 : 1, from - ((room - marked) >> 1)));
  if (head === 0 && left <= 4) return shift(textOf(cells, 0, room - 1), '', from, to, room);
  return shift(textOf(cells, left, left + room - 2), '…', from, to, room);
}

function lowSurrogateAt(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return offset > 0 && code >= 0xdc00 && code <= 0xdfff;
}

function shift(
  part: { readonly text: string; readonly left: number; readonly more: boolean },
  lead: string,
  from: number,
  to: number,
  room: number,
): View {
  const move = lead.length - part.left;
  const text = `${lead}${part.text}${part.more ? '…' : ''}`;
  return { text, from: Math.max(0, from + move), to: Math.min(to + move, room) };
}

function columnsBefore(cells: readonly Cell[], offset: number): number {
  let columns = 0;
  for (const cell of cells) {
    if (cell.start >= offset) break;
    columns += cell.columns;
  }
  return columns;
}

/** The text between two columns, the column where it really starts, and whether more follows. */
function textOf(
  cells: readonly Cell[],
  from: number,
  to: number,
): { readonly text: string; readonly left: number; readonly more: boolean } {
  let column = 0;
  let left: number | undefined;
  let text = '';
  for (const cell of cells) {
    const next = column + cell.columns;
    if (next > to) return { text, left: left ?? from, more: true };
    if (column >= from) {
      left ??= column;
      text += cell.text;
    }
    column = next;
  }
  return { text, left: left ?? from, more: false };
}

/** A range of several lines has a bar at its left, as compilers draw it. */
function drawLines(
  index: LineIndex,
  start: Position,
  end: Position,
  style: FrameStyle,
  gutter: number,
): string[] {
  const { paint, mark } = style;
  const room = roomFor(style, gutter);
  const bar = (text: string): string => paint(mark, text);
  const firstText = lineText(index, start.line);
  const fromStart = firstText.slice(0, start.character).trim() === '';
  const rows: string[] = [];
  const row = (line: number, lead: string): void => {
    const text = clip(lineText(index, line), room);
    rows.push(`${number(line, gutter, paint)} ${bar(lead)} ${text}`.trimEnd());
  };
  row(start.line, fromStart ? '/' : ' ');
  if (!fromStart) {
    const column = Math.min(widthOf(firstText.slice(0, start.character)), room);
    rows.push(`${border(gutter, paint)} ${bar(` ${'_'.repeat(column + 1)}^`)}`);
  }
  const inner = innerLines(start.line, end.line);
  for (const line of inner) {
    if (line === undefined) rows.push(`${paint('blue', '...'.padEnd(gutter + 3))}${bar('|')}`);
    else row(line, '|');
  }
  const last = Math.min(Math.max(1, widthOf(lineText(index, end.line).slice(0, end.character))), room);
  rows.push(`${border(gutter, paint)} ${bar(`|${'_'.repeat(last)}^`)}`);
  return rows;
}

/** The lines behind the first one that are shown; undefined stands for those left out. */
function innerLines(first: number, last: number): (number | undefined)[] {
  const count = last - first;
  const isShort = count <= HEAD_LINES + TAIL_LINES;
  const lines = Array.from({ length: isShort ? count : HEAD_LINES - 1 }, (_, i) => first + 1 + i);
  return isShort ? lines : [...lines, undefined, last];
}

function clip(line: string, room: number): string {
  const cells = cellsOf(line.slice(0, room * UNITS_A_COLUMN));
  const fits = line.length <= room * UNITS_A_COLUMN && columnsBefore(cells, Infinity) <= room;
  return fits ? textOf(cells, 0, room).text : `${textOf(cells, 0, room - 1).text}…`;
}

function number(line: number, gutter: number, paint: Paint): string {
  return paint('blue', `${String(line + 1).padStart(gutter)} |`);
}
