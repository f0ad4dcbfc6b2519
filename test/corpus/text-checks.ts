/** What a fix must leave alone in a text: comments that are not part of what it takes out, a byte order mark, and the way lines end. */
import type { TextEdit } from '../../server/src/base/text.ts';

/** A comment of a text. */
interface Comment {
  readonly start: number;
  readonly end: number;
  /** Where its line starts. */
  readonly lineStart: number;
  /** Whether nothing stands in front of it on its line. */
  readonly alone: boolean;
}

/** What edits do to a text that they must not do; empty when all is well. */
export function damageBy(text: string, edits: readonly TextEdit[], after: string): string[] {
  const damage = commentsOf(text)
    .filter((comment) => edits.some((edit) => takes(text, edit, comment)))
    .map(({ start, end }) => `the comment '${text.slice(start, end)}' is lost`);
  if (text.startsWith('\uFEFF') && !after.startsWith('\uFEFF')) damage.push('the byte order mark is lost');
  const before = lineEndsOf(text);
  const mixed = [...lineEndsOf(after)].filter((lineEnd) => before.size > 0 && !before.has(lineEnd));
  if (mixed.length > 0) damage.push(`line ends ${JSON.stringify(mixed)} are new`);
  return damage;
}

/** Comments by what Dockerfiles and YAML have in common; what may stand in quotes or in a block of text is left out. */
function commentsOf(text: string): Comment[] {
  const comments: Comment[] = [];
  let lineStart = 0;
  for (const line of text.split('\n')) {
    const match = /^(\s*)#.*$/u.exec(line) ?? /^([^#"'`|>]*\S\s+)#\s.*$/u.exec(line);
    if (match) {
      const indent = match[1] ?? '';
      const start = lineStart + indent.length;
      const end = lineStart + line.trimEnd().length;
      comments.push({ start, end, lineStart, alone: indent.trim() === '' });
    }
    lineStart += line.length + 1;
  }
  return comments;
}

/**
 * Whether an edit takes a comment away that should have stayed: one that stands alone goes only with what is around it on both sides,
 * one behind an entry only with its whole line.
 */
function takes(text: string, { range, newText }: TextEdit, comment: Comment): boolean {
  const touched = range.start < comment.end && comment.start < range.end;
  if (!touched || newText.includes(text.slice(comment.start, comment.end))) return false;
  if (!comment.alone) return text.slice(comment.lineStart, range.start).trim() !== '';
  const before = text.slice(range.start, comment.lineStart).trim();
  const after = text.slice(comment.end, range.end).trim();
  return before === '' || after === '';
}

function lineEndsOf(text: string): Set<string> {
  return new Set(text.match(/\r\n|\n|\r/gu) ?? []);
}
