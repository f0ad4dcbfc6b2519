/** What the readers of one project share: its text, its variables, what they find wrong, and what each model object was made of. */
import type { TextRange } from '../../base/text.ts';
import type { Source } from '../../model/setting.ts';
import type { Problem } from '../../model/surface.ts';
import type { Lookup } from '../../syntax/interpolation/expand.ts';
import type { Fields, Follower, Step } from '../../syntax/yaml/follow.ts';
import type { YamlEntry, YamlFile, YamlItem, YamlScalar } from '../../syntax/yaml/tree.ts';

export interface Frame {
  readonly uri: string;
  /** The text that is read; what stands in other files has no problems here. */
  readonly file: YamlFile;
  /** All files of the project; what is read may stand in any of them. */
  readonly files: readonly YamlFile[];
  readonly follower: Follower;
  /** The variables of a file: what is included has some of its own. */
  readonly lookupIn: (file: YamlFile) => Lookup;
  readonly problems: Problem[];
  /** By the very objects of the model, for `lower`. */
  readonly origins: WeakMap<object, Origin>;
}

/** How a value is written when it is replaced: Compose refuses `user: 1000` and `privileged: "1"`. */
export type ValueType = 'text' | 'boolean' | 'number';

/** What a model object was made of. */
export interface Origin {
  readonly file: YamlFile;
  /** The entry or item that says it. */
  readonly holder: YamlEntry | YamlItem;
  /** The scalar that holds the value, where there is one. */
  readonly scalar?: YamlScalar;
  readonly type: ValueType;
  /** Aliases and merge keys on the way; nothing is changed behind them. */
  readonly steps: readonly Step[];
  /** Names of variables that the value is made of. */
  readonly variables: readonly string[];
  /** Of a service: all that it says, in whichever file. */
  readonly fields?: Fields;
  /** Where only a part of the scalar is meant. */
  readonly part?: PartOrigin;
}

/** Where a part of a scalar stands in the document; empty where it is not written. */
export type PartOrigin =
  /** The host's address of a port. `separator` is what comes between a new address and the rest. */
  | { readonly kind: 'address'; readonly range: TextRange; readonly separator: '' | ':' | '::' }
  /** Whether a mount may be written: the option that says so, or the place behind which it would be said. */
  | { readonly kind: 'access'; readonly range: TextRange; readonly separator: '' | ':' | ',' }
  /** Any other part of a short form. */
  | { readonly kind: 'option'; readonly range: TextRange };

/** What a service leaves unsaid: where that is underlined, and whether another file may still say it. */
export interface Absence {
  readonly head: Source;
  /** Then what is unsaid is unknown, not a default. */
  readonly isOpen: boolean;
}

/** Notes what Compose refuses; what is read twice in a row is told once. */
export function addProblem(frame: Frame, file: YamlFile, range: TextRange, message: string): void {
  if (file !== frame.file) return;
  const last = frame.problems.at(-1);
  if (last?.range.start === range.start && last.message === message) return;
  frame.problems.push({ range, message, severity: 'error' });
}
