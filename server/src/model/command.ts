/** Shell text as rules see it: scripts, the commands in them, their words. */
import type { Setting, Sourced } from './setting.ts';

/** Who reads a script. Rules about POSIX commands must look at `posix` alone. */
export type Interpreter = 'posix' | 'powershell' | 'cmd' | 'other';

/** When a script runs. */
export type ScriptRole = 'build' | 'start' | 'healthcheck' | 'hook';

/** One shell text: a RUN, a heredoc body, an ENTRYPOINT, a HEALTHCHECK, a Compose `command`. The source covers the whole entry. */
export interface Script extends Sourced {
  readonly role: ScriptRole;
  readonly interpreter: Interpreter;
  /** Whether a failing part of a pipe fails the whole (`set -o pipefail`, a SHELL that has it). */
  readonly pipefail: boolean;
  /** The user it runs as; the default value `''` stands for the image's own. */
  readonly user: Setting<string>;
  /** Whether it ends up in what ships: the final stage or a stage that one is built FROM. Always true outside Dockerfiles. */
  readonly shipped: boolean;
  /**
   * All commands in the order they are written, however deep: pipelines, lists, subshells, functions, loops, substitutions, `sh -c` texts,
   * heredocs fed to a shell. Each knows what it stands in.
   */
  readonly commands: readonly Command[];
}

/** One simple command: `curl -fsSL https://example.org`, with wrappers such as `env A=1`, `exec`, `time` looked through. */
export interface Command extends Sourced {
  readonly script: Script;
  /** The program's name without its folder (`/usr/bin/curl` is `curl`); absent when an expansion decides it. */
  readonly name?: string;
  /** The program as written. */
  readonly program: Word;
  /** Everything behind the program, options and operands alike. */
  readonly args: readonly Word[];
  /** `A=1` in front of it. */
  readonly assignments: readonly WordAssignment[];
  /** Programs that only start it, outermost first: `sudo`, `env`, `exec`, `time`, `nohup`, `nice`, `timeout`, `xargs`, `su-exec` …. */
  readonly wrappers: readonly Wrapper[];
  /**
   * The command whose output it reads through a pipe. Of a group, a loop or another compound command at a pipe, the first command that
   * can read and the last that can write stand at it: in `(cd x && a) | { mkdir y; b; }`, `b` reads from `a`.
   */
  readonly pipedFrom?: Command;
  /** The command that reads its output through a pipe; of a compound command the one named above. */
  readonly pipedTo?: Command;
  /** The command that it is part of: as the text of `sh -c`, behind `-exec` of `find`, or as a substitution in one of its words. */
  readonly within?: {
    readonly command: Command;
    readonly as: 'script' | 'substitution' | 'process-substitution';
  };
  /** `>`, `>>`, `<`, `<<<`, …, with the file or text. */
  readonly redirects: readonly Redirect[];
  /** Whether its failure is swallowed: `cmd || true`, `! cmd`, or it stands in front of `;` without `set -e`. */
  readonly failureIgnored: boolean;
}

/** A program that starts another one. Taking it away together with its own options leaves the inner command. */
export interface Wrapper extends Sourced {
  readonly name: string;
  /** Its own options and operands, such as `-u www-data` of `sudo`, or `30` of `timeout`. */
  readonly args: readonly Word[];
}

/** One word of a command after quotes and escapes. The source covers it as written, quotes included. */
export interface Word extends Sourced {
  /** As written. */
  readonly raw: string;
  /** Its value; absent when an expansion decides part of it. */
  readonly value?: string;
  /** The value with `\uFFFC` (object replacement character) for each part that an expansion decides. */
  readonly pattern: string;
  /** Commands in substitutions of this word: `$(…)`, backticks, `<(…)`. */
  readonly substitutions: readonly Command[];
}

/** An assignment in front of a command, or on its own, or through `export`. */
export interface WordAssignment extends Sourced {
  readonly name: string;
  readonly value: Word | undefined;
}

/** A redirection of a command. */
export interface Redirect extends Sourced {
  readonly operator: string;
  readonly target: Word | undefined;
}
