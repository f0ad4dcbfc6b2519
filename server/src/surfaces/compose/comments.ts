/** The comments of a text as exceptions are written in them. */
import type { SourceText, TextRange } from '../../base/text.ts';
import type { Comment, CommentPlace, ExceptionScope } from '../../model/comment.ts';

/** All comments of a text, in its order. */
export function commentsIn(_document: SourceText): readonly Comment[] {
  return [];
}

/** Where a comment could be put that covers a range. */
export function commentPlaceIn(
  _document: SourceText,
  _range: TextRange,
  _scope: ExceptionScope,
): CommentPlace | { readonly refused: string } {
  return { refused: 'No comment can be put here.' };
}
