/** What BuildKit's parser refuses before it looks at what instructions mean. */
import { jsonFormOf } from '../../../syntax/dockerfile/parse.ts';
import type { DockerfileTree, Instruction } from '../../../syntax/dockerfile/tree.ts';
import { splitArguments } from '../../../syntax/dockerfile/words.ts';
import type { Refusal } from './refusal.ts';

/** The longest line that Go's scanner takes, in bytes, its line end included. */
const LONGEST_LINE = 65_536;
const MOST_BYTES = 3;

export function parseRefusal(tree: DockerfileTree): Refusal | undefined {
  const tooLong = longLineOf(tree.text);
  return (
    directiveRefusal(tree) ??
    instructionRefusal(tree, tooLong ?? Infinity) ??
    lengthRefusal(tooLong) ??
    emptyRefusal(tree)
  );
}

function directiveRefusal({ text, problems }: DockerfileTree): Refusal | undefined {
  const problem = problems.find(({ kind }) => kind === 'directive');
  if (!problem) return undefined;
  // BuildKit has not counted the line yet that it complains about.
  const line = lineOf(text, problem.range.start) - 1;
  const { message, range } = problem;
  return { at: 'parse', message, range, ...(line > 0 ? { line } : {}) };
}

function instructionRefusal({ instructions, escape }: DockerfileTree, endLine: number): Refusal | undefined {
  for (const instruction of instructions) {
    const line = instruction.lines.first;
    if (line > endLine) return undefined;
    const message = argumentRefusal(instruction, escape) ?? heredocRefusal(instruction);
    if (message !== undefined) return { at: 'parse', message, line, range: instruction.range };
  }
  return undefined;
}

function argumentRefusal({ name, args, trigger }: Instruction, escape: string): string | undefined {
  if (trigger) return argumentRefusal(trigger, escape);
  if (jsonFormOf(name, args) === 'not-texts') {
    return 'when using JSON array syntax, arrays must be comprised of strings only';
  }
  return name === 'ENV' || name === 'LABEL' ? pairsRefusal(name, args, escape) : undefined;
}

function pairsRefusal(name: string, args: Instruction['args'], escape: string): string | undefined {
  const words = splitArguments(args, escape);
  const [first] = words;
  if (!first) return undefined;
  if (!first.value) return /[\t\v\f\r ]/u.test(args.text) ? undefined : `${name} must have two arguments`;
  const bare = words.find(({ value }) => !value);
  if (!bare) return undefined;
  return `Syntax error - can't find = in ${JSON.stringify(bare.whole.text)}. Must be of the form: name=value`;
}

function heredocRefusal({ heredocs, trigger }: Instruction): string | undefined {
  const isOpen = (trigger?.heredocs ?? heredocs).some(({ terminated }) => !terminated);
  return isOpen ? 'unterminated heredoc' : undefined;
}

function lengthRefusal(line: number | undefined): Refusal | undefined {
  if (line === undefined) return undefined;
  const message = `dockerfile line greater than max allowed size of ${LONGEST_LINE - 1}`;
  return { at: 'parse', message, ...(line > 1 ? { line: line - 1 } : {}) };
}

function emptyRefusal({ text, instructions, nameless }: DockerfileTree): Refusal | undefined {
  if (instructions.length > 0 || nameless) return undefined;
  const line = text === '' || text.endsWith('\n') ? lineOf(text, text.length) - 1 : lineOf(text, text.length);
  return { at: 'parse', message: 'file with no instructions', ...(line > 0 ? { line } : {}) };
}

/** The number of the first line that is too long to be read at all. */
function longLineOf(text: string): number | undefined {
  if (text.length * MOST_BYTES < LONGEST_LINE) return undefined;
  let line = 1;
  for (let start = 0; start < text.length; line++) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed + 1;
    // A last line without a line end has to leave room for one.
    if (byteLength(text, start, end) + (feed < 0 ? 1 : 0) > LONGEST_LINE) return line;
    start = end;
  }
  return undefined;
}

function byteLength(text: string, start: number, end: number): number {
  if ((end - start) * MOST_BYTES < LONGEST_LINE) return end - start;
  let length = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const isSurrogate = code >= 0xd800 && code < 0xe000;
    length += code < 0x80 ? 1 : code < 0x800 || isSurrogate ? 2 : MOST_BYTES;
  }
  return length;
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
