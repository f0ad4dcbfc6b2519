/** Bytes to text: UTF-8, or UTF-16 where a byte order mark says so. */
import { encodingOf } from '../base/encoding.ts';

/** The text of a file's bytes; a byte order mark is kept as U+FEFF, what is not valid becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes), { ignoreBOM: true }).decode(bytes);
}
