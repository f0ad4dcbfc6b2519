/** Reads `.env` files as Compose does: comments, quotes, escapes, values over several lines, and variables set before. */
import type { TextRange } from '../../base/text.ts';
import { sliceOf } from '../../base/slice.ts';
import { expand, type Lookup, UNKNOWN } from '../interpolation/expand.ts';

/** One variable that a file sets. */
export interface DotenvEntry {
  readonly name: string;
  /** The value after quotes, escapes and variables; absent when it depends on a variable that the file does not set. */
  readonly value?: string;
  /** The value with nothing in the place of variables that are not set. */
  readonly bare: string;
  /** From the name to the end of the value. */
  readonly range: TextRange;
}

export interface DotenvFile {
  /** In order; of two entries with one name the later one counts. */
  readonly entries: readonly DotenvEntry[];
  /** The place from which on Compose cannot read the file, if there is one: then it refuses the whole project. */
  readonly broken?: TextRange;
  /** Names that stand alone: whoever reads the file gives them their values. */
  readonly alone: readonly string[];
}

const NOTHING: Lookup = () => undefined;
const EXPORT = /export[ \t]+/y;
const KEY = /[\p{L}\p{N}_.[\]-][\p{L}\p{N}_.[\] \t-]*/uy;
const BLANK = /[ \t\v\f\r\u0085\u00A0]*/y;
const GAP = /[\s\u0085]*/uy;

/** Reads a file. A line that Compose refuses ends the reading; what stands before it counts. `outer` knows variables that win over the file's own, `earlier` such as it wins over. */
export function parseDotenv(text: string, outer: Lookup = NOTHING, earlier: Lookup = NOTHING): DotenvFile {
  const entries: DotenvEntry[] = [];
  const alone: string[] = [];
  const values = new Map<string, DotenvEntry>();
  const lookup: Lookup = (name) => outer(name) ?? values.get(name) ?? earlier(name);
  let position = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    position = skip(GAP, text, position);
    if (position >= text.length) return { entries, alone };
    if (text[position] === '#') {
      position = lineEnd(text, position);
      continue;
    }
    const line = readStatement(text, position, lookup);
    if (!line) return { entries, alone, broken: { start: position, end: lineEnd(text, position) } };
    position = line.next;
    if (line.alone !== undefined) alone.push(line.alone);
    if (!line.entry) continue;
    entries.push(line.entry);
    values.set(line.entry.name, line.entry);
  }
}

interface Statement {
  /** Absent for a name alone, which takes its value from the shell. */
  readonly entry?: DotenvEntry;
  readonly alone?: string;
  readonly next: number;
}

function readStatement(text: string, from: number, lookup: Lookup): Statement | undefined {
  const start = skip(EXPORT, text, from);
  const keyEnd = skip(KEY, text, start);
  const name = text.slice(start, keyEnd).trimEnd();
  if (name === '' || /[ \t]/u.test(name)) return undefined;
  const sign = skip(BLANK, text, keyEnd);
  if (sign >= text.length || text[sign] === '\n') return { alone: name, next: sign };
  if (text[sign] !== '=' && text[sign] !== ':') return undefined;
  const valueStart = skip(BLANK, text, sign + 1);
  const quote = text[valueStart];
  const value =
    quote === '"' || quote === "'"
      ? quotedValue(text, valueStart, quote, lookup)
      : plainValue(text, valueStart, lookup);
  if (!value) return undefined;
  const known = value.text === undefined ? {} : { value: value.text };
  return { entry: { name, ...known, bare: value.bare, range: { start, end: value.end } }, next: value.next };
}

interface Value {
  /** Absent when a variable without a value decides it. */
  readonly text: string | undefined;
  readonly bare: string;
  readonly end: number;
  readonly next: number;
}

function plainValue(text: string, start: number, lookup: Lookup): Value | undefined {
  const next = lineEnd(text, start);
  const line = text.slice(start, next);
  const comment = line.startsWith('#') && /\s/u.test(text.charAt(start - 1)) ? 0 : line.indexOf(' #');
  const raw = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
  return expanded(raw, lookup, start + raw.length, next);
}

function quotedValue(text: string, start: number, quote: string, lookup: Lookup): Value | undefined {
  let raw = '';
  for (let i = start + 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === quote) {
      if (quote === "'") return { text: raw, bare: raw, end: i + 1, next: i + 1 };
      return expanded(unescape(raw), lookup, i + 1, i + 1);
    }
    if (char === '\\' && i + 1 < text.length) {
      i++;
      raw += text[i] === quote ? quote : `\\${text.charAt(i)}`;
      continue;
    }
    raw += char;
  }
  return undefined;
}

function expanded(raw: string, lookup: Lookup, end: number, next: number): Value | undefined {
  const result = expand(sliceOf(raw, { start: 0, end: raw.length }), lookup);
  if (result.invalid) return undefined;
  const text = result.isKnown ? result.slice.text : undefined;
  return { text, bare: text ?? result.slice.text.replaceAll(UNKNOWN, ''), end, next };
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  $: '$$',
};

function unescape(raw: string): string {
  return raw.replace(/\\(.)/gsu, (whole, char: string) => ESCAPES[char] ?? whole);
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
