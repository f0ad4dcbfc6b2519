/** Makes the fixes of findings harmless: one that throws is refused, and costs neither the others nor the request. */
import type { Host } from '../base/host.ts';
import type { Finding, FixOffer } from '../model/finding.ts';
import { describe } from './guard.ts';

/** The same findings with fixes that never throw. */
export function tame(host: Host, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => ({
    ...finding,
    fixes: finding.fixes.map((fix) => tameFix(host, finding, fix)),
  }));
}

function tameFix(host: Host, { ruleId, uri }: Finding, fix: FixOffer): FixOffer {
  return {
    ...fix,
    lower: () => {
      try {
        return fix.lower();
      } catch (error) {
        host.log('error', `the fix '${fix.title}' of ${ruleId} failed on ${uri}: ${describe(error)}`);
        return { refused: 'Making this fix failed because of a bug in Bulkhead; the log has the details.' };
      }
    },
  };
}
