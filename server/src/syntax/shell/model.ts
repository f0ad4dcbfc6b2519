/** What the parts of the shell reader hand to one another: words with their pieces, commands in the making, and where they stand. */
import { type Slice, SliceBuilder, sourceRange, subslice } from '../../base/slice.ts';
import type { TextRange } from '../../base/text.ts';
import type { Command, Interpreter, Redirect, Script, ScriptRole, Word } from '../../model/command.ts';
import type { Setting, Source } from '../../model/setting.ts';
import type { Variables } from './variables.ts';

/** What a surface knows of a script before it is read. */
export interface ScriptFrame {
  readonly uri: string;
  /** The whole entry. */
  readonly source: Source;
  readonly role: ScriptRole;
  readonly interpreter: Interpreter;
  readonly pipefail: boolean;
  /** Whether the shell is started with `-e`, as by a SHELL instruction; false when it is left out. */
  readonly errexit?: boolean;
  readonly user: Setting<string>;
  readonly shipped: boolean;
}

/** Stands for a part of a text that an expansion decides. */
export const UNKNOWN = '\uFFFC';

/** Deeper levels of the tree are not read: no real script goes there, and a hostile one must not use up the stack. */
export const DEEPEST = 200;

export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
export type CommandDraft = Writable<Command>;

/** A part of a word's value and the place in the slice that it comes from. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A word, its value as a slice of the document, and the list that takes the commands of its substitutions. */
export interface ReadWord {
  readonly word: Word;
  readonly substitutions: Command[];
  valueSlice(): Slice;
}

/** A redirection; `stdin` is the text of a heredoc or here-string that the command reads. */
export interface ReadRedirect {
  readonly redirect: Redirect;
  readonly stdin?: ReadWord;
}

/** What becomes of a failure: it is handed on, `set -e` stops at it, a condition asks for it, or nobody cares. */
export type Fate = 'passed' | 'checked' | 'tested' | 'ignored';

/** The options and functions of one shell while its text is followed. */
export interface Shell {
  errexit: boolean;
  /** By name; undefined for a name that stands for more than one, or that was called at a pipe already. */
  readonly functions: Map<string, Ends | undefined>;
}

/** The commands of a node where a pipe goes in and where it comes out: the first that can read and the last that can write. */
export interface Ends {
  readonly first: Made | undefined;
  readonly last: Made | undefined;
}

/** A command with what its neighbours in a pipeline ask about. */
export interface Made {
  readonly draft: CommandDraft;
  /** What it reads from a heredoc or here-string. */
  readonly stdin: ReadWord | undefined;
  /** Whether it is a shell that runs what it reads. */
  readonly readsScript: boolean;
}

/** One script as it is read: whatever is nested in it adds its commands to the same list. */
export interface Reader {
  readonly frame: ScriptFrame;
  readonly script: Writable<Script>;
  readonly commands: CommandDraft[];
  /** How many characters of nested scripts may still be read: texts that nest over and over would cost their square. */
  allowance: number;
}

/** Where the reading stands. */
export interface Scope {
  readonly reader: Reader;
  readonly slice: Slice;
  readonly shell: Shell;
  readonly variables: Variables;
  /** Levels of the tree above. */
  readonly depth: number;
  readonly within?: NonNullable<Command['within']>;
  /** The command in whose words the substitutions stand that are met from here on. */
  readonly owner?: Command;
  /** Takes the commands that stand directly in this scope's text, for a word's substitutions. */
  readonly collect?: Command[];
}

/** The source of a place in a scope's text. */
export function sourceAt(scope: Scope, start: number, end: number): Source {
  return documentSource(scope.reader, sourceRange(scope.slice, { start, end }));
}

/** The source of a place in the document. */
export function documentSource(reader: Reader, range: TextRange): Source {
  return { uri: reader.frame.uri, range, via: reader.frame.source.via };
}

/** A word of a scope's text, made of pieces. */
export function wordOf(
  scope: Scope,
  range: TextRange,
  pieces: readonly Piece[],
  substitutions: Command[] = [],
): ReadWord {
  const { slice } = scope;
  let pattern = '';
  for (const piece of pieces) pattern += piece.text;
  const source = sourceAt(scope, range.start, range.end);
  const raw = slice.text.slice(range.start, range.end);
  return {
    word: makeWord(source, raw, pattern, substitutions),
    substitutions,
    valueSlice: () => joinPieces(slice, pieces, range.start),
  };
}

/** There are more words than of anything else, so they are made without spreading. */
function makeWord(source: Source, raw: string, pattern: string, substitutions: Command[]): Word {
  return pattern.includes(UNKNOWN)
    ? { source, raw, pattern, substitutions }
    : { source, raw, value: pattern, pattern, substitutions };
}

/** A word whose text is meant as it is: one of the exec form. */
export function literalWord(reader: Reader, slice: Slice, range: TextRange): ReadWord {
  const { text } = slice;
  const substitutions: Command[] = [];
  return {
    word: makeWord(documentSource(reader, range), text, text, substitutions),
    substitutions,
    valueSlice: () => slice,
  };
}

/** The pieces side by side, each with its place in the document. */
export function joinPieces(slice: Slice, pieces: readonly Piece[], base: number): Slice {
  const [only] = pieces;
  if (only && pieces.length === 1 && isVerbatim(slice, only)) return subslice(slice, only);
  const builder = new SliceBuilder();
  for (const piece of pieces) addPiece(builder, slice, piece);
  return builder.build(sourceRange(slice, { start: base, end: base }).start);
}

/** The values of words with a blank between each two, as a slice. */
export function joinWords(words: readonly ReadWord[]): Slice {
  const builder = new SliceBuilder();
  const base = words[0]?.word.source.range.start ?? 0;
  let end = base;
  words.forEach((item, index) => {
    const { range } = item.word.source;
    if (index > 0) builder.add(' ', end, range.start);
    addSlice(builder, item.valueSlice());
    end = range.end;
  });
  return builder.build(base);
}

/** Appends a slice, or a part of it, to the one that is being built. */
export function addSlice(
  builder: SliceBuilder,
  slice: Slice,
  part: TextRange = { start: 0, end: slice.text.length },
): void {
  addPiece(builder, slice, { text: slice.text.slice(part.start, part.end), ...part });
}

function addPiece(builder: SliceBuilder, slice: Slice, piece: Piece): void {
  if (!isVerbatim(slice, piece)) {
    const range = sourceRange(slice, piece);
    builder.add(piece.text, range.start, range.end);
    return;
  }
  for (let i = 0; i < piece.text.length; i++) {
    const range = sourceRange(slice, { start: piece.start + i, end: piece.start + i + 1 });
    builder.add(piece.text.charAt(i), range.start, range.end);
  }
}

function isVerbatim(slice: Slice, piece: Piece): boolean {
  return piece.end - piece.start === piece.text.length && slice.text.startsWith(piece.text, piece.start);
}
