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

/** One text, read. */
export interface Reading {
  readonly problems: readonly Problem[];
  /** All subjects of a kind, in the order of the text. */
  subjects<Kind extends SubjectKind>(kind: Kind): readonly Subjects[Kind][];
  /** The key under an offset with the range of the key or keyword, for hover. */
  settingAt(offset: number): { readonly key: SettingKey; readonly range: TextRange } | undefined;
  /** Edits of this text for all the changes together, or the reason why this text cannot take them. Never a guess. */
  lower(subject: Subject, changes: readonly Change[]): Lowered;
}
