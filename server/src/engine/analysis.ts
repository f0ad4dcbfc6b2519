/** What is known of one text, for itself and in the end. */
import type { Configuration } from '../model/configuration.ts';
import type { ExceptedFinding, Finding } from '../model/finding.ts';
import type { Problem, Reading, SurfaceId } from '../model/surface.ts';
import type { Basis } from './basis.ts';

/**
 * What is known of one text.
 * - `judged`: `findings` and `problems` say all
 * - `foreign`: no surface knows this notation; nothing is said
 * - `unread`: there is no such file, or it may not be read
 * - `skipped`: it was given up (too long, out of time, a bug); the one problem says why
 * - `excluded`: the configuration leaves it out; nothing is said
 */
export interface Analysis {
  readonly uri: string;
  readonly status: 'judged' | 'foreign' | 'unread' | 'skipped' | 'excluded';
  /** Absent where no surface knows the text, or none got to see it. */
  readonly surface?: SurfaceId;
  /** The text that was judged; empty when unread. */
  readonly text: string;
  /** Sorted by place; some may stand in another text that this one rests on, when that one's own analysis does not have them. */
  readonly findings: readonly Finding[];
  /** Findings that exceptions cover, sorted by place. */
  readonly excepted: readonly ExceptedFinding[];
  /** The keys of exceptions in other texts that cover something found here (`Finding.unused`). */
  readonly uses: readonly string[];
  readonly problems: readonly Problem[];
  /** The URIs of other files that this rests on, whether they exist or not. */
  readonly dependencies: readonly string[];
  /** Differs from one analysis to the next of the same text; equal when nothing it rests on changed. */
  readonly revision: number;
}

/** What came of judging one text for itself. */
export interface Entry {
  /** With all findings, also those that another text has by itself. */
  readonly analysis: Analysis;
  readonly reading?: Reading;
  readonly basis: Basis;
  /** What was configured for it then. */
  readonly configuration: Configuration;
  /** Whether something that it rests on changed; then only the names in the basis count. */
  readonly isOutdated?: boolean;
}

/** An analysis that says nothing yet. */
export type Blank = Pick<
  Analysis,
  'uri' | 'text' | 'findings' | 'excepted' | 'uses' | 'problems' | 'revision'
>;

export const NOTHING_SAID = { findings: [], excepted: [], uses: [], problems: [] };
