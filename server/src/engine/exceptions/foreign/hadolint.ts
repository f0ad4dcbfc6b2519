/** `# hadolint ignore=DL3002,DL3004 # reason`, also `global ignore=` for the file and `stage ignore=` above FROM. */
import { type ForeignReader, isRightAbove, reasonFrom, rulesIn } from './given.ts';

/** With anything else behind the list than a comment hadolint takes nothing of it. */
const WORDS =
  /^hadolint[ \t]+(?:(global|stage)[ \t]+)?ignore[ \t]*=[ \t]*((?:DL|SC)\d+(?:[ \t]*,[ \t]*(?:DL|SC)\d+)*)(?=[ \t]*(?:#|$))/u;

export const readHadolint: ForeignReader = (given) => {
  const { text, notation, names } = given;
  const [all = '', extent, list = ''] = notation === 'dockerfile' ? (WORDS.exec(text) ?? []) : [];
  if (all === '' || (extent !== 'global' && !isRightAbove(given))) return undefined;
  const range = { start: all.length - list.length, end: all.length };
  const scope = extent === 'global' ? 'file' : extent === 'stage' ? 'stage' : 'entry';
  const rules = rulesIn(text, range, (name) => names.meantBy('hadolint', name));
  return { tool: 'hadolint', scope, rules, ...reasonFrom(text, all.length) };
};
