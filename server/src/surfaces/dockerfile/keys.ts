/** Tells which hardened key the cursor stands on. */
import { type TextRange, touches } from '../../base/text.ts';
import type { SettingKey } from '../../model/subject.ts';
import type { DockerfileTree } from '../../syntax/dockerfile/tree.ts';

const KEYS: ReadonlyMap<string, SettingKey> = new Map<string, SettingKey>([
  ['USER', 'user'],
  ['RUN', 'run'],
  ['FROM', 'image'],
  ['ENV', 'variable'],
  ['ARG', 'variable'],
  ['COPY', 'copy'],
  ['ADD', 'add'],
]);

/** The key of the keyword under an offset. */
export function keyAt(
  tree: DockerfileTree,
  offset: number,
): { readonly key: SettingKey; readonly range: TextRange } | undefined {
  const instruction = tree.instructions.find(({ range }) => touches(range, offset));
  for (const { name, keyword } of [instruction, instruction?.trigger].flatMap((each) => each ?? [])) {
    const key = KEYS.get(name);
    if (key && touches(keyword, offset)) return { key, range: keyword };
  }
  return undefined;
}
