/** Reads the places that take an image from somewhere else: FROM, COPY --from, RUN --mount=from. */
import { type Slice, subslice } from '../../base/slice.ts';
import type { ImageUse } from '../../model/image.ts';
import type { Setting } from '../../model/setting.ts';
import type { ImageReference } from '../../model/image.ts';
import { wholeRange } from '../../syntax/dockerfile/characters.ts';
import type { Instruction } from '../../syntax/dockerfile/tree.ts';
import { parseImageReference } from '../../syntax/image-reference/parse-image-reference.ts';
import { type FileReading, sourceOf } from './reading-state.ts';
import type { Expanded } from './scope.ts';

const ON_ITS_OWN = 'scratch';

/** The image of a FROM; `word` is its reference as written. */
export function baseImage(
  file: FileReading,
  instruction: Instruction,
  word: Slice | undefined,
  expanded: Expanded,
): ImageUse {
  const source = sourceOf(file, word ? wholeRange(word) : instruction.keyword, expanded.via);
  const isImage = expanded.isKnown && !file.contexts.has(expanded.text);
  const reference = isImage ? referenceOf(expanded.text, source) : unknown(source);
  return use(file, instruction, 'base', reference);
}

/** Notes the images that COPY, ADD and RUN name in their flags. */
export function noteFlagImages(file: FileReading, instruction: Instruction): void {
  for (const { name, value } of instruction.flags) {
    if (!value) continue;
    if (name === 'from') noteImage(file, instruction, 'copy', value);
    if (name !== 'mount') continue;
    const from = mountOption(value, 'from');
    if (from) noteImage(file, instruction, 'mount', from);
  }
}

function noteImage(file: FileReading, instruction: Instruction, role: 'copy' | 'mount', value: Slice): void {
  const name = value.text;
  if (name === '' || name === ON_ITS_OWN || /^\d+$/u.test(name)) return;
  if (file.stageNames.has(name.toLowerCase()) || file.contexts.has(name)) return;
  const source = sourceOf(file, wholeRange(value));
  const reference = name.includes('$') ? unknown(source) : referenceOf(name, source);
  file.images.push(use(file, instruction, role, reference));
}

/** The value of one option of `--mount`. */
function mountOption(value: Slice, key: string): Slice | undefined {
  let start = 0;
  for (const option of value.text.split(',')) {
    const equals = option.indexOf('=');
    if (option.slice(0, Math.max(0, equals)).trim().toLowerCase() === key) {
      return subslice(value, { start: start + equals + 1, end: start + option.length });
    }
    start += option.length + 1;
  }
  return undefined;
}

function use(
  file: FileReading,
  instruction: Instruction,
  role: ImageUse['role'],
  reference: Setting<ImageReference>,
): ImageUse {
  const image: ImageUse = { source: reference.source, role, reference, built: false };
  const origin = { kind: 'value', instruction, range: reference.source.range } as const;
  file.origins.set(image, origin);
  file.origins.set(reference, origin);
  return image;
}

function referenceOf(text: string, source: Setting<unknown>['source']): Setting<ImageReference> {
  const value = parseImageReference(text);
  return value ? { state: 'set', value, source } : unknown(source);
}

function unknown(source: Setting<unknown>['source']): { state: 'unknown'; source: typeof source } {
  return { state: 'unknown', source };
}
