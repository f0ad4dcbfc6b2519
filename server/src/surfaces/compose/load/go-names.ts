/** What Go calls and prints things, for messages that say the same as Compose's. */
import { goText } from './scalar-type.ts';
import { isNull, type Mapping, type Value } from './value.ts';

const SCALARS = {
  null: '<nil>',
  boolean: 'bool',
  integer: 'int',
  float: 'float64',
  time: 'time.Time',
  text: 'string',
};

/** The Go type of a value, as `%T` prints it. */
export function goType(value: Value): string {
  if (value.kind === 'scalar') return SCALARS[value.type];
  return value.kind === 'mapping' ? 'map[string]interface {}' : '[]interface {}';
}

/** Any value as `%v` prints it; the keys of a mapping are sorted. */
export function goPrint(value: Value): string {
  if (value.kind === 'scalar') return isNull(value) ? '<nil>' : goText(value);
  if (value.kind === 'sequence') return `[${value.items.map(goPrint).join(' ')}]`;
  const entries = [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([name, entry]) => `${name}:${goPrint(entry)}`).join(' ')}]`;
}

/** A value as `%s` prints it where Compose took it for a text. */
export function goString(value: Value | undefined): string {
  if (value === undefined || isNull(value)) return '%!s(<nil>)';
  if (value.kind === 'scalar' && value.type !== 'text') return `%!s(${goType(value)}=${goText(value)})`;
  return goPrint(value);
}

/** The variables that nobody sets and that a value hangs on. */
export function unsetOf(...values: readonly (Value | undefined)[]): readonly string[] {
  const names = new Set<string>();
  for (const value of values) collectUnset(value, names);
  return [...names];
}

function collectUnset(value: Value | undefined, names: Set<string>): void {
  if (value?.kind === 'scalar') for (const name of value.unset) names.add(name);
  else if (value?.kind === 'sequence') for (const item of value.items) collectUnset(item, names);
  else if (value) for (const entry of value.entries.values()) collectUnset(entry, names);
}

/** A mapping of a few entries that are said where something shorter is. */
export function mappingLike(value: Value, parts: Readonly<Record<string, Value | undefined>>): Mapping {
  const entries = new Map<string, Value>();
  for (const name of Object.keys(parts)) {
    const part = parts[name];
    if (part) entries.set(name, part);
  }
  return { kind: 'mapping', entries, said: value.said };
}
