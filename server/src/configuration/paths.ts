/** Patterns of paths as `.gitignore` has them. Slow patterns do not exist: the time is at most path times pattern. */

/** Stands for `?`. */
const ANY = Symbol('one letter');
/** Stands for any number of letters, or of parts. */
const RUN = Symbol('any number');

/** What is remembered of a pattern. */
interface Pattern {
  /** Begins with `!`: takes back what an earlier one matched. */
  readonly isNegated: boolean;
  /** Ends with a slash: matches folders only. */
  readonly isForFolders: boolean;
  /** Has a slash before its end: matches from the folder that it is written for, and not anywhere below. */
  readonly isAnchored: boolean;
  /** What it says of each part of a path; a run for `**`. */
  readonly parts: readonly (Glob | typeof RUN)[];
  /** The same for all that lies within what it matches. */
  readonly within: Pattern['parts'];
}

/** What it says of the letters of a part; a run for `*`. Without anything special it is the part itself. */
type Glob = string | readonly (Letter | typeof RUN)[];
type Letter = string | LetterClass | typeof ANY;

interface LetterClass {
  readonly isNegated: boolean;
  readonly ranges: readonly (readonly [string, string])[];
}

/** The pattern that decides about a path. */
export interface PathMatch {
  /** Its place in the list. */
  readonly index: number;
  /** Whether it takes the path back in. */
  readonly isNegated: boolean;
}

/** Tells what a list of patterns says of the path of a file, from the folder that they are written for. */
export type PathMatcher = (path: readonly string[]) => PathMatch | undefined;

/** The parts of a path with slashes, as matchers take it. Letters count as equal in either case, as on most systems of developers. */
export function pathParts(path: string): readonly string[] {
  return path.toLowerCase().split('/');
}

/** Whether there are paths that a pattern matches, as far as the pattern alone tells. */
export function canMatch(written: string): boolean {
  return compile(written) !== undefined;
}

/** Compiles a list of patterns. */
export function pathMatcher(patterns: readonly string[]): PathMatcher {
  const compiled = patterns.map(compile);
  if (compiled.every((pattern) => !pattern?.isNegated)) return plainMatcher(compiled);
  return (path) => {
    // What lies in a folder that is matched cannot be taken back in.
    for (let length = 1; length < path.length; length++) {
      const match = lastMatch(compiled, path.slice(0, length), true);
      if (match && !match.isNegated) return match;
    }
    return lastMatch(compiled, path, false);
  };
}

interface Numbered {
  readonly pattern: Pattern;
  readonly match: PathMatch;
}

/** Where nothing is taken back in, each pattern may be asked by itself, and those that begin with another folder need not be asked. */
function plainMatcher(patterns: readonly (Pattern | undefined)[]): PathMatcher {
  const anywhere: Numbered[] = [];
  const byFirst = new Map<string, Numbered[]>();
  for (const [index, pattern] of patterns.entries()) {
    if (!pattern) continue;
    const numbered = { pattern, match: { index, isNegated: false } };
    const first = pattern.isAnchored ? pattern.parts[0] : undefined;
    if (typeof first !== 'string') anywhere.push(numbered);
    else byFirst.set(first, [...(byFirst.get(first) ?? []), numbered]);
  }
  return (path) => {
    const matches = ({ pattern }: Numbered): boolean => matchesWithin(pattern, path);
    return (byFirst.get(path[0] ?? '')?.findLast(matches) ?? anywhere.findLast(matches))?.match;
  };
}

/** Whether a pattern matches a file, or a folder that it lies in. */
function matchesWithin(pattern: Pattern, path: readonly string[]): boolean {
  const { parts, within, isAnchored, isForFolders } = pattern;
  // The last part is the file itself.
  const given = isForFolders ? path.slice(0, -1) : path;
  if (isAnchored) return matchesParts(within, given);
  const [only] = parts;
  if (only === undefined || only === RUN) return only === RUN && given.length > 0;
  return typeof only === 'string' ? given.includes(only) : given.some((part) => matchesGlob(only, part));
}

function lastMatch(
  patterns: readonly (Pattern | undefined)[],
  path: readonly string[],
  isFolder: boolean,
): PathMatch | undefined {
  for (let index = patterns.length - 1; index >= 0; index--) {
    const pattern = patterns[index];
    if (!pattern || (pattern.isForFolders && !isFolder)) continue;
    const given = pattern.isAnchored ? path : path.slice(-1);
    if (matchesParts(pattern.parts, given)) return { index, isNegated: pattern.isNegated };
  }
  return undefined;
}

/** Undefined for what matches nothing: a comment, a class without an end. */
function compile(written: string): Pattern | undefined {
  const trimmed = withoutBlanks(written);
  if (trimmed.startsWith('#')) return undefined;
  const isNegated = trimmed.startsWith('!');
  const body = trimmed.slice(isNegated ? 1 : 0).toLowerCase();
  const isForFolders = body.endsWith('/');
  const text = isForFolders ? body.slice(0, -1) : body;
  const isAnchored = text.includes('/');
  const parts = partsOf(text.startsWith('/') ? text.slice(1) : text);
  return parts && { isNegated, isForFolders, isAnchored, parts, within: [...parts, RUN] };
}

/** Blanks at the end do not count, but for one behind a backslash. */
function withoutBlanks(written: string): string {
  let end = written.length;
  while (end > 0 && ' \t'.includes(written.charAt(end - 1)) && written.charAt(end - 2) !== '\\') end--;
  return written.slice(0, end);
}

function partsOf(text: string): Pattern['parts'] | undefined {
  const parts: (Glob | typeof RUN)[] = [];
  for (const part of text.split('/')) {
    if (part === '**') {
      if (parts.at(-1) !== RUN) parts.push(RUN);
      continue;
    }
    const glob = part === '' ? undefined : globOf(part);
    if (!glob) return undefined;
    parts.push(glob);
  }
  // `a/**` is all that lies in the folder, and not the folder itself.
  if (parts.at(-1) === RUN) parts.push([RUN]);
  return parts;
}

function globOf(part: string): Glob | undefined {
  const signs: (Letter | typeof RUN)[] = [];
  for (let i = 0; i < part.length; i++) {
    const letter = part.charAt(i);
    if (letter === '*') {
      if (signs.at(-1) !== RUN) signs.push(RUN);
    } else if (letter === '?') signs.push(ANY);
    else if (letter === '[') {
      const found = classAt(part, i);
      if (!found) return undefined;
      signs.push(found.letters);
      i = found.end;
    } else if (letter === '\\') {
      if (++i === part.length) return undefined;
      signs.push(part.charAt(i));
    } else signs.push(letter);
  }
  return signs.every((sign) => typeof sign === 'string') ? signs.join('') : signs;
}

/** The class that begins at a bracket, with the place of its closing one. */
function classAt(
  part: string,
  start: number,
): { readonly letters: LetterClass; readonly end: number } | undefined {
  let i = start + 1;
  const isNegated = part.charAt(i) === '!' || part.charAt(i) === '^';
  if (isNegated) i++;
  const ranges: (readonly [string, string])[] = [];
  for (let isFirst = true; i < part.length; i++, isFirst = false) {
    if (part.charAt(i) === ']' && !isFirst) return { letters: { isNegated, ranges }, end: i };
    if (part.charAt(i) === '\\') i++;
    const from = part.charAt(i);
    const isRange = part.charAt(i + 1) === '-' && i + 2 < part.length && part.charAt(i + 2) !== ']';
    if (isRange) i += 2;
    ranges.push([from, part.charAt(i)]);
  }
  return undefined;
}

function matchesParts(wanted: Pattern['parts'], path: readonly string[]): boolean {
  return matchesInOrder(wanted, path.length, (glob, index) => matchesGlob(glob, path[index] ?? ''));
}

function matchesGlob(glob: Glob, text: string): boolean {
  if (typeof glob === 'string') return glob === text;
  const last = glob.at(-1);
  // Most texts do not even end as they should.
  if (typeof last === 'string' && !text.endsWith(last)) return false;
  return matchesInOrder(glob, text.length, (sign, index) => matchesLetter(sign, text.charAt(index)));
}

function matchesLetter(sign: Letter, letter: string): boolean {
  if (sign === ANY) return true;
  if (typeof sign === 'string') return sign === letter;
  return sign.ranges.some(([from, to]) => from <= letter && letter <= to) !== sign.isNegated;
}

/** Goes back to the last run only: whatever an earlier one could take instead, the last one can take as well. */
function matchesInOrder<T>(
  signs: readonly (T | typeof RUN)[],
  length: number,
  matches: (sign: T, index: number) => boolean,
): boolean {
  let next = 0;
  let run = -1;
  let taken = 0;
  for (let index = 0; index < length;) {
    const sign = signs[next];
    if (sign === RUN) {
      run = next++;
      taken = index;
    } else if (sign !== undefined && matches(sign, index)) {
      next++;
      index++;
    } else if (run >= 0) {
      next = run + 1;
      index = ++taken;
    } else return false;
  }
  return signs.slice(next).every((sign) => sign === RUN);
}
