/** Recognises comments that are meant as exceptions and are none, so that nobody trusts in words that do nothing. */
import { nearest } from '../../base/nearest.ts';
import { VERBS, type WordFault, wordsIn, written } from './words.ts';

/** The first word, what stands before and behind it, and the second word. */
const OPENING = /^([^a-z0-9]*)(bulkhead)(?![a-z0-9])([^a-z0-9]*)([a-z0-9][\w-]*)?/iu;

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
  readonly rest: string;
  readonly end: number;
}

/** What is wrong with words that are no exception but seem to be meant as one; undefined for all others. */
export function nearMissIn(text: string, isRule: (name: string) => boolean): WordFault | undefined {
  const [all = '', lead = '', product = '', separator = '', second = ''] = OPENING.exec(text) ?? [];
  const opening = { lead, product, separator, second, rest: text.slice(all.length), end: all.length };
  if (second === '' || !isMeant(opening, isRule)) return undefined;
  const instead = repaired(opening, isRule);
  return {
    message: messageOf(opening, isRule),
    range: { start: lead.length, end: opening.end },
    ...(instead === undefined ? {} : { instead }),
  };
}

function isMeant(opening: Opening, isRule: (name: string) => boolean): boolean {
  const { product, separator, second, rest } = opening;
  const stem = stemOf(second);
  const isVerb = SILENCING.includes(stem) || ALLOWING.includes(stem);
  if (/^[-_./=]$/u.test(separator)) return isVerb && !/^\.[a-z]/iu.test(rest);
  if (/[:=]/u.test(separator)) {
    if (isVerb || isTypo(stem) || isRule(second)) return true;
    return /\s--(?:\s|$)/u.test(rest) && rest.split(/[\s,]+/u).some((word) => isRule(word));
  }
  if (isRule(second)) return rest.trim() === '' || /^\s*,|\s--(?:\s|$)/u.test(rest);
  if (PLAIN.has(stem) && product === 'bulkhead') return true;
  return (isVerb || isTypo(stem)) && namesRule(rest, isRule);
}

/** Whether the first word behind a verb looks like a rule of any linter. */
function namesRule(rest: string, isRule: (name: string) => boolean): boolean {
  const [, word = ''] = /^[\s:=([]*([^\s,:=)\]]*)/u.exec(rest) ?? [];
  return (
    isRule(word) || word === 'all' || word === '*' || /^(?:no|require|prefer)-|^[a-z]+\d{3,}$/iu.test(word)
  );
}

/** `ignore` of `Ignore-next-line` and of `ignore_file`. */
function stemOf(word: string): string {
  return word.toLowerCase().split(/[-_]/u, 1)[0] ?? '';
}

function isTypo(stem: string): boolean {
  return stem.length > 3 && stem.length < 9 && stem.startsWith('i') && nearest(stem, ['ignore']).length > 0;
}

function messageOf(opening: Opening, isRule: (name: string) => boolean): string {
  const { lead, product, separator, second, rest } = opening;
  if (lead !== '') return "nothing may stand before 'bulkhead:'";
  const isSmall = product === 'bulkhead' && second === second.toLowerCase();
  if (!isSmall) return "it is written in small letters: 'bulkhead: ignore <rule> -- <reason>'";
  if (!/^:[ \t]*$/u.test(separator)) return "an exception begins with 'bulkhead: ignore'";
  if (isRule(second)) return "'ignore' is missing before the rule";
  if (verbOf(second) === second) return blankMissing(second, rest);
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
  const { second, rest } = opening;
  const stem = stemOf(second);
  const isVerb = SILENCING.includes(stem) || ALLOWING.includes(stem) || isTypo(stem);
  const verb = isRule(second) ? VERBS.entry : isVerb ? verbOf(second) : undefined;
  if (verb === undefined) return undefined;
  const tail = isRule(second) ? `${second}${rest}` : unwrapped(rest);
  return soundOf(`bulkhead: ${verb} ${tail}`, isRule);
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
  if (!words?.rules.every((rule) => isRule(rule.text))) return undefined;
  if (!words.fault) return written(words);
  const { instead } = words.fault;
  const mended = instead === undefined ? undefined : wordsIn(instead, isRule);
  return mended && !mended.fault ? written(mended) : undefined;
}
