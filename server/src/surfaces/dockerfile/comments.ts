/** The comments of a Dockerfile as exceptions are written in them. */
import { compareRanges, type SourceText, type TextRange } from '../../base/text.ts';
import type { Comment } from '../../model/comment.ts';
import { isSpace, skipSpaces } from '../../syntax/dockerfile/characters.ts';
import { isBlank, isComment, type Line, lineAt } from '../../syntax/dockerfile/lines.ts';
import type { Instruction } from '../../syntax/dockerfile/tree.ts';
import { type Page, pageOf, stageAt } from './comments-page.ts';
import { shellComments } from './comments-shell.ts';

export { commentPlaceIn } from './comments-place.ts';

/** All comments of a text, in its order: its own, and those of the shell texts in its RUN instructions. */
export function commentsIn(document: SourceText): readonly Comment[] {
  const page = pageOf(document);
  const { instructions, text } = page.tree;
  const comments: Comment[] = [];
  let start = page.top;
  for (const instruction of instructions) {
    const above = commentLines(page, { start, end: instruction.block.start });
    const stage = instruction.name === 'FROM' ? stageAt(page, instruction.range) : undefined;
    const about = { covers: instruction.range, ...(stage ? { stage } : {}) };
    const isHead = instruction === instructions[0];
    for (const range of above) comments.push({ ...commentOf(text, range), ...about, isHead });
    for (const comment of commentsWithin(page, instruction)) comments.push(comment);
    start = instruction.block.end;
  }
  const isHead = instructions.length === 0;
  const below = commentLines(page, { start, end: text.length });
  return [...comments, ...below.map((range) => ({ ...commentOf(text, range), isHead }))];
}

/** The comments that have a line of their own in a stretch of whole lines; directives are none, but for `check`. */
function commentLines({ tree: { text }, directives }: Page, stretch: TextRange): readonly TextRange[] {
  const ranges: TextRange[] = [];
  for (const line of linesIn(text, stretch)) {
    if (!isComment(text, line)) continue;
    const range = rangeOf(text, line);
    if (!directives.has(range.start)) ranges.push(range);
  }
  return ranges;
}

/** The comments between the lines of one instruction. */
function commentsWithin({ tree }: Page, instruction: Instruction): readonly Comment[] {
  const { text } = tree;
  const { block } = instruction;
  const inner = instruction.trigger ?? instruction;
  const comments: Comment[] = [];
  let waiting: TextRange[] = [];
  const put = (ranges: readonly TextRange[], covers?: TextRange): void => {
    for (const range of ranges) comments.push({ ...commentOf(text, range), ...(covers ? { covers } : {}) });
  };
  for (const line of linesIn(text, { start: block.start, end: inner.heredocs[0]?.body.start ?? block.end })) {
    if (isBlank(text, line)) continue;
    if (isComment(text, line)) {
      waiting.push(rangeOf(text, line));
      continue;
    }
    put(waiting, { start: skipSpaces(text, line.start, line.end), end: line.end });
    waiting = [];
  }
  put(waiting);
  for (const { range, covers } of shellComments(tree, inner)) put([range], covers);
  return comments.sort((a, b) => compareRanges(a.range, b.range));
}

function commentOf(text: string, range: TextRange): Comment {
  return {
    range,
    body: { start: skipSpaces(text, range.start + 1, range.end), end: range.end },
    isHead: false,
  };
}

/** From the mark of a comment to the last sign of its line. */
function rangeOf(text: string, { start, end }: Line): TextRange {
  let last = end;
  while (last > start && isSpace(text.charCodeAt(last - 1))) last--;
  return { start: skipSpaces(text, start, end), end: last };
}

function* linesIn(text: string, { start, end }: TextRange): Iterable<Line> {
  for (let line = lineAt(text, start); line.start < end; line = lineAt(text, line.next)) yield line;
}
