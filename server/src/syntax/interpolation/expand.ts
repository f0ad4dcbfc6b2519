/** Compose's variables in texts: `$V`, `${V}`, `${V:-default}`, `${V-default}`, `${V:?error}`, `${V:+instead}`, nested, and `$$`. */
import { type Slice, SliceBuilder, sourceRange } from '../../base/slice.ts';
import type { Location, TextRange } from '../../base/text.ts';

/** Stands in an expanded text for each part that nobody can know from the files. */
export const UNKNOWN = '\uFFFC';

/** What is known of a variable that is set: its value (absent when that depends on something unknown), and where it is set. */
export interface Variable {
  readonly value?: string;
  readonly location?: Location;
}

/** Tells what is known of a variable; undefined when no file sets it (the shell still may). */
export type Lookup = (name: string) => Variable | undefined;

/** A text after expansion. */
export interface Expanded {
  /** With `UNKNOWN` for each unknown part. */
  readonly slice: Slice;
  /** What the text consists of, in order; parts that came out empty are listed too. */
  readonly parts: readonly Part[];
  /** Whether every part is known. */
  readonly isKnown: boolean;
  /** A part that Compose refuses to read, in the document. */
  readonly invalid?: TextRange;
}

/** A stretch of an expanded text. */
export interface Part {
  /** `default` is the text that a `${V:-text}` holds; `unknown` is a variable that no file sets. */
  readonly origin: 'literal' | 'default' | 'variable' | 'unknown';
  /** The variable's name; absent for literals. */
  readonly name?: string;
  readonly text: string;
  /** Where a known variable is set. */
  readonly location?: Location;
  /** Of `${V:?reason}` without a value: the reason, as written. Compose refuses the text then. */
  readonly required?: string;
}

/** What an expanded text has in place of an unknown variable. */
export type Placeholder = (name: string) => string;

/** Expands a text. A text without a dollar sign comes back as it is. */
export function expand(slice: Slice, lookup: Lookup, placeholder: Placeholder = () => UNKNOWN): Expanded {
  if (!slice.text.includes('$')) {
    return { slice, parts: [{ origin: 'literal', text: slice.text }], isKnown: true };
  }
  const expansion = new Expansion(slice, lookup, placeholder);
  expansion.run({ start: 0, end: slice.text.length }, 'literal', undefined, 0);
  return expansion.result();
}

const DEEPEST = 20;
/** Longer than any value that a program takes; what grows beyond is refused. */
const LONGEST = 2 ** 20;
const NAME = /[a-z_]\w*/iy;
const OPERATOR = /:?[-+?]/y;

class Expansion {
  readonly #builder = new SliceBuilder();
  readonly #parts: Part[] = [];
  readonly #slice: Slice;
  readonly #lookup: Lookup;
  readonly #placeholder: Placeholder;
  /** Of what variables brought. */
  #length = 0;
  #isKnown = true;
  #invalid: TextRange | undefined;

  constructor(slice: Slice, lookup: Lookup, placeholder: Placeholder) {
    this.#slice = slice;
    this.#lookup = lookup;
    this.#placeholder = placeholder;
  }

  result(): Expanded {
    return {
      slice: this.#builder.build(this.#slice.base),
      parts: this.#parts,
      isKnown: this.#isKnown,
      ...(this.#invalid ? { invalid: this.#invalid } : {}),
    };
  }

  run(range: TextRange, origin: 'literal' | 'default', name: string | undefined, depth: number): void {
    const { text } = this.#slice;
    let start = range.start;
    while (start < range.end) {
      const dollar = text.indexOf('$', start);
      const stop = dollar < 0 || dollar >= range.end ? range.end : dollar;
      this.#copy({ start, end: stop }, origin, name);
      if (stop === range.end) return;
      start = this.#dollar(stop, range.end, origin, name, depth);
    }
  }

  /** Reads what begins with a dollar sign and gives the place behind it. */
  #dollar(
    at: number,
    end: number,
    origin: 'literal' | 'default',
    name: string | undefined,
    depth: number,
  ): number {
    const { text } = this.#slice;
    const next = at + 1 < end ? text[at + 1] : undefined;
    if (next === '$') {
      this.#add('$', { start: at, end: at + 2 }, { origin, text: '$', ...(name ? { name } : {}) });
      return at + 2;
    }
    if (next === '{') return this.#braced(at, end, depth);
    const variable = match(NAME, text, at + 1);
    if (!variable) {
      // `$1`, `$(date)`, `$` at the end: Compose leaves them as they are.
      this.#copy({ start: at, end: at + 1 }, origin, name);
      return at + 1;
    }
    const stop = Math.min(end, at + 1 + variable.length);
    this.#variable(variable, { start: at, end: stop });
    return stop;
  }

  #braced(at: number, end: number, depth: number): number {
    const { text } = this.#slice;
    const close = closingBrace(text, at + 1, end);
    const name = match(NAME, text, at + 2);
    const behind = at + 2 + (name?.length ?? 0);
    const operator = match(OPERATOR, text, behind);
    if (close < 0 || !name || depth >= DEEPEST || (behind !== close && !operator)) {
      return this.#refuse(at, close < 0 ? end : close + 1);
    }
    const whole = { start: at, end: close + 1 };
    if (behind === close || !operator) this.#variable(name, whole);
    else this.#operate(name, operator, { start: behind + operator.length, end: close }, whole, depth);
    return close + 1;
  }

  #refuse(at: number, end: number): number {
    this.#invalid ??= sourceRange(this.#slice, { start: at, end });
    this.#unknown('', { start: at, end });
    return end;
  }

  #operate(name: string, operator: string, rest: TextRange, whole: TextRange, depth: number): void {
    const variable = this.#lookup(name);
    const isGiven = isSetFor(variable, operator.startsWith(':'));
    if (operator.endsWith('-') && isGiven === false) {
      this.#parts.push({ origin: 'default', name, text: '' });
      this.run(rest, 'default', name, depth + 1);
    } else if (operator.endsWith('+') && isGiven && variable) {
      this.#parts.push({ origin: 'variable', name, text: '', ...placeOf(variable) });
      this.run(rest, 'default', name, depth + 1);
    } else if (operator.endsWith('+') && isGiven === false && variable) {
      this.#add('', whole, { origin: 'variable', name, text: '', ...placeOf(variable) });
    } else if (operator.endsWith('-') && isGiven) {
      this.#variable(name, whole);
    } else if (operator.endsWith('?') && isGiven) {
      this.#variable(name, whole);
    } else if (operator.endsWith('?')) {
      this.#unknown(name, whole, this.#slice.text.slice(rest.start, rest.end));
    } else {
      this.#unknown(name, whole);
    }
  }

  #variable(name: string, range: TextRange): void {
    const variable = this.#lookup(name);
    if (variable?.value === undefined) {
      this.#unknown(name, range);
      return;
    }
    const { value } = variable;
    this.#add(value, range, { origin: 'variable', name, text: value, ...placeOf(variable) });
  }

  #unknown(name: string, range: TextRange, required?: string): void {
    this.#isKnown = false;
    const text = this.#placeholder(name);
    this.#add(text, range, {
      origin: 'unknown',
      name,
      text,
      ...(required === undefined ? {} : { required }),
    });
  }

  #add(text: string, range: TextRange, part: Part): void {
    this.#length += text.length;
    if (this.#length > LONGEST) {
      this.#invalid ??= sourceRange(this.#slice, range);
      this.#isKnown = false;
      return;
    }
    const place = sourceRange(this.#slice, range);
    this.#builder.add(text, place.start, place.end);
    this.#parts.push(part);
  }

  #copy(range: TextRange, origin: 'literal' | 'default', name: string | undefined): void {
    if (range.end <= range.start) return;
    copySlice(this.#builder, this.#slice, range);
    const text = this.#slice.text.slice(range.start, range.end);
    this.#parts.push({ origin, text, ...(name ? { name } : {}) });
  }
}

/** Whether a variable counts as given for an operator; undefined when that is not known. */
function isSetFor(variable: Variable | undefined, notEmpty: boolean): boolean | undefined {
  if (!variable) return false;
  if (!notEmpty) return true;
  return variable.value === undefined ? undefined : variable.value !== '';
}

function placeOf(variable: Variable): { location?: Location } {
  return variable.location ? { location: variable.location } : {};
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function closingBrace(text: string, open: number, end: number): number {
  let depth = 0;
  for (let i = open; i < end; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

function copySlice(builder: SliceBuilder, slice: Slice, range: TextRange): void {
  if (!slice.starts || !slice.ends) {
    builder.copy(slice.text.slice(range.start, range.end), slice.base + range.start);
    return;
  }
  for (let i = range.start; i < range.end; i++) {
    const start = slice.starts[i] ?? slice.base;
    builder.add(slice.text.charAt(i), start, slice.ends[i] ?? start);
  }
}
