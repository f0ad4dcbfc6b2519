/** `# kics-scan ignore` in the head, `ignore-line` and `ignore-block`; what names ids names none of ours. */
import { type ForeignReader, type ForeignWords, isRightAbove, lineOf } from './given.ts';

const WORDS = /^kics-scan[ \t]+(ignore(?:-line|-block)?)$/iu;

export const readKics: ForeignReader = (given) => {
  const { text, comment, names } = given;
  const command = WORDS.exec(text)?.[1]?.toLowerCase();
  if (command === undefined) return undefined;
  const range = { start: 0, end: text.length };
  const all: ForeignWords = {
    tool: 'kics',
    scope: 'entry',
    rules: [{ text: command, range, ids: names.allOf('kics') }],
  };
  if (command === 'ignore') return comment.isHead ? { ...all, scope: 'file' } : undefined;
  if (!isRightAbove(given)) return undefined;
  const covers = lineOf(given);
  if (command === 'ignore-line') return covers && { ...all, covers };
  // A block that begins with FROM is the stage.
  return comment.stage ? { ...all, scope: 'stage' } : all;
};
