/** Tells whether exceptions for a rule can be used in a text. */
import type { Surroundings } from '../verdict.ts';

/** Where a rule is off, or asked for by nobody, its exceptions may wait: they are not unused. */
export function isActive(id: string, uri: string, { rules, configurationOf }: Surroundings): boolean {
  const { rules: configured, profile, ignoresExceptions } = configurationOf(uri);
  if (ignoresExceptions || configured.get(id)?.severity?.value === 'off') return false;
  const rule = rules.find((each) => each.id === id);
  return rule !== undefined && (rule.meta.profile === 'recommended' || profile.value === 'strict');
}
