/** Which findings concern an item of a published standard. */
import type { Reference } from '../model/rule.ts';
import type { Facts, Placed } from './html/facts.ts';
import type { ReviewFinding } from './report.ts';

/** What one rule found that concerns an item. */
export interface ItemFindings {
  readonly ruleId: string;
  readonly findings: readonly Placed[];
}

/** By rule; of rules that refer to the item only those that found something. */
export function findingsOfItem(
  { report, byRule }: Facts,
  standard: string,
  id: string,
): readonly ItemFindings[] {
  return report.rules.flatMap((rule) => {
    const references = rule.references.filter((item) => item.standard === standard && item.id === id);
    const findings = (byRule.get(rule.id) ?? []).filter(({ finding }) =>
      references.some((reference) => concerns(reference, finding)),
    );
    return findings.length === 0 ? [] : [{ ruleId: rule.id, findings }];
  });
}

/**
 * A hint that sums up missing hardening concerns an item only where what the item asks for is missing;
 * a published port does not concern the item about the host's network, though one rule finds both.
 */
function concerns({ parts, settings }: Reference, { missing, place }: ReviewFinding): boolean {
  const words = place.split(' › ');
  return (
    (parts === undefined || parts.some((part) => missing.includes(part))) &&
    (settings === undefined || settings.some((setting) => words.includes(setting)))
  );
}
