/** The patterns of `${name#pattern}`, `${name%pattern}` and `${name/pattern/text}`: `*`, `?` and escapes, in bounded time. */

/** One step of a pattern: a character, any one character, or any run of them. */
type Step = { readonly character: string } | 'one' | 'run';

/** The most comparisons that one expansion may take; a longer one counts as malformed, that is as unknown. */
const MOST_WORK = 2_000_000;

/** The value without the part at its start that matches; undefined for a malformed pattern. */
export function cutPrefix(value: string, pattern: string, isLongest: boolean): string | undefined {
  const steps = stepsOf(pattern);
  if (!steps || value.length * steps.length > MOST_WORK) return undefined;
  const length = matchLength([...value], 0, steps, isLongest);
  return length === undefined ? value : [...value].slice(length).join('');
}

/** The value without the part at its end that matches; undefined for a malformed pattern. */
export function cutSuffix(value: string, pattern: string, isLongest: boolean): string | undefined {
  const steps = stepsOf(pattern);
  if (!steps || value.length * steps.length > MOST_WORK) return undefined;
  const characters = [...value].reverse();
  const length = matchLength(characters, 0, [...steps].reverse(), isLongest);
  return length === undefined ? value : characters.slice(length).reverse().join('');
}

/** The value with the first match, or every match, replaced; undefined for a malformed pattern. */
export function replaceMatches(
  value: string,
  pattern: string,
  replacement: string,
  isEvery: boolean,
): string | undefined {
  const steps = stepsOf(pattern);
  if (!steps || value.length * value.length * (steps.length + 1) > MOST_WORK) return undefined;
  const characters = [...value];
  let result = '';
  let end = -1;
  for (let at = 0; at <= characters.length;) {
    const length = matchLength(characters, at, steps, true);
    // An empty match right behind another match is none.
    if (length === undefined || (length === 0 && at === end)) {
      result += characters[at++] ?? '';
      continue;
    }
    result += replacement;
    if (!isEvery) return result + characters.slice(at + length).join('');
    if (length === 0) result += characters[at] ?? '';
    else end = at + length;
    at += Math.max(1, length);
  }
  return result;
}

/** How many characters from `start` on match the whole pattern: the most or the fewest; undefined when none do. */
function matchLength(
  characters: readonly string[],
  start: number,
  steps: readonly Step[],
  isLongest: boolean,
): number | undefined {
  let reached = advance(new Set([0]), steps);
  let found: number | undefined;
  for (let at = start; ; at++) {
    if (reached.has(steps.length)) {
      found = at - start;
      if (!isLongest) return found;
    }
    const character = characters[at];
    if (character === undefined || reached.size === 0) return found;
    const next = new Set<number>();
    for (const index of reached) {
      const step = steps[index];
      if (step === undefined) continue;
      if (step === 'run') next.add(index);
      else if (step === 'one' || step.character === character) next.add(index + 1);
    }
    reached = advance(next, steps);
  }
}

/** Adds the places behind runs, which may match nothing. */
function advance(reached: Set<number>, steps: readonly Step[]): Set<number> {
  for (const index of reached) if (steps[index] === 'run') reached.add(index + 1);
  return reached;
}

function stepsOf(pattern: string): Step[] | undefined {
  const steps: Step[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') steps.push('run');
    else if (character === '?') steps.push('one');
    else if (character !== '\\') steps.push({ character });
    else if (characters[at + 1] !== '}' && characters[at + 1] !== '/') {
      const next = characters[++at] ?? '';
      if (next === '' || !'*?\\'.includes(next)) return undefined;
      steps.push({ character: next });
    }
  }
  return steps;
}
