/** The comments of a YAML text as exceptions are written in them. */
import type { SourceText, TextRange } from '../../base/text.ts';
import type { Comment } from '../../model/comment.ts';
import { yamlComments } from '../../syntax/yaml/comments.ts';
import type { YamlFile } from '../../syntax/yaml/tree.ts';
import { beginOfContent, extentBeginningOn, extentOf, membersAround } from './comments-tree.ts';
import { treeOf } from './detect.ts';
import { beginsLine, columnOf, lineEnd, lineStart, nextLine } from './lower/lines.ts';

export { commentPlaceIn } from './comments-place.ts';

/** All comments of a text, in its order. */
export function commentsIn(document: SourceText): readonly Comment[] {
  const ranges = yamlComments(document.text);
  if (ranges.length === 0) return [];
  const file = treeOf(document);
  const page: Page = { file, content: beginOfContent(file), below: new Map() };
  // From the last to the first: a comment above another one covers what that one covers.
  return ranges
    .toReversed()
    .map((range) => commentAt(page, range))
    .reverse();
}

/** A text whose comments are read from its end on. */
interface Page {
  readonly file: YamlFile;
  /** Where it begins to say something. */
  readonly content: number;
  /** What stands below the comments that have a line of their own, by their start. */
  readonly below: Map<number, Below>;
}

/** What begins on a line. */
interface Below {
  readonly covers: TextRange | undefined;
  /** How far the line is indented. */
  readonly column: number;
}

function commentAt(page: Page, range: TextRange): Comment {
  const { file, content } = page;
  const covers = beginsLine(file.text, range.start) ? coveredBelow(page, range) : coveredBeside(file, range);
  const body = { start: skipBlanks(file.text, range.start + 1), end: range.end };
  return {
    range,
    body: body.start < body.end ? body : { start: range.end, end: range.end },
    ...(covers ? { covers } : {}),
    isHead: range.start < content,
  };
}

/**
 * What begins on the first line below a comment that says something. What is not indented as far as the comment is none of its business:
 * a comment whose entry was taken out, as the last one of its mapping, would cover whatever comes next.
 */
function coveredBelow(page: Page, comment: TextRange): TextRange | undefined {
  const { text } = page.file;
  const found = findBelow(page, comment.end);
  page.below.set(comment.start, found);
  return columnOf(text, comment.start) > found.column ? undefined : found.covers;
}

function findBelow({ file, content, below }: Page, offset: number): Below {
  const { text } = file;
  let at = skipFiller(text, nextLine(text, offset));
  while (at < content && !below.has(at) && isMarker(text, at)) at = skipFiller(text, nextLine(text, at));
  const line = { start: lineStart(text, at), end: lineEnd(text, at) };
  return below.get(at) ?? { covers: extentBeginningOn(file, line), column: columnOf(text, at) };
}

/** What begins on the line of a comment in front of it; else the innermost entry or item that the line is a part of. */
function coveredBeside(file: YamlFile, { start }: TextRange): TextRange | undefined {
  const line = { start: lineStart(file.text, start), end: start };
  const covers = extentBeginningOn(file, line);
  if (covers) return covers;
  const first = skipBlanks(file.text, line.start);
  const innermost = membersAround(file, { start: first, end: first + 1 }).at(-1);
  return innermost && extentOf(innermost.holder);
}

/** Whether a line stands here that only introduces what is below it: a directive, or the three dashes with nothing behind them. */
function isMarker(text: string, offset: number): boolean {
  return (
    beginsLine(text, offset) && /^(?:%|---[ \t]*(?:#|$))/u.test(text.slice(offset, lineEnd(text, offset)))
  );
}

function skipFiller(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && /\s/u.test(text.charAt(at))) at++;
  return at;
}

function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}
