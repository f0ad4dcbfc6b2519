/** What checking one file gave, as plain data that can travel between threads. */
import type { Severity } from '../model/rule.ts';
import type { BaselineRecord } from '../service.ts';

/** In rising order. */
export const SEVERITIES: readonly Severity[] = ['hint', 'info', 'warning', 'error'];

export type Counts = Readonly<Record<Severity, number>>;

export const NO_COUNTS: Counts = { error: 0, warning: 0, info: 0, hint: 0 };

export interface FileReport {
  /** As given on the line. */
  readonly path: string;
  /**
   * - `checked`: findings and problems say all
   * - `foreign`: it is neither a Dockerfile nor anything else we know
   * - `excluded`: the configuration leaves it out
   * - `failed`: it could not be read, checked or written; `notes` say why
   */
  readonly state: 'checked' | 'foreign' | 'excluded' | 'failed';
  /** Findings and problems of the text as the chosen format shows them; empty when there is nothing to show. */
  readonly shown: string;
  /** Findings in other files that these do not have by themselves. */
  readonly elsewhere: readonly ForeignFinding[];
  /** Problems as JSON, each one object. */
  readonly problems: readonly string[];
  /** What the person must know besides: one line each, for the error stream. */
  readonly notes: readonly string[];
  /** Findings and problems of the text by severity, without what the baseline has. */
  readonly counts: Counts;
  /** How many findings of the text exceptions cover, and how many the baseline has. */
  readonly excepted: number;
  readonly known: number;
  /** Whether it configures Bulkhead, and is neither a Dockerfile nor a Compose file. */
  readonly isConfiguration: boolean;
  /** The keys of exceptions in other files that cover something found here. */
  readonly uses: readonly string[];
  /** What baselines have or would have of what was found; empty where none holds. */
  readonly records: readonly BaselineRecord[];
  /** The keys of exceptions that findings of the text call unused; another file may use them. */
  readonly unused: readonly string[];
  /** How many findings have a safe fix, and how many have an unsafe one only. */
  readonly fixable: { readonly safe: number; readonly unsafe: number };
  /** How many findings were mended, or would be by the diff. */
  readonly fixed: number;
  /** The diff that `--diff` shows, or the mended text of standard input. */
  readonly product: string;
}

/** A finding in another file than the one that was checked. Several files may lead to it. */
export interface ForeignFinding {
  /** `known` when the baseline has it, `excepted` when an exception covers it: then no severity counts it. */
  readonly kind: 'new' | 'known' | 'excepted';
  /** Equal for the same finding, whichever file led to it. */
  readonly key: string;
  /** The other file, as it is shown. */
  readonly path: string;
  /** The finding as the chosen format shows it. */
  readonly shown: string;
  readonly counts: Counts;
  readonly fixable: FileReport['fixable'];
}

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    error: a.error + b.error,
    warning: a.warning + b.warning,
    info: a.info + b.info,
    hint: a.hint + b.hint,
  };
}

/** Whether a severity is as heavy as the bar or heavier. */
export function reaches(severity: Severity, bar: Severity | 'never'): boolean {
  return bar !== 'never' && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(bar);
}
