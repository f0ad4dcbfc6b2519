/** What a surface is: a notation that can be recognised, read into the model, and edited. */
import type { SourceText, TextEdit, TextRange } from '../base/text.ts';
import type { Change } from './change.ts';
import type { SettingKey, Subject, SubjectKind, Subjects } from './subject.ts';

export type SurfaceId = 'dockerfile' | 'compose';

/** Something that is wrong with the text itself, or that could not be read. */
export interface Problem {
  readonly range: TextRange;
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info';
}

/** What a list of changes comes to in a text: edits that belong together, or the reason why there are none. */
export type Lowered = { readonly edits: readonly TextEdit[] } | { readonly refused: string };

/** The texts of other files that a text leans on, by URI; undefined for a file that is not there. */
export interface Near {
  textOf(uri: string): string | undefined;
}

/** A notation. */
export interface Surface {
  readonly id: SurfaceId;
  /** Whether the text is of this notation, judged by its language, its file name and, where those leave doubt, its content. */
  detect(document: SourceText): boolean;
  /** URIs of files that this text leans on (`.env`); asked again when some are there, until nothing new is named. */
  needs(document: SourceText, near: Near): readonly string[];
  /** Reads the text. Pure and total: broken text gives fewer subjects and more problems. */
  read(document: SourceText, near: Near): Reading;
}

/** A part of a text that is judged, graded and excepted as a whole. What stands in none belongs to the file. */
export interface Part {
  readonly kind: 'service' | 'stage';
  /** A service's name; a stage's name or, without one, its number from 0. */
  readonly name: string;
  /**
   * What it is recognised by when parts come or go before it: the name; for a stage without one that it is the last, else the image that it is built on.
   */
  readonly key: string;
  /** Where it is named: the key of a service, the FROM of a stage. */
  readonly head: TextRange;
  /** All that belongs to it, its head included. */
  readonly extent: TextRange;
}

/**
 * Where something stands, in words that survive what does not change its meaning: other lines above it, another order, another layout.
 * Two places are the same when the keys of their parts, their paths and their values are equal.
 */
export interface Place {
  /** The innermost part that it stands in; absent for what belongs to the file. */
  readonly part?: Part;
  /** The way from there, without positions in lists: `['ports']`, `['deploy', 'resources']`, `['RUN']`, `['ENV', 'TOKEN']`. Empty for the part's head. */
  readonly path: readonly string[];
  /** What is said there, in one spelling: quotes, blanks, comments and the order of keys taken out. Empty for the part's head and for a key alone. */
  readonly value: string;
}

/** Something that a text says and that could not be judged. */
export interface Gap {
  readonly range: TextRange;
  /**
   * - `variable`: a variable that nobody sets decides a value that rules look at
   * - `file`: another file that was not read or is not there
   * - `remote`: something that only a network could fetch
   * - `notation`: a form that is not understood
   */
  readonly reason: 'variable' | 'file' | 'remote' | 'notation';
  /** One sentence that says what was not judged. */
  readonly message: string;
  /** The names of parts that it concerns besides the one that it stands in; absent when there are none. */
  readonly touches?: readonly string[];
}

/** One text, read. */
export interface Reading {
  readonly problems: readonly Problem[];
  /** All subjects of a kind, in the order of the text. */
  subjects<Kind extends SubjectKind>(kind: Kind): readonly Subjects[Kind][];
  /** The key under an offset with the range of the key or keyword, for hover. */
  settingAt(offset: number): { readonly key: SettingKey; readonly range: TextRange } | undefined;
  /** The parts of the text in its order; made when they are asked for. */
  parts(): readonly Part[];
  /** The place of a range of this text; what was asked for once is remembered. */
  placeOf(range: TextRange): Place;
  /** What of this text could not be judged, in its order; made when it is asked for. */
  gaps(): readonly Gap[];
  /** Edits of this text for all the changes together, or the reason why this text cannot take them. Never a guess. */
  lower(subject: Subject, changes: readonly Change[]): Lowered;
}
