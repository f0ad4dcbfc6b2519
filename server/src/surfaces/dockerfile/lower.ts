/** Turns changes of the model into edits of a Dockerfile, or says why it cannot. */
import { applyEdits, type TextEdit, type TextRange } from '../../base/text.ts';
import type { Change } from '../../model/change.ts';
import type { Command, Script } from '../../model/command.ts';
import type { Sourced } from '../../model/setting.ts';
import type { Stage } from '../../model/stage.ts';
import type { Subject } from '../../model/subject.ts';
import type { Lowered } from '../../model/surface.ts';
import { parseDockerfile } from '../../syntax/dockerfile/parse.ts';
import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/tree.ts';
import type { FileReading, Origin } from './reading-state.ts';
import { findShellPart, removeShellPart, replaceShellPart } from './shell-edits.ts';
import { keywordLike, setUser } from './user-edits.ts';
import { removeWord } from './word-edits.ts';

type Step = TextEdit | { readonly refused: string };

const NO_PLACE: Step = {
  refused: 'A Dockerfile has no place for this; it is said where the container is started.',
};
const JOINS_LINES: Step = { refused: 'Its line cannot be taken out without joining others.' };

export function lowerChanges(
  file: FileReading,
  stages: readonly Stage[],
  subject: Subject,
  changes: readonly Change[],
): Lowered {
  const edits: TextEdit[] = [];
  for (const change of changes) {
    const step = lowerChange(file, stages, subject, change);
    if ('refused' in step) return step;
    edits.push(step);
  }
  const refused = refusalOf(file.tree, edits);
  return refused === undefined ? { edits } : { refused };
}

function lowerChange(file: FileReading, stages: readonly Stage[], subject: Subject, change: Change): Step {
  if (change.kind === 'append' || change.kind === 'ask') return NO_PLACE;
  if (change.kind === 'set') {
    const stage = stages.find((each) => each === subject);
    const from =
      stage && file.tree.instructions.find(({ range }) => range.start === stage.source.range.start);
    if (change.key !== 'user' || !from) {
      return NO_PLACE;
    }
    return setUser(file.tree, from, String(change.value));
  }
  const origin = file.origins.get(change.target);
  if (origin)
    return change.kind === 'remove' ? removeOrigin(file, origin) : replaceOrigin(file, origin, change.value);
  return changeShellPart(file, change.target, change.kind === 'replace' ? change.value : undefined);
}

function changeShellPart(file: FileReading, target: Sourced, value: string | undefined): Step {
  for (const [script, instruction] of file.scripts) {
    if (!couldHold(script, target)) continue;
    const found = findShellPart(script, target);
    if (!found) continue;
    const place = { text: file.tree.text, escape: file.tree.escape, instruction };
    return value === undefined ? removeShellPart(place, found) : replaceShellPart(place, found, value);
  }
  if (value !== undefined) return { refused: 'Only words of a command can be replaced.' };
  return removeCommand(file, target);
}

/** Takes out a command with its instruction when that instruction runs nothing else. */
function removeCommand(file: FileReading, target: Sourced): Step {
  for (const [{ commands }, instruction] of file.scripts) {
    if (!commands.some((command) => command === target)) continue;
    const isAlone = commands.every((command) => isWithin(command, target));
    if (!isAlone || instruction.name !== 'RUN')
      return { refused: 'The other commands may rest on this one.' };
    return { range: outermost(file.tree, instruction).block, newText: '' };
  }
  return { refused: 'This is not written in the file by itself.' };
}

function isWithin(command: Command, outer: Sourced): boolean {
  for (let each: Command | undefined = command; each; each = each.within?.command)
    if (each === outer) return true;
  return false;
}

function couldHold(script: Script, target: Sourced): boolean {
  const { start, end } = script.source.range;
  return target.source.range.start >= start && target.source.range.end <= end;
}

function removeOrigin(file: FileReading, origin: Origin): Step {
  const { text, escape } = file.tree;
  const whole = outermost(file.tree, origin.instruction);
  switch (origin.kind) {
    case 'instruction':
    case 'user':
      return { range: whole.block, newText: '' };
    case 'item': {
      if (origin.isOnly) return { range: whole.block, newText: '' };
      const edit = removeWord(text, origin.range, whole, escape);
      return edit ?? JOINS_LINES;
    }
    case 'flag': {
      const edit = removeWord(text, origin.flag.range, whole, escape);
      return edit ?? JOINS_LINES;
    }
    case 'verb':
    case 'value':
      return { refused: 'The instruction would not work without it.' };
  }
}

/** The instruction that holds a trigger, or the instruction itself. */
function outermost({ instructions }: DockerfileTree, instruction: Instruction): Instruction {
  return instructions.find(({ trigger }) => trigger === instruction) ?? instruction;
}

function replaceOrigin(file: FileReading, origin: Origin, value: string): Step {
  const { text } = file.tree;
  switch (origin.kind) {
    case 'user':
      return replaceText(text, argumentsOf(origin.instruction), value, /^[\w.$\\-]+(?::[\w.-]+)?$/u);
    case 'verb':
      if (value !== 'COPY' && value !== 'ADD') return { refused: `'${value}' is no instruction for this.` };
      return { range: origin.range, newText: keywordLike(value, origin.instruction, text) };
    case 'flag':
      if (!origin.flag.value) return { refused: 'The flag has no value that could be replaced.' };
      return replaceText(text, origin.flag.valueRange, value, /^[^\s"'\\]+$/u);
    case 'value':
      return replaceText(text, origin.range, value, /^[^\s"'\\$]+$/u);
    case 'item':
      return { range: origin.value, newText: quoted(value) };
    case 'instruction':
      return { refused: 'A whole instruction cannot be replaced.' };
  }
}

function argumentsOf({ args, range }: Instruction): TextRange {
  return { start: args.base, end: range.end };
}

/** Writes a plain text where another one stands, unless variables make up that one. */
function replaceText(text: string, range: TextRange, value: string, plain: RegExp): Step {
  if (text.slice(range.start, range.end).includes('$')) return { refused: 'A variable makes up this text.' };
  if (!plain.test(value)) return { refused: 'The new text cannot be written here without quotation marks.' };
  return { range, newText: value };
}

/** A value for ENV and ARG, in quotation marks where it needs them. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]*$/u.test(value) ? value : `"${value.replace(/["\\$`]/gu, '\\$&')}"`;
}

/**
 * Reads the text as it would be and compares: no instruction may appear, vanish or turn into another one but those that were meant to.
 * This catches every way in which an edit could join or split lines.
 */
function refusalOf(tree: DockerfileTree, edits: readonly TextEdit[]): string | undefined {
  const after = applyEdits(tree.text, edits);
  if (after === undefined) return 'The changes overlap.';
  const expected = expectedNames(tree, edits);
  const names = parseDockerfile(after).instructions.map(({ name, trigger }) => trigger?.name ?? name);
  const isSame = names.length === expected.length && names.every((name, index) => expected[index] === name);
  return isSame ? undefined : 'The edit would change more than it should.';
}

function expectedNames(tree: DockerfileTree, edits: readonly TextEdit[]): readonly string[] {
  const entries = tree.instructions.flatMap(({ name, trigger, block, keyword }) => {
    if (edits.some(({ range }) => range.start === block.start && range.end === block.end)) return [];
    const place = trigger?.keyword ?? keyword;
    const renamed = edits.find(({ range }) => range.start === place.start && range.end === place.end);
    return [{ at: block.start, name: renamed?.newText.toUpperCase() ?? trigger?.name ?? name }];
  });
  for (const { range, newText } of edits) {
    const isLine = range.start === range.end && /^(?:\r?\n)?user /i.test(newText);
    if (isLine) entries.push({ at: range.start - 0.5, name: 'USER' });
  }
  return entries.sort((a, b) => a.at - b.at).map(({ name }) => name);
}
