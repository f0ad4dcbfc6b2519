/** Reads the JSON (exec) form of arguments: an array of texts. */
import { SliceBuilder, type Slice, sourceRange, subslice } from '../../base/slice.ts';
import type { JsonElement } from './tree.ts';

/** The elements; `not-texts` for an array that holds something else; undefined for what is no JSON array, and so is shell form. */
export function readJsonForm(slice: Slice): readonly JsonElement[] | 'not-texts' | undefined {
  const { text } = slice;
  if (!text.startsWith('[')) return undefined;
  const elements: JsonElement[] = [];
  let at = skipBlanks(text, 1);
  if (text[at] === ']') return endsAt(text, at) ? elements : undefined;
  for (;;) {
    const end = textEnd(text, at);
    if (end === undefined) return isArray(text) ? 'not-texts' : undefined;
    const value = unescape(subslice(slice, { start: at + 1, end: end - 1 }));
    if (!value) return undefined;
    elements.push({ value, range: sourceRange(slice, { start: at, end }) });
    at = skipBlanks(text, end);
    if (text[at] === ']') return endsAt(text, at) ? elements : undefined;
    if (text[at] !== ',') return undefined;
    at = skipBlanks(text, at + 1);
  }
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at++;
  return at;
}

function endsAt(text: string, bracket: number): boolean {
  return skipBlanks(text, bracket + 1) === text.length;
}

/** The offset behind the closing quotation mark of the text that starts here; undefined when no text starts here, or none ends. */
function textEnd(text: string, start: number): number | undefined {
  if (text[start] !== '"') return undefined;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
    else if (text.charCodeAt(at) < 32) return undefined;
  }
  return undefined;
}

function isArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    // What JSON cannot read is shell form; that is no error.
    return false;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function unescape(slice: Slice): Slice | undefined {
  if (!slice.text.includes('\\')) return slice;
  const builder = new SliceBuilder();
  for (let at = 0; at < slice.text.length;) {
    const { text, length } = characterAt(slice.text, at);
    if (text === undefined) return undefined;
    const place = sourceRange(slice, { start: at, end: at + length });
    builder.add(text, place.start, place.end);
    at += length;
  }
  return builder.build(slice.base);
}

function characterAt(text: string, at: number): { text: string | undefined; length: number } {
  if (text[at] !== '\\') return { text: text[at], length: 1 };
  const next = text[at + 1] ?? '';
  if (next !== 'u') return { text: ESCAPES[next], length: 2 };
  const digits = text.slice(at + 2, at + 6);
  const isCode = /^[\da-f]{4}$/i.test(digits);
  return { text: isCode ? String.fromCharCode(parseInt(digits, 16)) : undefined, length: 6 };
}
