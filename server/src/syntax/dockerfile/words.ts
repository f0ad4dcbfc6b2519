/** Splits arguments into words, and into the pairs of ENV, LABEL and ARG. */
import { type Slice, subslice } from '../../base/slice.ts';
import { isSeparator, isSpace } from './characters.ts';

/** Words between blanks, with no regard to quotes, as FROM, COPY, ADD, EXPOSE and VOLUME have them. */
export function splitWords(slice: Slice): readonly Slice[] {
  const { text } = slice;
  const words: Slice[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isSeparator(text.charCodeAt(at))) continue;
    if (at > start) words.push(subslice(slice, { start, end: at }));
    start = at + 1;
  }
  return words;
}

/** A pair of ENV, LABEL or ARG before quotes are removed and variables expanded. */
export interface Pair {
  readonly key: Slice;
  /** Absent where an ARG only names its variable. */
  readonly value?: Slice;
  /** Key, sign and value together. */
  readonly whole: Slice;
  /** Whether it is written `ENV key value`. */
  readonly legacy: boolean;
}

/**
 * The pairs of ENV and LABEL. Whether the first word has a `=` decides between `key=value …` and `key value`;
 * a word without `=` after that is left out, as is a key without a value.
 */
export function splitPairs(slice: Slice, escape: string): readonly Pair[] {
  const words = splitQuoted(slice, escape);
  const [first] = words;
  if (!first) return [];
  if (!first.text.includes('=')) return legacyPair(slice);
  return words.filter(({ text }) => text.includes('=')).map(pairOf);
}

/** The words of ARG: each a name, or a name with its default. */
export function splitArguments(slice: Slice, escape: string): readonly Pair[] {
  return splitQuoted(slice, escape).map(pairOf);
}

function pairOf(word: Slice): Pair {
  const equals = word.text.indexOf('=');
  if (equals < 0) return { key: word, whole: word, legacy: false };
  return {
    key: subslice(word, { start: 0, end: equals }),
    value: subslice(word, { start: equals + 1, end: word.text.length }),
    whole: word,
    legacy: false,
  };
}

function legacyPair(slice: Slice): readonly Pair[] {
  const { text } = slice;
  let end = 0;
  while (end < text.length && !isSeparator(text.charCodeAt(end))) end++;
  let start = end;
  while (start < text.length && isSeparator(text.charCodeAt(start))) start++;
  if (end === text.length) return [];
  return [
    {
      key: subslice(slice, { start: 0, end }),
      value: subslice(slice, { start, end: text.length }),
      whole: slice,
      legacy: true,
    },
  ];
}

/** Whether a quotation mark in the pairs of ENV, LABEL or ARG has no partner, so that it takes all that follows. */
export function hasOpenQuote(text: string, escape: string): boolean {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === escape && quote !== "'") at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  return quote !== '';
}

/** Words between blanks outside quotes; quotes and escapes stay in them, only an escape character at the very end is dropped. */
function splitQuoted(slice: Slice, escape: string): readonly Slice[] {
  const { text } = slice;
  const words: Slice[] = [];
  let start: number | undefined;
  let quote = '';
  const push = (end: number): void => {
    if (start !== undefined && end > start) words.push(subslice(slice, { start, end }));
    start = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote === '' && isSpace(text.charCodeAt(at))) {
      push(at);
      continue;
    }
    start ??= at;
    if (character === escape && quote !== "'") {
      if (++at === text.length) push(at - 1);
    } else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  push(text.length);
  return words;
}
