/** What must hold of every fix, wherever it is applied: it ends its finding, adds nothing, and leaves a text that is read as well as before. */
import type { Finding, FixOffer } from '../../server/src/model/finding.ts';
import { isAboutExceptions } from '../../server/src/knowledge/exceptions.ts';
import type { Judged } from './judge.ts';

/** What is wrong with a fix, given what was said of the text before and after it; empty when nothing is. */
export function complaintsAbout(finding: Finding, fix: FixOffer, before: Judged, after: Judged): string[] {
  const others = before.findings.filter((other) => other !== finding);
  const fresh = without(after.findings, others, identityOf);
  const own = fresh.findIndex((other) => (fix.partial ? isLess(other, finding) : isSame(other, finding)));
  const complaints: string[] = [];
  if (fix.partial && own < 0) complaints.push('a partial fix must leave its finding with fewer parts');
  if (!fix.partial && own >= 0)
    complaints.push('the finding is still there, or another says the same now (as when a key stands twice)');
  if (own >= 0) fresh.splice(own, 1);
  for (const other of fresh) {
    if (others.some((one) => isLess(other, one)) || followsFrom(finding, other)) continue;
    complaints.push(`a new finding appears: ${other.ruleId}: ${other.message}`);
  }
  for (const problem of without(after.problems, before.problems, (one) => `${one.severity} ${one.message}`)) {
    complaints.push(`a new problem appears: ${problem.message}`);
  }
  return complaints;
}

/** What is said of an exception only once it counts. */
const OF_WHAT_COUNTS = [
  'no-expired-exception',
  'no-forbidden-exception',
  'no-unused-exception',
  'no-wide-exception',
];
/** What is said of an exception that has lost what it stood above. */
const OF_WHAT_IS_LEFT = ['no-malformed-exception', 'no-unused-exception', 'no-wide-exception'];

/** Whether what is found now only follows from what was mended: an exception that begins to count, or one that has nothing left to cover. */
function followsFrom(mended: Finding, { ruleId }: Finding): boolean {
  return (isAboutExceptions(mended.ruleId) ? OF_WHAT_COUNTS : OF_WHAT_IS_LEFT).includes(ruleId);
}

/** Findings are known again by what they say; where they stand may have moved. */
export function identityOf(finding: Finding): string {
  return JSON.stringify([finding.uri, finding.ruleId, finding.message, finding.parts]);
}

function isSame(a: Finding, b: Finding): boolean {
  return identityOf(a) === identityOf(b);
}

/** Whether `a` is what is left of the rolled-up finding `b`. */
function isLess(a: Finding, b: Finding): boolean {
  return (
    a.ruleId === b.ruleId &&
    a.uri === b.uri &&
    a.parts.length < b.parts.length &&
    a.parts.length > 0 &&
    a.parts.every((part) => b.parts.includes(part))
  );
}

/** What of `all` is left when each of `known` has taken out one that is like it. */
function without<T>(all: readonly T[], known: readonly T[], keyOf: (one: T) => string): T[] {
  const counts = new Map<string, number>();
  for (const one of known) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return all.filter((one) => {
    const count = counts.get(keyOf(one)) ?? 0;
    counts.set(keyOf(one), count - 1);
    return count <= 0;
  });
}
