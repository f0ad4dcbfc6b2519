/** The flags that instructions take, and what BuildKit refuses of them. */
import type { Flag } from '../../../syntax/dockerfile/tree.ts';
import { type Refused, refuse } from './refusal.ts';

/** `text` and `switch` may stand once; a `list` may stand any number of times. */
export type FlagKind = 'text' | 'switch' | 'list';

/** The values of an instruction's flags, by name. */
export type FlagValues = ReadonlyMap<string, readonly string[]>;

export function readFlagValues(
  flags: readonly Flag[],
  known: Readonly<Record<string, FlagKind>>,
): FlagValues | Refused {
  const values = new Map<string, string[]>();
  for (const { name, value } of flags) {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!kind) return refuse(`unknown flag: --${name}`);
    const found = values.get(name);
    if (found && kind !== 'list') return refuse(`duplicate flag specified: --${name}`);
    const text = kind === 'switch' ? readSwitch(name, value?.text) : value?.text;
    if (text === undefined) return refuse(`missing a value on flag: --${name}`);
    if (typeof text !== 'string') return text;
    if (found) found.push(text);
    else values.set(name, [text]);
  }
  return values;
}

/** A switch without a value is on; undefined for a value that is empty. */
function readSwitch(name: string, value: string | undefined): string | Refused | undefined {
  if (value === undefined) return 'true';
  if (value === '') return undefined;
  const text = value.toLowerCase();
  if (text === 'true' || text === 'false') return text;
  return refuse(`expecting boolean value for flag --${name}, not: ${value}`);
}
