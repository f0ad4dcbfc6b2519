/** Grades services and images by an arithmetic that a reader can do by hand. */
import type { Severity } from '../model/rule.ts';
import type { Deduction, FileReview, Grade, GradedSubject, ReviewFinding } from './report.ts';

/** What a grade begins with. */
export const FULL_POINTS = 100;

/** What one finding takes, by its severity. A hint that sums up missing hardening takes `MISSING_POINTS` for each that is missing instead. */
export const POINTS: Readonly<Record<Severity, number>> = { error: 30, warning: 10, info: 3, hint: 1 };

/**
 * Three points, so that a service nobody hardened is no A although nothing in it is wrong:
 * with all five measures missing it has 85 points, a B.
 */
export const MISSING_POINTS = 3;

/**
 * So many findings of one rule and one severity take points. A mail server that publishes ten ports is worse than one
 * that publishes one, but not ten times as bad, and what is hardened in it should still show.
 */
export const MOST_COUNTED = 3;

type Letter = Grade['letter'];

/** The letters with the fewest points that each takes, the best first. */
export const LETTERS: readonly { readonly letter: Letter; readonly from: number }[] = [
  { letter: 'A', from: 90 },
  { letter: 'B', from: 75 },
  { letter: 'C', from: 60 },
  { letter: 'D', from: 40 },
  { letter: 'E', from: 0 },
];

/** The best letter that is left with a finding of a severity, whatever the points say. */
export const CAPS: readonly { readonly severity: Severity; readonly letter: Letter }[] = [
  { severity: 'error', letter: 'D' },
  { severity: 'warning', letter: 'B' },
];

/**
 * What can be graded in one file, in the order of the text. Files that were not judged have nothing to grade,
 * and of what other texts decide on something must be known: an A for a line of an override file would be one for nothing.
 */
export function subjectsOf(file: FileReview): GradedSubject[] {
  return candidatesOf(file).filter(
    ({ grade, findings, credits }) => !grade.provisional || findings.length > 0 || credits > 0,
  );
}

/** How many services or images there are, those without a grade among them. */
export function numberOf(kind: 'service' | 'image', files: readonly FileReview[]): number {
  const judged = files.filter(({ status }) => status === 'judged');
  if (kind === 'image') {
    return judged.filter(({ surface, parts }) => surface === 'dockerfile' && parts.length > 0).length;
  }
  return judged.flatMap(({ parts }) => parts).filter((part) => part.kind === 'service').length;
}

function candidatesOf(file: FileReview): GradedSubject[] {
  if (file.status !== 'judged') return [];
  if (file.surface === 'dockerfile') {
    return file.parts.length === 0 ? [] : [subject('image', imageName(file.path), file, () => true)];
  }
  const services = file.parts.flatMap(({ kind, name }, index) =>
    kind === 'service' ? [subject('service', name, file, (part) => part === index)] : [],
  );
  const rest = subject('project', file.path, file, (part) => part === undefined);
  return rest.findings.length > 0 ? [...services, rest] : services;
}

/** The worst first, then by path and name. */
export function compareSubjects(a: GradedSubject, b: GradedSubject): number {
  if (a.grade.letter !== b.grade.letter) return a.grade.letter > b.grade.letter ? -1 : 1;
  if (a.grade.points !== b.grade.points) return a.grade.points - b.grade.points;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function subject(
  kind: GradedSubject['kind'],
  name: string,
  file: FileReview,
  isOfIt: (part: number | undefined) => boolean,
): GradedSubject {
  const graded = [...file.findings, ...file.excepted].filter(({ ungraded }) => ungraded !== true);
  const findings = graded.filter(({ part }) => isOfIt(part));
  // What could not be read may say anything of anything in its file.
  const isBroken = file.problems.some(({ severity }) => severity === 'error');
  return {
    kind,
    name,
    path: file.path,
    grade: gradeOf(
      findings,
      isBroken || file.gaps.some(({ part, touches }) => isOfIt(part) || touches?.some(isOfIt)),
    ),
    findings: findings.map(({ fingerprint }) => fingerprint),
    credits: file.credits.filter(({ part }) => isOfIt(part)).length,
  };
}

/** Every finding counts, excepted ones too: to look away makes nothing safer. */
export function gradeOf(findings: readonly ReviewFinding[], provisional: boolean): Grade {
  const deductions = deductionsOf(findings);
  const taken = deductions.reduce((sum, deduction) => sum + deduction.points, 0);
  const points = Math.max(0, FULL_POINTS - taken);
  const earned = LETTERS.find(({ from }) => points >= from)?.letter ?? 'E';
  const cap = CAPS.find(({ severity }) => findings.some((finding) => finding.severity === severity));
  if (!cap || cap.letter <= earned) return { letter: earned, points, deductions, provisional };
  const article = cap.severity === 'error' ? 'an' : 'a';
  return {
    letter: cap.letter,
    points,
    deductions,
    cap: `${points} points alone would be ${withArticle(earned)}, but with ${article} ${cap.severity} it is ${cap.letter} at best.`,
    provisional,
  };
}

/** One for each rule and severity, the heaviest first. */
function deductionsOf(findings: readonly ReviewFinding[]): Deduction[] {
  const sums = new Map<string, Deduction>();
  for (const { ruleId, severity, missing } of findings) {
    const key = `${ruleId} ${severity}`;
    const points = missing.length > 0 ? missing.length * MISSING_POINTS : POINTS[severity];
    const sum = sums.get(key) ?? { ruleId, severity, count: 0, points: 0 };
    const taken = sum.count < MOST_COUNTED ? points : 0;
    sums.set(key, { ...sum, count: sum.count + 1, points: sum.points + taken });
  }
  return [...sums.values()].sort((a, b) => b.points - a.points || (a.ruleId < b.ruleId ? -1 : 1));
}

function withArticle(letter: Letter): string {
  return letter === 'A' || letter === 'E' ? `an ${letter}` : `a ${letter}`;
}

/** `web/Dockerfile` is called `web`, `docker/api.Dockerfile` is `docker/api`; other names stay whole. */
function imageName(path: string): string {
  const match = /^(.+?)(?:\/(?:Dockerfile|Containerfile)|\.Dockerfile)$/iu.exec(path);
  return match?.[1] ?? path;
}
