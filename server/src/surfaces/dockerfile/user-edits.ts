/** Writes the user of a stage where its last step that may need root is done. */
import type { TextEdit } from '../../base/text.ts';
import { isComment, lineAt } from '../../syntax/dockerfile/lines.ts';
import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/tree.ts';

/** Steps that work on the file system, and so may need the user that they have now. */
const STEPS: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR', 'VOLUME']);
const STARTS: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT']);
const USER_NAME = /^[\w.$\\-]+(?::[\w.-]+)?$/u;

/** The edit that makes a stage end with this user. `from` is the stage's FROM. */
export function setUser(
  tree: DockerfileTree,
  from: Instruction,
  name: string,
): TextEdit | { readonly refused: string } {
  if (!USER_NAME.test(name)) return { refused: `'${name}' cannot be written as a user.` };
  const stage = stageInstructions(tree, from);
  const lastStep = stage.findLastIndex((instruction) => STEPS.has(instruction.name));
  const user = stage.findLastIndex((instruction) => instruction.name === 'USER');
  if (user > lastStep) {
    const range = argumentRange(stage[user]);
    if (range) return { range, newText: name };
  }
  const start = stage.findIndex((instruction, index) => index > lastStep && STARTS.has(instruction.name));
  const at = start < 0 ? endOf(stage) : aboveComments(tree.text, stage, start);
  return insertLine(tree.text, at, `${keywordLike('USER', from, tree.text)} ${name}`);
}

function stageInstructions({ instructions }: DockerfileTree, from: Instruction): readonly Instruction[] {
  const start = instructions.indexOf(from);
  const end = instructions.findIndex(({ name }, index) => index > start && name === 'FROM');
  return instructions.slice(start, end < 0 ? instructions.length : end);
}

function argumentRange(instruction: Instruction | undefined): TextEdit['range'] | undefined {
  if (!instruction || instruction.args.text === '') return undefined;
  return { start: instruction.args.base, end: instruction.range.end };
}

function endOf(stage: readonly Instruction[]): number {
  return stage.at(-1)?.block.end ?? 0;
}

/** The comments right above an instruction speak of it, so the new line goes above them. */
function aboveComments(text: string, stage: readonly Instruction[], index: number): number {
  const limit = stage[index - 1]?.block.end ?? 0;
  let at = stage[index]?.block.start ?? limit;
  while (at > limit) {
    const line = lineAt(text, text.lastIndexOf('\n', at - 2) + 1);
    if (line.start < limit || !isComment(text, line)) break;
    at = line.start;
  }
  return at;
}

function insertLine(text: string, at: number, line: string): TextEdit {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const range = { start: at, end: at };
  const isAfterLine = at === 0 || text[at - 1] === '\n';
  return { range, newText: isAfterLine ? line + lineEnd : lineEnd + line };
}

/** A keyword in the case that another one is written in. */
export function keywordLike(keyword: string, { keyword: range }: Instruction, text: string): string {
  const model = text.slice(range.start, range.end);
  return model === model.toLowerCase() ? keyword.toLowerCase() : keyword;
}
