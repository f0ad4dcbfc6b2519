/** Writes JSON that no terminal and no editor obeys. */

/** JSON leaves some characters as they are that would steer whoever shows it: they are escaped as well. */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value);
  // Most texts have no such character, and the pattern for all of them takes long to make.
  if (/^[\x20-\x7e]*$/u.test(text)) return text;
  return text.replace(/[\x7f-\x9f\p{Cf}\u2028\u2029]/gu, escapeUnits);
}

function escapeUnits(character: string): string {
  let escaped = '';
  for (let i = 0; i < character.length; i++) {
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
