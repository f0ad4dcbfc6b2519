/** One line of a baseline: findings of one file that are known and wait to be mended. */
import type { Severity } from '../../model/rule.ts';
import { type Identity, keyOf } from './record.ts';

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

/** What two sides of a merge both have is one: the larger count and the heavier severity hold. */
export function unitedAll(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const all = new Map<string, BaselineEntry>();
  for (const entry of entries) {
    const name = nameOf(entry);
    const other = all.get(name);
    all.set(name, other ? united(other, entry) : entry);
  }
  return [...all.values()];
}

/** What holds when two entries speak of the same. */
function united(a: BaselineEntry, b: BaselineEntry): BaselineEntry {
  const { severity: _, by: __, ...rest } = a;
  const severity = heavier(a.severity, b.severity);
  // What a file says by itself needs no other one to be found.
  const by = a.by === undefined || b.by === undefined ? undefined : a.by < b.by ? a.by : b.by;
  return {
    ...rest,
    ...(severity === undefined ? {} : { severity }),
    count: Math.max(a.count, b.count),
    ...(by === undefined ? {} : { by }),
  };
}

/** A name for what an entry is about. */
export function nameOf(entry: BaselineEntry): string {
  return `${entry.path}\n${keyOf(entry)}`;
}
