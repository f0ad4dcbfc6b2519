/** Leaves one of several entries of a list that mean the same: of two mounts at one target, two ports, two variables the last one. */
import { goString, goType, unsetOf } from './go-names.ts';
import { type Path, PathTable } from './patterns.ts';
import { mountParts } from './canonical/short-mount.ts';
import { goText } from './scalar-type.ts';
import { isNull, type Mapping, Refusal, textOf, type Value } from './value.ts';

/** What an entry is told apart by. Throws a refusal for an entry that Compose cannot compare. */
type Key = (entry: Value, place: Place) => string;

/** The list that an entry is in, and which one it is; written out only for a message. */
interface Place {
  readonly path: Path;
  readonly index: number;
}

function shown({ path, index }: Place): string {
  return `${path().join('.')}.[${index}]`;
}

/** The project with one entry of each kind. The last one says what counts, the first one where it stands. */
export function enforceUnique(project: Mapping): Mapping {
  const result = UNIQUE.rewrite(project, (key, value, path) => {
    if (value.kind !== 'sequence') return value;
    const items = uniqueItems(value.items, key, path);
    return items.length === value.items.length ? value : { ...value, items };
  });
  return result.kind === 'mapping' ? result : project;
}

/** The items of a list with one for each key. */
export function uniqueItems(items: readonly Value[], key: Key, path: Path): readonly Value[] {
  const places = new Map<string, number>();
  const result: Value[] = [];
  items.forEach((item, index) => {
    const name = key(item, { path, index });
    const place = places.get(name);
    if (place === undefined) places.set(name, result.push(item) - 1);
    else result[place] = inPlaceOf(item, result[place]);
  });
  return result;
}

/** An entry that counts in the place of another one, and remembers it. */
function inPlaceOf(item: Value, other: Value | undefined): Value {
  return other ? { ...item, also: [...(other.also ?? []), other, ...(item.also ?? [])] } : item;
}

/** Entries such as `NAME=value`. */
export const byName: Key = (entry, place) => {
  if (entry.kind !== 'scalar' || entry.type !== 'text') {
    throw new Refusal(`${shown(place)}: unexpected type ${goType(entry)}`, entry.said, unsetOf(entry));
  }
  const sign = entry.text.indexOf('=');
  return sign < 0 ? entry.text : entry.text.slice(0, sign);
};

const byMountTarget: Key = (entry, place) => {
  if (entry.kind === 'mapping') return targetOf(entry, place, 'volume');
  return isText(entry) ? mountParts(entry).target : '';
};

const byDeviceTarget: Key = (entry, place) => {
  if (entry.kind === 'mapping') return targetOf(entry, place, 'device');
  const [source = '', target = source] = isText(entry) ? entry.text.split(':') : [];
  return target;
};

function targetOf(entry: Mapping, place: Place, what: string): string {
  const target = entry.entries.get('target');
  if (target && isText(target)) return target.text;
  throw new Refusal(`service ${what} ${shown(place)} is missing a mount target`, entry.said, unsetOf(entry));
}

const byExposed: Key = (entry, place) => {
  if (isText(entry)) return entry.text;
  if (entry.kind === 'scalar' && entry.type === 'integer') return goText(entry);
  throw new Refusal(
    `${shown(place)}: unsupported expose value ${goString(entry)}`,
    entry.said,
    unsetOf(entry),
  );
};

/** Secrets and configs go by the place where they are mounted. */
const byPlaceIn =
  (folder: string): Key =>
  (entry, place) => {
    if (isText(entry)) return `${folder}/${entry.text}`;
    if (entry.kind === 'mapping') {
      const target = entry.entries.get('target');
      return target === undefined
        ? `${folder}/${goString(entry.entries.get('source'))}`
        : (textOf(target) ?? '');
    }
    throw new Refusal(
      `${shown(place)}: unsupported expose value ${goString(entry)}`,
      entry.said,
      unsetOf(entry),
    );
  };

/** A short port is only compared as it is written; it is compared again when it has its long form. */
const byPort: Key = (entry, place) => {
  if (entry.kind === 'scalar') return entry.type === 'text' || entry.type === 'integer' ? goText(entry) : '';
  if (entry.kind === 'sequence') return '';
  const { entries } = entry;
  const target = entries.get('target');
  if (!target) {
    throw new Refusal(`service ports ${shown(place)} is missing a target port`, entry.said, unsetOf(entry));
  }
  const port = target.kind === 'scalar' ? goText(target) : '';
  const address = entries.has('host_ip') ? goString(entries.get('host_ip')) : '0.0.0.0';
  const protocol = entries.has('protocol') ? goString(entries.get('protocol')) : 'tcp';
  return `${address}:${goString(entries.get('published'))}:${port}/${protocol}`;
};

const byPath: Key = (entry, place) => {
  if (isText(entry)) return entry.text;
  if (entry.kind !== 'mapping') return '';
  const name = entry.entries.get('path');
  if (!isNull(name)) return textOf(name) ?? '';
  throw new Refusal(`environment path attribute ${shown(place)} is missing`, entry.said, unsetOf(entry));
};

function isText(value: Value): value is Value & { readonly kind: 'scalar'; readonly type: 'text' } {
  return value.kind === 'scalar' && value.type === 'text';
}

const UNIQUE = new PathTable<Key>({
  'networks.*.labels': byName,
  'networks.*.ipam.options': byName,
  'services.*.annotations': byName,
  'services.*.build.args': byName,
  'services.*.build.additional_contexts': byName,
  'services.*.build.tags': byName,
  'services.*.build.labels': byName,
  'services.*.cap_add': byName,
  'services.*.cap_drop': byName,
  'services.*.configs': byPlaceIn(''),
  'services.*.deploy.labels': byName,
  'services.*.devices': byDeviceTarget,
  'services.*.dns': byName,
  'services.*.dns_opt': byName,
  'services.*.dns_search': byName,
  'services.*.env_file': byPath,
  'services.*.environment': byName,
  'services.*.expose': byExposed,
  'services.*.labels': byName,
  'services.*.links': byName,
  'services.*.networks.*.aliases': byName,
  'services.*.networks.*.link_local_ips': byName,
  'services.*.ports': byPort,
  'services.*.profiles': byName,
  'services.*.secrets': byPlaceIn('/run/secrets'),
  'services.*.sysctls': byName,
  'services.*.tmpfs': byName,
  'services.*.volumes': byMountTarget,
});
