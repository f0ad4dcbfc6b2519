/** Reads what a user set for an option of a rule. */
import type { OptionValue } from '../model/rule.ts';

/** The texts of an option that takes several; none where nothing is set. */
export function textsOf(option: OptionValue | undefined): readonly string[] {
  if (typeof option === 'string') return [option];
  return Array.isArray(option) ? option.map(String) : [];
}
