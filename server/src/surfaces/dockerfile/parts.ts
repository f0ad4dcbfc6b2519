/** The stages of a Dockerfile as parts of its text, and the places of what stands in them. */
import { encloses, type TextRange } from '../../base/text.ts';
import type { Part, Place } from '../../model/surface.ts';
import type { DockerfileTree } from '../../syntax/dockerfile/tree.ts';
import type { Outline } from './outline.ts';

/** One part a stage; its extent ends with its last instruction. */
export function partsOf({ stages }: Outline): readonly Part[] {
  return stages.map(({ index, name, from, instructions }) => ({
    kind: 'stage',
    name: name ?? String(index),
    head: from.range,
    extent: { start: from.range.start, end: instructions.at(-1)?.range.end ?? from.range.end },
  }));
}

/** The instruction that a range stands in, and what the range says. */
export function placeOf(tree: DockerfileTree, parts: readonly Part[], range: TextRange): Place {
  const part = parts.find(({ extent }) => encloses(extent, range));
  const instruction = tree.instructions.find((each) => encloses(each.range, range));
  const value = tree.text.slice(range.start, range.end).replace(/\s+/gu, ' ').trim();
  const isHead = instruction?.range === part?.head;
  return { ...(part ? { part } : {}), path: instruction && !isHead ? [instruction.name] : [], value };
}
