/** How the bytes of a file are to be read as text. */

/** UTF-16 where a byte order mark says so, else UTF-8. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The encoding that a text's first bytes tell. */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}
