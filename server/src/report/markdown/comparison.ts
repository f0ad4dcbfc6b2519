/** Before and after as Markdown: what was mended since an earlier report, what is new, what remains. */
import type { Facts } from '../html/facts.ts';
import { count, longDate, short } from '../html/words.ts';
import type { EarlierFinding } from '../report.ts';
import { code, text } from './text.ts';

export function comparisonSection(facts: Facts): string[] {
  const { comparison } = facts.report;
  if (!comparison) return [];
  const { date, title, mended, added, remaining, unknown, cautions } = comparison;
  const other = title === facts.report.title ? '' : ` of ${code(short(title))}`;
  return [
    '## Before and after',
    '',
    `Compared with the report${other} of ${text(longDate(date))}: ${count(mended.length, 'finding')} mended, ${added.length} new, ${remaining.length} remaining.`,
    '',
    ...cautions.flatMap((caution) => [text(caution), '']),
    ...part('Mended', mended.map(earlierItem)),
    ...part(
      'New',
      added.map((fingerprint) => newItem(facts, fingerprint)),
    ),
    ...(unknown.length === 0
      ? []
      : [
          '### Not looked at again',
          '',
          'These stood in files that this report did not judge, so nobody knows.',
          '',
          ...unknown.map(earlierItem),
          '',
        ]),
  ];
}

function part(title: string, items: readonly string[]): string[] {
  return [`### ${title}`, '', ...(items.length === 0 ? ['None.'] : items), ''];
}

function earlierItem({ severity, message, path, place }: EarlierFinding): string {
  return `- **${severity}** ${code(short(path))}${place === '' ? '' : ` (${text(place)})`}: ${text(message)}`;
}

function newItem({ byFingerprint }: Facts, fingerprint: string): string {
  const placed = byFingerprint.get(fingerprint);
  if (!placed) return `- ${code(fingerprint)}`;
  const { finding, path } = placed;
  const where = code(`${short(path)}:${finding.range.start.line + 1}`);
  return `- **${finding.severity}** ${where}: ${text(finding.message)}`;
}
