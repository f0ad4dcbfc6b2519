/** What rules can judge. */
import type { Command, Script } from './command.ts';
import type { Container } from './container.ts';
import type { Exception } from './exception.ts';
import type { ImageUse } from './image.ts';
import type { Project } from './project.ts';
import type { Copy, Stage } from './stage.ts';
import type { Assignment } from './variable.ts';

/** The kinds of subjects by name. A surface lists its subjects of each kind; a rule has a check for one or several. */
export interface Subjects {
  readonly project: Project;
  readonly container: Container;
  readonly stage: Stage;
  readonly image: ImageUse;
  readonly script: Script;
  readonly command: Command;
  readonly variable: Assignment;
  readonly copy: Copy;
  /** Made by the engine, after all else was judged: no surface lists any. */
  readonly exception: Exception;
}

export type SubjectKind = keyof Subjects;

/** Any subject. */
export type Subject = Subjects[SubjectKind];

/**
 * The keys that can be hardened: what stands under the cursor, in the model's words.
 * A rule names those it watches (`meta.keys`), and the hover on such a key shows the rule's page.
 */
export type SettingKey =
  | 'privileged'
  | 'user'
  | 'readOnly'
  | 'capAdd'
  | 'capDrop'
  | 'securityOpt'
  | 'networkMode'
  | 'pidMode'
  | 'ipcMode'
  | 'usernsMode'
  | 'devices'
  | 'ports'
  | 'mounts'
  | 'engineApi'
  | 'memoryLimit'
  | 'pidsLimit'
  | 'image'
  | 'variable'
  | 'version'
  | 'run'
  | 'copy'
  | 'add'
  | 'service';
