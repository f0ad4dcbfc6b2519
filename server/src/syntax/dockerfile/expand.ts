/** Expands variables and removes quotes in a word, as BuildKit does before it uses an argument. */
import { cutPrefix, cutSuffix, replaceMatches } from './glob.ts';
import { isSpace } from './characters.ts';

/** What is known of a variable where it is used. */
export type Variable =
  | { readonly kind: 'value'; readonly value: string }
  /** Nobody gives it a value: it expands to nothing. */
  | { readonly kind: 'unset' }
  /** Whoever starts the build may give it a value; a default in the expansion counts until then. */
  | { readonly kind: 'open' }
  /** It has a value that the text does not tell. */
  | { readonly kind: 'unknown' };

/** What a word comes to. */
export interface Expansion {
  /** The text, with `UNKNOWN` for each part that is not known. */
  readonly text: string;
  readonly isKnown: boolean;
  /** Why it cannot be expanded at all; then `text` is what was read up to there. */
  readonly error?: string;
  /** The variables whose value (not a default beside them) is in the text. */
  readonly used: readonly string[];
  /** Whether a default of a `${name:-default}` is in the text. */
  readonly usesFallback: boolean;
}

/** Stands for a part that is not known. */
export const UNKNOWN = '\uFFFC';

const DEEPEST = 50;

/** The longest text that variables may add up to: values that double with each line would soon fill the memory. */
const LONGEST = 100_000;

const SPECIAL = '@*#?-$!';

/** Expands a word. Linear in the word and in the values it takes. */
export function expand(written: string, escape: string, lookup: (name: string) => Variable): Expansion {
  const word = withoutMark(written);
  if (!/[$'"\\`]/u.test(word)) return { text: word, isKnown: true, used: [], usesFallback: false };
  const lexer = new Lexer(word, escape, lookup, 'word');
  return expansionOf(lexer, lexer.readUntil('', 0) ?? '');
}

/** Expands a word and splits what comes of it at blanks outside quotes, as EXPOSE has it. */
export function expandWords(
  word: string,
  escape: string,
  lookup: (name: string) => Variable,
): { readonly words: readonly string[]; readonly error?: string } {
  const lexer = new Lexer(withoutMark(word), escape, lookup, 'words');
  const isRead = lexer.readUntil('', 0) !== undefined;
  return lexer.error === undefined
    ? { words: isRead ? lexer.words() : [] }
    : { words: [], error: lexer.error };
}

/** A byte order mark at the start of a word is lost when Go scans it. */
function withoutMark(word: string): string {
  return word.startsWith('\uFEFF') ? word.slice(1) : word;
}

function expansionOf(lexer: Lexer, text: string): Expansion {
  return {
    text,
    isKnown: lexer.error === undefined && !lexer.isUnknown,
    ...(lexer.error === undefined ? {} : { error: lexer.error }),
    used: [...new Set(lexer.used)],
    usesFallback: lexer.usesFallback,
  };
}

/** The words of a line with their quotes, escapes and variables left as they are; none when a quote or brace is left open. */
export function rawWords(line: string): readonly string[] {
  const lexer = new Lexer(line, '\\', () => ({ kind: 'unset' }), 'raw words');
  return lexer.readUntil('', 0) === undefined ? [] : lexer.words();
}

/**
 * What is made of a text: one word, the words that it splits into, or those words as they are written,
 * with quotes, escapes and variables.
 */
type Mode = 'word' | 'words' | 'raw words';

/** A cursor over one word. */
class Lexer {
  error: string | undefined;
  isUnknown = false;
  usesFallback = false;
  readonly used: string[] = [];
  readonly #words: string[] = [];
  #word = '';
  #at = 0;
  #taken = 0;
  readonly #text: string;
  readonly #escape: string;
  readonly #lookup: (name: string) => Variable;
  readonly #raw: boolean;
  readonly #splits: boolean;

  constructor(text: string, escape: string, lookup: (name: string) => Variable, mode: Mode) {
    this.#text = text;
    this.#escape = escape;
    this.#lookup = lookup;
    this.#raw = mode === 'raw words';
    this.#splits = mode !== 'word';
  }

  words(): readonly string[] {
    if (this.#word !== '') this.#words.push(this.#word);
    this.#word = '';
    return this.#words;
  }

  /**
   * Reads up to the stop character (none: up to the end); undefined after an error.
   * In a pattern, what single quotes enclose keeps its escape characters from being read as escapes.
   */
  readUntil(stop: string, depth: number, keepEscapes = this.#raw, isPattern = false): string | undefined {
    let result = '';
    // BuildKit loses what stands in front of a braced variable with a default: `80${X:-81}` is the port 81.
    if (depth > 0) this.#word = '';
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? '';
      if (character === stop) {
        this.#at++;
        return result;
      }
      const part = this.#readPart(character, depth, keepEscapes, isPattern);
      if (part === undefined) return undefined;
      result += part;
    }
    return stop === '' ? result : this.#fail(`'${stop}' is missing`);
  }

  #readPart(character: string, depth: number, keepEscapes: boolean, isPattern: boolean): string | undefined {
    if (character === '$') return this.#split(this.#readDollar(depth), depth);
    if (character === "'") return this.#add(this.#readSingleQuoted(isPattern), depth);
    if (character === '<') return this.#add(this.#readAngle(), depth);
    if (character === '"') return this.#add(this.#readDoubleQuoted(depth, keepEscapes), depth);
    this.#at++;
    if (character !== this.#escape) return this.#split(character, depth);
    const next = this.#text[this.#at++] ?? '';
    return this.#add(keepEscapes ? character + next : next, depth);
  }

  /** Notes text of the outermost level as part of the word at hand. */
  #add(text: string | undefined, depth: number): string | undefined {
    if (depth === 0 && this.#splits && text !== undefined) this.#word += text;
    return text;
  }

  /** The same for text whose blanks end words. */
  #split(text: string | undefined, depth: number): string | undefined {
    if (depth !== 0 || !this.#splits || text === undefined) return text;
    for (let i = 0; i < text.length; i++) {
      if (!isSpace(text.charCodeAt(i))) this.#word += text[i] ?? '';
      else this.words();
    }
    return text;
  }

  #readSingleQuoted(isPattern: boolean): string | undefined {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) return this.#fail('a single quote is left open');
    const start = this.#at;
    this.#at = end + 1;
    if (this.#raw) return this.#text.slice(start, end + 1);
    const text = this.#text.slice(start + 1, end);
    return isPattern ? text.replaceAll(this.#escape, this.#escape.repeat(2)) : text;
  }

  /** The sign of a heredoc, with the blanks between it and its name: they end no word. */
  #readAngle(): string {
    const sign = /<(?:<[ \t\r]*)?/uy;
    sign.lastIndex = this.#at;
    const text = sign.exec(this.#text)?.[0] ?? '<';
    this.#at += text.length;
    return text;
  }

  #readDoubleQuoted(depth: number, keepEscapes: boolean): string | undefined {
    let result = this.#raw ? '"' : '';
    this.#at++;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? '';
      if (character === '"') {
        this.#at++;
        return this.#raw ? `${result}"` : result;
      }
      if (character === '$') {
        const value = this.#readDollar(depth + 1);
        if (value === undefined) return undefined;
        result += value;
        continue;
      }
      this.#at++;
      result += character === this.#escape ? this.#readEscaped(keepEscapes) : character;
    }
    return this.#fail('a double quote is left open');
  }

  #readEscaped(keepEscapes: boolean): string {
    const kept = keepEscapes ? this.#escape : '';
    const next = this.#text[this.#at];
    if (next === undefined) return kept;
    if (next !== '"' && next !== '$' && next !== this.#escape) return kept + this.#escape;
    this.#at++;
    return kept + next;
  }

  #readDollar(depth: number): string | undefined {
    const start = this.#at++;
    if (this.#text[this.#at] !== '{') {
      const name = this.#readName();
      return name === '' ? '$' : this.#valueOf(name, this.#text.slice(start, this.#at));
    }
    this.#at++;
    if (depth > DEEPEST) return this.#fail('it is nested too deeply');
    const next = this.#text[this.#at];
    if (next === undefined) return this.#fail("'}' is missing");
    if ('{}:'.includes(next)) return this.#fail('the substitution is malformed');
    return this.#readBraced(this.#readName(), start, depth);
  }

  #readBraced(name: string, start: number, depth: number): string | undefined {
    const sign = this.#text[this.#at++] ?? '';
    if (sign === '}') return this.#valueOf(name, this.#text.slice(start, this.#at));
    if (sign === '/') return this.#readReplacement(name, start, depth);
    const emptyIsUnset = sign === ':';
    const operator = emptyIsUnset ? (this.#text[this.#at++] ?? '') : sign;
    const isCut = operator === '#' || operator === '%';
    // BuildKit looks for heredocs before it asks what a modifier means, except for those that cut.
    const isModifier = '+-?#%'.includes(operator) || (this.#raw && emptyIsUnset);
    if (operator === '' || !isModifier || (emptyIsUnset && isCut)) {
      return this.#fail(`'${emptyIsUnset ? sign : ''}${operator}' is no modifier`);
    }
    const before = { isUnknown: this.isUnknown, usesFallback: this.usesFallback, used: this.used.length };
    const word = this.readUntil('}', depth + 1, this.#raw || isCut, isCut);
    if (word === undefined) return undefined;
    if (this.#raw) return this.#text.slice(start, this.#at);
    const inWord = {
      isUnknown: this.isUnknown,
      usesFallback: this.usesFallback,
      used: this.used.slice(before.used),
    };
    this.isUnknown = before.isUnknown;
    this.usesFallback = before.usesFallback;
    this.used.length = before.used;
    const takeWord = (): string => {
      this.isUnknown = inWord.isUnknown;
      this.usesFallback ||= inWord.usesFallback;
      this.used.push(...inWord.used);
      return word;
    };
    return this.#modify({ name, operator, emptyIsUnset, word, takeWord });
  }

  #modify({ name, operator, emptyIsUnset, word, takeWord }: Modification): string | undefined {
    const variable = this.#lookup(name);
    const isGiven = variable.kind === 'value' && !(emptyIsUnset && variable.value === '');
    if (operator === '-') {
      if (isGiven || variable.kind === 'unknown') return this.#valueOf(name, '');
      this.usesFallback = true;
      return takeWord();
    }
    if (variable.kind === 'unknown' || variable.kind === 'open') return this.#unknown(name);
    if (operator === '+') {
      if (!isGiven) return '';
      this.used.push(name);
      return takeWord();
    }
    if (operator === '?') return isGiven ? this.#valueOf(name, '') : this.#fail(`${name} has no value`);
    this.used.push(name);
    takeWord();
    const value = variable.kind === 'value' ? variable.value : '';
    const isLongest = word.startsWith(operator);
    const pattern = isLongest ? word.slice(1) : word;
    const cut =
      operator === '#' ? cutPrefix(value, pattern, isLongest) : cutSuffix(value, pattern, isLongest);
    return cut ?? this.#fail('the pattern is malformed');
  }

  #readReplacement(name: string, start: number, depth: number): string | undefined {
    const isEvery = this.#text[this.#at] === '/';
    if (isEvery) this.#at++;
    const pattern = this.readUntil('/', depth + 1, true, true);
    const replacement = pattern === undefined ? undefined : this.readUntil('}', depth + 1, true);
    if (pattern === undefined || replacement === undefined) return undefined;
    if (this.#raw) return this.#text.slice(start, this.#at);
    const value = this.#valueOf(name, '');
    if (value === undefined || this.isUnknown) return value;
    return replaceMatches(value, pattern, replacement, isEvery) ?? this.#fail('the pattern is malformed');
  }

  #valueOf(name: string, asWritten: string): string | undefined {
    if (this.#raw) return asWritten;
    const variable = this.#lookup(name);
    if (variable.kind === 'unknown' || variable.kind === 'open') return this.#unknown(name);
    this.used.push(name);
    const value = variable.kind === 'value' ? variable.value : '';
    this.#taken += value.length;
    return this.#taken > LONGEST ? this.#fail('it grows too long') : value;
  }

  #unknown(name: string): string {
    this.isUnknown = true;
    this.used.push(name);
    return UNKNOWN;
  }

  #readName(): string {
    const start = this.#at;
    const first = this.#text[start] ?? '';
    if (SPECIAL.includes(first) && first !== '') {
      this.#at++;
      return first;
    }
    const pattern = /^\p{Nd}/u.test(first) ? /\p{Nd}*/uy : /[\p{L}\p{Nd}_]*/uy;
    pattern.lastIndex = start;
    const name = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += name.length;
    return name;
  }

  #fail(reason: string): undefined {
    this.error ??= reason;
    return undefined;
  }
}

interface Modification {
  readonly name: string;
  readonly operator: string;
  readonly emptyIsUnset: boolean;
  readonly word: string;
  /** Gives the word, and notes what it rests on. */
  readonly takeWord: () => string;
}
