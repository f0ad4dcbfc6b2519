/** What people write where a reason belongs, how long an exception is renewed, and which rules cannot be excepted. */
import type { Exception } from '../model/exception.ts';

/**
 * The rules that judge exceptions themselves. They are configured and never excepted: who could switch them off in a comment would
 * need to give account of nothing.
 */
const ABOUT_EXCEPTIONS: ReadonlySet<string> = new Set([
  'no-expired-exception',
  'no-forbidden-exception',
  'no-malformed-exception',
  'no-unknown-exception',
  'no-unused-exception',
  'no-wide-exception',
  'prefer-own-exception',
  'require-exception-reason',
]);

/** Whether a rule of this id judges exceptions. */
export function isAboutExceptions(ruleId: string): boolean {
  return ABOUT_EXCEPTIONS.has(ruleId);
}

/** Words that hold the place of a reason and give none. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  'because',
  'fixme',
  'ignore',
  'ignored',
  'n/a',
  'na',
  'none',
  'reason',
  'tba',
  'tbd',
  'todo',
  'why',
  'xxx',
]);

/** Whether a text gives a reason: it has words, and not merely one that holds its place. */
export function isReason(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}/]+/gu) ?? [];
  return words.length > 1 || words.some((word) => !PLACEHOLDERS.has(word));
}

/** Whether the last day of an exception is past. */
export function isOver({ daysLeft }: Pick<Exception, 'daysLeft'>): boolean {
  return daysLeft !== undefined && daysLeft < 0;
}

const KEYWORDS: Readonly<Record<Exception['scope'], string>> = {
  entry: 'ignore',
  stage: 'ignore-stage',
  file: 'ignore-file',
};

/** An exception in our own words, without a comment's mark; where no reason is given, they end where it belongs. */
export function wordsOf(
  { scope, until }: Pick<Exception, 'scope' | 'until'>,
  rules: readonly string[],
  reason = '',
): string {
  const end = until ? ` until ${until.value}` : '';
  return `bulkhead: ${KEYWORDS[scope]} ${rules.join(', ')}${end} -- ${reason}`;
}

/** The days before its end in which an exception is announced to end. */
export const NOTICE = 14;

/** For how many days from today an exception is renewed, where the configuration allows as many. */
const RENEWAL = 90;

/** The days from today until which an exception may be renewed. */
export function renewalIn(longest: number | undefined): number {
  return Math.min(RENEWAL, longest ?? RENEWAL);
}

const DAY = 86_400_000;

/** The date so many days after another one, or before it: `2026-06-01`. The date must exist. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}
