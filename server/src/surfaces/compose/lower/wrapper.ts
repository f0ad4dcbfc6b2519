/** Takes a program such as `sudo` away from the command that it starts. */
import type { TextRange } from '../../../base/text.ts';
import type { Command, Wrapper } from '../../../model/command.ts';
import type { Sourced } from '../../../model/setting.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Holder, Outline } from './outline.ts';
import type { Outcome } from './replacement.ts';

/** The wrapper that is meant, when the target is one of the commands of this subject. */
export function wrapperIn(subject: Subject, target: Sourced): Wrapper | undefined {
  for (const command of commandsOf(subject)) {
    const wrapper = command.wrappers.find((one) => one === target);
    if (wrapper) return wrapper;
  }
  return undefined;
}

/** The script that a subject is or belongs to. */
export function scriptOf(subject: Subject): Sourced | undefined {
  if ('commands' in subject) return subject;
  return 'wrappers' in subject ? subject.script : undefined;
}

function commandsOf(subject: Subject): readonly Command[] {
  if ('commands' in subject) return subject.commands;
  return 'wrappers' in subject ? [subject] : [];
}

/** The words of a list that a wrapper consists of, or the edit that cuts it out of a text. */
export function wrapperRemoval(
  outline: Outline,
  wrapper: Wrapper,
): { readonly items: readonly Holder[] } | Outcome {
  const range = wholeOf(wrapper);
  const items = outline.itemsWithin(range);
  if (items.length > 0) return { items };
  const scalar = outline.scalarAround(range);
  const { text } = outline.file;
  let { end } = range;
  while (text[end] === ' ' || text[end] === '\t') end++;
  // What is left must be a text of the same kind: begun as plain text begins, and not cut at a line end.
  const isClean = scalar !== undefined && end > range.end && end < scalar.range.end;
  if (!isClean || !/[\w./]/u.test(text.charAt(end))) return { refused: 'It cannot be cut out of this text.' };
  return { edits: [{ range: { start: range.start, end }, newText: '' }] };
}

function wholeOf({ source, args }: Wrapper): TextRange {
  const end = args.reduce((last, word) => Math.max(last, word.source.range.end), source.range.end);
  return { start: source.range.start, end };
}
