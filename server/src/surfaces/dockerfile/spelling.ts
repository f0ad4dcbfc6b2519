/** What an instruction says in one spelling: the same however its lines are continued, its words quoted and its flags ordered. */
import { enclosing } from '../../base/search.ts';
import { type Slice, textWithin } from '../../base/slice.ts';
import { encloses, type TextRange } from '../../base/text.ts';
import { wholeRange } from '../../syntax/dockerfile/characters.ts';
import { joinSlices, sliceOfLines } from '../../syntax/dockerfile/lines.ts';
import { healthcheckOf } from '../../syntax/dockerfile/parse.ts';
import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/tree.ts';
import { type Pair, splitArguments, splitPairs } from '../../syntax/dockerfile/words.ts';

/** Where a range stands inside its instruction, and what it says. */
export interface Words {
  /** A variable of ENV or ARG, a flag, the instruction that ONBUILD holds back; else empty. */
  readonly path: readonly string[];
  readonly value: string;
}

/** An instruction taken apart, once for all ranges in it. */
interface Contents {
  /** Of ENV, LABEL and ARG. */
  readonly pairs: readonly Pair[];
  /** The values of its flags, its arguments and the heredocs below it. */
  readonly text: Slice;
}

/** Finds the words of an instruction that stand in a range. */
export function wordsIn(tree: DockerfileTree): (instruction: Instruction, range: TextRange) => Words {
  const known = new Map<Instruction, Contents>();
  return (instruction, range) => {
    const contents = known.get(instruction) ?? contentsOf(tree, instruction);
    known.set(instruction, contents);
    return find(tree, instruction, contents, range);
  };
}

function contentsOf(tree: DockerfileTree, instruction: Instruction): Contents {
  const { trigger } = instruction;
  if (trigger) return contentsOf(tree, trigger);
  const flags = instruction.flags.flatMap(({ value }) => value ?? []);
  return {
    pairs: pairsOf(tree, instruction),
    text: inOneLine([...flags, ...argumentsOf(tree, instruction)]),
  };
}

function find(tree: DockerfileTree, instruction: Instruction, contents: Contents, range: TextRange): Words {
  const { trigger, keyword, flags } = instruction;
  if (trigger && encloses(trigger.range, range)) {
    const { path, value } = find(tree, trigger, contents, range);
    return { path: [trigger.name, ...path], value };
  }
  // Keywords are alike everywhere: it is what follows that tells one from the other.
  if (encloses(range, instruction.range) || encloses(keyword, range)) {
    return { path: [], value: spellingOf(tree, instruction) };
  }
  const pair = enclosing(contents.pairs, range, ({ whole }) => wholeRange(whole));
  if (pair)
    return { path: [unquoted(pair.key.text)], value: valueIn(pair.value, wholeRange(pair.whole), range) };
  const flag = enclosing(flags, range, (each) => each.range);
  if (flag) return { path: [`--${flag.name}`], value: valueIn(flag.value, flag.range, range) };
  return { path: [], value: unquoted(textWithin(contents.text, range)) };
}

/** What a range says of the value of a pair or a flag: all of it where the range covers the whole. */
function valueIn(value: Slice | undefined, whole: TextRange, range: TextRange): string {
  if (!value) return '';
  return unquoted(encloses(range, whole) ? value.text : textWithin(value, range));
}

/** All of an instruction but its keyword. */
function spellingOf(tree: DockerfileTree, instruction: Instruction): string {
  const { trigger } = instruction;
  if (trigger) return `${trigger.name} ${spellingOf(tree, trigger)}`;
  const flags = instruction.flags
    .map(({ name, value }) => `--${name}${value ? `=${value.text}` : ''}`)
    .sort();
  const pairs = pairsOf(tree, instruction);
  const rest =
    pairs.length > 0
      ? pairs.map(({ key, value }) => (value ? `${key.text}=${value.text}` : key.text))
      : argumentsOf(tree, instruction).map(({ text }) => text);
  return unquoted([...flags, ...rest].join(' '));
}

function pairsOf(tree: DockerfileTree, { name, args }: Instruction): readonly Pair[] {
  if (name === 'ARG') return splitArguments(args, tree.escape);
  return name === 'ENV' || name === 'LABEL' ? splitPairs(args, tree.escape) : [];
}

/** The arguments as the texts they come to: the elements of the JSON form, else the joined lines, and the heredocs below. */
function argumentsOf(tree: DockerfileTree, instruction: Instruction): readonly Slice[] {
  const { args, json, heredocs, name } = instruction;
  if (json) return json.map(({ value }) => value);
  const bodies = heredocs.map(({ body }) => sliceOfLines(tree.text, body));
  // `HEALTHCHECK CMD …`: the word in front is a keyword, written in any case.
  return [name === 'HEALTHCHECK' ? healthcheckOf(args).command : args, ...bodies];
}

/** Slices in the order of the text, with a blank before each. */
function inOneLine(slices: readonly Slice[]): Slice {
  return joinSlices(slices.flatMap((slice) => [{ text: ' ', base: wholeRange(slice).start }, slice]));
}

/** A text with its blanks and line ends made one. */
export function squeezed(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Quotes hold words together and say nothing by themselves; what a backslash continues is one line. */
function unquoted(text: string): string {
  return squeezed(text.replace(/\\\r?\n/gu, ' ').replace(/["']/gu, ''));
}
