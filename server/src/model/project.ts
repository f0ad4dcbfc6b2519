/** A Compose project: the services that one file, and later the files merged with it, start together. */
import type { Container } from './container.ts';
import type { Setting, Sourced } from './setting.ts';

/** One project. The source is the head of its first file; `files` leaves room for overrides, `extends` and `include`. */
export interface Project extends Sourced {
  /** The URIs of the files it was read from, first the one that was asked for. */
  readonly files: readonly string[];
  /** The top-level `version`; the default `''` means that it is not written. */
  readonly version: Setting<string>;
  readonly containers: readonly Container[];
}
