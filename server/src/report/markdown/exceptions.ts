/** The exceptions as Markdown: what somebody allowed, why, until when, and where it is written. */
import { lead, writtenAs } from '../html/exceptions.ts';
import type { Facts, Placed } from '../html/facts.ts';
import { longDate, short } from '../html/words.ts';
import type { Range } from '../report.ts';
import { code, text } from './text.ts';

export function exceptionsSection({ excepted }: Facts): string[] {
  if (excepted.length === 0) return ['## Exceptions', '', 'No finding is excepted.', ''];
  return ['## Exceptions', '', lead(excepted), '', ...excepted.flatMap(exceptionItem)];
}

function exceptionItem({ finding, path }: Placed): string[] {
  const { severity, message, place, range, exception } = finding;
  const what = `- **${severity}** ${lineOf(path, range)}${place === '' ? '' : ` (${text(place)})`}: ${text(message)}`;
  if (!exception) return [what, ''];
  const { reason, until } = exception;
  const end = until === undefined ? 'without an end' : `until ${longDate(until)}`;
  return [
    what,
    '',
    `  ${reason === undefined ? 'No reason is given.' : text(reason)}`,
    `  (${lineOf(exception.path, exception.range)}: ${text(writtenAs(exception))}, ${end})`,
    '',
  ];
}

function lineOf(path: string, { start }: Range): string {
  return code(`${short(path)}:${start.line + 1}`);
}
