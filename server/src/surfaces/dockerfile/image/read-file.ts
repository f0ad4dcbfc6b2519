/** Understands all instructions of a Dockerfile, in stages, before variables are expanded. */
import type { DockerfileTree, Instruction } from '../../../syntax/dockerfile/tree.ts';
import { type Command, readDetail, type WrittenPair } from './commands.ts';
import { readFrom, type WrittenFrom } from './from.ts';
import { isRefused, type Refusal } from './refusal.ts';

/** An ARG before the first FROM. */
export interface GlobalArguments {
  readonly pairs: readonly WrittenPair[];
  readonly instruction: Instruction;
}

export interface WrittenStage {
  readonly from: WrittenFrom;
  readonly commands: Command[];
}

export interface WrittenFile {
  readonly globals: readonly GlobalArguments[];
  readonly stages: readonly WrittenStage[];
}

/** The stages of a file, or why BuildKit does not understand one of its instructions. */
export function readFile(tree: DockerfileTree): WrittenFile | Refusal {
  const globals: GlobalArguments[] = [];
  const stages: WrittenStage[] = [];
  for (const instruction of tree.instructions) {
    const { lines, range } = instruction;
    const refusal = (message: string): Refusal => ({ at: 'instructions', message, line: lines.first, range });
    const read = instruction.name === 'FROM' ? readFrom(instruction) : readDetail(instruction, tree);
    if (isRefused(read)) return refusal(`dockerfile parse error on line ${lines.first}: ${read.refused}`);
    const stage = stages.at(-1);
    if (!('kind' in read)) stages.push({ from: read, commands: [] });
    else if (stage)
      stage.commands.push({ detail: read, instruction, line: lines.first, range, isTrigger: false });
    else if (read.kind === 'arg') globals.push({ pairs: read.pairs, instruction });
    else return refusal('no build stage in current context');
  }
  if (!tree.nameless) return { globals, stages };
  const line = tree.nameless.first;
  return {
    at: 'instructions',
    message: `dockerfile parse error on line ${line}: unknown instruction: `,
    line,
  };
}
