/** `# check=skip=A,B;error=true`: as a directive for the file, above an instruction for that, with a reason behind `//`. */
import { type ForeignReader, reasonFrom, rulesIn } from './given.ts';

const WORDS = /^check[ \t]*=[ \t]*([^/]*)/iu;
const SKIP = /(?:^|;)[ \t]*skip[ \t]*=([^;]*)/iu;

export const readBuildkit: ForeignReader = ({ text, notation, names, isTop }) => {
  const [all = '', options = ''] = notation === 'dockerfile' ? (WORDS.exec(text) ?? []) : [];
  const skip = SKIP.exec(options);
  if (!skip) return undefined;
  const [, list = ''] = skip;
  const end = all.length - options.length + skip.index + skip[0].length;
  const idsOf = (name: string): readonly string[] =>
    name.toLowerCase() === 'all' ? names.allOf('buildkit') : names.meantBy('buildkit', name);
  const rules = rulesIn(text, { start: end - list.length, end }, idsOf);
  const scope = isTop ? 'file' : 'entry';
  return { tool: 'buildkit', scope, rules, ...reasonFrom(text, all.length) };
};
