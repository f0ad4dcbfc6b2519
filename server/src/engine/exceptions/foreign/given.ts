/** What the readers of other tools' comments are given, and what they make of it. */
import type { SourceText, TextRange } from '../../../base/text.ts';
import type { Comment } from '../../../model/comment.ts';
import type { SurfaceId } from '../../../model/surface.ts';
import type { Names } from '../names.ts';
import type { Word } from '../words.ts';

/** A comment that may be for another tool. */
export interface GivenComment {
  /** What it says. */
  readonly text: string;
  readonly comment: Comment;
  readonly document: SourceText;
  readonly notation: SurfaceId;
  readonly names: Names;
  /** Whether nothing but directives stands before it, not even a blank line. */
  readonly isTop: boolean;
}

/** What a comment for another tool excepts; places are in its words. */
export interface ForeignWords {
  readonly tool: string;
  readonly scope: 'entry' | 'stage' | 'file';
  readonly rules: readonly ForeignRule[];
  /** The last day. */
  readonly until?: Word;
  readonly reason?: Word;
  /** Where the tool covers less than our own words would at the same place. */
  readonly covers?: TextRange;
}

export interface ForeignRule extends Word {
  readonly ids: readonly string[];
}

/** Undefined for a comment that is not for the tool, or does nothing there. */
export type ForeignReader = (given: GivenComment) => ForeignWords | undefined;

/** The names in a stretch of a comment, in order; those that mean none of our rules are left out. */
export function rulesIn(
  text: string,
  range: TextRange,
  idsOf: (name: string) => readonly string[],
): readonly ForeignRule[] {
  const listed = text.slice(range.start, range.end).matchAll(/[^\s,]+/gu);
  return [...listed].flatMap(({ 0: name, index }) => {
    const start = range.start + index;
    const ids = idsOf(name);
    return ids.length === 0 ? [] : [{ text: name, range: { start, end: start + name.length }, ids }];
  });
}

/** What stands behind a place, without the signs that separate it: as a rule, why. */
export function reasonFrom(text: string, from: number): { readonly reason?: Word } {
  const raw = text.slice(from);
  const plain = raw.replace(/^[\s#/:;,-]+/u, '');
  const kept = plain.trimEnd();
  if (kept === '') return {};
  const start = from + raw.length - plain.length;
  return { reason: { text: kept, range: { start, end: start + kept.length } } };
}

/** Whether a comment stands in the very line before what it covers, or in that line. */
export function isRightAbove({ comment, document }: GivenComment): boolean {
  const { covers, range } = comment;
  if (!covers) return false;
  if (covers.start < range.end) return true;
  const first = document.text.indexOf('\n', range.end);
  return first >= 0 && (document.text.indexOf('\n', first + 1) + 1 || Infinity) > covers.start;
}

/** What a tool that goes by lines covers: an instruction is one, but of an entry of YAML only the first line counts. */
export function lineOf({ comment, document, notation }: GivenComment): TextRange | undefined {
  const { covers } = comment;
  if (!covers || notation === 'dockerfile') return covers;
  const end = document.text.indexOf('\n', covers.start);
  return { start: covers.start, end: end < 0 ? covers.end : Math.min(end, covers.end) };
}
