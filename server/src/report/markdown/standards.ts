/** The findings by item of published standards, as Markdown tables. */
import { type Standard, STANDARDS } from '../../knowledge/standards.ts';
import type { Facts, Placed } from '../html/facts.ts';
import { count, short } from '../html/words.ts';
import { findingsOfItem } from '../items.ts';
import { cell } from './text.ts';

export function standardsSection(facts: Facts): string[] {
  return [
    '## By standard',
    '',
    'The items for which something was found.',
    'An item that is missing here is not thereby met: no rule may look at it yet, and much of these standards is about the host.',
    '',
    ...STANDARDS.flatMap((standard) => standardPart(facts, standard)),
  ];
}

function standardPart(facts: Facts, { name, url, items }: Standard): string[] {
  const rows = items.flatMap(({ id, title }) => {
    const found = findingsOfItem(facts, name, id).map(
      ({ ruleId, findings }) => `\`${ruleId}\`: ${places(findings)}`,
    );
    return found.length === 0 ? [] : [`| ${id.replaceAll('#', '\\#')} | ${title} | ${found.join('; ')} |`];
  });
  const table = ['| Item | Asks for | Findings |', '| --- | --- | --- |', ...rows];
  return [
    `### [${name}](${url})`,
    '',
    ...(rows.length === 0 ? ['Nothing was found for any item.'] : table),
    '',
  ];
}

/** So many places are named; a table with all of them could not be read. */
const MOST_PLACES = 3;

function places(placed: readonly Placed[]): string {
  const named = placed
    .slice(0, MOST_PLACES)
    .map(({ finding, path }) => cell(`${short(path)}:${finding.range.start.line + 1}`));
  const more = placed.length > MOST_PLACES ? ', …' : '';
  return `${count(placed.length, 'finding')} (${named.join(', ')}${more})`;
}
