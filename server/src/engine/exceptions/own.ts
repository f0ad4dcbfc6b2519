/** Makes an exception of a comment in our own words, or says why it is none. */
import type { SourceText } from '../../base/text.ts';
import type { Comment } from '../../model/comment.ts';
import type { ExceptionFault } from '../../model/exception.ts';
import type { Names } from './names.ts';
import { nearMissIn, soundOf } from './near-miss.ts';
import { coveredBy, heading, locating } from './place.ts';
import { NAME, type WordFault, type Words, wordsIn } from './words.ts';
import type { WrittenException } from './written.ts';

/** Our words are near the beginning of a comment, or nowhere. */
const FARTHEST = 40;

/** Undefined for a comment that is not meant as one. */
export function ownException(
  document: SourceText,
  comment: Comment,
  text: string,
  names: Names,
): WrittenException | undefined {
  if (!NAME.test(text.slice(0, FARTHEST))) return undefined;
  const isRule = (name: string): boolean => names.idsOf(name).length > 0;
  const words = wordsIn(text, isRule);
  if (!words) {
    const miss = nearMissIn(text, isRule);
    if (!miss) return undefined;
    const fault = faultAt(document, comment, placed(miss, document, comment, isRule));
    return { ...heading(document, comment), form: 'comment', scope: 'entry', rules: [], fault };
  }
  return fromWords(document, comment, words, names);
}

function fromWords(document: SourceText, comment: Comment, words: Words, names: Names): WrittenException {
  const { scope, rules, until, reason } = words;
  const at = locating(document, comment);
  const isRule = (name: string): boolean => names.idsOf(name).length > 0;
  const fault = words.fault
    ? placed(sound(words.fault, isRule), document, comment, isRule)
    : misplaced(document, comment, scope);
  const covers = coveredBy(document, comment, scope);
  return {
    ...heading(document, comment),
    form: 'comment',
    scope,
    rules: rules.map(({ text, range }) => {
      const ids = names.idsOf(text);
      const nearest = ids.length === 0 ? names.nearestTo(text) : undefined;
      return { name: text, at: at(range), ids, ...(nearest === undefined ? {} : { nearest }) };
    }),
    ...(until ? { until: { text: until.text, at: at(until.range) } } : {}),
    ...(reason ? { reason: { text: reason.text, at: at(reason.range) } } : {}),
    ...(fault ? { fault: faultAt(document, comment, fault) } : {}),
    ...(covers ? { covers } : {}),
  };
}

/** A remedy that leaves something else wrong is none. */
function sound(fault: WordFault, isRule: (name: string) => boolean): WordFault {
  const { message, range } = fault;
  const instead = fault.instead === undefined ? undefined : soundOf(fault.instead, isRule);
  return { message, range, ...(instead === undefined ? {} : { instead }) };
}

/** A remedy is none either where it would stand for nothing. */
function placed(
  fault: WordFault,
  document: SourceText,
  comment: Comment,
  isRule: (name: string) => boolean,
): WordFault {
  const { message, range, instead } = fault;
  const words = instead === undefined ? undefined : wordsIn(instead, isRule);
  return words && misplaced(document, comment, words.scope) ? { message, range } : fault;
}

/** Words that are right, but stand where they cover nothing. */
function misplaced(
  { text }: SourceText,
  { body, covers, stage, isHead }: Comment,
  scope: Words['scope'],
): WordFault | undefined {
  const verb = /^bulkhead:[ \t]*[^ \t]*/u.exec(text.slice(body.start, body.end))?.[0] ?? '';
  const range = { start: 0, end: verb.length };
  if (scope === 'stage' && !stage) return { message: "'ignore-stage' stands above a FROM", range };
  if (scope === 'file' && !isHead) {
    return { message: "'ignore-file' stands in the head of the file, before all else", range };
  }
  if (scope === 'entry' && !covers) {
    return { message: 'nothing stands under it that it could cover', range, isIdle: true };
  }
  return undefined;
}

function faultAt(
  document: SourceText,
  comment: Comment,
  { message, range, instead, isIdle = false }: WordFault,
): ExceptionFault {
  const source = { ...locating(document, comment)(range), via: [] };
  return { message, source, ...(instead === undefined ? {} : { instead }), ...(isIdle ? { isIdle } : {}) };
}
