/** The stages of a Dockerfile as parts of its text, and the places of what stands in them. */
import { enclosing } from '../../base/search.ts';
import { encloses, type TextRange } from '../../base/text.ts';
import type { Part, Place } from '../../model/surface.ts';
import { parseImageReference } from '../../syntax/image-reference/parse-image-reference.ts';
import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/tree.ts';
import type { Outline, StageOutline } from './outline.ts';
import { squeezed, type Words, wordsIn } from './spelling.ts';

/** The parts of a text, and where something stands among them. */
export interface Places {
  /** One a stage; its extent ends with its last instruction. */
  readonly parts: readonly Part[];
  placeOf(range: TextRange): Place;
}

/** Makes the index once; after that a place costs a search among the instructions. */
export function placesIn(tree: DockerfileTree, outline: Outline): Places {
  const index: Index = { tree, parts: partsOf(outline), wordsAt: wordsIn(tree) };
  const known = new Map<string, Place>();
  return {
    parts: index.parts,
    placeOf: (range) => {
      const name = `${range.start} ${range.end}`;
      const place = known.get(name) ?? findPlace(index, range);
      known.set(name, place);
      return place;
    },
  };
}

interface Index {
  readonly tree: DockerfileTree;
  readonly parts: readonly Part[];
  readonly wordsAt: (instruction: Instruction, range: TextRange) => Words;
}

function partsOf({ stages }: Outline): readonly Part[] {
  const counts = new Map<string, number>();
  return stages.map((stage) => {
    const { index, name, from, instructions } = stage;
    const kin = kinOf(stage, stages.length);
    const count = (counts.get(kin) ?? 0) + 1;
    counts.set(kin, count);
    return {
      kind: 'stage',
      name: name ?? String(index),
      key: count === 1 ? kin : `${kin}:${count}`,
      head: from.range,
      extent: { start: from.range.start, end: instructions.at(-1)?.range.end ?? from.range.end },
    };
  });
}

/**
 * What tells a stage from others, whatever comes or goes before it: its name. Without one the last stage is the last, however its base changes;
 * any other is known by the image that it is built on, whatever the version, and stages of one image by their order.
 * No name of a stage begins with a colon.
 */
function kinOf({ index, name, baseWord }: StageOutline, count: number): string {
  if (name !== undefined) return name;
  if (index === count - 1) return ':last';
  const base = baseWord?.text ?? '';
  return `:${parseImageReference(base)?.repository ?? base}`;
}

function findPlace({ tree, parts, wordsAt }: Index, range: TextRange): Place {
  const part = enclosing(parts, range, ({ extent }) => extent);
  const at = (path: readonly string[], value: string): Place => ({ ...(part ? { part } : {}), path, value });
  const instruction = enclosing(tree.instructions, range, rangeOf);
  if (!instruction) return at([], squeezed(tree.text.slice(range.start, range.end)));
  // A stage is told by its name, whatever else its FROM says.
  if (encloses(range, instruction.range) && instruction.name === 'FROM') return at([], '');
  const { path, value } = wordsAt(instruction, range);
  return at([instruction.name, ...path], value);
}

function rangeOf({ range }: Instruction): TextRange {
  return range;
}
