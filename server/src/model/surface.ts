/** What a surface is: a notation that can be recognised, read into the model, and edited. */
import type { Slice } from '../base/slice.ts';
import type { Location, SourceText, TextEdit, TextRange } from '../base/text.ts';
import type { Change } from './change.ts';
import type { Comment, CommentPlace, ExceptionScope } from './comment.ts';
import type { ImageUse } from './image.ts';
import type { Stage } from './stage.ts';
import type { SettingKey, Subject, SubjectKind, Subjects } from './subject.ts';

/** `configuration` is what configures Bulkhead itself: it is read, and nothing in it is judged but its exceptions. */
export type SurfaceId = 'dockerfile' | 'compose' | 'configuration';

/** Something that is wrong with the text itself, or that could not be read. */
export interface Problem {
  readonly range: TextRange;
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info';
}

/** What a list of changes comes to in a text: edits that belong together, or the reason why there are none. */
export type Lowered =
  | {
      readonly edits: readonly TextEdit[];
      /** The text that the edits are of; absent for the one that was read. */
      readonly uri?: string;
    }
  | { readonly refused: string };

/** What is near a text: other files, and other notations' readings of them. */
export interface Near {
  /** The text of another file; undefined for one that is not there. */
  textOf(uri: string): string | undefined;
  /** What a build comes to, as the notation of Dockerfiles reads it; undefined when there is no such text or stage. Absent where nothing can build. */
  build?(request: BuildRequest): BuiltStage | undefined;
}

/** A build that a text asks for. */
export interface BuildRequest {
  /** The Dockerfile; `text` where it is written inside the text that asks (`dockerfile_inline`). */
  readonly uri: string;
  readonly text?: string;
  /** The stage that is asked for; the last one when absent. */
  readonly target?: string;
  /** Build arguments that are known. An argument that is given without a known value makes what depends on it unknown. */
  readonly args: ReadonlyMap<string, string | undefined>;
  /** Names that stand for other folders, images or builds (`additional_contexts`): what is FROM such a name is no image of that name. */
  readonly contexts?: ReadonlySet<string>;
}

/** The stage that a build ends with, and the stages that it is built from. */
export interface BuiltStage {
  readonly stage: Stage;
  /** The image that the chain of stages begins with; absent for `scratch`. */
  readonly base?: ImageUse;
}

/** How a text is asked for, where somebody says more than its name: the command line's flags. */
export interface ReadOptions {
  /** Further files of the same project, in order (`-f` a second time); none of them is looked for then. */
  readonly files?: readonly string[];
  /** URIs of the files that stand for `.env`. */
  readonly envFiles?: readonly string[];
  /** The URI of the project's folder. */
  readonly folder?: string;
  readonly build?: Partial<Pick<BuildRequest, 'target' | 'args' | 'contexts'>>;
}

/** A text that was looked for, and how it is to be read. */
export interface Located {
  readonly uri: string;
  readonly options: ReadOptions;
}

/** What a text comes to when the program that it is written for reads it. `files` are those that it was read from, in order. */
export type Outcome = { readonly files: readonly string[] } & OutcomeParts;

type OutcomeParts =
  | {
      readonly ok: true;
      /** Plain data for programs. */
      readonly model: Readonly<Record<string, unknown>>;
      /** For people: lines with what stands behind each, such as the place that a value comes from. */
      readonly lines: readonly OutcomeLine[];
    }
  | {
      readonly ok: false;
      /** Why the program refuses the text, in one sentence. */
      readonly error: string;
      readonly at?: Location;
      /** What it would be all the same, where that can be said. */
      readonly model?: Readonly<Record<string, unknown>>;
      readonly lines?: readonly OutcomeLine[];
    };

/** One line of an outcome. */
export interface OutcomeLine {
  readonly text: string;
  /** Where it is said, when that is another place than its own file shows: `# from compose.override.yaml:12`. */
  readonly from?: Location;
  /** More to say of it: the anchor that brought it, the profiles of a service. */
  readonly note?: string;
  /** The service or stage that it belongs to; absent for what belongs to the whole. */
  readonly owner?: string;
}

/** A notation. */
export interface Surface {
  readonly id: SurfaceId;
  /** Whether the text is of this notation, judged by its language, its file name and, where those leave doubt, its content. */
  detect(document: SourceText): boolean;
  /** URIs of files that this text leans on (`.env`); asked again when some are there, until nothing new is named. */
  needs(document: SourceText, near: Near, options?: ReadOptions): readonly string[];
  /** Reads the text. Pure and total: broken text gives fewer subjects and more problems. */
  read(document: SourceText, near: Near, options?: ReadOptions): Reading;
  /** The text that a folder stands for: the Compose file that is found there or above it. Absent where folders stand for nothing. */
  locate?(folder: string, near: Near, options?: ReadOptions): Located | undefined;
  /** All comments of the text that can hold an exception, in its order. Absent where the notation has no comments. */
  comments?(document: SourceText): readonly Comment[];
  /**
   * Where a comment could be put that covers a range: of the entry around it, of its part, or of the file; or why none can.
   * Absent where the notation has no comments.
   */
  commentPlace?(
    document: SourceText,
    range: TextRange,
    scope: ExceptionScope,
  ): CommentPlace | { readonly refused: string };
  /** What a build of the text comes to; only the notation of Dockerfiles has it. */
  build?(document: SourceText, request: BuildRequest): BuiltStage | undefined;
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
  /** By what people tell one that is for development; absent where nothing is said. */
  readonly marks?: PartMarks;
}

/** What a service says of its purpose. */
export interface PartMarks {
  readonly profiles: readonly string[];
  /** `name=value`. */
  readonly labels: readonly string[];
  /** The stage that it builds. */
  readonly target?: string;
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

/** A text of another notation that stands inside the one that was read. */
export interface Embedded {
  /** The notation, as editors call it. */
  readonly languageId: string;
  /** What it goes by while it is read; all that it says stands in the text around it. */
  readonly uri: string;
  /** The text around it: the one that was read, or another of the same project, which speaks for what is inside it. */
  readonly within: string;
  /** The text; each character knows its place in the text around it. */
  readonly slice: Slice;
  /** How it is to be read. */
  readonly options?: ReadOptions;
  /** How an edit of it is written in the text around it; undefined where that cannot be done. */
  edit(edit: TextEdit): TextEdit | undefined;
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
  /** Texts of other notations inside this one, in its order; absent where there can be none. */
  embedded?(): readonly Embedded[];
  /** What the text comes to (the project as Compose loads it, the image as BuildKit makes it); made when it is asked for. */
  outcome?(): Outcome;
  /** Edits of this text for all the changes together, or the reason why this text cannot take them. Never a guess. */
  lower(subject: Subject, changes: readonly Change[]): Lowered;
}
