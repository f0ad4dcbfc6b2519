/** Undoes the escapes inside backticks, so that what stands in them keeps its place in the document. */
import { type Slice, SliceBuilder, sourceRange } from '../../base/slice.ts';
import type { Scope } from './model.ts';

/**
 * The text between the backticks of a node as a slice. `decoded` is what the parser made of it and what its offsets count in;
 * it is followed along the written text.
 */
export function decodedBackticks(
  scope: Scope,
  node: { readonly pos: number; readonly end: number },
  decoded: string,
): Slice {
  const { text } = scope.slice;
  const builder = new SliceBuilder();
  let at = node.pos + 1;
  for (let i = 0; i < decoded.length; i++) {
    while (text.startsWith('\\\n', at) && decoded[i] !== '\\') at += 2;
    const isEscape = text[at] === '\\' && text[at + 1] === decoded[i] && /[\\$`"]/u.test(decoded.charAt(i));
    const end = Math.min(at + (isEscape ? 2 : 1), node.end);
    const range = sourceRange(scope.slice, { start: Math.min(at, end), end });
    builder.add(decoded.charAt(i), range.start, range.end);
    at = end;
  }
  return builder.build(sourceRange(scope.slice, { start: node.pos, end: node.pos }).start);
}
