/** Reads the words of a comment that is an exception of ours, by the strict grammar: `bulkhead: ignore <rule>[, <rule>] [until <day>] [-- <reason>]`. */
import type { TextRange } from '../../base/text.ts';
import { dayNumber } from './days.ts';

/** A word with its place in what was read. */
export interface Word {
  readonly text: string;
  readonly range: TextRange;
}

/** What a comment says, with places in its words. */
export interface Words {
  readonly scope: 'entry' | 'stage' | 'file';
  readonly rules: readonly Word[];
  readonly until?: Word;
  /** Absent where nothing is said, or only blanks. */
  readonly reason?: Word;
  readonly fault?: WordFault;
}

/** What is wrong with the words. */
export interface WordFault {
  /** A sentence without a full stop that begins in lower case. */
  readonly message: string;
  readonly range: TextRange;
  /** The words as they should be, where that is certain. */
  readonly instead?: string;
  /** Whether the words are right and nothing is left for them to cover. */
  readonly isIdle?: boolean;
}

/** The product's name, also as people mistype it: a text without any of these has no words of ours. */
export const NAME = /bulk[-_]?heads?|bulkead|bulkhed|bulkhaed|bulhead|blukhead/iu;

/** How each scope is written. */
export const VERBS = { entry: 'ignore', stage: 'ignore-stage', file: 'ignore-file' } as const;

const SCOPES: ReadonlyMap<string, Words['scope']> = new Map([
  ['ignore', 'entry'],
  ['ignore-stage', 'stage'],
  ['ignore-file', 'file'],
]);

/** Reads words that begin as an exception must; undefined for all others. `isRule` tells names that rules have. */
export function wordsIn(text: string, isRule: (name: string) => boolean): Words | undefined {
  const opening = /^bulkhead:[ \t]*([^ \t]*)/u.exec(text);
  const scope = opening && SCOPES.get(opening[1] ?? '');
  if (!opening || !scope) return undefined;
  const from = opening[0].length;
  const dashes = dashesIn(text, from);
  const head = headOf(text, from, dashes?.start ?? text.length, isRule);
  const reason = dashes && trimmed(text, { start: dashes.end, end: text.length });
  const words = { scope, ...head, ...(reason ? { reason } : {}) };
  const fault = head.fault ?? faultOfReason(words);
  return fault ? { ...words, fault } : words;
}

/** The words as they are written best. */
export function written({ scope, rules, until, reason }: Omit<Words, 'fault'>): string {
  const names = rules.map(({ text }) => text).join(', ');
  const end = until ? ` until ${until.text}` : '';
  return `bulkhead: ${VERBS[scope]} ${names}${end}${reason ? ` -- ${reason.text}` : ''}`;
}

/** The `--` that stands alone. */
function dashesIn(text: string, from: number): TextRange | undefined {
  for (let at = text.indexOf('--', from); at >= 0; at = text.indexOf('--', at + 1)) {
    if (isBlank(text[at - 1]) && isBlank(text[at + 2])) return { start: at, end: at + 2 };
  }
  return undefined;
}

/** What is between the verb and the reason. */
type Head = Pick<Words, 'rules' | 'until' | 'fault'>;

function headOf(text: string, from: number, end: number, isRule: (name: string) => boolean): Head {
  const tokens = tokensIn(text, from, end);
  const list = listIn(tokens);
  const { rules, next } = list;
  const [word, day] = tokens.slice(next);
  const behind = { start: from, end };
  if (rules.length === 0) return { rules, fault: noRule(trimmed(text, behind)?.range ?? behind) };
  if (list.stray) return { rules, fault: strayComma(text, list.stray, rules, { start: from, end }) };
  if (!word) return { rules };
  if (word.text !== 'until') return { rules, fault: strayWord(text, word, rules, isRule) };
  if (!day) return { rules, fault: { message: "a day is missing behind 'until'", range: word.range } };
  const stray = tokens[next + 2];
  const fault = faultOfDay(text, day) ?? (stray && strayWord(text, stray, rules, isRule));
  return { rules, until: day, ...faultIf(fault) };
}

function faultIf(fault: WordFault | undefined): { fault?: WordFault } {
  return fault ? { fault } : {};
}

/** Names and commas. */
function tokensIn(text: string, from: number, end: number): readonly Word[] {
  const head = text.slice(from, end);
  return [...head.matchAll(/,|[^\s,]+/gu)].map(({ 0: found, index }) => ({
    text: found,
    range: { start: from + index, end: from + index + found.length },
  }));
}

/** The names that stand first, and the number of the token behind them. */
function listIn(tokens: readonly Word[]): { rules: readonly Word[]; next: number; stray?: Word } {
  const rules: Word[] = [];
  let stray: Word | undefined;
  let isOpen = true;
  let next = 0;
  for (; next < tokens.length; next++) {
    const token = tokens[next];
    if (!token) break;
    if (token.text === ',') {
      if (isOpen) stray ??= token;
      isOpen = true;
    } else if (isOpen && token.text !== 'until') {
      rules.push(token);
      isOpen = false;
    } else break;
  }
  const last = tokens[next - 1];
  if (isOpen) stray ??= last;
  return { rules, next, ...(stray ? { stray } : {}) };
}

/** A comma with nothing before or behind it. */
function strayComma(text: string, { range }: Word, rules: readonly Word[], head: TextRange): WordFault {
  const list = text.slice(head.start, head.end);
  const until = list.search(/\suntil(?:\s|$)/u);
  const rest = text.slice(until < 0 ? head.end : head.start + until);
  const names = rules.map((rule) => rule.text).join(', ');
  const instead = `${text.slice(0, head.start)} ${names} ${rest}`;
  return { message: 'a rule is missing beside the comma', range, instead };
}

function noRule(range: TextRange): WordFault {
  return { message: "no rule is named: write 'bulkhead: ignore <rule> -- <reason>'", range };
}

function faultOfDay(words: string, { text, range }: Word): WordFault | undefined {
  if (dayNumber(text) !== undefined) return undefined;
  if (/^\d{4}-\d{2}-\d{2}$/u.test(text)) return { message: `there is no day ${text}`, range };
  const message = `'${text}' is no day as it is written here: 2027-03-31`;
  const [, year, month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/u.exec(text) ?? [];
  if (year === undefined) return { message, range };
  const plain = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return { message, range, instead: `${words.slice(0, range.start)}${plain}${words.slice(range.end)}` };
}

/** A word that has no place before the reason. */
function strayWord(
  text: string,
  stray: Word,
  rules: readonly Word[],
  isRule: (name: string) => boolean,
): WordFault {
  const { range } = stray;
  if (isRule(stray.text)) {
    const instead = `${text.slice(0, range.start).trimEnd()}, ${text.slice(range.start)}`;
    return { message: 'rules are separated by commas', range, instead };
  }
  // Behind dashes that are there something else is wrong, and what is not certain.
  const isBare = rules.length > 0 && dashesIn(text, range.start) === undefined;
  if (!isBare) return { message: `'${stray.text}' has no place here: a reason stands behind ' -- '`, range };
  const before = text.slice(0, range.start).trimEnd().replace(/[:;]$/u, '');
  const reason = text.slice(range.start).replace(/^(?:[-\u2013\u2014]+|[/#;:]+)[ \t]*/u, '');
  // As in the configuration of other linters: `no-sudo: off`.
  const isSwitch = /^(?:off|false|0|disabled?|ignored?)$/iu.test(reason);
  const instead = reason === '' || isSwitch ? before : `${before} -- ${reason}`;
  return { message: "' -- ' is missing before the reason", range, instead };
}

/** Behind the dashes a day is just a part of the reason, and the exception would never end. */
function faultOfReason({ scope, rules, until, reason }: Words): WordFault | undefined {
  if (until || !reason) return undefined;
  const found = /(?:^|[ \t,(])until[ \t]+(\d{4}-\d{2}-\d{2})[.)]?$/u.exec(reason.text);
  const day = found?.[1];
  if (!found || day === undefined || dayNumber(day) === undefined) return undefined;
  const { range } = reason;
  const kept = trimmed(reason.text, { start: 0, end: found.index });
  const named = { text: day, range };
  const instead = written({ scope, rules, until: named, ...(kept ? { reason: kept } : {}) });
  return { message: "'until' stands before ' -- ', or it ends nothing", range, instead };
}

function trimmed(text: string, range: TextRange): Word | undefined {
  const raw = text.slice(range.start, range.end);
  const kept = raw.trim();
  if (kept === '') return undefined;
  const start = range.start + raw.length - raw.trimStart().length;
  return { text: kept, range: { start, end: start + kept.length } };
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || character === ' ' || character === '\t';
}
