/** The findings as Markdown, by cheat-sheet page and rule. */
import { countBySeverity, type Facts, type Placed, titleOf } from '../html/facts.ts';
import { pageTitle } from '../html/pages.ts';
import { count, enumerate, SEVERITIES, short } from '../html/words.ts';
import type { ReviewFix, ReviewRelated } from '../report.ts';
import { block, code, text } from './text.ts';

export function findingsSection(facts: Facts): string[] {
  const topics = ruleIdsByTopic(facts);
  if (topics.size === 0) return ['## Findings', '', 'Nothing was found.', ''];
  return [
    '## Findings',
    '',
    'By cheat-sheet page, in the order of what to change first.',
    '',
    ...[...topics].flatMap(([topic, ruleIds]) => [
      `### ${pageTitle(facts.pageOf(topic)) ?? topic}`,
      '',
      `The page: \`bulkhead explain ${topic}\``,
      '',
      ...ruleIds.flatMap((ruleId) => rulePart(facts, ruleId)),
    ]),
  ];
}

/** In the order of the priorities. */
function ruleIdsByTopic({ report, rules, byRule }: Facts): ReadonlyMap<string, readonly string[]> {
  const topics = new Map<string, string[]>();
  const ids = new Set([...report.priorities.map(({ ruleId }) => ruleId), ...byRule.keys()]);
  for (const id of ids) {
    const topic = rules.get(id)?.topic ?? id;
    const of = topics.get(topic) ?? [];
    topics.set(topic, of);
    of.push(id);
  }
  return topics;
}

function rulePart(facts: Facts, ruleId: string): string[] {
  const placed = facts.byRule.get(ruleId) ?? [];
  const counts = countBySeverity(placed);
  const bySeverity = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
    count(counts[severity], severity),
  );
  return [
    `#### ${titleOf(facts, ruleId)}`,
    '',
    `\`${ruleId}\`: ${enumerate(bySeverity)}.${references(facts, ruleId)}`,
    '',
    ...placed.flatMap(findingItem),
    '',
  ];
}

function references({ rules }: Facts, ruleId: string): string {
  const items = rules.get(ruleId)?.references ?? [];
  return items.length === 0
    ? ''
    : ` ${items.map(({ standard, id }) => text(`${standard} ${id}`)).join(', ')}.`;
}

function findingItem({ finding, path }: Placed): string[] {
  const { severity, message, place, range, evidence, fixes, refused, related } = finding;
  const where = code(`${short(path)}:${range.start.line + 1}`);
  const lines = evidence.map((line) => `${line.number}: ${line.text}`);
  return [
    `- **${severity}**${finding.known === true ? ' (known)' : ''} ${where}${place === '' ? '' : ` (${text(place)})`}: ${text(message)}`,
    ...(lines.length === 0 ? [] : ['', ...block(lines, '  ')]),
    ...fixesLine(fixes),
    ...(refused === undefined ? [] : ['', `  No fix is applied here: ${text(refused)}`]),
    ...(related.length === 0 ? [] : ['', ...related.map(relatedItem)]),
    '',
  ];
}

function fixesLine(fixes: readonly ReviewFix[]): string[] {
  const whole = fixes.filter(({ partial }) => !partial);
  const parts = fixes.filter(({ partial }) => partial);
  // Parts of a fix that is listed anyway are only named: what they break is in what the whole breaks.
  const shown = whole.length === 0 ? parts : whole;
  const rest = whole.length === 0 ? [] : parts;
  return [
    ...listOfFixes(shown),
    ...(rest.length === 0 ? [] : ['', `  In parts: ${rest.map(({ title }) => text(title)).join('; ')}`]),
  ];
}

function listOfFixes(fixes: readonly ReviewFix[]): string[] {
  if (fixes.length === 0) return [];
  const named = fixes.map(({ title, applicability, breaks }) =>
    applicability === 'safe'
      ? `${text(title)} (safe)`
      : `${text(title)}${breaks === undefined ? '' : ` (${text(breaks)})`}`,
  );
  if (named.length === 1) return ['', `  Fix: ${named[0] ?? ''}`];
  return ['', '  Fixes:', '', ...named.map((fix) => `  - ${fix}`)];
}

function relatedItem({ path, range, message }: ReviewRelated): string {
  return `  - ${code(`${short(path)}:${range.start.line + 1}`)}: ${text(message)}`;
}
