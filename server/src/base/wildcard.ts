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
