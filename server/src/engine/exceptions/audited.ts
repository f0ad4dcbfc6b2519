/** Exceptions as rules see them, with what they are made of. */
import type { Location } from '../../base/text.ts';
import type { ExceptedRule, Exception } from '../../model/exception.ts';
import type { WrittenException } from './written.ts';

/** An exception as rules see it, and as it is written. */
export interface Audited {
  readonly exception: Exception;
  readonly key: string;
  /** Absent for one that a configuration file lists. */
  readonly written?: WrittenException;
}

/** One rule in use makes the whole useful; of what is not known nothing is said. */
export function usedAsAWhole(rules: readonly ExceptedRule[]): boolean | undefined {
  if (rules.some(({ isUsed }) => isUsed === true)) return true;
  return rules.length > 0 && rules.every(({ isUsed }) => isUsed === false) ? false : undefined;
}

/** A value that is written at one place. */
export function said({ text, at }: { readonly text: string; readonly at: Location }): {
  state: 'set';
  value: string;
  source: Location & { via: [] };
} {
  return { state: 'set', value: text, source: { ...at, via: [] } };
}
