/** Reads at once what most files are written in; whatever is not certainly that is left to the `yaml` package. */

// That is: block style with short keys, texts on one line, lists and mappings in brackets on one line, Compose's own tags before them.
// It is not: anchors, other tags, escapes, block scalars, errors.
import type { YamlEntry, YamlItem, YamlMapping, YamlNode, YamlScalar, YamlSequence } from './tree.ts';

/** The only document of a text, just as the package would have it; undefined for all that needs the package. */
export function readPlainYaml(text: string): YamlNode | undefined {
  if (text.includes('\t') || text.includes('\r') || text.startsWith('\uFEFF')) return undefined;
  try {
    return new PlainReader(text).root();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** Thrown where a text turns out to be written otherwise; where that is nobody asks, so that one will do. */
class NotPlain extends Error {}
const NOT_PLAIN = new NotPlain();

const DEEPEST = 50;
/** A key that is longer than YAML allows without `?` is far longer than this. */
const LONGEST_KEY = 200;

/** What Compose takes away by. */
const TAGS = ['!reset', '!override'];

const SPACE = 0x20;
const EXCLAMATION = 0x21;
const HASH = 0x23;
const COMMA = 0x2c;
const DASH = 0x2d;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const CLOSING_BRACE = 0x7d;
const LAST_ASCII = 0x7e;

/** Stands on the first sign of a line that is neither blank nor a comment, or behind what was read of it. */
class PlainReader {
  readonly #text: string;
  /** Where the reader stands, the column of that, and the end of its line; the column is -1 at the end of the text. */
  #at = 0;
  #column = -1;
  #end = -1;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#nextLine();
  }

  root(): YamlNode {
    if (this.#column !== 0) throw NOT_PLAIN;
    const node = this.#block();
    if (this.#at < this.#text.length) throw NOT_PLAIN;
    return node;
  }

  /** Goes to the next line that says something. */
  #nextLine(): void {
    const text = this.#text;
    let start = this.#end + 1;
    while (start < text.length) {
      const feed = text.indexOf('\n', start);
      const end = feed < 0 ? text.length : feed;
      const at = skipSpaces(text, start, end);
      if (at < end && text.charCodeAt(at) !== HASH) {
        this.#at = at;
        this.#column = at - start;
        this.#end = end;
        return;
      }
      start = end + 1;
    }
    this.#at = this.#end = text.length;
    this.#column = -1;
  }

  /** Reads the collection that begins here; all of its members stand in this column. */
  #block(): YamlNode {
    if (++this.#depth > DEEPEST) throw NOT_PLAIN;
    const node = this.#isDash() ? this.#sequence() : this.#mapping();
    this.#depth--;
    return node;
  }

  #mapping(): YamlMapping {
    const column = this.#column;
    const start = this.#at;
    const entries: YamlEntry[] = [];
    const names = new Set<string>();
    while (this.#column === column) {
      const entry = this.#entry(column);
      // A second entry of the same name is an error that the package tells.
      if (names.size === names.add(entry.key.text).size) throw NOT_PLAIN;
      entries.push(entry);
    }
    if (this.#column > column) throw NOT_PLAIN;
    return { kind: 'mapping', flow: false, entries, range: { start, end: endOf(entries, start) } };
  }

  #entry(column: number): YamlEntry & { readonly key: YamlScalar } {
    const start = this.#at;
    const colon = keyEnd(this.#text, start, this.#end);
    const name = this.#text.slice(start, colon);
    const key = scalar('plain', name, start, colon);
    this.#at = skipSpaces(this.#text, colon + 1, this.#end);
    const value = this.#isLineDone(colon + 1) ? this.#below(column, colon + 1) : this.#behindTag();
    return { range: { start, end: Math.max(colon + 1, value.range.end) }, name, key, value };
  }

  /** The value of a key that has none on its line. */
  #below(column: number, behind: number): YamlNode {
    const isBare = this.#end === behind;
    this.#nextLine();
    if (this.#column > column || (this.#column === column && this.#isDash())) return this.#block();
    // Where nothing stands behind blanks or before a comment is for the package to say.
    if (!isBare) throw NOT_PLAIN;
    return scalar('plain', '', behind, behind);
  }

  #sequence(): YamlSequence {
    const column = this.#column;
    const start = this.#at;
    const items: YamlItem[] = [];
    while (this.#column === column && this.#isDash()) items.push(this.#item(column));
    if (this.#column > column) throw NOT_PLAIN;
    return { kind: 'sequence', flow: false, items, range: { start, end: endOf(items, start) } };
  }

  #item(column: number): YamlItem {
    const dash = this.#at;
    this.#at = skipSpaces(this.#text, dash + 1, this.#end);
    // An item without a text on its line may be one that somebody is still writing.
    if (this.#isLineDone(dash + 1)) throw NOT_PLAIN;
    this.#column = column + this.#at - dash;
    const isCollection = this.#isDash() || isKeyAt(this.#text, this.#at, this.#end);
    const value = isCollection ? this.#block() : this.#inline();
    return { range: { start: value.range.start, end: value.range.end }, dash, value };
  }

  /** Reads a value before which a tag may stand. */
  #behindTag(): YamlNode {
    if (this.#text.charCodeAt(this.#at) !== EXCLAMATION) return this.#inline();
    const tag = TAGS.find((name) => this.#text.startsWith(`${name} `, this.#at));
    if (tag === undefined) throw NOT_PLAIN;
    this.#at = skipSpaces(this.#text, this.#at + tag.length, this.#end);
    return { ...this.#inline(), tag };
  }

  /** Reads a value that ends on its line, and goes to the next one. */
  #inline(): YamlNode {
    const value = this.#value();
    this.#at = skipSpaces(this.#text, value.range.end, this.#end);
    if (!this.#isLineDone(value.range.end)) throw NOT_PLAIN;
    this.#nextLine();
    return value;
  }

  #value(): YamlNode {
    const first = this.#text.charAt(this.#at);
    if (first === '"' || first === "'") return quoted(this.#text, this.#at, this.#end);
    if (first === '{') return flowMapping(this.#text, this.#at, this.#end);
    if (first === '[') return flowList(this.#text, this.#at, this.#end);
    return plain(this.#text, this.#at, this.#end);
  }

  /** Whether nothing but a comment stands on the line; `behind` is where what was read of it ends. */
  #isLineDone(behind: number): boolean {
    if (this.#at === this.#end) return true;
    return this.#at > behind && this.#text.charCodeAt(this.#at) === HASH;
  }

  #isDash(): boolean {
    if (this.#text.charCodeAt(this.#at) !== DASH) return false;
    return this.#at + 1 === this.#end || this.#text.charCodeAt(this.#at + 1) === SPACE;
  }
}

function endOf(children: readonly { readonly range: { readonly end: number } }[], start: number): number {
  return children.at(-1)?.range.end ?? start;
}

function skipSpaces(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) === SPACE) at++;
  return at;
}

function scalar(style: YamlScalar['style'], text: string, start: number, end: number): YamlScalar {
  return { kind: 'scalar', style, text, range: { start, end } };
}

/** Where the colon behind a key stands that is made of letters, digits and a few signs. */
function keyEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isWordSign(text.charCodeAt(at))) at++;
  const isKey = isColon(text, at, end) && at > start && at - start < LONGEST_KEY;
  if (!isKey || text.charCodeAt(start) === DASH) throw NOT_PLAIN;
  return at;
}

function isKeyAt(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && isWordSign(text.charCodeAt(at))) at++;
  return isColon(text, at, end);
}

function isColon(text: string, at: number, end: number): boolean {
  if (at >= end || text.charCodeAt(at) !== COLON) return false;
  return at + 1 === end || text.charCodeAt(at + 1) === SPACE;
}

/** Letters, digits, `_`, `-`, `.` and `/`. */
function isWordSign(code: number): boolean {
  if (code >= 0x61 && code <= 0x7a) return true;
  if (code >= 0x2d && code <= 0x39) return true;
  return (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

function quoted(text: string, start: number, end: number): YamlScalar {
  const quote = text.charCodeAt(start);
  const isSingle = text[start] === "'";
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      // Two of them are one that belongs to the text.
      if (isSingle && text.charCodeAt(at + 1) === quote) throw NOT_PLAIN;
      return scalar(isSingle ? 'single' : 'double', text.slice(start + 1, at), start, at + 1);
    }
    if (code < SPACE || code > LAST_ASCII || code === BACKSLASH) throw NOT_PLAIN;
  }
  throw NOT_PLAIN;
}

/** What a text without quotes may begin with, besides a dash in front of a letter: none of YAML's indicators. */
const BEGINS_PLAIN = /^(?:[\w./$~^(+=;<]|-[\w./-])/u;

/** A text without quotes up to the end of its line or a comment. */
function plain(text: string, start: number, end: number): YamlScalar {
  if (!BEGINS_PLAIN.test(text.slice(start, start + 2))) throw NOT_PLAIN;
  let last = start;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === SPACE) continue;
    if (code === HASH && last < at) break;
    if (code < SPACE || code > LAST_ASCII || isColon(text, at, end)) throw NOT_PLAIN;
    last = at + 1;
  }
  return scalar('plain', text.slice(start, last), start, last);
}

/** A mapping in braces of simple keys with quoted texts, simple words or lists of them. */
function flowMapping(text: string, start: number, end: number): YamlMapping {
  const entries: YamlEntry[] = [];
  const names = new Set<string>();
  const last = flowParts(text, start, end, CLOSING_BRACE, (at) => {
    const colon = keyEnd(text, at, end);
    const name = text.slice(at, colon);
    if (names.size === names.add(name).size) throw NOT_PLAIN;
    const value = flowValue(text, skipSpaces(text, colon + 1, end), end);
    entries.push({
      range: { start: at, end: value.range.end },
      name,
      key: scalar('plain', name, at, colon),
      value,
    });
    return value.range.end;
  });
  return { kind: 'mapping', flow: true, entries, range: { start, end: last } };
}

/** A list in brackets of quoted texts and simple words. */
function flowList(text: string, start: number, end: number): YamlSequence {
  const items: YamlItem[] = [];
  const last = flowParts(text, start, end, CLOSING_BRACKET, (at) => {
    const value = flowItem(text, at, end);
    items.push({ range: { start: value.range.start, end: value.range.end }, value });
    return value.range.end;
  });
  return { kind: 'sequence', flow: true, items, range: { start, end: last } };
}

/** Has the parts between two brackets read, each by its start; gives the place behind the closing one. */
function flowParts(
  text: string,
  start: number,
  end: number,
  closing: number,
  read: (at: number) => number,
): number {
  let at = skipSpaces(text, start + 1, end);
  if (at < end && text.charCodeAt(at) === closing) return at + 1;
  for (;;) {
    at = skipSpaces(text, read(at), end);
    const code = at < end ? text.charCodeAt(at) : 0;
    if (code === closing) return at + 1;
    if (code !== COMMA) throw NOT_PLAIN;
    at = skipSpaces(text, at + 1, end);
  }
}

function flowValue(text: string, start: number, end: number): YamlNode {
  return text.charAt(start) === '[' ? flowList(text, start, end) : flowItem(text, start, end);
}

function flowItem(text: string, start: number, end: number): YamlScalar {
  const first = text.charAt(start);
  if (first === '"' || first === "'") return quoted(text, start, end);
  let at = start;
  while (at < end && isWordSign(text.charCodeAt(at))) at++;
  if (at === start || (first === '-' && at === start + 1)) throw NOT_PLAIN;
  return scalar('plain', text.slice(start, at), start, at);
}
