/** Reads snippets as an editor does: tab stops with defaults, choices and repetitions. */

/** A place of a snippet to which the tabulator leads; a later one of the same number repeats what the first holds. */
export interface TabStop {
  readonly number: number;
  /** The default, or the choices. */
  readonly values: readonly string[];
  readonly start: number;
  readonly end: number;
}

const TAB_STOP = /\\.|\$(?:(\d+)|\{(\d+)(?::([^{}$]*)|\|((?:\\.|[^|\\])*)\|)?\})|\$/gu;

/** The tab stops of a snippet, in its order. */
export function tabStops(body: string): TabStop[] {
  return [...body.matchAll(TAB_STOP)].flatMap((match): TabStop[] => {
    const [all, bare, braced, value, choices] = match;
    if (all.startsWith('\\')) return [];
    const number = bare ?? braced;
    if (number === undefined)
      throw new Error(`a dollar sign that is no tab stop: ${body.slice(match.index)}`);
    const values = choices?.match(/(?:\\.|[^,\\])+/gu) ?? (value === undefined ? [] : [value]);
    return [{ number: Number(number), values, start: match.index, end: match.index + all.length }];
  });
}

/** The text with the defaults, and with each choice beside the defaults of all others. */
export function expansions(body: string): string[] {
  const stops = tabStops(body);
  const valuesOf = new Map<number, readonly string[]>();
  for (const { number, values } of stops) if (!valuesOf.has(number)) valuesOf.set(number, values);
  const texts = new Set<string>();
  for (const [chosen, values] of valuesOf) {
    for (const value of values.length === 0 ? [''] : values) {
      texts.add(
        expand(body, stops, (number) => (number === chosen ? value : (valuesOf.get(number)?.[0] ?? ''))),
      );
    }
  }
  return [...texts];
}

function expand(body: string, stops: readonly TabStop[], valueOf: (number: number) => string): string {
  let text = '';
  let position = 0;
  for (const { number, start, end } of stops) {
    text += body.slice(position, start) + valueOf(number);
    position = end;
  }
  return (text + body.slice(position)).replace(/\\([\\$},|])/gu, '$1');
}
