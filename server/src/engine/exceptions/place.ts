/** Where the words of a comment stand, and what they cover. */
import type { Location, SourceText, TextRange } from '../../base/text.ts';
import type { Comment } from '../../model/comment.ts';
import type { Word } from './words.ts';
import type { WrittenException } from './written.ts';

/** What all exceptions in comments have. */
export function heading(
  { uri }: SourceText,
  { range, body, isHead }: Comment,
): Pick<WrittenException, 'key' | 'at' | 'body' | 'isHead'> {
  return { key: keyOf(uri, range), at: { uri, range }, body, isHead };
}

export function keyOf(uri: string, { start }: TextRange): string {
  return `${uri}#${start}`;
}

/** What a comment covers as a scope has it; undefined where it cannot have that scope. */
export function coveredBy(
  { text }: SourceText,
  comment: Comment,
  scope: WrittenException['scope'],
): TextRange | undefined {
  if (scope === 'file') return { start: 0, end: text.length };
  return scope === 'stage' ? comment.stage : comment.covers;
}

/** The places of words in the text around them. */
export function locating({ uri }: SourceText, { body }: Comment): (range: Word['range']) => Location {
  return ({ start, end }) => ({ uri, range: { start: body.start + start, end: body.start + end } });
}
