/** `# tally ignore=hadolint/DL3002;reason=why`, also `global ignore=` for the file. */
import type { Names } from '../names.ts';
import { type ForeignReader, reasonFrom, rulesIn } from './given.ts';

const WORDS = /^tally[ \t]+(?:(global)[ \t]+)?ignore[ \t]*=([^;]*)/iu;
const REASON = /^;[ \t]*reason[ \t]*=/iu;
/** The tools whose rules it has taken over, under their names. */
const TOOLS = ['tally', 'hadolint', 'buildkit'];

export const readTally: ForeignReader = ({ text, notation, names }) => {
  const [all = '', extent, list = ''] = notation === 'dockerfile' ? (WORDS.exec(text) ?? []) : [];
  if (all === '') return undefined;
  const range = { start: all.length - list.length, end: all.length };
  const rules = rulesIn(text, range, (name) => meant(names, name));
  const reason = REASON.exec(text.slice(all.length));
  return {
    tool: 'tally',
    scope: extent === undefined ? 'entry' : 'file',
    rules,
    ...(reason ? reasonFrom(text, all.length + reason[0].length) : {}),
  };
};

function meant(names: Names, name: string): readonly string[] {
  if (name.toLowerCase() === 'all') return [...new Set(TOOLS.flatMap((tool) => names.allOf(tool)))];
  const [tool = '', id] = name.toLowerCase().split('/', 2);
  if (id !== undefined) return TOOLS.includes(tool) ? names.meantBy(tool, id) : [];
  return [...new Set(TOOLS.flatMap((each) => names.meantBy(each, name)))];
}
