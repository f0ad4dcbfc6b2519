/** Tells the notation of texts: of those that are found by themselves, and of those that only others lead to. */
import type { SourceText } from '../base/text.ts';
import { fileNameOf } from '../base/uri.ts';
import type { Surface } from '../model/surface.ts';

/**
 * The surface that reads a text. A fragment of YAML that is no notation by itself is read as the text that leads to it, and what
 * builds from an image is a Dockerfile, whatever its name is.
 */
export function surfaceFor(
  document: SourceText,
  surfaces: readonly Surface[],
  leading: Surface | undefined,
): Surface | undefined {
  const own = surfaces.find((each) => each.detect(document));
  if (own || !leading) return own;
  if (/\.(?:ya?ml|json)$/iu.test(fileNameOf(document.uri))) return leading;
  return /^[ \t]*FROM[ \t]/imu.test(document.text) ? surfaces.find(({ build }) => build) : undefined;
}
