/** Turns changes of shell commands into edits: words, wrappers, redirections, assignments. */
import { encloses, type TextEdit, type TextRange } from '../../base/text.ts';
import type { Command, Redirect, Script, Word, WordAssignment, Wrapper } from '../../model/command.ts';
import type { Sourced } from '../../model/setting.ts';
import type { Instruction } from '../../syntax/dockerfile/tree.ts';
import { removeBlanksBehind, removeWord } from './word-edits.ts';

/** A part of a command, and how it can change. */
export type ShellPart = { readonly command: Command } & (
  | { readonly kind: 'program' | 'argument' | 'target'; readonly part: Word }
  | { readonly kind: 'wrapper'; readonly part: Wrapper }
  | { readonly kind: 'redirect'; readonly part: Redirect }
  | { readonly kind: 'assignment'; readonly part: WordAssignment }
);

/** Where the part stands. */
export interface ShellPlace {
  readonly text: string;
  readonly escape: string;
  readonly instruction: Instruction;
}

/** The part of a script's commands that is this very object. */
export function findShellPart(script: Script, target: Sourced): ShellPart | undefined {
  for (const command of script.commands) {
    for (const part of partsOf(command)) if (part.part === target) return part;
  }
  return undefined;
}

function* partsOf(command: Command): Generator<ShellPart> {
  yield { command, kind: 'program', part: command.program };
  for (const part of command.args) yield { command, kind: 'argument', part };
  for (const part of command.assignments) {
    yield { command, kind: 'assignment', part };
    if (part.value) yield { command, kind: 'target', part: part.value };
  }
  for (const part of command.wrappers) {
    yield { command, kind: 'wrapper', part };
    for (const word of part.args) yield { command, kind: 'argument', part: word };
  }
  for (const part of command.redirects) {
    yield { command, kind: 'redirect', part };
    if (part.target) yield { command, kind: 'target', part: part.target };
  }
}

/** The edit that takes a part out, or why it stays. */
export function removeShellPart(
  place: ShellPlace,
  found: ShellPart,
): TextEdit | { readonly refused: string } {
  const { range } = found.part.source;
  const element = elementAt(place.instruction, range);
  if (found.kind === 'program' || found.kind === 'target')
    return { refused: 'The command would not work without it.' };
  if (element !== undefined) return removeElements(place, range, element);
  const isInFront = found.kind === 'wrapper' || found.kind === 'assignment';
  const edit = isInFront
    ? removeInFront(place, range)
    : removeWord(place.text, range, place.instruction, place.escape);
  return edit ?? { refused: 'Its line cannot be taken out without joining others.' };
}

/** Takes out what stands in front of a command, up to where that begins, over continued lines too. */
function removeInFront({ text, escape }: ShellPlace, range: TextRange): TextEdit | undefined {
  const { end } = removeBlanksBehind(text, range).range;
  if (end === range.end) return undefined;
  if (text[end] !== escape || !/[\r\n]/u.test(text[end + 1] ?? ''))
    return { range: { start: range.start, end }, newText: '' };
  const next = text.indexOf('\n', end) + 1;
  const indent = /[ \t]*/uy;
  indent.lastIndex = next;
  const start = next + (indent.exec(text)?.[0].length ?? 0);
  if (text[start] === '#' || text[start] === '\n' || text[start] === '\r') return undefined;
  return { range: { start: range.start, end: start }, newText: '' };
}

/** The edit that writes another word, or why not. */
export function replaceShellPart(
  place: ShellPlace,
  found: ShellPart,
  value: string,
): TextEdit | { readonly refused: string } {
  const { range } = found.part.source;
  if (found.kind === 'wrapper' || found.kind === 'redirect' || found.kind === 'assignment') {
    return { refused: 'Only words can be replaced.' };
  }
  const isElement = elementAt(place.instruction, range) !== undefined;
  if (isElement && isExact(place.instruction, range)) return { range, newText: JSON.stringify(value) };
  if (PLAIN.test(value)) return { range, newText: value };
  const { within, script } = found.command;
  const isNested = within?.as === 'script' || isElement || /[\r\n\\`]/u.test(value);
  if (isNested || script.interpreter !== 'posix')
    return { refused: 'The new text would need quotation marks inside other ones.' };
  return { range, newText: `'${value.replaceAll("'", `'"'"'`)}'` };
}

const PLAIN = /^[\w@%+=:,./-]+$/u;

/** The index of the element of the JSON form that a range lies in, or that it begins with when it covers several. */
function elementAt({ json }: Instruction, range: TextRange): number | undefined {
  const index =
    json?.findIndex((element) => encloses(element.range, range) || element.range.start === range.start) ?? -1;
  return index < 0 ? undefined : index;
}

function isExact({ json }: Instruction, range: TextRange): boolean {
  return (
    json?.some((element) => element.range.start === range.start && element.range.end === range.end) ?? false
  );
}

/** Takes out whole elements of the JSON form with the commas that divide them, or words inside one element. */
function removeElements(
  place: ShellPlace,
  range: TextRange,
  index: number,
): TextEdit | { readonly refused: string } {
  const { json = [] } = place.instruction;
  const first = json[index];
  if (!first || range.start !== first.range.start || range.end < first.range.end) {
    return (
      removeWord(place.text, range, place.instruction, place.escape) ?? {
        refused: 'It is part of a longer text.',
      }
    );
  }
  const last = json.findLastIndex((element) => encloses(range, element.range));
  const next = json[last + 1];
  const before = json[index - 1];
  if (next) return { range: { start: range.start, end: next.range.start }, newText: '' };
  if (before) return { range: { start: before.range.end, end: range.end }, newText: '' };
  return { refused: 'Nothing would be left of the command.' };
}
