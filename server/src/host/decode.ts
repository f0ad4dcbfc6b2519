/** Bytes to text: UTF-8, or UTF-16 where a byte order mark says so. */
import { type Encoding, encodingOf } from '../base/encoding.ts';

const decoders = new Map<Encoding, TextDecoder>();

/** The text of a file's bytes; a byte order mark is kept as U+FEFF, what is not valid becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  const decoder = decoders.get(encoding) ?? new TextDecoder(encoding, { ignoreBOM: true });
  decoders.set(encoding, decoder);
  return decoder.decode(bytes);
}
