/** Variables of a shell text whose value is beyond doubt: set once, to a literal, in a place that is surely passed. */

/** The variables of one shell; a subshell or branch has its own, which sees those around it. */
export class Variables {
  readonly #text: string;
  readonly #around: Variables | undefined;
  #values: Map<string, string> | undefined;
  #setOnce: ReadonlySet<string> | undefined;

  constructor(text: string, around?: Variables) {
    this.#text = text;
    this.#around = around;
  }

  /** What a branch, a subshell or a loop of this shell sees; what is set there is not seen here. */
  inner(): Variables {
    return new Variables(this.#text, this);
  }

  set(name: string, value: string): void {
    if (this.#namesSetOnce().has(name)) (this.#values ??= new Map()).set(name, value);
  }

  /** The value, or undefined when it is not certain. Without quotes, a value that would be split or matched is not. */
  get(name: string, quoted: boolean): string | undefined {
    const value = this.#values?.get(name);
    if (value === undefined) return this.#around?.get(name, quoted);
    return quoted || /^[^\s*?[\]\\]+$/u.test(value) ? value : undefined;
  }

  #namesSetOnce(): ReadonlySet<string> {
    if (this.#around) return this.#around.#namesSetOnce();
    this.#setOnce ??= namesSetOnce(this.#text);
    return this.#setOnce;
  }
}

/** Whatever can set any variable behind the reader's back, or change how values are split. */
const UNRULY = /(?:^|[\s;&|({])(?:\.|source|eval)\s|\bIFS=/u;

/**
 * The names that the text sets in one place and mentions nowhere else but behind a dollar sign.
 * It looks at the bare text, so that `read NAME`, `for NAME in` or `((NAME++))` rule a name out without being understood.
 */
function namesSetOnce(text: string): ReadonlySet<string> {
  const once = new Set<string>();
  if (UNRULY.test(text)) return once;
  const ruledOut = new Set<string>();
  for (const match of text.matchAll(/[A-Za-z_]\w*/gu)) {
    const name = match[0];
    const end = match.index + name.length;
    if (isMereUse(text, match.index, end)) continue;
    if (text[end] !== '=' || once.has(name)) ruledOut.add(name);
    once.add(name);
  }
  for (const name of ruledOut) once.delete(name);
  return once;
}

function isMereUse(text: string, start: number, end: number): boolean {
  if (text[start - 1] === '$') return true;
  return text.startsWith('${', start - 2) && !/^:?=/u.test(text.slice(end, end + 2));
}
