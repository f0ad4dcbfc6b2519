/** One line of a baseline: findings of one file that are known and wait to be mended. */
import type { Severity } from '../../model/rule.ts';
import type { Identity } from './record.ts';

export interface BaselineEntry extends Identity {
  /** The file in which the findings stand, from the folder of the baseline, with slashes. */
  readonly path: string;
  /** The heaviest that is known there, as the rule weighs it; absent where any is. */
  readonly severity?: Severity;
  /** How many there are of the same kind at the same place. */
  readonly count: number;
  /** The file whose check finds them, where that is another one: an override, or what extends a service. */
  readonly by?: string;
}

const STEPS: readonly Severity[] = ['hint', 'info', 'warning', 'error'];

export function isSeverity(word: unknown): word is Severity {
  return STEPS.some((step) => step === word);
}

/** Whether an entry speaks for findings of this weight. */
export function covers({ severity }: Pick<BaselineEntry, 'severity'>, weight: Severity): boolean {
  return severity === undefined || STEPS.indexOf(weight) <= STEPS.indexOf(severity);
}

/** The heavier of two; none stands for any. */
export function heavier(a: Severity | undefined, b: Severity | undefined): Severity | undefined {
  if (a === undefined || b === undefined) return undefined;
  return STEPS.indexOf(a) < STEPS.indexOf(b) ? b : a;
}
