/** A report in Markdown: good to read as it is, and wherever Markdown is shown. */
import { CAPS, FULL_POINTS, LETTERS, MISSING_POINTS, MOST_COUNTED, numberOf, POINTS } from './grade.ts';
import { countBySeverity, type Facts, factsOf } from './html/facts.ts';
import { count, enumerate, longDate, SEVERITIES, short } from './html/words.ts';
import { checklistSection } from './markdown/checklist.ts';
import { comparisonSection } from './markdown/comparison.ts';
import { exceptionsSection } from './markdown/exceptions.ts';
import { findingsSection } from './markdown/findings.ts';
import { gradesSection } from './markdown/grades.ts';
import { standardsSection } from './markdown/standards.ts';
import { code, text } from './markdown/text.ts';
import { uncheckedSection } from './markdown/unchecked.ts';
import type { Report } from './report.ts';

/** The document. `pageOf` gives the Markdown of a rule or a topic. */
export function toMarkdown(report: Report, pageOf: (id: string) => string | undefined): string {
  const facts = factsOf(report, pageOf);
  const lines = [
    ...headSection(facts),
    ...comparisonSection(facts),
    ...gradesSection(facts),
    ...findingsSection(facts),
    ...standardsSection(facts),
    ...exceptionsSection(facts),
    ...uncheckedSection(report),
    ...checklistSection(report),
    ...methodSection(),
  ];
  return `${lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trimEnd()}\n`;
}

const MOST_CHANGES = 3;

function headSection(facts: Facts): string[] {
  const { report } = facts;
  const { title, date, tool, strict } = report;
  return [
    `# Hardening report: ${text(short(title))}`,
    '',
    `${longDate(date)}, Bulkhead ${text(tool.version)}${strict ? ', strict profile' : ''}`,
    '',
    `- **Looked at:** ${lookedAt(report)}`,
    `- **How it stands:** ${standing(facts)}`,
    `- **Change first:**${changes(report)}`,
    '',
  ];
}

function lookedAt({ files }: Report): string {
  const judged = files.filter(({ status }) => status === 'judged');
  const numbers: readonly (readonly [number, string])[] = [
    [judged.filter(({ surface }) => surface === 'compose').length, 'Compose file'],
    [judged.filter(({ surface }) => surface === 'dockerfile').length, 'Dockerfile'],
    [numberOf('service', files), 'service'],
    [numberOf('image', files), 'image'],
  ];
  const missed: readonly (readonly [number, string])[] = [
    [files.length - judged.length, 'file'],
    [files.reduce((sum, { gaps }) => sum + gaps.length, 0), 'detail'],
  ];
  const read = tally(numbers);
  const unread = tally(missed);
  const limits = unread === '' ? '' : ` [Not checked](#what-was-not-checked): ${unread}.`;
  return `${read === '' ? 'no file that configures containers' : read}.${limits}`;
}

function tally(numbers: readonly (readonly [number, string])[]): string {
  return enumerate(numbers.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun)));
}

function standing(facts: Facts): string {
  const { report, all } = facts;
  if (all.length === 0) return `nothing was found that should change.${besides(facts)}`;
  const counts = countBySeverity(all);
  const bySeverity = tally(SEVERITIES.map((severity) => [counts[severity], severity]));
  const [worst] = report.subjects;
  const lowest = worst
    ? ` The lowest [grade](#grades) is ${worst.grade.letter}, for ${worst.kind} ${code(short(worst.name))}.`
    : '';
  return `[${count(all.length, 'finding')}](#findings): ${bySeverity}.${besides(facts)}${lowest}${sinceThen(report)}`;
}

/** How many findings are known, and how many are excepted. */
function besides({ all, excepted }: Facts): string {
  const known = all.filter(({ finding }) => finding.known === true).length;
  const inBaseline = known > 0 ? ` ${known} of them in the baseline.` : '';
  const allowed = excepted.length > 0 ? ` [${excepted.length} more excepted](#exceptions).` : '';
  return `${inBaseline}${allowed}`;
}

function sinceThen({ comparison }: Report): string {
  if (!comparison) return '';
  const { date, mended, added } = comparison;
  return ` [Since ${longDate(date)}](#before-and-after): ${mended.length} mended, ${added.length} new.`;
}

function changes({ priorities }: Report): string {
  const first = priorities.slice(0, MOST_CHANGES);
  if (first.length === 0) return ' nothing that was checked asks for a change.';
  const items = first.map(
    ({ action, findings, files }, index) =>
      `${index + 1}. ${action} (${count(findings, 'finding')} in ${count(files, 'file')})`,
  );
  return items.map((item) => `\n  ${item}`).join('');
}

/** The arithmetic in words, with the numbers that the grades are made with. */
function methodSection(): string[] {
  const caps = CAPS.map(
    ({ severity, letter }) => `With ${withArticle(severity)}, ${letter} is the best grade.`,
  );
  return [
    '## How grades are made',
    '',
    `Every service and every image begins with ${FULL_POINTS} points.`,
    'Each finding takes some, and what is left makes the letter.',
    '',
    '| A finding of severity | takes |',
    '| --- | ---: |',
    ...SEVERITIES.map((severity) => `| ${severity} | ${POINTS[severity]} |`),
    '',
    '| Grade | from |',
    '| --- | ---: |',
    ...LETTERS.map(({ letter, from }) => `| ${letter} | ${from} |`),
    '',
    `- ${caps.join(' ')}`,
    `- A hint that lists missing hardening takes ${MISSING_POINTS} points for each measure that is missing.`,
    `- Of one rule, ${MOST_COUNTED} findings of a severity take points at most: many open ports are worse than one, but not as many times.`,
    '- What belongs to a Compose file and to none of its services is graded as a project, when something was found there.',
    '- A finding that somebody excepts still counts: to look away makes nothing safer.',
    '- What is right takes no points and gives none. It is listed because it should stay.',
    '- A grade is provisional where something could not be judged: it may be worse than the letter says, never better.',
  ];
}

function withArticle(severity: string): string {
  return severity === 'error' ? 'an error' : `a ${severity}`;
}
