/** `# nosemgrep`, `# nosemgrep: rule-id, other-id`, `# nosem`: the line of the comment, or the next one. */
import { type ForeignReader, isRightAbove, lineOf, rulesIn } from './given.ts';

const WORDS = /(?:^|[^\w-])nosem(?:grep)?(?![\w-])(?::[ \t]?([\w.-]+(?:[ \t]*,[ \t]*[\w.-]+)*))?/iu;

export const readSemgrep: ForeignReader = (given) => {
  const { text, names } = given;
  const found = WORDS.exec(text);
  const covers = lineOf(given);
  if (!found || !covers || !isRightAbove(given)) return undefined;
  const [all, list] = found;
  const end = found.index + all.length;
  // An id may be written with the folders that the rule is in.
  const idsOf = (name: string): readonly string[] => names.meantBy('semgrep', name.split('.').at(-1) ?? '');
  const whole = { start: found.index, end };
  const rules =
    list === undefined
      ? [{ text: text.slice(whole.start, whole.end).trim(), range: whole, ids: names.allOf('semgrep') }]
      : rulesIn(text, { start: end - list.length, end }, idsOf);
  return { tool: 'semgrep', scope: 'entry', rules, covers };
};
