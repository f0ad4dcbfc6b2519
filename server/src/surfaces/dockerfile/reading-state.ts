/** What the parts of one reading share, and what a stage carries from one instruction to the next. */
import type { TextRange } from '../../base/text.ts';
import type { Script } from '../../model/command.ts';
import type { ImageUse } from '../../model/image.ts';
import type { Setting, Source } from '../../model/setting.ts';
import type { Stage } from '../../model/stage.ts';
import type { DockerfileTree, Flag, Instruction } from '../../syntax/dockerfile/tree.ts';
import type { GivenArguments, Scope } from './scope.ts';

export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The node of the tree that an object of the model was made from, so that a change of the object can be an edit of the text. */
export type Origin = { readonly instruction: Instruction } & (
  | { readonly kind: 'instruction' | 'user' }
  | { readonly kind: 'verb'; readonly range: TextRange }
  | { readonly kind: 'flag'; readonly flag: Flag }
  /** One of the words or pairs of an instruction; `value` is the part that a replacement overwrites. */
  | { readonly kind: 'item'; readonly range: TextRange; readonly value: TextRange; readonly isOnly: boolean }
  /** A place that can be replaced and not removed. */
  | { readonly kind: 'value'; readonly range: TextRange }
);

/** One file as it is read. */
export interface FileReading {
  readonly uri: string;
  readonly tree: DockerfileTree;
  readonly origins: Map<object, Origin>;
  readonly images: ImageUse[];
  /** The instruction that each script was made from. */
  readonly scripts: Map<Script, Instruction>;
  /** Names of the stages, to tell them from images; lower-cased. */
  readonly stageNames: ReadonlySet<string>;
  /** Names that the build gives another meaning than that of an image. */
  readonly contexts: ReadonlySet<string>;
  /** The arguments that the build is given. */
  readonly given: GivenArguments;
}

/** What is in force at one place of a stage. */
export interface StageState {
  readonly scope: Scope;
  user: Setting<string>;
  /** What runs the shell form: the words of SHELL, or the system's default. */
  shell: readonly string[];
  /** Absent when nothing gave one, or what gave it took it back. */
  entrypoint?: readonly string[] | undefined;
  command?: readonly string[] | undefined;
  /** Whether the command was given in this very stage: then a later ENTRYPOINT keeps it. */
  commandIsOwn: boolean;
  readonly ports: Setting<string>[];
  healthcheck: Setting<boolean>;
}

/** A stage as it is read. */
export interface StageReading {
  readonly file: FileReading;
  readonly stage: Writable<Stage> & {
    readonly users: Setting<string>[];
    readonly scripts: Script[];
    readonly copies: Stage['copies'][number][];
    readonly variables: Stage['variables'][number][];
  };
  readonly state: StageState;
  readonly shipped: boolean;
}

/** The source of a place in the file. */
export function sourceOf(file: FileReading, range: TextRange, via: Source['via'] = []): Source {
  return { uri: file.uri, range, via };
}
