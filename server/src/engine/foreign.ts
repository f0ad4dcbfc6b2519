/** Findings that stand in another text than the one that was judged: of several texts that lead to one, one speaks. */
import { compareRanges } from '../base/text.ts';
import type { Finding } from '../model/finding.ts';

/** The other texts that findings stand in. */
export function foreignUris(uri: string, findings: readonly Finding[]): readonly string[] {
  const uris = new Set<string>();
  for (const finding of findings) if (finding.uri !== uri) uris.add(finding.uri);
  return [...uris];
}

/** The findings of a text without those in other texts that these have by themselves. */
export function withoutTold(
  uri: string,
  findings: readonly Finding[],
  others: readonly { readonly uri: string; readonly findings: readonly Finding[] }[],
): readonly Finding[] {
  const told = new Set<string>();
  for (const other of others) {
    for (const finding of other.findings) if (finding.uri === other.uri) told.add(identityOf(finding));
  }
  return findings.filter((finding) => finding.uri === uri || !told.has(identityOf(finding)));
}

/** Findings of several analyses as one list by place; of two by one rule at one place the first counts. */
export function together(lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const [own = [], ...others] = lists;
  if (others.length === 0) return own;
  const known = new Set(own.map(identityOf));
  const added: Finding[] = [];
  for (const finding of others.flat()) {
    const identity = identityOf(finding);
    if (known.has(identity)) continue;
    known.add(identity);
    added.push(finding);
  }
  return [...own, ...added].sort(compareFindings);
}

/** What one place makes of several subjects, as a service does that others extend, is said once: where it is written, if it counts there. */
export function once(
  findings: readonly Finding[],
  isBrought: (finding: Finding) => boolean,
): readonly Finding[] {
  if (!findings.some(isBrought)) return findings;
  const spoken = new Map<string, Finding>();
  const keyOf = (finding: Finding): string => `${finding.messageId} ${identityOf(finding)}`;
  for (const finding of findings) {
    const key = keyOf(finding);
    const known = spoken.get(key);
    if (!known || (isBrought(known) && !isBrought(finding))) spoken.set(key, finding);
  }
  if (spoken.size === findings.length) return findings;
  const twins = new Map<Finding, Finding[]>();
  const speaking = findings.filter((finding) => {
    const speaker = spoken.get(keyOf(finding));
    if (!speaker || speaker === finding || !isBrought(finding)) return true;
    twins.set(speaker, [...(twins.get(speaker) ?? []), finding]);
    return false;
  });
  return speaking.map((finding) => {
    const silent = twins.get(finding);
    return silent ? { ...finding, twins: silent } : finding;
  });
}

export function compareFindings(a: Finding, b: Finding): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return compareRanges(a.range, b.range) || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
}

/** The same for what one rule says of one place, whatever the words. */
export function identityOf({ uri, ruleId, range }: Finding): string {
  return `${range.start} ${range.end} ${ruleId} ${uri}`;
}
