/** Ranks what there is to do, by severity and by the points that grades lose for want of it. */
import type { Rule, Severity } from '../model/rule.ts';
import type { FileReview, GradedSubject, Priority, ReviewFinding } from './report.ts';

/** The heaviest first. */
export const BY_WEIGHT: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/**
 * One for each rule that found something. Severity goes before points,
 * for many services without a limit are no reason to leave one that owns the host.
 */
export function prioritiesOf(
  files: readonly FileReview[],
  subjects: readonly GradedSubject[],
  rules: ReadonlyMap<string, Rule>,
): Priority[] {
  const points = pointsByRule(subjects);
  const found = new Map<string, { findings: ReviewFinding[]; paths: Set<string> }>();
  for (const { path, findings } of files) {
    for (const finding of findings) {
      const of = found.get(finding.ruleId) ?? { findings: [], paths: new Set() };
      found.set(finding.ruleId, of);
      of.findings.push(finding);
      of.paths.add(path);
    }
  }
  return [...found]
    .map(([ruleId, { findings, paths }]) => ({
      ruleId,
      severity: heaviestOf(findings),
      action: rules.get(ruleId)?.meta.remedy ?? ruleId,
      points: points.get(ruleId) ?? 0,
      findings: findings.length,
      files: paths.size,
    }))
    .sort(comparePriorities);
}

function pointsByRule(subjects: readonly GradedSubject[]): ReadonlyMap<string, number> {
  const points = new Map<string, number>();
  for (const { grade } of subjects) {
    for (const { ruleId, points: taken } of grade.deductions) {
      points.set(ruleId, (points.get(ruleId) ?? 0) + taken);
    }
  }
  return points;
}

function heaviestOf(findings: readonly ReviewFinding[]): Severity {
  return BY_WEIGHT.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'hint';
}

function comparePriorities(a: Priority, b: Priority): number {
  return (
    BY_WEIGHT.indexOf(a.severity) - BY_WEIGHT.indexOf(b.severity) ||
    b.points - a.points ||
    b.findings - a.findings ||
    (a.ruleId < b.ruleId ? -1 : 1)
  );
}
