/** `# trivy:ignore:DS-0002`, several in a line, each with `:exp:2027-01-01` where it ends. */
import { dayNumber, dayOf } from '../days.ts';
import type { Word } from '../words.ts';
import type { ForeignReader, ForeignRule } from './given.ts';

const MARK = 'trivy:ignore:';

export const readTrivy: ForeignReader = ({ text, notation, names }) => {
  if (notation !== 'dockerfile' || !text.includes(MARK)) return undefined;
  const rules: ForeignRule[] = [];
  const ends: Word[] = [];
  const others: string[] = [];
  for (const { 0: word, index } of text.matchAll(/\S+/gu)) {
    if (!word.startsWith(MARK)) {
      others.push(word);
      continue;
    }
    const [id = '', ...options] = word.slice(MARK.length).split(':');
    const name = id.split('[', 1)[0] ?? '';
    const end = endOf(options, { start: index, end: index + word.length });
    const ids = name === '*' ? names.allOf('trivy') : names.meantBy('trivy', name);
    if (end === 'never began' || ids.length === 0) continue;
    const start = index + MARK.length;
    rules.push({ text: name, range: { start, end: start + name.length }, ids });
    if (end) ends.push(end);
  }
  // Of several ends the first counts: it is better to speak too early than to be silent too long.
  const [until] = ends.sort((a, b) => (a.text < b.text ? -1 : 1));
  const reason = others.join(' ').replace(/^[\s#/:;,-]+/u, '');
  return {
    tool: 'trivy',
    scope: 'entry',
    rules,
    ...(until ? { until } : {}),
    ...(reason === '' ? {} : { reason: { text: reason, range: { start: 0, end: text.length } } }),
  };
};

/** The last day; trivy stops on the day that it is given, and takes a day that does not exist for one that is long over. */
function endOf(options: readonly string[], range: Word['range']): Word | undefined | 'never began' {
  const at = options.indexOf('exp');
  if (at < 0) return undefined;
  const day = dayNumber(options[at + 1] ?? '');
  return day === undefined ? 'never began' : { text: dayOf(day - 1), range };
}
