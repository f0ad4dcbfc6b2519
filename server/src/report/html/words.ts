/** Numbers, dates and names as people read them. */
import type { Severity } from '../../model/rule.ts';
import { numberOf } from '../grade.ts';
import type { GradedSubject, Report } from '../report.ts';
import { type Html, html } from './markup.ts';

/** The worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** `1 finding`, `2,310 findings`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${digits(number)} ${number === 1 ? noun : plural}`;
}

export function digits(number: number): string {
  return number.toLocaleString('en-US');
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `2026-03-31` → `31 March 2026`; what is no such day stays as it is. */
export function longDate(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(day) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name === undefined ? day : `${Number(date)} ${name} ${year}`;
}

/** How much of a name or a path is shown. */
const LONGEST_NAME = 160;

/** A name that is not longer than a reader wants; the middle is what one misses least. */
export function short(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const half = LONGEST_NAME / 2;
  // A cut must not leave half of a character behind.
  const head = name.slice(0, half).replace(/[\ud800-\udbff]$/u, '');
  const tail = name.slice(-half).replace(/^[\udc00-\udfff]/u, '');
  return `${head}…${tail}`;
}

/** A sentence of our own with `code` in backticks. */
export function withCode(sentence: string): Html {
  const parts = sentence.split('`');
  // Without a partner, a backtick is only a character.
  if (parts.length % 2 === 0) return html`${sentence}`;
  return html`${parts.map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`)).reduce((whole, part) => html`${whole}${part}`)}`;
}

export function severityMark(severity: Severity): Html {
  return html`<b class="severity ${severity}">${severity}</b>`;
}

/** The begin of a sentence about those without a grade; undefined when all have one. */
export function ungradedOf({ files, subjects }: Report): string | undefined {
  const all = numberOf('service', files) + numberOf('image', files);
  const graded = subjects.filter(({ kind }) => kind !== 'project').length;
  if (graded === all) return undefined;
  const has = all - graded === 1 ? 'has' : 'have';
  return `${count(all - graded, 'service or image', 'services and images')} ${has} no grade: nothing was found there, but what decides`;
}

/** `service web`; a project goes by its file. */
export function subjectName({ kind, name }: GradedSubject): string {
  return `${kind} ${short(name)}`;
}
