/** Finds the entries of a baseline that is no JSON as it stands: after a merge commas are missing, or there are too many. */
import type { TextRange } from '../../base/text.ts';

/** Where the parts of a baseline stand. */
export interface Scanned {
  /** The value of `version`. */
  readonly version?: TextRange;
  /** The entries of `findings`; absent where that is no list. */
  readonly findings?: readonly TextRange[];
  /** Where all of it stands. */
  readonly range: TextRange;
}

/** Where a text stops to be one that a merge can have made of baselines. */
export interface Unreadable {
  readonly unreadable: TextRange;
}

const SPACE = /[ \t\r\n\uFEFF]*/uy;
const SPACE_AND_COMMAS = /[ \t\r\n,]*/uy;
const WORD = /[-+\w.]+/uy;
const INSIDE = /[^"{}[\]]*/uy;

/** Linear in the text: each character is looked at once or twice. */
export function scanBaseline(text: string): Scanned | Unreadable {
  const start = endOf(SPACE, text, 0);
  if (text[start] !== '{') return unreadable(text, start);
  let version: TextRange | undefined;
  let findings: readonly TextRange[] | undefined;
  let at = endOf(SPACE_AND_COMMAS, text, start + 1);
  while (text[at] !== '}') {
    const key = endOfString(text, at);
    const colon = endOf(SPACE, text, key);
    if (key === at || text[colon] !== ':') return unreadable(text, at);
    const value = endOf(SPACE, text, colon + 1);
    const name = text.slice(at, key);
    const isList = name === '"findings"' && text[value] === '[';
    const list = isList ? scanList(text, value) : undefined;
    if (list && 'unreadable' in list) return list;
    const end = list ? list.end : endOfValue(text, value);
    if (end < 0) return unreadable(text, value);
    if (list) findings = [...(findings ?? []), ...list.elements];
    if (name === '"version"') version = { start: value, end };
    at = endOf(SPACE_AND_COMMAS, text, end);
  }
  const rest = endOf(SPACE, text, at + 1);
  if (rest < text.length) return unreadable(text, rest);
  const range = { start, end: at + 1 };
  return { ...(version ? { version } : {}), ...(findings ? { findings } : {}), range };
}

/** The elements of a list, whatever stands for the commas between them. */
function scanList(
  text: string,
  start: number,
): { readonly elements: readonly TextRange[]; readonly end: number } | Unreadable {
  const elements: TextRange[] = [];
  let at = endOf(SPACE_AND_COMMAS, text, start + 1);
  while (text[at] !== ']') {
    const end = endOfValue(text, at);
    if (end < 0) return unreadable(text, at);
    elements.push({ start: at, end });
    at = endOf(SPACE_AND_COMMAS, text, end);
  }
  return { elements, end: at + 1 };
}

/** Where a value ends that begins here; -1 where none does, or it never ends. What is inside is not looked at closely. */
function endOfValue(text: string, start: number): number {
  if (text[start] !== '{' && text[start] !== '[') {
    const end = text[start] === '"' ? endOfString(text, start) : endOf(WORD, text, start);
    return end === start ? -1 : end;
  }
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (end === at) return -1;
      at = end;
    } else {
      depth += character === '{' || character === '[' ? 1 : -1;
      at++;
      if (depth === 0) return at;
    }
    at = endOf(INSIDE, text, at);
  }
  return -1;
}

/** Where a string ends that begins here; the same place where none does. No pattern, which would need a stack as deep as the string is long. */
function endOfString(text: string, start: number): number {
  if (text[start] !== '"') return start;
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
    // A line that ends inside a string has lost its quotation mark.
    else if (code < FIRST_PRINTABLE) return start;
  }
  return start;
}

const QUOTE = 34;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;

/** Where a sticky pattern that begins here ends; the same place where it does not fit. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** The rest of the line; at the end of the text its last character. */
function unreadable(text: string, at: number): Unreadable {
  const start = Math.min(at, Math.max(0, text.trimEnd().length - 1));
  const feed = text.indexOf('\n', start);
  return { unreadable: { start, end: Math.max(start, feed < 0 ? text.length : feed) } };
}
