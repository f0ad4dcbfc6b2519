/** Values from texts as sentences may show them. */

/** A longer value would hide what the sentence says of it. */
const LONGEST_VALUE = 80;

/** A value on one line, without control or bidirectional characters, not too long. */
export function presentable(value: string): string {
  const flat = value.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return flat.length <= LONGEST_VALUE ? flat : `${flat.slice(0, LONGEST_VALUE - 1)}…`;
}

/** `a`, `a and b`, `a, b and c`; of many the first few, and how many more there are. */
export function enumerated(names: readonly string[], most = 3): string {
  const shown = names.length > most + 1 ? [...names.slice(0, most), `${names.length - most} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
