/** `# checkov:skip=CKV_DOCKER_3:reason`: anywhere in a Dockerfile, for all of it. */
import { type ForeignReader, reasonFrom } from './given.ts';

const WORDS = /(?:checkov|bridgecrew):skip=[ \t]*(\w+)/u;

export const readCheckov: ForeignReader = ({ text, notation, names }) => {
  const found = notation === 'dockerfile' ? WORDS.exec(text) : null;
  const [all, name] = found ?? [];
  if (!found || all === undefined || name === undefined) return undefined;
  const end = found.index + all.length;
  const ids = names.meantBy('checkov', name);
  const rules = ids.length === 0 ? [] : [{ text: name, range: { start: end - name.length, end }, ids }];
  return { tool: 'checkov', scope: 'file', rules, ...reasonFrom(text, end) };
};
