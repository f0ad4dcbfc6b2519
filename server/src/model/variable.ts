/** A variable that a text gives to a build or to a container. */
import type { Setting, Sourced } from './setting.ts';

/** Where the variable lives. */
export type VariableRole = 'arg' | 'env' | 'environment' | 'build-arg';

/** One assignment: an `ENV` or `ARG` pair, an entry of `environment` or of `build.args`. The source covers the whole pair. */
export interface Assignment extends Sourced {
  readonly role: VariableRole;
  readonly name: string;
  /** What it belongs to, for messages: a stage's name or number, a service's name. */
  readonly owner: string;
  /**
   * The value; absent when the text only names the variable (`ARG TOKEN`, `PASSWORD:`), `unknown` when other variables decide it.
   */
  readonly value?: Setting<string>;
  /**
   * Who wrote the value: the text itself (`literal`), the default of a `${NAME:-default}` in it (`fallback`), or another variable or file
   * whose value happens to be known (`variable`). Also `variable` when there is no value.
   */
  readonly origin: 'literal' | 'fallback' | 'variable';
  /** Whether it ends up in what ships: a running container's environment, or the final stage's image and history. */
  readonly shipped: boolean;
}
