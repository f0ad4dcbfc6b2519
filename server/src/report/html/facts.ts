/** A report turned around: its findings by fingerprint and by rule, with where they stand and how they are linked. */
import { hashOf } from '../../base/hash.ts';
import type { Severity } from '../../model/rule.ts';
import type { GradedSubject, Report, ReviewFinding, RuleFacts } from '../report.ts';
import { SEVERITIES } from './words.ts';

/** A finding with the path of the file that it stands in. */
export interface Placed {
  readonly finding: ReviewFinding;
  readonly path: string;
}

/** What the sections of the page look up. */
export interface Facts {
  readonly report: Report;
  /** Those that count, in the order of the report. */
  readonly all: readonly Placed[];
  /** Those that are excepted, likewise. */
  readonly excepted: readonly Placed[];
  /** Both. */
  readonly byFingerprint: ReadonlyMap<string, Placed>;
  /** The findings of each rule, the worst first, then in the order of the report. */
  readonly byRule: ReadonlyMap<string, readonly Placed[]>;
  readonly rules: ReadonlyMap<string, RuleFacts>;
  /** What to do about a rule's findings. */
  readonly actions: ReadonlyMap<string, string>;
  /** The fingerprints of what an earlier report does not have; empty without one. */
  readonly added: ReadonlySet<string>;
  /** Markdown of a rule or a topic. */
  pageOf(id: string): string | undefined;
}

export function factsOf(report: Report, pageOf: (id: string) => string | undefined): Facts {
  const placed = (path: string, findings: readonly ReviewFinding[]): readonly Placed[] =>
    findings.map((finding) => ({ finding, path: finding.path ?? path }));
  const all = report.files.flatMap(({ path, findings }) => placed(path, findings));
  const excepted = report.files.flatMap((file) => placed(file.path, file.excepted));
  return {
    report,
    all,
    excepted,
    byFingerprint: new Map([...all, ...excepted].map((each) => [each.finding.fingerprint, each])),
    byRule: grouped([...all].sort(bySeverity)),
    rules: new Map(report.rules.map((rule) => [rule.id, rule])),
    actions: new Map(report.priorities.map(({ ruleId, action }) => [ruleId, action])),
    added: new Set(report.comparison?.added),
    pageOf,
  };
}

export function countBySeverity(findings: readonly Placed[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { finding } of findings) counts[finding.severity]++;
  return counts;
}

export function worstOf(findings: readonly Placed[]): Severity {
  const counts = countBySeverity(findings);
  return SEVERITIES.find((severity) => counts[severity] > 0) ?? 'hint';
}

/** What to do, or else what the rule is for, or else its name. */
export function titleOf({ actions, rules }: Facts, ruleId: string): string {
  return actions.get(ruleId) ?? rules.get(ruleId)?.summary ?? ruleId;
}

export const anchors = {
  finding: (fingerprint: string): string => `f-${plain(fingerprint)}`,
  rule: (id: string): string => `r-${plain(id)}`,
  topic: (id: string): string => `t-${plain(id)}`,
  item: (id: string): string => `i-${plain(id)}`,
  subject: ({ kind, name, path }: GradedSubject): string => `s-${hashOf(JSON.stringify([kind, name, path]))}`,
};

/** An anchor has no blanks and needs no escapes, whatever it is made from. */
function plain(id: string): string {
  return /^[\w-]{1,64}$/u.test(id) ? id : hashOf(id);
}

function bySeverity(a: Placed, b: Placed): number {
  return SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity);
}

function grouped(findings: readonly Placed[]): ReadonlyMap<string, readonly Placed[]> {
  const groups = new Map<string, Placed[]>();
  for (const placed of findings) {
    const group = groups.get(placed.finding.ruleId);
    if (group) group.push(placed);
    else groups.set(placed.finding.ruleId, [placed]);
  }
  return groups;
}
