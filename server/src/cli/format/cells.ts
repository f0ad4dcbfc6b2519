/** Texts as a terminal shows them: nothing that steers it, and every character with the columns it takes. */

/** What one place of a terminal's line shows, and the stretch of the text that it stands for. */
export interface Cell {
  readonly text: string;
  readonly columns: number;
  readonly start: number;
  readonly end: number;
}

const TAB_STOP = 4;
const JOINER = 0x200d;
const BYTE_ORDER_MARK = 0xfeff;
const REPLACEMENT = '\uFFFD';

/** Blocks of East Asian characters that take two columns; emoji are told by their Unicode property. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** The cells of one line; tabs become spaces up to the next stop. */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let offset = 0;
  let column = 0;
  for (const character of line) {
    const start = offset;
    offset += character.length;
    const previous = cells[cells.length - 1];
    const joined = previous && join(previous, character, offset);
    if (joined) {
      column += joined.columns - previous.columns;
      cells[cells.length - 1] = joined;
      continue;
    }
    const cell = cellOf(character, start, offset, column);
    cells.push(cell);
    column += cell.columns;
  }
  return cells;
}

/** A text of a file, a name or a message with nothing in it that steers a terminal. */
export function printable(text: string): string {
  if (/^[\x20-\x7e]*$/u.test(text)) return text;
  return cellsOf(text.replace(/[\t\r\n]+/gu, ' '))
    .map((cell) => cell.text)
    .join('');
}

/** How many columns a printable text takes. */
export function widthOf(text: string): number {
  return cellsOf(text).reduce((sum, cell) => sum + cell.columns, 0);
}

function cellOf(character: string, start: number, end: number, column: number): Cell {
  const code = character.codePointAt(0) ?? 0;
  if (code === 9) {
    const columns = TAB_STOP - (column % TAB_STOP);
    return { text: ' '.repeat(columns), columns, start, end };
  }
  if (code >= 0x20 && code < 0x7f) return { text: character, columns: 1, start, end };
  // The Unicode block "Control Pictures" has a picture for each of the first 32 characters and for DEL.
  if (code < 0x20) return { text: String.fromCharCode(0x2400 + code), columns: 1, start, end };
  if (code === 0x7f) return { text: '\u2421', columns: 1, start, end };
  if (code === BYTE_ORDER_MARK) return { text: '', columns: 0, start, end };
  if (steers(character)) return { text: REPLACEMENT, columns: 1, start, end };
  return { text: character, columns: columnsOf(character, code), start, end };
}

/** Other control characters, those that turn the direction of writing, separators of lines, and halves of pairs. */
function steers(character: string): boolean {
  return /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]$/u.test(character);
}

function columnsOf(character: string, code: number): number {
  if (code < 0x300) return 1;
  if (/^\p{M}$/u.test(character)) return 0;
  if (WIDE.some(([from, to]) => from <= code && code <= to)) return 2;
  return /^\p{Emoji_Presentation}$/u.test(character) ? 2 : 1;
}

/** The cell that a character makes with the one before it, if they are shown as one: accents, emoji sequences, flags. */
function join(previous: Cell, character: string, end: number): Cell | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300 || previous.text === '') return undefined;
  const text = previous.text + character;
  if (code === 0xfe0f)
    return { ...previous, text, columns: /^\p{Emoji}/u.test(text) ? 2 : previous.columns, end };
  const isEmoji = /^\p{Extended_Pictographic}/u.test(text);
  if (code === JOINER) return isEmoji ? { ...previous, text, end } : undefined;
  if (isEmoji && previous.text.endsWith('\u200D')) return { ...previous, text, end };
  if (isEmoji && /^\p{Emoji_Modifier}$/u.test(character)) return { ...previous, text, end };
  if (/^\p{Regional_Indicator}{2}$/u.test(text)) return { ...previous, text, end };
  return /^\p{M}$/u.test(character) ? { ...previous, text, end } : undefined;
}
