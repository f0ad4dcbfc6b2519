/** Finds the exception that covers a finding: at its own place, or at another that it rests on. */
import type { AppliedException } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import type { Surroundings } from '../verdict.ts';

/** An exception that covers a finding. */
export interface Cover {
  readonly exception: AppliedException;
  /** The keys of all exceptions that cover it, so that none of them is called unused. */
  readonly keys: readonly string[];
}

/** Undefined where none covers it. */
export function coverOf(_finding: Finding, _surroundings: Surroundings): Cover | undefined {
  return undefined;
}
