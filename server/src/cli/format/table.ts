/** Shows a table of Markdown as aligned columns, or row by row where the terminal is too narrow for columns. */
import { printable } from './cells.ts';
import type { Paint } from './paint.ts';
import { wordsOf, wrap, type Piece } from './words.ts';

/** What stands between two columns. */
const GAP = '  ';

/** The lines of a table, the line of dashes under its head among them, as rows of the terminal. */
export function tableRows(lines: readonly string[], paint: Paint, columns: number): string[] {
  const [head = [], , ...body] = lines.map(cellsOfRow);
  const cells = (row: readonly string[]): Piece[][] =>
    head.map((_, column) => wordsOf(row[column] ?? '', paint));
  const titles = head.map((title) => wordsOf(`**${title}**`, paint));
  const rows = body.map(cells);
  const widths = columnWidths([titles, ...rows], columns - GAP.length * (head.length - 1));
  if (!widths) return rows.flatMap((row) => stacked(titles, row, columns));
  const line = widths.map((width) => paint('dim', '─'.repeat(width))).join(GAP);
  return [...beside(titles, widths), line, ...rows.flatMap((row) => beside(row, widths))];
}

/** What stands between the bars of a row; a bar behind a backslash belongs to a cell. */
function cellsOfRow(line: string): string[] {
  const bare = printable(line.trim()).replace(/^\|/u, '').replace(/\|$/u, '');
  return bare.split(/(?<!\\)\|/u).map((cell) => cell.replaceAll('\\|', '|').trim());
}

/** How wide each column is, so that no word is cut; undefined where they do not fit side by side. */
function columnWidths(rows: readonly (readonly Piece[][])[], room: number): number[] | undefined {
  const most = (measure: (words: readonly Piece[]) => number): number[] =>
    (rows[0] ?? []).map((_, column) =>
      rows.reduce((widest, row) => Math.max(widest, measure(row[column] ?? [])), 0),
    );
  const least = most((words) => words.reduce((widest, { width }) => Math.max(widest, width), 0));
  const whole = most((words) => wrap(words, '', Infinity)[0]?.width ?? 0);
  const spare = room - sum(least);
  if (spare < 0) return undefined;
  const wish = sum(whole) - sum(least);
  const share = wish <= spare ? 1 : spare / wish;
  return least.map((width, column) => width + Math.floor(((whole[column] ?? width) - width) * share));
}

function beside(row: readonly (readonly Piece[])[], widths: readonly number[]): string[] {
  const cells = row.map((words, column) => wrap(words, '', widths[column] ?? Infinity));
  const height = cells.reduce((most, { length }) => Math.max(most, length), 1);
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, column) => {
        const { shown, width } = cell[line] ?? { shown: '', width: 0 };
        return shown + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width));
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** A row on lines of its own: its first cell, and below it each other cell behind the title of its column. */
function stacked(
  titles: readonly (readonly Piece[])[],
  [first = [], ...others]: readonly (readonly Piece[])[],
  columns: number,
): string[] {
  const below = others.flatMap((words, index) => {
    if (words.length === 0) return [];
    const title = wrap(titles[index + 1] ?? [], '', Infinity)[0];
    const label = { shown: `${title?.shown ?? ''}:`, width: (title?.width ?? 0) + 1 };
    return wrap([label, ...words], GAP, columns);
  });
  return [...wrap(first, '', columns), ...below].map(({ shown }) => shown);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
