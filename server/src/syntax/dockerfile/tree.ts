/** What a Dockerfile is made of, as BuildKit's parser sees it, with the place of every part. */
import type { Slice } from '../../base/slice.ts';
import type { TextRange } from '../../base/text.ts';

/** The character that escapes and continues lines; the `escape` directive chooses it. */
export type EscapeCharacter = '\\' | '`';

/** A Dockerfile, read. There is always a tree, whatever the text is. */
export interface DockerfileTree {
  readonly text: string;
  readonly escape: EscapeCharacter;
  readonly directives: readonly Directive[];
  readonly instructions: readonly Instruction[];
  readonly problems: readonly SyntaxProblem[];
  /** The lines of a continuation character with nothing before and behind it at the end of the text: for BuildKit an instruction without a name. */
  readonly nameless?: Instruction['lines'];
}

/** `# syntax=…`, `# escape=…` or `# check=…` at the very top. */
export interface Directive {
  readonly name: 'syntax' | 'escape' | 'check';
  readonly value: string;
  readonly range: TextRange;
}

/** What kept the parser from understanding a part of the text. */
export interface SyntaxProblem {
  readonly kind: 'directive' | 'unknown-instruction' | 'arguments' | 'heredoc';
  readonly message: string;
  readonly range: TextRange;
}

/** One instruction. */
export interface Instruction {
  /** In capitals: `FROM`, `RUN`, …, also when nobody knows it. */
  readonly name: string;
  /** From the keyword to the end of what belongs to it, heredocs included, without the last line end. */
  readonly range: TextRange;
  readonly keyword: TextRange;
  /** The lines it takes, from 1, as BuildKit counts them. */
  readonly lines: { readonly first: number; readonly last: number };
  /** Whole lines, the last line end included: what has to go to take the instruction out. */
  readonly block: TextRange;
  readonly flags: readonly Flag[];
  /** What follows keyword and flags, continued lines joined as the shell would get them. */
  readonly args: Slice;
  /** The elements of the JSON form; absent when the arguments are not written so. */
  readonly json?: readonly JsonElement[];
  readonly heredocs: readonly Heredoc[];
  /** What ONBUILD holds back. */
  readonly trigger?: Instruction;
}

/** `--from=build`: a flag between keyword and arguments, quotes and escapes undone. */
export interface Flag {
  readonly name: string;
  /** Absent for a flag without `=`. */
  readonly value?: Slice;
  readonly range: TextRange;
  /** The value as written; for a flag without `=` the empty place at its end. */
  readonly valueRange: TextRange;
}

/** A text of an array in JSON form. The range includes the quotation marks. */
export interface JsonElement {
  readonly value: Slice;
  readonly range: TextRange;
}

/** A heredoc of RUN, COPY or ADD. */
export interface Heredoc {
  readonly name: string;
  /** Whether variables in it are expanded: its name is not quoted. */
  readonly expands: boolean;
  /** Whether leading tabs are dropped (`<<-`). */
  readonly chomps: boolean;
  /** All lines of the body, their line ends included. */
  readonly body: TextRange;
  /** The line that ends it, without its line end; empty at the end of the text when there is none. */
  readonly terminator: TextRange;
  readonly terminated: boolean;
}
