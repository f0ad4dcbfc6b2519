/** A diff for a person or for a program: the one in colours, the other byte for byte. */
import type { Settings } from '../settings.ts';
import { cellsOf } from './cells.ts';
import { paintWith, type Paint } from './paint.ts';

export function diffText(
  rows: readonly string[],
  { isShown, colour }: Pick<Settings, 'isShown' | 'colour'>,
): string {
  const paint = paintWith(colour);
  // Who applies a diff needs the control characters of the lines as they are, carriage returns above all.
  const shown = isShown ? rows.map((row) => paintRow(textOf(row), paint)) : rows;
  return shown.map((row) => `${row}\n`).join('');
}

function textOf(row: string): string {
  return cellsOf(row)
    .map(({ text }) => text)
    .join('');
}

function paintRow(row: string, paint: Paint): string {
  if (/^(?:---|\+\+\+) /u.test(row)) return paint('bold', row);
  if (row.startsWith('@@')) return paint('cyan', row);
  if (row.startsWith('+')) return paint('green', row);
  return row.startsWith('-') ? paint('red', row) : row;
}
