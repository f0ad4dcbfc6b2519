/** The variables that a project is read with: those of its `.env`, and the two that Compose adds. */
import type { Lookup, Variable } from '../../../syntax/interpolation/expand.ts';
import { type DotenvFile, parseDotenv } from '../../../syntax/dotenv/parse.ts';
import { indexLines, positionAt } from '../../../base/line-index.ts';
import { Refusal } from './value.ts';

/** A variable that a file sets. */
export interface SetVariable extends Variable {
  /** What Compose takes it for where nobody sets what its value depends on. */
  readonly bare: string;
}

/** Variables by name. */
export type Environment = ReadonlyMap<string, SetVariable>;

/** A file with variables. */
export interface EnvFile {
  readonly uri: string;
  /** As a message names it. */
  readonly shown: string;
  readonly text: string;
}

/** The variables of these files, a later one winning, each expanded with `outer` first and then with what stands before it. */
export function environmentOf(files: readonly EnvFile[], outer: Environment = NOTHING): Environment {
  const variables = new Map<string, SetVariable>();
  const lookup: Lookup = (name) => outer.get(name) ?? variables.get(name);
  for (const { uri, shown, text } of files) {
    const file = parseDotenv(text, lookup);
    const { entries, broken, missing } = file;
    for (const { name, value, bare, range } of entries) {
      variables.set(name, { ...(value === undefined ? {} : { value }), bare, location: { uri, range } });
    }
    const failure = unreadable(shown, text, file);
    const range = missing?.range ?? broken;
    if (failure !== undefined && range) {
      throw new Refusal(failure, { uri, range }, missing ? [missing.name] : []);
    }
  }
  return variables;
}

/** Two environments as one; the first wins. */
export function joined(first: Environment, second: Environment): Environment {
  return new Map([...second, ...first]);
}

export function lookupIn(environment: Environment): Lookup {
  return (name) => environment.get(name);
}

/** What Compose says of a file of variables that it cannot read; undefined for one that it can. */
export function unreadable(shown: string, text: string, file: DotenvFile): string | undefined {
  const { broken, reason, missing } = file;
  if (missing) {
    const why = missing.reason === '' ? '' : `: ${missing.reason}`;
    return `failed to read ${shown}: required variable ${missing.name} is missing a value${why}`;
  }
  if (!broken) return undefined;
  if (reason !== undefined) return `failed to read ${shown}: ${reason}`;
  const line = positionAt(indexLines(text), broken.start).line + 1;
  return `failed to read ${shown}: line ${line}: ${reasonFor(text.slice(broken.start, broken.end))}`;
}

function reasonFor(line: string): string {
  const name = line.replace(/^export[ \t]+/u, '');
  const stranger = /^[\p{L}\p{N}\s_.[\]-]*([^\p{L}\p{N}\s_.[\]=:-])/u.exec(name)?.[1];
  if (stranger !== undefined) {
    return `unexpected character ${JSON.stringify(stranger)} in variable name ${JSON.stringify(name)}`;
  }
  if (/^[^=:]*\S[ \t]+[^\s=:]/u.test(name)) return 'key cannot contain a space';
  const value = /^[^=:]*[=:][ \t]*(["'].*)$/u.exec(name)?.[1];
  return value === undefined ? 'invalid template' : `unterminated quoted value ${value}`;
}

const NOTHING: Environment = new Map();
