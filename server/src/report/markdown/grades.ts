/** The grades as Markdown: a table of all, then the arithmetic of each that lost points, and what is right. */
import type { Facts } from '../html/facts.ts';
import { short, ungradedOf } from '../html/words.ts';
import { FULL_POINTS, MOST_COUNTED } from '../grade.ts';
import type { FileReview, GradedSubject, ReviewCredit } from '../report.ts';
import { cell, code, text } from './text.ts';

export function gradesSection({ report, actions }: Facts): string[] {
  const { subjects } = report;
  const without = ungradedOf(report);
  if (subjects.length === 0 && without === undefined) {
    return ['## Grades', '', 'There is no service and no image to grade.', ''];
  }
  const files = new Map(report.files.map((file) => [file.path, file]));
  return [
    '## Grades',
    '',
    'The worst first; [how grades are made](#how-grades-are-made) has the rules of it.',
    '',
    '| Grade | Points | What | File | Findings | Hardening |',
    '| --- | ---: | --- | --- | ---: | ---: |',
    ...subjects.map(row),
    '',
    ...(without === undefined ? [] : [`${without} [could not be judged](#what-was-not-checked).`, '']),
    ...subjects.flatMap((subject) => arithmetic(subject, files.get(subject.path), actions)),
  ];
}

function row({ kind, name, path, grade, findings, credits }: GradedSubject): string {
  const letter = `**${grade.letter}**${grade.provisional ? ' (provisional)' : ''}`;
  const cells = [
    letter,
    grade.points,
    `${kind} ${cell(short(name))}`,
    cell(short(path)),
    findings.length,
    credits,
  ];
  return `| ${cells.join(' | ')} |`;
}

function arithmetic(
  subject: GradedSubject,
  file: FileReview | undefined,
  actions: Facts['actions'],
): string[] {
  const { kind, name, path, grade } = subject;
  const credits = file ? file.credits.filter((credit) => belongsTo(subject, credit, file)) : [];
  if (grade.deductions.length === 0 && credits.length === 0) return [];
  const where = name === path ? '' : ` in ${code(short(path))}`;
  const taken = grade.deductions.map(({ ruleId, severity, count, points }) =>
    `- −${points}: ${count} × ${severity} \`${ruleId}\`${count > MOST_COUNTED ? `, of which ${MOST_COUNTED} count` : ''}. ${actions.get(ruleId) ?? ''}`.trimEnd(),
  );
  return [
    `### ${grade.letter}: ${kind} ${code(short(name))}${where}`,
    '',
    ...(taken.length === 0 ? [] : [`${sum(grade.deductions, grade.points)}:`, '', ...taken, '']),
    ...(grade.cap === undefined ? [] : [grade.cap, '']),
    ...(grade.provisional
      ? ['Provisional: something of it [could not be judged](#what-was-not-checked).', '']
      : []),
    ...(credits.length === 0 ? [] : ['What is right:', '', ...credits.map(creditItem), '']),
  ];
}

/** `100 − 30 − 10 = 60 points`. */
function sum(deductions: readonly { readonly points: number }[], points: number): string {
  const taken = deductions.map((deduction) => ` − ${deduction.points}`).join('');
  const isBelow = deductions.reduce((total, deduction) => total + deduction.points, 0) > FULL_POINTS;
  return `${FULL_POINTS}${taken} ${isBelow ? 'is below 0, so ' : '= '}${points} points`;
}

function creditItem({ message, range, ruleId }: ReviewCredit): string {
  return `- ${text(message)} (line ${range.start.line + 1}, \`${ruleId}\`)`;
}

/** The same division as in the grades: an image is all of its file, a service its part, a project what is in none. */
function belongsTo({ kind, name }: GradedSubject, { part }: ReviewCredit, { parts }: FileReview): boolean {
  if (kind === 'image') return true;
  if (kind === 'project') return part === undefined;
  return part !== undefined && parts[part]?.name === name;
}
