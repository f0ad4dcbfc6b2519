/** Names with a `*` in them that stands for any letters. */

/** Whether a text is what a pattern says, however its letters are written. Linear in the text. */
export function matchesWildcard(text: string, pattern: string): boolean {
  const given = text.toLowerCase();
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) return given === first;
  if (given.length < first.length + last.length) return false;
  if (!given.startsWith(first) || !given.endsWith(last)) return false;
  const end = given.length - last.length;
  let position = first.length;
  for (const piece of rest) {
    const found = given.indexOf(piece, position);
    if (found < 0 || found + piece.length > end) return false;
    position = found + piece.length;
  }
  return true;
}

/** Lists that were asked before: their plain names are looked up, and only what has a `*` is tried one by one. */
const known = new WeakMap<
  readonly string[],
  { readonly plain: ReadonlySet<string>; readonly wild: readonly string[] }
>();

/** Whether a text is what one of several patterns says. The list must not change. */
export function matchesAnyWildcard(text: string, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return false;
  let list = known.get(patterns);
  if (!list) {
    const isWild = (pattern: string): boolean => pattern.includes('*');
    const plain = new Set(patterns.filter((pattern) => !isWild(pattern)).map((name) => name.toLowerCase()));
    list = { plain, wild: patterns.filter(isWild) };
    known.set(patterns, list);
  }
  const { plain, wild } = list;
  return plain.has(text.toLowerCase()) || wild.some((pattern) => matchesWildcard(text, pattern));
}
