/** Merges a project, or a part of one, with what is said over it: mappings key by key, lists one behind the other, some keys in ways of their own. */
import { goPrint, goType, mappingLike } from './go-names.ts';
import { goText } from './scalar-type.ts';
import { PathTable } from './patterns.ts';
import { byName, uniqueItems } from './unique.ts';
import {
  entriesOf,
  isNull,
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

/** A list with more items behind it, but for those that it has already. */
function appended(base: Sequence, items: readonly Value[]): Sequence {
  if (items.length === 0) return base;
  const known = new Set(base.items.map(identityOf));
  const result = [...base.items];
  for (const item of items) {
    const identity = identityOf(item);
    if (known.has(identity)) continue;
    known.add(identity);
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

/** Single texts, lists and mappings become one list. */
const toSequence: Merge = (base, over) => {
  const items = sequenceItems(base);
  const merged = appended({ kind: 'sequence', items, said: base.said }, sequenceItems(over));
  // A list that nothing was put into is none at all.
  return merged.items.length === 0 && base.kind !== 'sequence' ? nullAt(base) : merged;
};

/** The same for `NAME=value`; of two entries with one name the last counts, in the place of the first. */
const toPairs: Merge = (base, over, path) => {
  const items = [...sequenceItems(base), ...sequenceItems(over)];
  return { kind: 'sequence', items: uniqueItems(items, byName, () => path), said: base.said };
};

function sequenceItems(value: Value): readonly Value[] {
  if (value.kind === 'sequence') return value.items;
  if (value.kind === 'scalar') return value.type === 'text' ? [value] : [];
  const items: Value[] = [];
  for (const [name, entry] of value.entries) {
    if (entry.kind === 'sequence') {
      for (const item of entry.items) items.push(textLike(item, `${name}=${printed(item)}`));
    } else items.push(textLike(entry, isNull(entry) ? name : `${name}=${printed(entry)}`));
  }
  return items.sort((a, b) => (printed(a) < printed(b) ? -1 : 1));
}

function printed(value: Value): string {
  return isNull(value) ? '' : goPrint(value);
}

/** The options of another driver mean nothing to this one. */
const mergeLogging: Merge = (base, over, path) => {
  const other = [base, over].find((value) => value.kind !== 'mapping');
  if (base.kind !== 'mapping' || over.kind !== 'mapping') {
    const message = `${path.join('.')}: cannot merge logging: expected a mapping, got ${goType(other ?? over)}`;
    throw new Refusal(message, other?.said);
  }
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
  if (value.kind === 'scalar' && value.type === 'text') entries.set('context', value);
  return { kind: 'mapping', entries, said: value.said };
}

/** Lists of names and mappings by name become mappings. */
const mergeNames: Merge = (base, over, path) => {
  return mergeMappings(asNames(base, path, nullAt), asNames(over, path, nullAt), path);
};

/** Services that are only named are waited for until they have started. */
const mergeDependencies: Merge = (base, over, path) => {
  return mergeMappings(asNames(base, path, dependencyAt), asNames(over, path, dependencyAt), path);
};

function asNames(value: Value, path: Path, make: (item: Value) => Value): Mapping {
  if (value.kind === 'mapping') return value;
  const entries = new Map<string, Value>();
  if (!isNull(value)) {
    for (const item of value.kind === 'sequence' ? value.items : [value]) {
      if (item.kind !== 'scalar' || item.type !== 'text') {
        throw new Refusal(`${path.join('.')}: cannot use ${goType(item)} as a mapping key`, item.said);
      }
      entries.set(item.text, make(item));
    }
  }
  return { kind: 'mapping', entries, said: value.said };
}

function nullAt({ said }: Value): Value {
  return { kind: 'scalar', type: 'null', text: '', unset: [], said };
}

function dependencyAt(value: Value): Value {
  const condition = textLike(value, 'service_started');
  const required: Value = { ...textLike(value, 'true'), type: 'boolean' };
  return mappingLike(value, { condition, required });
}

const mergeUlimit: Merge = (base, over, path) => {
  if (base.kind === 'mapping' && over.kind === 'mapping') return mergeMappings(base, over, path);
  return hiding(over, base);
};

/** Addresses of a network go by their subnet. */
const mergeAddresses: Merge = (base, over, path) => {
  const other = [base, over].find((value) => value.kind !== 'sequence');
  if (base.kind !== 'sequence' || over.kind !== 'sequence') {
    throw new Refusal(`${path.join('.')}: unexpected type ${goType(other ?? over)}`, other?.said);
  }
  const bySubnet = new Map<string, Value>();
  for (const item of [...base.items, ...over.items]) {
    const subnet = printed(entriesOf(item).get('subnet') ?? nullAt(item));
    const known = bySubnet.get(subnet);
    const fits = known?.kind === 'mapping' && item.kind === 'mapping';
    bySubnet.set(subnet, fits ? mergeMappings(known, item, path) : item);
  }
  return { ...base, items: [...bySubnet.values()] };
};

/** What services and jobs merge in ways of their own. */
const WORKLOAD: Readonly<Record<string, Merge>> = {
  annotations: toPairs,
  build: mergeBuild,
  'build.additional_contexts': toPairs,
  'build.args': toPairs,
  'build.extra_hosts': toSequence,
  'build.labels': toPairs,
  command: override,
  depends_on: mergeDependencies,
  dns: toSequence,
  dns_opt: toSequence,
  dns_search: toSequence,
  entrypoint: override,
  env_file: toSequence,
  environment: toPairs,
  extra_hosts: toSequence,
  'healthcheck.test': override,
  label_file: toSequence,
  labels: toPairs,
  logging: mergeLogging,
  models: mergeNames,
  networks: mergeNames,
  sysctls: toPairs,
  tmpfs: toSequence,
  'ulimits.*': mergeUlimit,
};

const SPECIAL = new PathTable<Merge>({
  'configs.*.labels': toPairs,
  'networks.*.ipam.config': mergeAddresses,
  'networks.*.labels': toPairs,
  'secrets.*.labels': toPairs,
  'volumes.*.labels': toPairs,
  'services.*.deploy.labels': toPairs,
  ...below('services.*', WORKLOAD),
  ...below('jobs.*', WORKLOAD),
});

function below(prefix: string, merges: Readonly<Record<string, Merge>>): Record<string, Merge> {
  return Object.fromEntries(Object.entries(merges).map(([path, way]) => [`${prefix}.${path}`, way]));
}

/** Whether a value at this place is nothing but its entries; used where an included resource meets one of the same name. */
export function isEmpty(value: Value): boolean {
  return isNull(value) || (value.kind === 'mapping' && entriesOf(value).size === 0);
}
