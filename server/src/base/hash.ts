/** A short name for any text: the same on every machine and in every version. */

const FNV_PRIME = 0x01000193;
const FIRST_SEED = 0x811c9dc5;
const SECOND_SEED = 0x9e3779b9;

/** 16 hexadecimal digits. Texts that differ get different ones for all practical purposes; it keeps no secret. */
export function hashOf(text: string): string {
  let first = FIRST_SEED;
  let second = SECOND_SEED;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    first = Math.imul(first ^ code, FNV_PRIME);
    second = Math.imul(second ^ (code + i), 0x85ebca6b);
    second = (second << 13) | (second >>> 19);
  }
  return (
    hex(mixed(first ^ Math.imul(second, 0xc2b2ae35))) + hex(mixed(second ^ Math.imul(first, 0x27d4eb2f)))
  );
}

/** Spreads what the last characters changed over all bits, as the last step of MurmurHash3 does. */
function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
