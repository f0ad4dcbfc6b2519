/** Merges a project, or a part of one, with what is said over it: mappings key by key, lists one behind the other, some keys in ways of their own. */
import { goText } from './scalar-type.ts';
import { PathTable } from './patterns.ts';
import {
  entriesOf,
  isNull,
  itemsOf,
  locationOf,
  type Mapping,
  Refusal,
  type Sequence,
  textLike,
  type Value,
  withEntries,
} from './value.ts';

type Path = readonly string[];
type Merge = (base: Value, over: Value, path: Path) => Value;

/** Merges two values that stand at the same place. Throws a refusal when they do not fit together. */
export function merge(base: Value, over: Value, path: Path): Value {
  const special = SPECIAL.get(path);
  if (special) return special(base, over, path);
  if (isNull(over)) return base;
  if (base.kind === 'mapping') {
    if (over.kind === 'mapping') return mergeMappings(base, over, path);
    throw new Refusal(`cannot override ${path.join('.')}`, over.said);
  }
  if (base.kind === 'sequence') {
    if (over.kind === 'sequence') return appended(base, over.items);
    throw new Refusal(`cannot override ${path.join('.')}`, over.said);
  }
  return hiding(over, base);
}

/** Merges two mappings key by key; what the later one lacks stays. Tags were obeyed before (`resets.ts`). */
export function mergeMappings(base: Mapping, over: Mapping, path: Path): Mapping {
  const entries = new Map(base.entries);
  for (const [name, value] of over.entries) {
    const known = entries.get(name);
    entries.set(name, known ? merge(known, value, [...path, name]) : value);
  }
  return withEntries(base, entries);
}

/** A value that overrules another one, and knows it. */
function hiding<T extends Value>(value: T, hidden: Value): T {
  return { ...value, said: { ...value.said, hides: locationOf(hidden.said) } };
}

/** A list with more items behind it; of texts that are equal the first counts. */
function appended(base: Sequence, items: readonly Value[]): Sequence {
  const known = new Set<string>();
  const result: Value[] = [];
  for (const item of [...base.items, ...items]) {
    const key = identityOf(item);
    if (key !== undefined && known.has(key)) continue;
    if (key !== undefined) known.add(key);
    result.push(item);
  }
  return { ...base, items: result };
}

/** Equal for values that say the same; mappings are compared with their keys in any order. */
export function identityOf(value: Value): string {
  if (value.kind === 'scalar') return `${value.type === 'text' ? 't' : 'n'}:${goText(value)}`;
  if (value.kind === 'sequence') return `[${value.items.map(identityOf).join('\u0001')}]`;
  const entries = [...value.entries].map(([name, entry]) => `${name}\u0002${identityOf(entry)}`);
  return `{${entries.sort().join('\u0001')}}`;
}

const override: Merge = (base, over) => hiding(over, base);

/** Lists and mappings of `NAME=value` become one list; which of two entries with one name counts is found out later (`unique.ts`). */
const toSequence: Merge = (base, over) => {
  const items = [...sequenceItems(base), ...sequenceItems(over)];
  return { kind: 'sequence', items, said: base.said };
};

function sequenceItems(value: Value): readonly Value[] {
  if (value.kind === 'sequence') return value.items;
  if (value.kind === 'scalar') return isNull(value) ? [] : [value];
  const items: Value[] = [];
  for (const [name, entry] of value.entries) {
    if (entry.kind === 'sequence') {
      for (const item of entry.items) items.push(textLike(item, `${name}=${printed(item)}`));
    } else items.push(textLike(entry, isNull(entry) ? name : `${name}=${printed(entry)}`));
  }
  return items.sort((a, b) => (printed(a) < printed(b) ? -1 : 1));
}

function printed(value: Value): string {
  return value.kind === 'scalar' ? goText(value) : '';
}

/** The options of another driver mean nothing to this one. */
const mergeLogging: Merge = (base, over, path) => {
  if (base.kind !== 'mapping' || over.kind !== 'mapping') return isNull(over) ? base : hiding(over, base);
  const [before, after] = [base.entries.get('driver'), over.entries.get('driver')];
  const isSame = !before || !after || printed(before) === printed(after);
  return isSame ? mergeMappings(base, over, path) : hiding(over, base);
};

const mergeBuild: Merge = (base, over, path) => {
  if (isNull(over)) return base;
  return mergeMappings(asBuild(base), asBuild(over), path);
};

/** `build: folder` is `build: {context: folder}`. */
function asBuild(value: Value): Mapping {
  if (value.kind === 'mapping') return value;
  const entries = new Map<string, Value>();
  if (!isNull(value)) entries.set('context', value);
  return { kind: 'mapping', entries, said: value.said };
}

/** Lists of names and mappings by name become mappings. */
const mergeNames: Merge = (base, over, path) => {
  if (isNull(over)) return base;
  return mergeMappings(asNames(base), asNames(over), path);
};

function asNames(value: Value): Mapping {
  if (value.kind === 'mapping') return value;
  const entries = new Map<string, Value>();
  for (const item of itemsOf(value)) {
    entries.set(printed(item), { kind: 'scalar', type: 'null', text: '', unset: [], said: item.said });
  }
  return { kind: 'mapping', entries, said: value.said };
}

const mergeExtraHosts: Merge = (base, over, path) => {
  const merged = toSequence(base, over, path);
  return merged.kind === 'sequence' ? appended({ ...merged, items: [] }, merged.items) : merged;
};

const mergeUlimit: Merge = (base, over, path) => {
  if (base.kind === 'mapping' && over.kind === 'mapping') return mergeMappings(base, over, path);
  return isNull(over) ? base : hiding(over, base);
};

const SPECIAL = new PathTable<Merge>({
  'networks.*.labels': toSequence,
  'volumes.*.labels': toSequence,
  'services.*.annotations': toSequence,
  'services.*.build': mergeBuild,
  'services.*.build.additional_contexts': toSequence,
  'services.*.build.args': toSequence,
  'services.*.build.extra_hosts': mergeExtraHosts,
  'services.*.build.labels': toSequence,
  'services.*.command': override,
  'services.*.depends_on': mergeNames,
  'services.*.deploy.labels': toSequence,
  'services.*.dns': toSequence,
  'services.*.dns_opt': toSequence,
  'services.*.dns_search': toSequence,
  'services.*.entrypoint': override,
  'services.*.env_file': toSequence,
  'services.*.environment': toSequence,
  'services.*.extra_hosts': mergeExtraHosts,
  'services.*.healthcheck.test': override,
  'services.*.label_file': toSequence,
  'services.*.labels': toSequence,
  'services.*.logging': mergeLogging,
  'services.*.networks': mergeNames,
  'services.*.sysctls': toSequence,
  'services.*.tmpfs': toSequence,
  'services.*.ulimits.*': mergeUlimit,
});

/** Whether a value at this place is nothing but its entries; used where an included resource meets one of the same name. */
export function isEmpty(value: Value): boolean {
  return isNull(value) || (value.kind === 'mapping' && entriesOf(value).size === 0);
}
