/** What is configured: the contents of one file, and what applies to one text after all files have spoken. */
import type { Location } from '../base/text.ts';
import type { ExceptionPolicy } from './exception.ts';
import type { OptionValue, RuleContext, Severity } from './rule.ts';

/** The name of a baseline. */
export const BASELINE_NAME = '.bulkhead-baseline.json';

/**
 * What a user asks for as a whole.
 * - `recommended`: what holds for everybody
 * - `strict`: rules speak even where they are in doubt, and nothing is graded down
 * - `development`: a machine of a developer: what matters only where others can reach it weighs less
 */
export type Profile = 'recommended' | 'strict' | 'development';

/** One value of the configuration with the place that says it; without one it is a default. */
export interface Configured<T> {
  readonly value: T;
  /** Absent for defaults and for what an editor or a command line says; `by` tells then. */
  readonly at?: Location;
  readonly by: 'default' | 'file' | 'editor' | 'command line';
}

/** Who says a value, and where. */
export type Origin = Pick<Configured<unknown>, 'at' | 'by'>;

/** What applies to one rule. */
export interface ConfiguredRule {
  /** Absent where the rule's own severities apply. */
  readonly severity?: Configured<Severity | 'off'>;
  readonly options: ReadonlyMap<string, Configured<OptionValue>>;
}

/** How findings in what is for development are graded. */
export interface DevelopmentGrading {
  /** `lower`: one step down, `keep`: not at all; a severity: no more than this. */
  readonly grade: 'lower' | 'keep' | Severity;
  /** Patterns of paths, as in `.gitignore`, from the folder of the configuration that names them. */
  readonly paths: readonly string[];
  /** Names of stages and build targets, of Compose profiles, and labels (`name=value`, or `name` alone); lower case, `*` for any letters. */
  readonly targets: readonly string[];
  readonly profiles: readonly string[];
  readonly labels: readonly string[];
}

/** An exception that a configuration file lists. */
export interface ListedException {
  /** All of the entry. */
  readonly at: Location;
  readonly rules: readonly { readonly name: string; readonly at: Location }[];
  /** Names of services or stages; absent for all of the file. */
  readonly parts?: readonly string[];
  readonly until?: { readonly text: string; readonly at: Location };
  readonly reason?: { readonly text: string; readonly at: Location };
}

/** What applies to one text. Texts to which the same applies share one object. */
export interface Configuration {
  readonly profile: Configured<Profile>;
  /** By id; a rule that is not in it has its own severity and no options. */
  readonly rules: ReadonlyMap<string, ConfiguredRule>;
  readonly trustedRegistries?: Configured<readonly string[]>;
  readonly credentialNames: Configured<readonly string[]>;
  readonly sensitivePaths: Configured<readonly string[]>;
  readonly exceptions: ExceptionPolicy;
  /** Whether exceptions cover nothing, because somebody asked to see what they hide. */
  readonly ignoresExceptions: boolean;
  /** Those whose paths match the text. */
  readonly listed: readonly ListedException[];
  readonly development: DevelopmentGrading;
  /** Whether the text itself, by its path, is for development. */
  readonly isDevelopment: boolean;
  /** What says that the text is left out; absent when it is judged. */
  readonly excluded?: Configured<string>;
  /** The URI of the baseline that holds; absent when there is none. */
  readonly baseline?: string;
  /** The configuration files that were read for it, the nearest first; wrong ones are among them, but say nothing. */
  readonly files: readonly string[];
  /**
   * Who says what carries no origin itself, by its key in the files: `exceptions.longest`, `baseline`;
   * of a list one for each element (`trusted-registries`, `development.paths`). What is not in it is a default.
   */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
}

/** What an editor or a command line says beside the files. */
export interface ConfigurationLayer {
  readonly by: 'editor' | 'command line';
  readonly profile?: Profile;
  /** Rule or pattern → severity. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** Whether it counts more than the files, less than they do, or alone. */
  readonly order: 'over files' | 'under files' | 'without files';
  /** The URI of a file that is read in place of those that lie about. */
  readonly file?: string;
  /** The URI of the folder from which the patterns of that file count where it lies elsewhere, without a slash at its end. */
  readonly namedFor?: string;
  /** Whether exceptions in the configuration and in comments count; false shows everything. */
  readonly exceptions?: boolean;
  /** Whether the baseline counts. */
  readonly baseline?: boolean;
  /** The URI of a baseline that is read in place of those that lie about or are configured. */
  readonly baselineFile?: string;
}

/** What a rule may ask, made of what applies to the text that it judges. */
export type ContextOf = (ruleId: string) => RuleContext;
