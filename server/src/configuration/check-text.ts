/** What may be wrong with one text of a configuration: a pattern, a date, the name of a rule. */
import { nearest } from '../base/nearest.ts';
import type { Rule } from '../model/rule.ts';
import type { YamlScalar } from '../syntax/yaml/tree.ts';
import type { TextShape } from './keys.ts';
import { canMatch, pathMatcher, pathParts } from './paths.ts';
import { orMeant, type Problems, shown } from './problems.ts';

/** What a check knows besides the text. */
interface Surroundings {
  /** The key that the text stands behind. */
  readonly name: string;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly problems: Problems;
}

/** The longest pattern or name that is read. */
export const LONGEST_TEXT = 500;

/** Whether a scalar is written as a value of this kind, as YAML 1.2 and JSON tell kinds. */
export function isWritten(
  { style, text, tag }: YamlScalar,
  kind: 'flag' | 'days' | 'number' | 'text',
): boolean {
  const isPlain = style === 'plain' && tag !== CORE_TEXT;
  if (kind === 'text') return !isPlain || !(NULL.test(text) || FLAG.test(text) || NUMBER.test(text));
  if (!isPlain) return false;
  if (kind === 'flag') return FLAG.test(text);
  if (kind === 'number') return NUMBER.test(text) && Number.isFinite(Number(text));
  return /^\+?\d{1,9}$/u.test(text) && Number(text) >= 1;
}

/** What the parser makes of `!!str`. */
const CORE_TEXT = 'tag:yaml.org,2002:str';

const NULL = /^(?:~|null|Null|NULL)?$/u;
const FLAG = /^(?:true|True|TRUE|false|False|FALSE)$/u;
const NUMBER =
  /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\dA-Fa-f]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/u;

/** Tells what is wrong with a text that stands where one is wanted. */
export function checkText(node: YamlScalar, kind: TextShape['of'], surroundings: Surroundings): void {
  const { text, range } = node;
  const { name, problems } = surroundings;
  if (kind === 'reason' || kind === 'text') return;
  if (text.trim() === '') {
    problems.error(range, `${shown(name)} cannot hold an empty text.`);
  } else if (text.length > LONGEST_TEXT) {
    problems.error(range, `${shown(name)} takes texts of at most ${LONGEST_TEXT} characters.`);
  } else if (kind === 'date') {
    if (!isDay(text))
      problems.error(range, `There is no day ${shown(text)}; a date is written as 2027-03-31.`);
  } else if (kind === 'rule') checkRule(node, surroundings);
  else if (kind === 'path pattern') checkPattern(node, surroundings);
  else if (kind === 'registry') checkRegistry(node, problems);
  else if (kind === 'credential name' && /^\*+$/u.test(text)) {
    problems.warning(range, 'This makes a credential of every variable.');
  }
}

/** Whether there is such a day: `2027-03-31`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function checkRule({ text, range }: YamlScalar, { rules, problems }: Surroundings): void {
  const rule = rules.get(text);
  if (rule?.check.exception) {
    problems.error(
      range,
      `'${text}' is about exceptions: it can be switched off in 'rules', and not excepted.`,
    );
  }
  if (rule) return;
  if (text.includes('*')) {
    problems.error(range, 'An exception names each rule; a pattern cannot be excepted.');
    return;
  }
  const near = nearest(text, [...rules.keys()])[0];
  problems.error(range, `There is no rule ${shown(text)}${orMeant(near)}`);
}

/** Paths that have nothing in common. */
const ANY_PATHS = ['a', 'b/c.d', 'E/f/.g'].map(pathParts);

function checkPattern({ text, range }: YamlScalar, { name, problems }: Surroundings): void {
  if (text.startsWith('#')) problems.warning(range, "A pattern that begins with '#' matches nothing.");
  if (/(?:^|\/)\.{1,2}(?:\/|$)/u.test(text)) {
    problems.warning(range, "A pattern with '.' or '..' as a part matches nothing.");
  }
  if (/\\[\p{L}\d]/u.test(text)) {
    problems.warning(range, "A pattern parts folders with '/'; '\\' only escapes the sign behind it.");
  } else if (!text.startsWith('#') && !canMatch(text)) {
    problems.warning(range, `The pattern ${shown(text)} matches nothing.`);
  }
  if (name !== 'exclude') return;
  const matches = pathMatcher([text]);
  const isAll = ANY_PATHS.every((path) => matches(path)?.isNegated === false);
  if (isAll) problems.warning(range, `The pattern ${shown(text)} leaves out every file.`);
}

function checkRegistry({ text, range }: YamlScalar, problems: Problems): void {
  if (text.includes('://')) {
    problems.warning(range, "A registry is named without 'https://'.");
    return;
  }
  const [host = '', ...steps] = text.toLowerCase().split('/');
  if (host === 'hub.docker.com') {
    problems.warning(range, "Images of Docker Hub come from 'docker.io'; 'hub.docker.com' is its website.");
  } else if (!/[.:*]/u.test(host) && host !== 'localhost') {
    const meant = steps.length > 0 ? `docker.io/${text}` : `docker.io/library/${text}`;
    problems.warning(range, `A registry has a dot or a port in its name; did you mean ${shown(meant)}?`);
  } else if (/[:@]/u.test(steps.join('/'))) {
    problems.warning(range, 'What is trusted is named without tag and digest, or it matches no image.');
  }
}
