/** Reads JSON with comments and trailing commas into the tree that YAML has, with a range for every key and value. Never throws. */
import { createScanner, type JSONScanner } from 'jsonc-parser';
import type { YamlEntry, YamlFile, YamlItem, YamlNode, YamlProblem, YamlScalar } from '../yaml/tree.ts';

/** As deep as YAML is read; the reader is recursive. */
const DEEPEST = 200;

/** Reads a text; a text that says nothing has no root. */
export function parseJson(text: string, uri: string): YamlFile {
  const reader = new JsonReader(text);
  const root = reader.root();
  return { uri, text, roots: root ? [root] : [], problems: reader.problems };
}

// The package's constants are an ambient `const enum`, which a compiler of single files cannot look into.
const TOKEN = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  blank: 15,
  word: 16,
  end: 17,
} as const;
const LITERALS: readonly number[] = [TOKEN.null, TOKEN.true, TOKEN.false, TOKEN.number];
const TRIVIA: readonly number[] = [TOKEN.lineComment, TOKEN.blockComment, TOKEN.lineBreak, TOKEN.blank];
const UNENDED_COMMENT = 1;

/** Stands on a token that is neither blank nor a comment. */
class JsonReader {
  readonly problems: YamlProblem[] = [];
  readonly #scanner: JSONScanner;
  readonly #length: number;
  #token = 0;
  #depth = 0;
  /** Whether the rest of the text was left unread; then nothing more is missing in it. */
  #isCut = false;
  /** Where the last token that was read ends. */
  #behind = 0;

  constructor(text: string) {
    this.#scanner = createScanner(text);
    this.#length = text.length;
    // A byte order mark says nothing.
    if (text.startsWith('\uFEFF')) this.#scanner.setPosition(1);
    this.#next();
  }

  root(): YamlNode | undefined {
    if (this.#is(TOKEN.end)) return undefined;
    const node = this.#value();
    if (!this.#is(TOKEN.end)) this.#complain('Nothing may stand behind the last brace.');
    return node;
  }

  #is(token: number): boolean {
    return this.#token === token;
  }

  #next(): void {
    const scanner = this.#scanner;
    this.#behind = scanner.getPosition();
    do {
      // Of each token only its kind counts, which the package gives as the number of an enumeration.
      this.#token = Number(scanner.scan());
      if (Number(scanner.getTokenError()) === UNENDED_COMMENT) this.#complain('This comment has no end.');
    } while (TRIVIA.includes(this.#token));
  }

  #complain(message: string): void {
    const start = this.#scanner.getTokenOffset();
    // Of a comment without an end the package says that it ends behind the text.
    const end = Math.min(start + this.#scanner.getTokenLength(), this.#length);
    this.problems.push({ range: { start, end }, message });
  }

  #value(): YamlNode {
    if (this.#is(TOKEN.openBrace)) return this.#within(() => this.#object());
    if (this.#is(TOKEN.openBracket)) return this.#within(() => this.#array());
    if (this.#is(TOKEN.string)) return this.#scalar('double');
    if (LITERALS.includes(this.#token)) return this.#scalar('plain');
    const isWord = this.#is(TOKEN.word);
    this.#complain(isWord ? 'A text stands in double quotes in JSON.' : 'Here a value is missing.');
    if (isWord) return this.#scalar('double');
    return emptyAt(this.#behind);
  }

  /** Reads a collection unless it is nested too deeply; then the rest of the text is left. */
  #within(read: () => YamlNode): YamlNode {
    if (this.#depth >= DEEPEST) {
      this.#complain('This is nested too deeply to be read.');
      this.#isCut = true;
      this.#token = TOKEN.end;
      return emptyAt(this.#behind);
    }
    this.#depth++;
    const node = read();
    this.#depth--;
    return node;
  }

  #scalar(style: 'plain' | 'double'): YamlScalar {
    const scanner = this.#scanner;
    const start = scanner.getTokenOffset();
    const range = { start, end: start + scanner.getTokenLength() };
    const text = scanner.getTokenValue();
    if (!this.#is(TOKEN.word) && Number(scanner.getTokenError()) !== 0)
      this.#complain('This is not written as JSON wants it.');
    this.#next();
    return { kind: 'scalar', style, text, range };
  }

  #object(): YamlNode {
    const start = this.#scanner.getTokenOffset();
    const entries: YamlEntry[] = [];
    const names = new Set<string>();
    this.#members(TOKEN.closeBrace, '}', () => {
      const entry = this.#entry();
      if (!entry) return false;
      const name = entry.key.kind === 'scalar' ? entry.key.text : '';
      if (names.has(name)) {
        const message = `The key '${name}' is already written in this mapping.`;
        this.problems.push({ range: entry.key.range, message });
      }
      names.add(name);
      entries.push(entry);
      return true;
    });
    return { kind: 'mapping', flow: true, entries, range: { start, end: this.#behind } };
  }

  #entry(): YamlEntry | undefined {
    if (!this.#is(TOKEN.string)) {
      this.#complain('A key stands in double quotes in JSON.');
      if (!this.#is(TOKEN.word)) return undefined;
    }
    const key = this.#scalar('double');
    if (this.#is(TOKEN.colon)) {
      this.#next();
      const value = this.#value();
      const end = Math.max(key.range.end, value.range.end);
      return { range: { start: key.range.start, end }, name: key.text, key, value };
    }
    this.#complain('Here a colon is missing.');
    return { range: key.range, name: key.text, key, value: emptyAt(key.range.end) };
  }

  #array(): YamlNode {
    const start = this.#scanner.getTokenOffset();
    const items: YamlItem[] = [];
    this.#members(TOKEN.closeBracket, ']', () => {
      const before = this.#scanner.getTokenOffset();
      const value = this.#value();
      items.push({ range: value.range, value });
      // What is no value was not read, either.
      return this.#is(TOKEN.end) || this.#scanner.getTokenOffset() > before;
    });
    return { kind: 'sequence', flow: true, items, range: { start, end: this.#behind } };
  }

  /** Reads what stands between brackets; `read` gives whether it got on. */
  #members(close: number, mark: string, read: () => boolean): void {
    this.#next();
    while (!this.#is(close)) {
      if (this.#is(TOKEN.end)) {
        if (!this.#isCut) this.#complain(`The closing '${mark}' is missing.`);
        return;
      }
      if (!read()) this.#next();
      if (this.#is(TOKEN.comma)) this.#next();
      else if (!this.#is(close) && !this.#is(TOKEN.end)) this.#complain('Here a comma is missing.');
    }
    this.#next();
  }
}

function emptyAt(offset: number): YamlScalar {
  return { kind: 'scalar', style: 'plain', text: '', range: { start: offset, end: offset } };
}
