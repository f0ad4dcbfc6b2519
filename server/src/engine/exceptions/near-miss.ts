/** Recognises comments that are meant as exceptions and are none, so that nobody trusts in words that do nothing. */
import { nearest } from '../../base/nearest.ts';
import { NAME, VERBS, type WordFault, wordsIn, written } from './words.ts';

/** The first word, what stands before and behind it, and the second word. */
const OPENING = new RegExp(`^([^a-z0-9]*)(${NAME.source})(?![a-z0-9])([^a-z0-9]*)([a-z0-9][\\w-]*)?`, 'iu');

/** What other linters say for the same. */
const SILENCING = ['ignore', 'disable', 'suppress', 'skip', 'except', 'nolint', 'noqa', 'nosec', 'silence'];
const ALLOWING = [
  'allow',
  'mute',
  'exclude',
  'exempt',
  'waive',
  'off',
  'accept',
  'expect',
  'ignored',
  'disabled',
];
/** Verbs that stand in a sentence about the product only by chance. */
const PLAIN = new Set(['ignore', 'disable', 'suppress', 'nolint', 'noqa', 'nosec']);

/** The parts that are told apart in words that may be meant. */
interface Opening {
  readonly lead: string;
  readonly product: string;
  readonly separator: string;
  /** The second word as it is written: `ignore`, `Disable-next-line`, `no-root-user`. */
  readonly second: string;
  /** The second word in the order that ours have: `ignore-file` for `global ignore`; else as it is written. */
  readonly verb: string;
  readonly rest: string;
  readonly end: number;
}

/** Hadolint and others say the extent first. */
const TURNED = /^(global|file|stage)[ \t-]+(ignore|disable|suppress|skip)(?![\w-])/iu;

/** What a comment that begins with the product's name says; undefined where it says nothing behind that. */
function openingOf(text: string): Opening | undefined {
  const [all = '', lead = '', product = '', separator = '', second = ''] = OPENING.exec(text) ?? [];
  if (second === '') return undefined;
  const start = all.length - second.length;
  const [turned, extent = ''] = TURNED.exec(text.slice(start)) ?? [];
  const word = turned ?? second;
  const verb = turned === undefined ? second : extent.toLowerCase() === 'stage' ? VERBS.stage : VERBS.file;
  const end = start + word.length;
  return { lead, product, separator, second: word, verb, rest: text.slice(end), end };
}

/** What closes brackets and quotes. */
const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['<', '>'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
]);

/** Words in quotes with others behind them are spoken of, and not meant. */
function isSpokenOf({ lead, rest }: Opening): boolean {
  const quote = /["'`]$/u.exec(lead)?.[0];
  const end = quote === undefined ? -1 : rest.indexOf(quote);
  return end >= 0 && rest.slice(end + 1).trim() !== '';
}

/** What is wrong with words that are no exception but seem to be meant as one; undefined for all others. */
export function nearMissIn(text: string, isRule: (name: string) => boolean): WordFault | undefined {
  const opening = openingOf(text);
  if (!opening || isSpokenOf(opening) || !isMeant(opening, isRule)) return undefined;
  const instead = repaired(opening, isRule);
  return {
    message: messageOf(opening, isRule),
    range: { start: opening.lead.length, end: opening.end },
    ...(instead === undefined ? {} : { instead }),
  };
}

function isMeant(opening: Opening, isRule: (name: string) => boolean): boolean {
  const { product, separator, second, verb, rest } = opening;
  const stem = stemOf(verb);
  const isVerb = SILENCING.includes(stem) || ALLOWING.includes(stem);
  // Other words mean other things, unless all else is as with us.
  if (!isName(product)) return /^:[ \t]*$/u.test(separator) && isVerb && namesRule(rest, isRule);
  if (separator === '/' && isRule(second)) return /^\s*(?:[,:=]|--|$)/u.test(rest);
  if (/^[-_./=]$/u.test(separator)) return isVerb && !/^\.[a-z]/iu.test(rest);
  if (/[:=]/u.test(separator)) {
    if (isVerb || isTypo(stem) || isRule(second)) return true;
    return /\s--(?:\s|$)/u.test(rest) && rest.split(/[\s,]+/u).some((word) => isRule(word));
  }
  if (isRule(second)) return rest.trim() === '' || /^\s*,|\s--(?:\s|$)/u.test(rest);
  if (PLAIN.has(stem) && product === 'bulkhead') return true;
  return (isVerb || isTypo(stem)) && namesRule(rest, isRule);
}

/** Whether the product's name is written as it is, be it in capitals. */
function isName(product: string): boolean {
  return product.toLowerCase() === 'bulkhead';
}

/** Whether the first word behind a verb looks like a rule of any linter. */
function namesRule(rest: string, isRule: (name: string) => boolean): boolean {
  const [, word = ''] = /^[\s:=([]*([^\s,:=)\]]*)/u.exec(rest) ?? [];
  return (
    isRule(word) || word === 'all' || word === '*' || /^(?:no|require|prefer)-|^[a-z]+\d{3,}$/iu.test(word)
  );
}

/** `ignore` of `Ignore-next-line`, of `ignore_file` and of `ignorefile`. */
function stemOf(word: string): string {
  const [first = ''] = word.toLowerCase().split(/[-_]/u, 1);
  return /^(ignore|disable)(?:file|stage|global|next|line|service|all)/u.exec(first)?.[1] ?? first;
}

function isTypo(stem: string): boolean {
  return stem.length > 3 && stem.length < 9 && stem.startsWith('i') && nearest(stem, ['ignore']).length > 0;
}

function messageOf(opening: Opening, isRule: (name: string) => boolean): string {
  const { lead, product, separator, second, verb, rest } = opening;
  if (lead !== '') return "nothing may stand before 'bulkhead:'";
  if (!isName(product)) return `'${product}' is not known: an exception begins with 'bulkhead: ignore'`;
  const isSmall = product === 'bulkhead' && second === second.toLowerCase();
  if (!isSmall) return "it is written in small letters: 'bulkhead: ignore <rule> -- <reason>'";
  if (!/^:[ \t]*$/u.test(separator)) return "an exception begins with 'bulkhead: ignore'";
  if (isRule(second)) return "'ignore' is missing before the rule";
  if (verb === second && verbOf(second) === second) return blankMissing(second, rest);
  return `'${second}' is not known: write 'ignore', 'ignore-stage' or 'ignore-file'`;
}

function blankMissing(verb: string, rest: string): string {
  return `a blank stands behind '${verb}'${rest === '' ? '' : `, not '${rest.slice(0, 1)}'`}`;
}

/** Our verb for another one; undefined where that is not certain. */
function verbOf(word: string): string | undefined {
  const plain = word.toLowerCase();
  const tail = plain.slice(stemOf(word).length);
  if (/^[-_]?stage$/u.test(tail)) return VERBS.stage;
  if (/^[-_]?(?:file|global)$/u.test(tail)) return VERBS.file;
  return /^(?:[-_](?:next|line|next-line|service|block|entry|instruction|rule|rules))?$/u.test(tail)
    ? VERBS.entry
    : undefined;
}

/** The words as they should be; undefined where that is not certain. */
function repaired(opening: Opening, isRule: (name: string) => boolean): string | undefined {
  const { second } = opening;
  const stem = stemOf(opening.verb);
  const isVerb = SILENCING.includes(stem) || ALLOWING.includes(stem) || isTypo(stem);
  const verb = isRule(second) ? VERBS.entry : isVerb ? verbOf(opening.verb) : undefined;
  if (verb === undefined) return undefined;
  const rest = unclosed(opening);
  const tail = isRule(second) ? `${second}${rest}` : unwrapped(rest);
  return soundOf(`bulkhead: ${verb} ${tail}`, isRule);
}

/** The rest without the sign that closes one before the product's name. */
function unclosed({ lead, separator, rest }: Opening): string {
  const closing = CLOSING.get(lead.trimEnd().slice(-1));
  const plain = rest.trimEnd();
  const isClosed = closing !== undefined && plain.endsWith(closing) && !separator.includes(closing);
  return isClosed ? plain.slice(0, -1) : rest;
}

/** What is named behind a verb, without signs or brackets. */
function unwrapped(rest: string): string {
  const plain = rest.replace(/^[\s:=]+/u, '');
  const [all, inside] = /^[([]([^)\]]*)[)\]]/u.exec(plain) ?? [];
  return all === undefined || inside === undefined ? plain : `${inside} ${plain.slice(all.length)}`;
}

/** Words without a fault, mended where it is certain how; undefined where something is wrong with them all the same. */
export function soundOf(text: string, isRule: (name: string) => boolean): string | undefined {
  const words = wordsIn(text, isRule);
  const mended = words?.fault ? wordsIn(words.fault.instead ?? '', isRule) : words;
  if (!mended || mended.fault || !mended.rules.every((rule) => isRule(rule.text))) return undefined;
  return written(mended);
}
