/** The text of a YAML scalar as a slice: every character knows where it stands, whatever the quotes, escapes and folds. */
import { type Slice, SliceBuilder } from '../../base/slice.ts';
import type { YamlScalar } from './tree.ts';

/** The slice of a scalar's text in the text that the scalar was read from. */
export function scalarSlice(source: string, scalar: YamlScalar): Slice {
  const quoted = scalar.style === 'single' || scalar.style === 'double';
  const start = scalar.range.start + (quoted ? 1 : 0);
  if (source.startsWith(scalar.text, start)) return { text: scalar.text, base: start };
  return align(source, scalar, bodyStart(source, scalar, start));
}

/** Where the text of a scalar begins: behind the quote, or on the line below `|` and `>`. */
function bodyStart(source: string, scalar: YamlScalar, start: number): number {
  if (scalar.style !== 'literal' && scalar.style !== 'folded') return start;
  const line = source.indexOf('\n', start);
  return line < 0 || line >= scalar.range.end ? scalar.range.end : line + 1;
}

/**
 * Walks the value beside its source. The value is the source with escapes undone, breaks folded and indentation taken out, in this order, so each
 * character of the value is the next one of the source that is not such a filler.
 */
function align(source: string, scalar: YamlScalar, start: number): Slice {
  const builder = new SliceBuilder();
  const { text, style, range } = scalar;
  const indent = style === 'literal' || style === 'folded' ? indentOf(source, start, range.end, text) : 0;
  let position = skipSpaces(source, start, start + indent);
  let index = 0;
  while (index < text.length) {
    if (position >= range.end) {
      // What is left are line ends that the block keeps behind its last line.
      builder.add(text.slice(index), range.end, range.end);
      break;
    }
    const step = stepAt(source, position, text, index, style);
    if (step.length > 0) builder.add(text.slice(index, index + step.length), position, step.end);
    index += step.length;
    position = step.end;
    if (step.length > 0 && text[index - 1] === '\n')
      position = skipSpaces(source, position, position + indent);
  }
  return builder.build(start);
}

/** How many characters of the value the source shows here, and where the source goes on; none for a filler. */
function stepAt(
  source: string,
  position: number,
  text: string,
  index: number,
  style: YamlScalar['style'],
): { readonly length: number; readonly end: number } {
  const char = source[position];
  if (style === 'double' && char === '\\') return escapeAt(source, position, text, index);
  if (style === 'single' && char === "'") return { length: 1, end: position + 2 };
  if (char === '\r' && source[position + 1] === '\n') {
    return { length: isBreak(text[index]) ? 1 : 0, end: position + 2 };
  }
  if (char === text[index]) return { length: 1, end: position + 1 };
  // A folded break is a space in the value.
  if (char === '\n' && text[index] === ' ') return { length: 1, end: position + 1 };
  return { length: 0, end: position + 1 };
}

function isBreak(char: string | undefined): boolean {
  return char === '\n' || char === ' ';
}

const HEXADECIMAL: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function escapeAt(
  source: string,
  position: number,
  text: string,
  index: number,
): { readonly length: number; readonly end: number } {
  const kind = source[position + 1] ?? '';
  if (kind === '\n') return { length: 0, end: position + 2 };
  if (kind === '\r') return { length: 0, end: position + (source[position + 2] === '\n' ? 3 : 2) };
  const digits = HEXADECIMAL[kind] ?? 0;
  // An escape above U+FFFF is two code units of the value.
  const length = digits === 8 && (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  return { length, end: position + 2 + digits };
}

/** How many spaces YAML takes off each line of a block: what the first line of the source has more than that of the value. */
function indentOf(source: string, start: number, end: number, text: string): number {
  const written = firstIndent(source.slice(start, end));
  return Math.max(0, written - firstIndent(text));
}

/** The indentation of the first line that is not blank. */
function firstIndent(text: string): number {
  const first = text.search(/[^ \r\n]/u);
  return first < 0 ? 0 : first - (text.lastIndexOf('\n', first) + 1);
}

function skipSpaces(source: string, start: number, limit: number): number {
  let position = start;
  while (position < limit && source[position] === ' ') position++;
  return position;
}
