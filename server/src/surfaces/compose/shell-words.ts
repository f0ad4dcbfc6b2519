/** Splits a command that is written as one text into words, as Compose does: no shell reads it, and it ends at the first operator. */
import { type Slice, SliceBuilder, sourceRange } from '../../base/slice.ts';
import type { TextRange } from '../../base/text.ts';

/** One word, with its place as written, quotes included. */
export interface ShellWord {
  readonly slice: Slice;
  readonly range: TextRange;
}

/** The words up to the first `;`, `&`, `|`, `<` or `>` outside quotes; undefined where Compose refuses the text. */
export function splitWords(slice: Slice): readonly ShellWord[] | undefined {
  return new Splitter(slice).run();
}

const OPERATORS = new Set([';', '&', '|', '<', '>']);
const BLANKS = new Set([' ', '\t', '\r', '\n']);
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

/** What a character comes to: the next one is read, the words end here, or the text is none that Compose reads. */
type Step = 'next' | 'end' | 'refuse';

class Splitter {
  readonly #slice: Slice;
  readonly #words: ShellWord[] = [];
  #builder = new SliceBuilder();
  #text = '';
  /** Where the current word began; below 0 between words. */
  #start = -1;
  /** Whether the word ends with a quote: then it is one even if it is empty. */
  #endsQuoted = false;
  /** Whether any part of the word was quoted or escaped. */
  #hasQuotes = false;
  #isEscaped = false;
  #isBehindDollar = false;
  /** Where the text is at: inside quotes, backticks or `$(…)`. */
  #inside: '' | '"' | "'" | '`' | '$(' = '';

  constructor(slice: Slice) {
    this.#slice = slice;
  }

  run(): readonly ShellWord[] | undefined {
    const { text } = this.#slice;
    let index = 0;
    for (; index < text.length; index++) {
      const step = this.#read(text.charAt(index), index);
      if (step === 'refuse') return undefined;
      if (step === 'end') break;
    }
    if (this.#isEscaped || this.#inside !== '') return undefined;
    this.#finish(index);
    return this.#words;
  }

  #read(char: string, index: number): Step {
    const isBehindDollar = this.#isBehindDollar;
    this.#isBehindDollar = false;
    if (this.#isEscaped) return this.#readEscaped(char, index);
    if (char === '\\' && this.#inside !== "'") {
      this.#begin(index);
      this.#isEscaped = true;
      return 'next';
    }
    if (BLANKS.has(char)) {
      if (this.#inside === '') this.#finish(index);
      else this.#take(char, index);
      return 'next';
    }
    if (char === '"' || char === "'") return this.#readQuote(char, index);
    if (char === '`') this.#toggle('`');
    else if (char === '(' || char === ')') return this.#readParenthesis(char, index, isBehindDollar);
    else if (OPERATORS.has(char) && this.#inside === '') return this.#readOperator(char);
    this.#take(char, index);
    this.#isBehindDollar = char === '$' && this.#inside === '';
    return 'next';
  }

  #readEscaped(char: string, index: number): Step {
    this.#isEscaped = false;
    this.#hasQuotes = true;
    if (this.#inside === '`' || this.#inside === '$(') {
      this.#take('\\', index - 1);
      this.#take(char, index);
    } else this.#take(ESCAPES[char] ?? char, index, index - 1);
    return 'next';
  }

  #readQuote(quote: '"' | "'", index: number): Step {
    if (this.#inside !== '' && this.#inside !== quote) {
      this.#take(quote, index);
      return 'next';
    }
    this.#begin(index);
    this.#hasQuotes = true;
    this.#endsQuoted = this.#inside === quote;
    this.#toggle(quote);
    return 'next';
  }

  /** Parentheses belong to `$(…)` or stand inside quotes; all others are refused. */
  #readParenthesis(char: string, index: number, isBehindDollar: boolean): Step {
    if (this.#inside === '' || this.#inside === '$(') {
      const isRight = char === '(' ? this.#inside === '' && isBehindDollar : this.#inside === '$(';
      if (!isRight) return 'refuse';
      this.#inside = char === '(' ? '$(' : '';
    }
    this.#take(char, index);
    return 'next';
  }

  #readOperator(char: string): Step {
    // The number in front of a redirection (`2>&1`) belongs to it.
    if (char === '>' && !this.#hasQuotes && /^\d+$/u.test(this.#text)) this.#start = -1;
    return 'end';
  }

  #toggle(sign: '"' | "'" | '`'): void {
    if (this.#inside === sign) this.#inside = '';
    else if (this.#inside === '') this.#inside = sign;
  }

  #begin(index: number): void {
    if (this.#start < 0) this.#start = index;
  }

  #take(char: string, index: number, from = index): void {
    this.#begin(from);
    this.#endsQuoted = false;
    const place = sourceRange(this.#slice, { start: from, end: index + 1 });
    this.#builder.add(char, place.start, place.end);
    this.#text += char;
  }

  #finish(end: number): void {
    if (this.#start >= 0 && (this.#text !== '' || this.#endsQuoted)) {
      const range = sourceRange(this.#slice, { start: this.#start, end });
      this.#words.push({ slice: this.#builder.build(range.start), range });
    }
    this.#builder = new SliceBuilder();
    this.#text = '';
    this.#start = -1;
    this.#endsQuoted = false;
    this.#hasQuotes = false;
  }
}
