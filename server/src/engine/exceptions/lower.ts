/** Makes edits of what rules want changed in an exception. */
import type { TextEdit, TextRange } from '../../base/text.ts';
import type { Change } from '../../model/change.ts';
import type { Exception } from '../../model/exception.ts';
import type { Sourced } from '../../model/setting.ts';
import type { Lowered } from '../../model/surface.ts';
import type { Audited } from './audited.ts';
import { outwardEdit } from './inner.ts';
import type { WrittenException } from './written.ts';

const BY_HAND = { refused: 'This entry of the configuration can only be changed by hand.' };

/** Edits of the text in which the exception is written. */
export function lowerException(
  text: string,
  { exception, written }: Audited,
  changes: readonly Change[],
): Lowered {
  if (!written) return lowerListed(exception, changes);
  // What stands in an inner text is changed there, and carried outward.
  const inner = written.inner;
  const within = inner ? inner.embedded.slice.text : text;
  const edits: TextEdit[] = [];
  for (const change of changes) {
    const step = editOf(within, exception, inner?.written ?? written, change);
    if ('refused' in step) return step;
    const edit = inner ? outwardEdit(inner.embedded, step) : step;
    if (!edit) return { refused: 'The text inside this file cannot take the edit; change it by hand.' };
    edits.push(edit);
  }
  return { edits };
}

type Step = TextEdit | { readonly refused: string };

function editOf(text: string, exception: Exception, written: WrittenException, change: Change): Step {
  if (change.kind === 'set' || change.kind === 'append') throw new Error('exceptions have no such keys');
  const { kind, target } = change;
  // It may say more to that tool than is understood here.
  const isRewritten = kind === 'replace' && target === exception;
  if (written.form === 'foreign' && !isRewritten) {
    return { refused: 'It is written for another tool; change it by hand.' };
  }
  const rule = exception.rules.findIndex((each) => each === target);
  if (kind === 'remove') {
    if (rule >= 0) return withoutRule(text, written, rule);
    return target === exception ? { range: wholeOf(text, written.at.range), newText: '' } : notHere();
  }
  if (kind === 'ask' && target === exception) return askForReason(text, written, change.value);
  const range = rangeOf(exception, written, target);
  if (!range) return notHere();
  const { value } = change;
  if (kind === 'ask') return { range, newText: value, blank: { start: 0, end: value.length } };
  return target === exception ? rewrite(written, value) : { range, newText: value };
}

/** Where something of an exception is written. */
function rangeOf(exception: Exception, written: WrittenException, target: Sourced): TextRange | undefined {
  if (target === exception) return written.body;
  if (target === exception.until) return written.until?.at.range;
  if (target === exception.reason) return written.reason?.at.range;
  return written.rules[exception.rules.findIndex((each) => each === target)]?.at.range;
}

function notHere(): Step {
  return { refused: 'It is not written in this comment.' };
}

/** Other words for all that the comment says. */
function rewrite({ body, form, isHead }: WrittenException, words: string): Step {
  if (form === 'foreign' && words.startsWith('bulkhead: ignore-file') && !isHead) {
    return { refused: 'An exception for the whole file stands in its head; write it there by hand.' };
  }
  const edit = { range: body, newText: words };
  return words.endsWith('-- ') ? { ...edit, blank: { start: words.length, end: words.length } } : edit;
}

/** Behind the words, where dashes may stand already. */
function askForReason(text: string, { body }: WrittenException, value: string): TextEdit {
  const words = text.slice(body.start, body.end);
  const lead = /(?:^|[ \t])--$/u.test(words) ? ' ' : ' -- ';
  const newText = `${lead}${value}`;
  // Blanks behind the comment would stand before the reason.
  const end = body.end + blanksFrom(text, body.end);
  return {
    range: { start: body.end, end },
    newText,
    blank: { start: lead.length, end: newText.length },
  };
}

function blanksFrom(text: string, from: number): number {
  let end = from;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return end - from;
}

/** A comment of its own line goes with the line, one at the end of a line with the blanks before it. */
function wholeOf(text: string, { start, end }: TextRange): TextRange {
  let from = start;
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from--;
  const until = end + blanksFrom(text, end);
  const isFirst = from === 0 || text[from - 1] === '\n';
  const rest = text.slice(until, until + 2);
  const lineEnd = rest === '\r\n' ? 2 : rest.startsWith('\n') ? 1 : 0;
  if (!isFirst) return { start: from, end: until };
  if (lineEnd > 0) return { start: from, end: until + lineEnd };
  // The last line of a text goes with the line end before it.
  if (until < text.length) return { start, end };
  const before = text.slice(0, from).endsWith('\r\n') ? 2 : from > 0 ? 1 : 0;
  return { start: from - before, end: until };
}

/** A name with the comma that joins it to the others. */
function withoutRule(text: string, { rules }: WrittenException, index: number): Step {
  const [rule, next, previous] = [rules[index], rules[index + 1], rules[index - 1]];
  if (!rule) return notHere();
  if (next) return { range: { start: rule.at.range.start, end: next.at.range.start }, newText: '' };
  if (previous) return { range: { start: previous.at.range.end, end: rule.at.range.end }, newText: '' };
  return {
    refused: `'${text.slice(rule.at.range.start, rule.at.range.end)}' is the only rule; remove the comment.`,
  };
}

/** Of an entry in the configuration only the words that stand there plainly are changed. */
function lowerListed(exception: Exception, changes: readonly Change[]): Lowered {
  const edits: TextEdit[] = [];
  for (const change of changes) {
    if (change.kind !== 'replace' && change.kind !== 'ask') return BY_HAND;
    const { target, value } = change;
    const isPlain = target === exception.until || exception.rules.some((rule) => rule === target);
    if (!isPlain) return BY_HAND;
    const blank = change.kind === 'ask' ? { blank: { start: 0, end: value.length } } : {};
    edits.push({ range: target.source.range, newText: value, ...blank });
  }
  return { edits };
}
