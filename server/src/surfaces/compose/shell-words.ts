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

class Splitter {
  readonly #slice: Slice;
  readonly #words: ShellWord[] = [];
  #builder = new SliceBuilder();
  #text = '';
  /** Where the current word began; below 0 between words. */
  #start = -1;
  #quote = '';
  #inBackticks = false;
  #inDollar = false;

  constructor(slice: Slice) {
    this.#slice = slice;
  }

  run(): readonly ShellWord[] | undefined {
    const { text } = this.#slice;
    let index = 0;
    for (; index < text.length; index++) {
      const char = text.charAt(index);
      if (char === '\\' && this.#quote !== "'") {
        if (index + 1 < text.length) this.#take(index + 1, index);
        index++;
        continue;
      }
      if (this.#isQuote(char)) {
        this.#toggle(char, index);
        continue;
      }
      if (/\s/u.test(char)) {
        if (this.#isInside()) this.#take(index);
        else this.#finish(index);
        continue;
      }
      if (char === '(' && this.#quote !== "'" && !this.#inBackticks && !this.#openDollar()) {
        if (this.#quote === '') return undefined;
      }
      if (char === '`' && this.#quote === '' && !this.#inDollar) this.#inBackticks = !this.#inBackticks;
      if (char === ')' && this.#quote === '' && !this.#inBackticks) this.#inDollar = false;
      if (OPERATORS.has(char) && !this.#isInside()) {
        // The number in front of a redirection (`2>&1`) belongs to it.
        if (char === '>' && /^\d/u.test(this.#text)) this.#start = -1;
        break;
      }
      this.#take(index);
    }
    if (this.#isInside()) return undefined;
    this.#finish(index);
    return this.#words;
  }

  #openDollar(): boolean {
    if (this.#quote !== '' || this.#inDollar || !this.#text.endsWith('$')) return false;
    this.#inDollar = true;
    return true;
  }

  #isQuote(char: string): boolean {
    if (this.#inDollar) return false;
    return this.#quote === '' ? char === '"' || char === "'" : char === this.#quote;
  }

  #isInside(): boolean {
    return this.#quote !== '' || this.#inBackticks || this.#inDollar;
  }

  #toggle(char: string, index: number): void {
    if (this.#start < 0) this.#start = index;
    this.#quote = this.#quote === '' ? char : '';
  }

  #take(index: number, from = index): void {
    if (this.#start < 0) this.#start = from;
    const char = this.#slice.text.charAt(index);
    const place = sourceRange(this.#slice, { start: from, end: index + 1 });
    this.#builder.add(char, place.start, place.end);
    this.#text += char;
  }

  #finish(end: number): void {
    if (this.#start >= 0) {
      const range = sourceRange(this.#slice, { start: this.#start, end });
      this.#words.push({ slice: this.#builder.build(range.start), range });
    }
    this.#builder = new SliceBuilder();
    this.#text = '';
    this.#start = -1;
  }
}
