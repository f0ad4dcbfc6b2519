/** Edits that take words out of an instruction without leaving gaps, or continued lines that end nowhere. */
import type { TextEdit, TextRange } from '../../base/text.ts';
import { continuationOf, lineAt } from '../../syntax/dockerfile/lines.ts';
import type { Instruction } from '../../syntax/dockerfile/tree.ts';

/** Takes out a word with the blanks before it, or its whole line when it stands alone on one. */
export function removeWord(
  text: string,
  range: TextRange,
  instruction: Instruction,
  escape: string,
): TextEdit | undefined {
  const lineStart = text.lastIndexOf('\n', range.start - 1) + 1;
  const line = lineAt(
    text,
    text.lastIndexOf('\n', range.end - 1) < range.start ? lineStart : startOf(text, range.end),
  );
  const isFirst = isBlankBetween(text, lineStart, range.start);
  const cut = continuationOf(text, { start: range.end, end: line.end }, escape);
  const isLast = isBlankBetween(text, range.end, cut ?? line.end);
  if (!isFirst) {
    let start = range.start;
    while (isBlank(text[start - 1])) start--;
    if (start < range.start || isLast) return { range: { start, end: range.end }, newText: '' };
    return removeBlanksBehind(text, range);
  }
  if (!isLast) return removeBlanksBehind(text, range);
  if (cut !== undefined) return { range: { start: lineStart, end: line.next }, newText: '' };
  return removeLastLine(text, lineStart, range, instruction, escape);
}

/** Takes out a word with the blanks behind it. */
export function removeBlanksBehind(text: string, range: TextRange): TextEdit {
  let { end } = range;
  while (isBlank(text[end])) end++;
  return { range: { start: range.start, end }, newText: '' };
}

/** The word is all of the last line: what held that line to the one before has to go too. */
function removeLastLine(
  text: string,
  lineStart: number,
  range: TextRange,
  instruction: Instruction,
  escape: string,
): TextEdit | undefined {
  const before = lineAt(text, startOf(text, lineStart - 1));
  if (before.start < instruction.block.start) return undefined;
  let cut = continuationOf(text, before, escape);
  if (cut === undefined) return undefined;
  while (isBlank(text[cut - 1])) cut--;
  return cut <= instruction.range.start ? undefined : { range: { start: cut, end: range.end }, newText: '' };
}

function startOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function isBlankBetween(text: string, start: number, end: number): boolean {
  return text.slice(start, end).trim() === '';
}
