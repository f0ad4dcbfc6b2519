/** Ranks what there is to do, by severity, by what is at stake, and by the points that grades lose for want of it. */
import type { Rule, Severity } from '../model/rule.ts';
import type { FileReview, GradedSubject, Priority, ReviewFinding } from './report.ts';

/** The heaviest first. */
export const BY_WEIGHT: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/**
 * The topics about ways to the host. Whoever takes one of them has everything else as well,
 * so among findings of one severity these come first, however few they are.
 */
const HOST_TOPICS: ReadonlySet<string> = new Set([
  'capabilities',
  'engine-access',
  'filesystems',
  'privileges',
]);

/** A priority with what it is ranked by and does not show. */
interface Ranked {
  readonly priority: Priority;
  readonly leadsOut: boolean;
  /** How many of its findings have its severity. */
  readonly heaviest: number;
}

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
  for (const { path, findings: all } of files) {
    const findings = all.filter(({ ungraded }) => ungraded !== true);
    for (const finding of findings) {
      const of = found.get(finding.ruleId) ?? { findings: [], paths: new Set() };
      found.set(finding.ruleId, of);
      of.findings.push(finding);
      of.paths.add(path);
    }
  }
  return [...found]
    .map(([ruleId, { findings, paths }]): Ranked => {
      const meta = rules.get(ruleId)?.meta;
      const severity = heaviestOf(findings);
      return {
        priority: {
          ruleId,
          severity,
          action: meta?.remedy ?? ruleId,
          points: points.get(ruleId) ?? 0,
          findings: findings.length,
          files: paths.size,
        },
        leadsOut: meta !== undefined && HOST_TOPICS.has(meta.topic),
        heaviest: findings.filter((finding) => finding.severity === severity).length,
      };
    })
    .sort(compareRanked)
    .map(({ priority }) => priority);
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

function compareRanked(a: Ranked, b: Ranked): number {
  return (
    BY_WEIGHT.indexOf(a.priority.severity) - BY_WEIGHT.indexOf(b.priority.severity) ||
    Number(b.leadsOut) - Number(a.leadsOut) ||
    b.heaviest - a.heaviest ||
    b.priority.points - a.priority.points ||
    (a.priority.ruleId < b.priority.ruleId ? -1 : 1)
  );
}
