/** Edits that leave a blank: as snippets, whose first stop is the blank. */
import type { LineIndex } from '../base/line-index.ts';
import { offsetAt, positionAt } from '../base/line-index.ts';
import type { TextEdit } from '../base/text.ts';

/** The text that an edit writes, as a snippet: its blank is the place where one types, all else is plain. */
export function snippetOf({ newText, blank }: TextEdit, stop = 1): string {
  if (!blank) return escaped(newText);
  const placeholder = escaped(newText.slice(blank.start, blank.end));
  const place = placeholder === '' ? `$${stop}` : `\${${stop}:${placeholder}}`;
  return `${escaped(newText.slice(0, blank.start))}${place}${escaped(newText.slice(blank.end))}`;
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/gu, '\\$&');
}

/**
 * The same edit from the beginning of its line, where only blanks stand before it:
 * an editor indents the further lines of a snippet as the line in which it begins, and the edit has done that itself.
 */
export function fromLineStart(edit: TextEdit, text: string, lines: LineIndex): TextEdit {
  const { range, newText, blank } = edit;
  if (!blank || !newText.includes('\n')) return edit;
  const start = offsetAt(lines, { line: positionAt(lines, range.start).line, character: 0 });
  const before = text.slice(start, range.start);
  if (before === '' || /\S/u.test(before)) return edit;
  return {
    range: { start, end: range.end },
    newText: before + newText,
    blank: { start: blank.start + before.length, end: blank.end + before.length },
  };
}
