/** A build stage of a Dockerfile, as BuildKit resolves it. */
import type { Location } from '../base/text.ts';
import type { Script } from './command.ts';
import type { ImageUse } from './image.ts';
import type { Known, Setting, Sourced } from './setting.ts';
import type { Assignment } from './variable.ts';

/** What a stage is built on. */
export type StageBase =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'image'; readonly image: ImageUse };

/** One stage. The source covers its FROM instruction: absences are underlined there. */
export interface Stage extends Sourced {
  /** Its position in the file, from 0. */
  readonly index: number;
  /** Lower-cased, as BuildKit keeps it. */
  readonly name?: string;
  readonly base: StageBase;
  /**
   * - `final`: what the build makes: the stage that is asked for, the last one when none is
   * - `ancestor`: a stage that the final one is built FROM, at any distance
   * - `builder`: any other; nothing of it ships but what is copied out
   */
  readonly role: 'final' | 'ancestor' | 'builder';
  /** Whether it is a Windows image, as far as its base's name or `--platform` tells. */
  readonly windows: boolean;
  /**
   * The user after its last instruction, through the chain of stages. The default value `''` stands for the root base image's own user.
   * A written `''` (`USER ""`, a variable that nothing sets) takes the user away, and that is root.
   * The source is the USER instruction (of whichever stage of the chain), or the FROM when there is none.
   */
  readonly user: Setting<string>;
  /** Every USER of this stage, in order. */
  readonly users: readonly Setting<string>[];
  /** Every RUN, ENTRYPOINT, CMD and HEALTHCHECK of this stage, in order; those after ONBUILD too. */
  readonly scripts: readonly Script[];
  readonly copies: readonly Copy[];
  /** Its own ENV and ARG pairs; those before the first FROM belong to no stage. */
  readonly variables: readonly Assignment[];
  /** ENTRYPOINT and CMD in force at the end, as words, through the chain; absent when nothing says or it is not certain. */
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** The ports that EXPOSE names, through the chain: `80/tcp`, `8000-8010/udp`. One that a variable decides is unknown. */
  readonly ports: readonly Setting<string>[];
  /** Whether a health check is in force at the end, through the chain; a default where nothing says so: the base image may bring one. */
  readonly healthcheck: Setting<boolean>;
  /** Whether it says ONBUILD: a base for others. */
  readonly hasOnBuild: boolean;
  /** Where services ask for it in place of the stage that its Dockerfile makes by itself; absent in the Dockerfile's own reading. */
  readonly askedBy?: readonly Location[];
}

/** A COPY or ADD. The source covers the instruction. */
export interface Copy extends Sourced {
  readonly stage: Stage;
  /** The keyword; its source covers the word alone, and replacing it changes ADD to COPY. */
  readonly verb: Known<'ADD' | 'COPY'>;
  readonly sources: readonly CopySource[];
  readonly target: Setting<string>;
  /** `--from`, `--chown`, `--chmod`, `--checksum`, … in order, without their dashes. */
  readonly flags: readonly CopyFlag[];
}

/** One flag of an instruction: `--checksum=sha256:…`. */
export interface CopyFlag extends Sourced {
  readonly name: string;
  /** `true` for a flag without a value, such as `--link`. */
  readonly value: Setting<string>;
}

/** What one source of a COPY or ADD is, as far as its text tells. `unknown` when a variable decides. */
export interface CopySource extends Sourced {
  readonly kind: 'path' | 'url' | 'git' | 'heredoc' | 'unknown';
  /** The text after expansion; as written where a variable decides part of it, such as the end of a URL. */
  readonly text: string;
}
