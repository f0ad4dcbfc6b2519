/** Exceptions: findings that somebody allows, in a comment or in the configuration; rules judge them in turn. */
import type { Location, TextRange } from '../base/text.ts';
import type { Setting, Source, Sourced } from './setting.ts';

/** One exception, with what came of it. */
export interface Exception extends Sourced {
  /** All of it: the comment, or the entry in the configuration. */
  readonly source: Source;
  /** Where it is written; `foreign` is a comment for another tool. */
  readonly form: 'comment' | 'configuration' | 'foreign';
  /** The other tool: `hadolint`; absent for our own words. */
  readonly tool?: string;
  /** How much it covers, as it is written. */
  readonly scope: 'entry' | 'stage' | 'file';
  /** The rules that it names, in order. */
  readonly rules: readonly ExceptedRule[];
  /** The last day that it holds; absent for one without an end. */
  readonly until?: Setting<string> & { readonly state: 'set' };
  /** The whole days until then: 0 on the last day, less than 0 when it is over. Absent without an end. */
  readonly daysLeft?: number;
  /** Why, in the words of whoever wrote it; absent when nothing is said. */
  readonly reason?: Setting<string> & { readonly state: 'set' };
  /** Why it is no exception at all: a sentence without a full stop. Then nothing else of it counts. */
  readonly fault?: ExceptionFault;
  /** What the configuration asks of exceptions here. */
  readonly policy: ExceptionPolicy;
  /** Whether it covers something: undefined where that cannot be known. */
  readonly isUsed?: boolean;
}

/** Why words that look like an exception are none. */
export interface ExceptionFault {
  /** A sentence without a full stop that begins in lower case: `'ignore' is missing`. */
  readonly message: string;
  readonly source: Source;
  /** What the comment should say instead, where that is certain. */
  readonly instead?: string;
  /** Whether the words are right and nothing is left for them to cover, so that they can go. */
  readonly isIdle?: boolean;
}

/** A rule that an exception names. */
export interface ExceptedRule extends Sourced {
  readonly name: string;
  readonly source: Source;
  /** The rules that are meant; several where another tool's name or a wildcard means several, none where the name is unknown. */
  readonly ids: readonly string[];
  /** The known name that is nearest to an unknown one. */
  readonly nearest?: string;
  /** Whether it covers a finding; undefined where that cannot be known. */
  readonly isUsed?: boolean;
  /** The one entry in which all that it covers stands, where that is less than the exception covers; absent when it is as narrow as can be. */
  readonly narrower?: Location;
  /** What the rule finds around the place, where the exception covers only a part of that, and so does not count; absent elsewhere. */
  readonly missed?: Location;
}

/** What the configuration asks of exceptions. */
export interface ExceptionPolicy {
  /** Whether comments may except findings; where they may not, they are no exceptions. */
  readonly comments: 'allowed' | 'forbidden';
  readonly reason: 'required' | 'optional';
  /** The most days that an exception may hold from today; absent for no limit. An exception without an end breaks any limit. */
  readonly longest?: number;
  /** Whether comments for other tools except the findings of rules that mean the same. */
  readonly foreign: 'honoured' | 'ignored';
}

/** An exception that was applied to a finding, as plain data: what reports list. */
export interface AppliedException {
  readonly form: Exception['form'];
  readonly tool?: string;
  readonly scope: Exception['scope'];
  readonly reason?: string;
  /** The last day that it holds: `2027-03-31`. */
  readonly until?: string;
  /** Where it is written. */
  readonly uri: string;
  readonly range: TextRange;
}
