/** Finds what is configured for a text: the files around it, the nearest first, and what the editor or the command line says. */
import type { SourceText } from '../base/text.ts';
import { fileNameOf } from '../base/uri.ts';
import type { Configuration, ConfigurationLayer } from '../model/configuration.ts';
import type { Rule } from '../model/rule.ts';
import type { Problem } from '../model/surface.ts';
import { DEFAULT_CONFIGURATION } from './defaults.ts';

/** The names of configuration files, the one that counts first where a folder has several. */
export const CONFIGURATION_NAMES = ['.bulkhead.yaml', '.bulkhead.yml', '.bulkhead.json'] as const;
/** The name of a baseline. */
export const BASELINE_NAME = '.bulkhead-baseline.json';

/** Whether a text of this name configures Bulkhead. */
export function isConfiguration(uri: string): boolean {
  const name = fileNameOf(uri);
  return CONFIGURATION_NAMES.some((known) => known === name);
}

/** The texts that configurations are read from. */
export interface Texts {
  /** Whether it is known whether there is such a text. */
  isKnown(uri: string): boolean;
  /** The text; undefined for one that is not there or not known yet. */
  peek(uri: string): SourceText | undefined;
}

/** What a configuration file comes to by itself. */
export interface ReadConfiguration {
  readonly problems: readonly Problem[];
  /** The exceptions that it lists, with the paths that they are for; none in a wrong file. */
  readonly listed: readonly ListedFor[];
}

/** A listed exception with the patterns of the paths that it is for. */
export interface ListedFor {
  readonly exception: Configuration['listed'][number];
  readonly paths: readonly string[];
}

const STRICT: Configuration = {
  ...DEFAULT_CONFIGURATION,
  profile: { value: 'strict', by: 'command line' },
  development: { ...DEFAULT_CONFIGURATION.development, grade: 'keep' },
};

/** Remembers what applies to folders until a file that says so changes. */
export class Configurations {
  readonly #strict: boolean;

  /** `strict` is what a program asks for above all files. */
  constructor(
    readonly texts: Texts,
    readonly rules: readonly Rule[],
    strict = false,
  ) {
    this.#strict = strict;
  }

  /** What applies to a text, or the files that must be read first. The same object comes back until something changes. */
  of(_uri: string): Configuration | { readonly missing: readonly string[] } {
    return this.#strict ? STRICT : DEFAULT_CONFIGURATION;
  }

  /** What is wrong with a configuration file, and what it lists. */
  read(_document: SourceText): ReadConfiguration {
    return { problems: [], listed: [] };
  }

  /** Sets what an editor or a command line says for the texts below a folder; undefined takes it back. */
  setLayer(_folder: string, _layer: ConfigurationLayer | undefined): void {
    this.changed();
  }

  /** A file that may configure something changed, or an editor said something else. */
  changed(): void {
    return;
  }
}
