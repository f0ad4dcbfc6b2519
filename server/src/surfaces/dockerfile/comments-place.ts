/** Where a comment can be put into a Dockerfile so that it covers a range. */
import { enclosing } from '../../base/search.ts';
import type { SourceText, TextRange } from '../../base/text.ts';
import type { CommentPlace, ExceptionScope } from '../../model/comment.ts';
import { lineAt } from '../../syntax/dockerfile/lines.ts';
import type { Instruction } from '../../syntax/dockerfile/tree.ts';
import { type Page, pageOf, stageAt } from './comments-page.ts';

type Refused = { readonly refused: string };

/** Where a comment could be put that covers a range: always between instructions, as heredocs hold no comments of the Dockerfile. */
export function commentPlaceIn(
  document: SourceText,
  range: TextRange,
  scope: ExceptionScope,
): CommentPlace | Refused {
  const page = pageOf(document);
  switch (scope) {
    case 'entry':
      return instructionPlace(page, range);
    case 'part':
      return stagePlace(page, range);
    case 'file':
      return filePlace(page);
  }
}

function instructionPlace(page: Page, range: TextRange): CommentPlace | Refused {
  const instruction = enclosing(page.tree.instructions, range, rangeOf);
  if (!instruction) return { refused: 'This does not stand in one instruction.' };
  return placeAbove(page, instruction, instruction.range);
}

function stagePlace(page: Page, range: TextRange): CommentPlace | Refused {
  const stage = stageAt(page, range);
  const from = stage && enclosing(page.tree.instructions, { start: stage.start, end: stage.start }, rangeOf);
  return from ? placeAbove(page, from, stage) : { refused: 'This belongs to no stage.' };
}

/** In the head, before everything else that people say there. */
function filePlace({ tree: { text }, behindDirectives: offset }: Page): CommentPlace | Refused {
  if (offset === text.length) return { refused: 'The text says nothing.' };
  return { offset, before: '', after: lineBreakAt(text, offset), covers: { start: 0, end: text.length } };
}

function placeAbove({ tree: { text } }: Page, { block }: Instruction, covers: TextRange): CommentPlace {
  const { start, end } = lineAt(text, block.start);
  const before = /^[ \t]*/u.exec(text.slice(start, end))?.[0] ?? '';
  return { offset: start, before, after: lineBreakAt(text, start), covers };
}

/** The line end of the line at an offset; on the last line that of the one before. */
function lineBreakAt(text: string, offset: number): string {
  const below = text.indexOf('\n', offset);
  const feed = below < 0 ? text.lastIndexOf('\n', offset) : below;
  return feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
}

function rangeOf({ range }: Instruction): TextRange {
  return range;
}
