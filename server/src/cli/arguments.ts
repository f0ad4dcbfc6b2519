/** Takes the words of a command line apart and says clearly what is wrong with them. */
import { parseArgs } from 'node:util';
import { UsageError } from './fault.ts';
import { nearest } from '../base/nearest.ts';

/** The options that a command knows: whether a value follows, and the letter that stands for the name. */
export type OptionTable = Readonly<
  Record<string, { readonly type: 'boolean' | 'string'; readonly short?: string }>
>;

/** What was given on the line. */
export interface Arguments {
  readonly operands: readonly string[];
  /** Whether an option without a value was given. */
  has(name: string): boolean;
  /** The last value of an option. */
  value(name: string): string | undefined;
  /** All values of an option, in order. */
  all(name: string): readonly string[];
}

export function readArguments(words: readonly string[], table: OptionTable): Arguments {
  const { tokens } = parseArgs({
    args: [...words],
    options: { ...table },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const type = Object.hasOwn(table, token.name) ? table[token.name]?.type : undefined;
    if (type === undefined) throw unknownOption(token.rawName, table);
    const value = type === 'string' ? valueFor(token) : flagFor(token);
    values.set(token.name, [...(values.get(token.name) ?? []), value]);
  }
  return {
    operands,
    has: (name) => values.has(name),
    value: (name) => values.get(name)?.at(-1),
    all: (name) => values.get(name) ?? [],
  };
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueFor(token: OptionToken): string {
  // `--format --fix` is a forgotten value, `--format=--fix` is meant so.
  if (
    token.value !== undefined &&
    token.value !== '' &&
    (token.inlineValue || token.value === '-' || !token.value.startsWith('-'))
  ) {
    return token.value;
  }
  throw new UsageError(`option '${token.rawName}' needs a value`);
}

function flagFor(token: OptionToken): string {
  if (token.inlineValue) throw new UsageError(`option '${token.rawName}' takes no value`);
  return '';
}

function unknownOption(name: string, table: OptionTable): UsageError {
  const close = nearest(
    name,
    Object.keys(table).map((known) => `--${known}`),
  );
  return new UsageError(`unknown option '${name}'${close.length > 0 ? `; did you mean '${close[0]}'?` : ''}`);
}

/** The value of an option that must be one of a few words. */
export function choice<const Word extends string>(
  given: Arguments,
  name: string,
  words: readonly Word[],
  fallback: Word,
): Word {
  const value = given.value(name);
  if (value === undefined) return fallback;
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  const known = `${words.slice(0, -1).join(', ')} or ${words[words.length - 1] ?? ''}`;
  // Of three letters two are another word.
  const [close] = value.length > 3 ? nearest(value, words) : [];
  const hint = close === undefined ? '' : `; did you mean '${close}'?`;
  throw new UsageError(`option '--${name}' takes ${known}, not '${value}'${hint}`);
}
