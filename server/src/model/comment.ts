/** Comments of a text as exceptions are written in them: what each would cover, and where another one could be put. */
import type { TextRange } from '../base/text.ts';

/** A comment that takes a line or the end of one. */
export interface Comment {
  /** From its mark to its end, without blanks and the line end behind it. */
  readonly range: TextRange;
  /** What it says, without its mark and the blanks around. */
  readonly body: TextRange;
  /**
   * What stands under it, however many comments and blank lines are between: an instruction, a mapping entry or a list item with all that belongs to it.
   * For a comment at the end of a line the entry of that line. Absent where nothing follows.
   */
  readonly covers?: TextRange;
  /** The stage whose FROM it stands above; absent elsewhere. */
  readonly stage?: TextRange;
  /** Whether it stands in the head of the text, before everything that says something. */
  readonly isHead: boolean;
}

/** How much an exception covers. */
export type ExceptionScope = 'entry' | 'part' | 'file';

/** Where a comment of its own line can be put. */
export interface CommentPlace {
  readonly offset: number;
  /** What is written before the mark `#`: the blanks that the line begins with. */
  readonly before: string;
  /** What is written behind the comment: a line end as the text has them, and what must stand there again. */
  readonly after: string;
  /** What it will cover, in the text as it is. */
  readonly covers: TextRange;
}
