/** Bytes to text: UTF-8, or UTF-16 where a byte order mark says so. */

/** The text of a file's bytes; a byte order mark is kept as U+FEFF, what is not valid becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
