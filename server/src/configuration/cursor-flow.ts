/** Follows brackets, in JSON and in YAML, up to a cursor and on to their end. */
import { type Cursor, ELEMENT, type Step } from './cursor.ts';

/** An open bracket. */
interface Frame {
  readonly isMapping: boolean;
  /** The keys that were read in it. */
  readonly names: string[];
  /** The key whose value comes next; absent where a key comes next. */
  key?: string;
}

/** What came of it. */
export interface Followed {
  /** Where the first bracket is closed; the length of the text when it is not. */
  readonly end: number;
  /** Absent where the cursor stands outside, or in a comment. */
  readonly cursor?: Cursor;
}

/** Follows the brackets that begin at or behind `start`; undefined when there are none. */
export function flowCursor(text: string, start: number, offset: number, style: 'flow' | 'json'): Followed {
  return new Follower(text, style).follow(start, offset);
}

const WORD_END = /[\s,[\]{}:"'#]/u;

class Follower {
  readonly #text: string;
  readonly #style: 'flow' | 'json';
  readonly #frames: Frame[] = [];
  /** Whether the cursor stands in a comment. */
  #isOutside = false;
  /** What is known of the cursor so far; its keys are complete when the frame is closed. */
  #found: { readonly cursor: Cursor; readonly frame: Frame } | undefined;

  constructor(text: string, style: 'flow' | 'json') {
    this.#text = text;
    this.#style = style;
  }

  follow(start: number, offset: number): Followed {
    let at = start;
    while (at < this.#text.length) {
      const end = this.#tokenEnd(at);
      const kind = this.#kindAt(at);
      const isHere = at <= offset && offset <= end;
      if (isHere && kind === 'word') this.#meet({ start: at, end });
      // Between two words the cursor stands where the next one would.
      else if (offset === at) this.#meet({ start: offset, end: offset });
      else if (isHere && kind === 'comment') this.#isOutside = true;
      if (kind === 'word' || kind === 'mark') this.#take(at, end);
      at = end;
      if (this.#frames.length === 0 && kind === 'mark') return this.#outcome(at);
    }
    if (offset === at) this.#meet({ start: offset, end: offset });
    return this.#outcome(at);
  }

  #kindAt(at: number): 'word' | 'mark' | 'blank' | 'comment' {
    const first = this.#text.charAt(at);
    if (/\s/u.test(first)) return 'blank';
    if (this.#isComment(at)) return 'comment';
    return '[]{},:'.includes(first) ? 'mark' : 'word';
  }

  #outcome(end: number): Followed {
    if (!this.#found) return { end };
    const { cursor, frame } = this.#found;
    const own = this.#text.slice(cursor.typed.start, cursor.typed.end);
    const present = frame.names.filter((name) => cursor.role === 'value' || name !== unquoted(own));
    return { end, cursor: { ...cursor, present } };
  }

  /** The cursor is here, unless it was met before. */
  #meet(typed: Cursor['typed']): void {
    const frame = this.#frames.at(-1);
    if (this.#found || this.#isOutside || !frame) return;
    const role = frame.isMapping && frame.key === undefined ? 'key' : 'value';
    const hasColon = /^\s*:/u.test(this.#text.slice(typed.end, typed.end + 20));
    this.#found = {
      frame,
      cursor: { path: this.#path(), role, typed, present: [], hasColon, style: this.#style },
    };
  }

  #path(): readonly Step[] {
    const steps: Step[] = [];
    for (const { isMapping, key } of this.#frames) {
      if (!isMapping) steps.push(ELEMENT);
      else if (key !== undefined) steps.push(key);
    }
    return steps;
  }

  #tokenEnd(at: number): number {
    const text = this.#text;
    const first = text.charAt(at);
    if (this.#isComment(at)) return this.#commentEnd(at);
    if (first === '"' || first === "'") return stringEnd(text, at);
    if (WORD_END.test(first)) return at + 1;
    let end = at + 1;
    while (end < text.length && !WORD_END.test(text.charAt(end))) end++;
    return end;
  }

  #isComment(at: number): boolean {
    if (this.#style === 'json') return this.#text.startsWith('//', at) || this.#text.startsWith('/*', at);
    return this.#text.charAt(at) === '#';
  }

  #commentEnd(at: number): number {
    const isBlock = this.#style === 'json' && this.#text.startsWith('/*', at);
    const end = isBlock ? this.#text.indexOf('*/', at + 2) : this.#text.indexOf('\n', at);
    return end < 0 ? this.#text.length : end + (isBlock ? 2 : 0);
  }

  #take(start: number, end: number): void {
    const mark = this.#text.charAt(start);
    const frame = this.#frames.at(-1);
    if (mark === '{' || mark === '[') this.#frames.push({ isMapping: mark === '{', names: [] });
    else if (mark === '}' || mark === ']') this.#frames.pop();
    else if (!frame?.isMapping || mark === ':') return;
    else if (mark === ',') delete frame.key;
    else if (frame.key === undefined && /^\s*:/u.test(this.#text.slice(end, end + 20))) {
      frame.key = unquoted(this.#text.slice(start, end));
      frame.names.push(frame.key);
    }
  }
}

/** A string without an end ends with its line. */
function stringEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '\n') return at;
    if (letter === quote) return at + 1;
    if (letter === '\\' && quote === '"') at++;
  }
  return text.length;
}

/** A word without its quotes; where the second is missing, without the first. */
export function unquoted(word: string): string {
  const quote = word.charAt(0);
  if (quote !== '"' && quote !== "'") return word;
  return word.slice(1, word.length > 1 && word.endsWith(quote) ? -1 : undefined);
}
