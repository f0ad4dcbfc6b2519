/** The checklist for the host as Markdown, with boxes that services can tick. */
import { type ChecklistItem, HOST_CHECKLIST } from '../../knowledge/host-checklist.ts';
import { count, longDate } from '../html/words.ts';
import type { Report } from '../report.ts';
import { block, text } from './text.ts';

export function checklistSection({ checklist }: Report): string[] {
  const days = new Map(checklist.flatMap(({ id, ticked }) => (ticked === undefined ? [] : [[id, ticked]])));
  const all = HOST_CHECKLIST.flatMap(({ items }) => items);
  const done = all.filter(({ id }) => days.has(id)).length;
  return [
    '## The host',
    '',
    'No file says how the machine is set up. Its people can:',
    `${count(all.length, 'question')}, ${done} ticked. Run the commands there, and tick what is as it should be.`,
    '',
    ...HOST_CHECKLIST.flatMap(({ title, items }) => [
      `### ${title}`,
      '',
      ...items.flatMap((item) => itemLines(item, days.get(item.id))),
    ]),
  ];
}

function itemLines({ question, commands, references, topic }: ChecklistItem, day?: string): string[] {
  const standards = references.map(({ standard, id }) => `${standard.split(' ')[0] ?? ''} ${id}`);
  const ticked = day === undefined ? '' : ` (ticked on ${longDate(day)})`;
  const aside = [`\`bulkhead explain ${topic}\``, ...standards.map(text)].join(', ');
  return [
    `- [${day === undefined ? ' ' : 'x'}] ${text(question)}${ticked}`,
    ...(commands.length === 0 ? [] : ['', ...block(commands, '  ')]),
    '',
    `  ${aside}`,
    '',
  ];
}
