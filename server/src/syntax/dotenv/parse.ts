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
  /** What of a variable cannot be read there, in Compose's words. */
  readonly reason?: string;
  /** The first variable that a value demands (`${V:?reason}`) and nothing sets. */
  readonly missing?: { readonly name: string; readonly reason: string; readonly range: TextRange };
  /** Names that stand alone: whoever reads the file gives them their values. */
  readonly alone: readonly string[];
}

/** Of all values together: some that double one another outgrow every memory. */
const LONGEST = 2 ** 24;
const TOO_LONG = 'the values multiply one another too often';

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
  let length = 0;
  let missing: DotenvFile['missing'];
  let position = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    position = skip(GAP, text, position);
    if (position >= text.length) return { entries, alone, ...(missing ? { missing } : {}) };
    if (text[position] === '#') {
      position = lineEnd(text, position);
      continue;
    }
    const line = readStatement(text, position, lookup);
    const { entry, refused, missing: demanded } = line ?? {};
    if (demanded) missing ??= { ...demanded, range: { start: position, end: lineEnd(text, position) } };
    const rest = missing ? { missing } : {};
    if (!line || refused !== undefined) {
      const reason = refused === undefined ? {} : { reason: refused };
      return {
        entries,
        alone,
        broken: { start: position, end: lineEnd(text, position) },
        ...reason,
        ...rest,
      };
    }
    position = line.next;
    if (line.alone !== undefined) alone.push(line.alone);
    if (!entry) continue;
    length += entry.bare.length;
    if (length > LONGEST) return { entries, alone, broken: entry.range, reason: TOO_LONG };
    entries.push(entry);
    values.set(entry.name, entry);
  }
}

interface Statement {
  /** Absent for a name alone, which takes its value from the shell. */
  readonly entry?: DotenvEntry;
  readonly alone?: string;
  /** Why the value cannot be read. */
  readonly refused?: string;
  readonly missing?: Value['missing'];
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
  const { bare, end, next, refused, missing } = value;
  return {
    entry: { name, ...known, bare, range: { start, end } },
    next,
    ...(refused === undefined ? {} : { refused }),
    ...(missing ? { missing } : {}),
  };
}

interface Value {
  /** Absent when a variable without a value decides it. */
  readonly text: string | undefined;
  readonly bare: string;
  readonly end: number;
  readonly next: number;
  readonly refused?: string;
  readonly missing?: { readonly name: string; readonly reason: string };
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

function expanded(raw: string, lookup: Lookup, end: number, next: number): Value {
  const result = expand(sliceOf(raw, { start: 0, end: raw.length }), lookup);
  const text = result.isKnown ? result.slice.text : undefined;
  const value: Value = { text, bare: text ?? result.slice.text.replaceAll(UNKNOWN, ''), end, next };
  if (result.invalid) return { ...value, refused: `Invalid template: ${JSON.stringify(raw)}` };
  const demanded = result.parts.find((part) => part.required !== undefined);
  if (!demanded) return value;
  return { ...value, missing: { name: demanded.name ?? '', reason: demanded.required ?? '' } };
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
