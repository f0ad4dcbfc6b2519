/** Variables of containers and builds: those of the project fill in what is only named, and files add more. */
import { parseDotenv } from '../../../../syntax/dotenv/parse.ts';
import type { Lookup } from '../../../../syntax/interpolation/expand.ts';
import type { ValueOf } from '../complete.ts';
import { unreadable } from '../environment.ts';
import { isNull, itemsOf, type Value } from '../value.ts';
import { cut, flag, freeEntries, printed, text, undecodable } from './decode.ts';

/** Variables by name; null for one that is named and has no value. */
export type Variables = Readonly<Record<string, string | null>>;

/** The variables that a mapping or a list says. Throws a refusal for a name with a blank behind it. */
export function variablesOf(value: Value | undefined, where: string, valueOf: ValueOf): Variables {
  const result: Record<string, string | null> = {};
  for (const item of itemsOf(value)) {
    const [name, rest] = cut(printed(item), '=');
    if (/[\s\u0085]$/u.test(name)) {
      throw undecodable(where, `environment variable ${name} is declared with a trailing space`, item);
    }
    result[name] = rest ?? valueOf(name) ?? null;
  }
  for (const [name, entry] of freeEntries(value)) {
    result[name] = isNull(entry) ? (valueOf(name) ?? null) : printed(entry);
  }
  return result;
}

/** The arguments of a build; those without a value are none. */
export function argumentsOf(
  value: Value | undefined,
  where: string,
  valueOf: ValueOf,
): Record<string, string> | undefined {
  const result: Record<string, string> = {};
  for (const [name, argument] of Object.entries(variablesOf(value, where, valueOf))) {
    if (argument !== null) result[name] = argument;
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

/** A file of variables as a service names it. */
export interface EnvFileEntry {
  /** Absent where it is empty. */
  readonly path?: string;
  readonly required?: false;
  readonly format?: string;
}

export function envFilesOf(value: Value | undefined, where: string): readonly EnvFileEntry[] {
  return itemsOf(value).flatMap((item, index) => {
    if (item.kind !== 'mapping') return [];
    const at = `${where}[${index}]`;
    const path = text(item.entries.get('path'), `${at}.path`);
    const isRequired = flag(item.entries.get('required'), `${at}.required`) ?? false;
    const format = text(item.entries.get('format'), `${at}.format`);
    return [
      {
        ...(path === undefined ? {} : { path }),
        ...(isRequired ? {} : { required: false as const }),
        ...(format === undefined ? {} : { format }),
      },
    ];
  });
}

/** What the files of a service come to. */
export type FromFiles = { readonly variables: Variables } | { readonly error: string };

/** The variables of a service with those of its files, which it overrules. */
export function withFiles(
  own: Variables,
  files: readonly EnvFileEntry[],
  valueOf: ValueOf,
  read: (path: string) => string | undefined,
): FromFiles {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) if (value !== null) result[name] = value;
  const outer: ValueOf = (name) => valueOf(name) ?? own[name] ?? undefined;
  for (const { path = '', required, format } of files) {
    const content = read(path);
    if (content === undefined) {
      if (required === false) continue;
      return { error: `env file ${path} not found: stat ${path}: no such file or directory` };
    }
    const error = readInto(result, content, path, format, outer);
    if (error !== undefined) return { error };
  }
  return { variables: { ...result, ...own } };
}

function readInto(
  into: Record<string, string>,
  content: string,
  path: string,
  format: string | undefined,
  outer: ValueOf,
): string | undefined {
  if (format === 'raw') return readRaw(into, content, path, outer);
  if (format !== undefined && format !== '.env') return `unsupported env_file format "${format}"`;
  const lookup: Lookup = (name) => {
    const value = outer(name);
    return value === undefined ? undefined : { value };
  };
  const earlier = new Map(Object.entries(into));
  // What files before this one say counts only where this one says nothing.
  const file = parseDotenv(content, lookup, (name) => {
    const value = earlier.get(name);
    return value === undefined ? undefined : { value };
  });
  for (const name of file.alone) {
    const value = outer(name);
    if (value !== undefined) into[name] = value;
  }
  for (const { name, bare } of file.entries) into[name] = bare;
  return unreadable(path, content, file);
}

/** Lines of `NAME=value` in which nothing is quoted or expanded. */
function readRaw(
  into: Record<string, string>,
  content: string,
  path: string,
  outer: ValueOf,
): string | undefined {
  for (const whole of content.replace(/^\uFEFF/u, '').split('\n')) {
    const line = whole.replace(/\r$/u, '').replace(/^[ \t]+/u, '');
    if (line === '' || line.startsWith('#')) continue;
    const [name, value] = cut(line, '=');
    if (name === '') return `failed to parse env_file ${path}: no variable name on line '${line}'`;
    if (/[ \t]/u.test(name)) {
      return `failed to parse env_file ${path}: variable '${name}' contains whitespaces`;
    }
    const given = value ?? outer(name);
    if (given !== undefined) into[name] = given;
  }
  return undefined;
}
