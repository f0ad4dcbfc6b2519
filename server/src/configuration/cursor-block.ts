/** Follows the lines of YAML up to a cursor and on to the end. */
import type { TextRange } from '../base/text.ts';
import { type Cursor, ELEMENT, type Step } from './cursor.ts';
import { flowCursor, unquoted } from './cursor-flow.ts';

/** A key or a dash under which lines may stand. */
interface Frame {
  /** Its column; -1 for the whole text. */
  readonly column: number;
  readonly step?: Step;
  /** The keys that stand directly under it. */
  readonly names: string[];
}

/** A line without the dashes that it begins with. */
interface Line {
  readonly start: number;
  readonly end: number;
  /** Where the next line begins; behind the text for the last one. */
  readonly next: number;
  /** Where each dash stands. */
  readonly dashes: readonly number[];
  /** Where the rest begins: at the end of a line that says no more. */
  readonly rest: number;
}

/** Undefined in comments and in block scalars. */
export function blockCursor(text: string, offset: number): Cursor | undefined {
  return new BlockFollower(text, offset).follow();
}

class BlockFollower {
  readonly #text: string;
  readonly #offset: number;
  #frames: Frame[] = [{ column: -1, names: [] }];
  #found: { readonly cursor: Cursor; readonly frame: Frame } | undefined;
  /** Lines that are indented by more than this are the text of a block scalar. */
  #scalar = Infinity;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.#offset = offset;
  }

  follow(): Cursor | undefined {
    for (let start = 0; start <= this.#text.length;) start = this.#line(lineAt(this.#text, start));
    if (!this.#found) return undefined;
    const { cursor, frame } = this.#found;
    if (cursor.style !== 'block') return cursor;
    const own = unquoted(this.#text.slice(cursor.typed.start, cursor.typed.end));
    return { ...cursor, present: frame.names.filter((name) => cursor.role === 'value' || name !== own) };
  }

  /** Reads a line, or all lines of a value in brackets; gives where the next one begins. */
  #line(line: Line): number {
    const { start, end, next, dashes, rest } = line;
    const isHere = start <= this.#offset && this.#offset <= end;
    if (dashes.length === 0 && (rest === end || this.#text.charAt(rest) === '#')) {
      if (isHere && this.#offset <= rest) this.#meetEmpty(this.#offset - start);
      return next;
    }
    if ((dashes[0] ?? rest) - start > this.#scalar) return next;
    this.#scalar = Infinity;
    for (const dash of dashes) this.#dash(dash - start);
    this.#leave(rest - start);
    const key = keyAt(this.#text, rest, end);
    if (!key) return this.#value(rest, line, 'key');
    if (isHere && rest <= this.#offset && this.#offset <= key.word.end) this.#meet('key', key.word, true);
    this.#frames.at(-1)?.names.push(key.name);
    this.#frames.push({ column: rest - start, step: key.name, names: [] });
    return this.#value(key.behind, line, 'value');
  }

  /** Reads what stands behind a colon, behind a dash, or alone. */
  #value(from: number, { end, next }: Line, role: Cursor['role']): number {
    const text = this.#text;
    let at = from;
    while (at < end && ' \t'.includes(text.charAt(at))) at++;
    const first = text.charAt(at);
    if (first === '{' || first === '[') {
      const flow = flowCursor(text, at, this.#offset, 'flow');
      if (flow.cursor) this.#meetInside(flow.cursor);
      return flow.end < end ? next : lineAt(text, flow.end).next;
    }
    if (first === '|' || first === '>') this.#scalar = this.#frames.at(-1)?.column ?? -1;
    const word = { start: at, end: first === '#' ? at : wordEnd(text, at, end) };
    if (from <= this.#offset && this.#offset <= word.end) {
      const here = { start: this.#offset, end: this.#offset };
      this.#meet(role, this.#offset < at ? here : word, false);
    }
    return next;
  }

  /** A dash may stand in the column of the key that it belongs to. */
  #dash(column: number): void {
    this.#leave(column + 1);
    if (this.#frames.at(-1)?.step === ELEMENT && this.#frames.at(-1)?.column === column) this.#frames.pop();
    this.#frames.push({ column, step: ELEMENT, names: [] });
  }

  /** Nothing that begins in this column or behind it can hold what comes. */
  #leave(column: number): void {
    while ((this.#frames.at(-1)?.column ?? -1) >= column) this.#frames.pop();
  }

  /** On an empty line its column tells what could be meant, and later lines count on. */
  #meetEmpty(column: number): void {
    const frames = this.#frames;
    this.#frames = frames.filter((frame) => frame.column < column || frame.column < 0);
    this.#meet('key', { start: this.#offset, end: this.#offset }, false);
    this.#frames = frames;
  }

  #meet(role: Cursor['role'], typed: TextRange, hasColon: boolean): void {
    const frame = this.#frames.at(-1);
    if (this.#found || !frame) return;
    const cursor: Cursor = { path: this.#path(), role, typed, present: [], hasColon, style: 'block' };
    this.#found = { frame, cursor };
  }

  #meetInside(inner: Cursor): void {
    const frame = this.#frames.at(-1);
    if (frame) this.#found = { frame, cursor: { ...inner, path: [...this.#path(), ...inner.path] } };
  }

  #path(): readonly Step[] {
    return this.#frames.flatMap(({ step }) => step ?? []);
  }
}

function lineAt(text: string, start: number): Line {
  const feed = text.indexOf('\n', start);
  const next = feed < 0 ? text.length + 1 : feed + 1;
  const end = text.charAt(next - 2) === '\r' && next - 2 >= start ? next - 2 : next - 1;
  const dashes: number[] = [];
  let rest = start;
  for (; rest < end; rest++) {
    const letter = text.charAt(rest);
    if (letter === '-' && (rest + 1 === end || ' \t'.includes(text.charAt(rest + 1)))) dashes.push(rest);
    else if (letter !== ' ' && letter !== '\t') break;
  }
  return { start, end, next, dashes, rest };
}

/** The key that begins here, when a colon ends it. */
function keyAt(
  text: string,
  start: number,
  end: number,
): { readonly name: string; readonly word: TextRange; readonly behind: number } | undefined {
  const line = text.slice(start, end);
  const found = /^(?:"[^"]*"|'[^']*'|[^\s"'#[\]{},&!|>%@`-][^:#]*|-[^\s:#][^:#]*)(?=:(?:\s|$))/u.exec(line);
  if (!found) return undefined;
  const written = found[0].trimEnd();
  const word = { start, end: start + written.length };
  return { name: unquoted(written), word, behind: start + found[0].length + 1 };
}

/** A word or a quoted text. */
function wordEnd(text: string, start: number, end: number): number {
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, start + 1);
    return close < 0 || close >= end ? end : close + 1;
  }
  let at = start;
  while (at < end && !/\s/u.test(text.charAt(at))) at++;
  return at;
}
