/** Reads the flags between an instruction's keyword and its arguments. */
import { SliceBuilder, type Slice, sourceRange, subslice } from '../../base/slice.ts';
import type { TextRange } from '../../base/text.ts';
import { isSpace, skipSpaces } from './characters.ts';
import type { Flag } from './tree.ts';

/** The flags at the start of a text, and where the arguments begin. */
export interface Flags {
  readonly flags: readonly Flag[];
  readonly rest: number;
}

/** Reads words that start with `--` until one does not; a bare `--` ends them. */
export function readFlags(slice: Slice, escape: string): Flags {
  const { text } = slice;
  const flags: Flag[] = [];
  let at = skipSpaces(text, 0, text.length);
  while (text.startsWith('--', at)) {
    const end = wordEnd(text, at, escape);
    if (end - at === 2) return { flags, rest: end };
    flags.push(flagOf(slice, { start: at, end }, escape));
    at = skipSpaces(text, end, text.length);
  }
  return { flags, rest: at };
}

function wordEnd(text: string, start: number, escape: string): number {
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === escape) at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (isSpace(text.charCodeAt(at))) return at;
  }
  return text.length;
}

function flagOf(slice: Slice, { start, end }: TextRange, escape: string): Flag {
  const range = sourceRange(slice, { start, end });
  const equals = slice.text.indexOf('=', start);
  if (equals < 0 || equals >= end) {
    return {
      name: unquote(slice, { start: start + 2, end }, escape).text,
      range,
      valueRange: { start: range.end, end: range.end },
    };
  }
  return {
    name: unquote(slice, { start: start + 2, end: equals }, escape).text,
    value: unquote(slice, { start: equals + 1, end }, escape),
    range,
    valueRange: sourceRange(slice, { start: equals + 1, end }),
  };
}

/** The part of the slice without its quotation marks and escape characters. */
function unquote(slice: Slice, range: TextRange, escape: string): Slice {
  const part = subslice(slice, range);
  if (!/["'\\`]/u.test(part.text)) return part;
  const builder = new SliceBuilder();
  let quote = '';
  for (let at = 0; at < part.text.length; at++) {
    const character = part.text[at] ?? '';
    if (character === escape) {
      if (++at >= part.text.length) break;
    } else if (quote === '' ? character === '"' || character === "'" : character === quote) {
      quote = quote === '' ? character : '';
      continue;
    }
    const place = sourceRange(part, { start: at, end: at + 1 });
    builder.add(part.text[at] ?? '', place.start, place.end);
  }
  return builder.build(part.base);
}
