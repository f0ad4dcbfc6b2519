/** `extends`: a service that begins as a copy of another one, of this file or of another. */
import { presentable } from '../../../base/presentable.ts';
import { folderOf, resolvePath } from '../../../base/uri.ts';
import type { Context, Loader } from './load.ts';
import { mergeMappings } from './merge.ts';
import { resolvePaths } from './paths.ts';
import { relativePath } from './relative-path.ts';
import { isRemoteFile } from './remote.ts';
import { applyResets, type Resets, withHidden } from './resets.ts';
import {
  broughtBy,
  broughtThrough,
  entriesOf,
  isNull,
  locationOf,
  LONGEST_WAY,
  type Mapping,
  Refusal,
  textOf,
  type Value,
  withEntries,
} from './value.ts';

/** The services of one file while they are extended. */
interface Family {
  readonly services: Map<string, Value>;
  readonly uri: string;
  /** The file as the service that extends it names it. */
  readonly shown: string;
  readonly resets: Resets | undefined;
  /** Services whose extension is done. */
  readonly done: Set<string>;
}

/** How a service was come to from the one that is looked at first. */
interface Way {
  /** The file that is being loaded. */
  readonly main: string;
  readonly steps: readonly string[];
}

/** A document with its services extended. */
export function withExtended(
  loader: Loader,
  context: Context,
  document: Mapping,
  uri: string,
  resets: Resets,
): Mapping {
  const services = document.entries.get('services');
  if (services && services.kind !== 'mapping') throw new Refusal('services must be a mapping', services.said);
  if (!services || !hasExtension(services)) return document;
  const family: Family = {
    services: new Map(services.entries),
    uri,
    shown: loader.world.shown(uri),
    resets: resets.below.get('services'),
    done: new Set(),
  };
  for (const name of services.entries.keys())
    extendService(loader, context, family, name, { main: uri, steps: [] });
  return withEntries(
    document,
    new Map(document.entries).set('services', withEntries(services, family.services)),
  );
}

function hasExtension({ entries }: Mapping): boolean {
  for (const service of entries.values()) if (entriesOf(service).has('extends')) return true;
  return false;
}

function extendService(
  loader: Loader,
  context: Context,
  family: Family,
  name: string,
  way: Way,
): Value | undefined {
  const service = family.services.get(name);
  if (service?.kind !== 'mapping' || family.done.has(name)) return service;
  const extension = service.entries.get('extends');
  if (!extension || isNull(extension)) return service;
  const step = stepOf(name, extension, way);
  if (way.steps.includes(step)) {
    throw new Refusal(`Circular reference: ${name} in ${family.shown}`, extension.said);
  }
  if (way.steps.length > LONGEST_WAY) {
    throw new Refusal('the project is nested too deeply', extension.said);
  }
  const base = baseOf(loader, context, family, name, extension, { ...way, steps: [...way.steps, step] });
  if (!base) return service;
  const said = locationOf(extension.said);
  const copy = broughtThrough(base, said);
  const merged =
    copy.kind === 'mapping' ? extended(copy, service, family.resets?.below.get(name), name) : service;
  const entries = new Map(merged.entries);
  entries.delete('extends');
  const result = { ...withEntries(merged, entries), said: service.said };
  family.services.set(name, result);
  family.done.add(name);
  return result;
}

/** Compose remembers the file that is named, and the name of the service that names it: it refuses some ways that end somewhere. */
function stepOf(name: string, extension: Value, { main }: Way): string {
  return `${textOf(entriesOf(extension).get('file')) ?? main}\n${name}`;
}

function extended(base: Mapping, service: Mapping, resets: Resets | undefined, name: string): Mapping {
  const over = withHidden(service, base, resets);
  return mergeMappings(applyResets(base, resets), over, ['services', name]);
}

/** The service that is extended, itself extended before; undefined where it cannot be had. */
function baseOf(
  loader: Loader,
  context: Context,
  family: Family,
  name: string,
  extension: Value,
  way: Way,
): Value | undefined {
  const reference = textOf(extension) ?? textOf(entriesOf(extension).get('service')) ?? '';
  const path = textOf(entriesOf(extension).get('file'));
  const other = path === undefined ? family : familyOf(loader, context, path, extension);
  if (!other) return undefined;
  if (!other.services.has(reference)) {
    const where = path === undefined ? '' : ` in ${path}`;
    const message = `cannot extend service "${name}" in ${family.shown}: service "${reference}" not found${where}`;
    throw new Refusal(message, extension.said);
  }
  return broughtBy(extension.said, () => extendService(loader, context, other, reference, way));
}

/** The services of another file, in their long forms, with paths that lead there from here. */
function familyOf(loader: Loader, context: Context, path: string, extension: Value): Family | undefined {
  const { world } = loader;
  if (isRemoteFile(path)) {
    const message = `'${presentable(path)}' is extended and was not read, so what it adds to a service was not judged.`;
    world.gaps.push({ ...locationOf(extension.said), reason: 'remote', message });
    if (loader.isLenient) return undefined;
    throw new Refusal(`remote resource is not fetched: ${path}`, extension.said);
  }
  const uri = resolvePath(context.folder, path);
  // The same file reads otherwise from another folder, or with other variables.
  const key = `${context.folder}\n${uri}`;
  const known = loader.familiesIn(context).get(key);
  if (known) return known;
  if (loader.isCollecting && world.textOf(uri) === undefined) return undefined;
  const { project, resets } = broughtBy(extension.said, () => loader.loadBase(context, uri, extension.said));
  const resolved = resolvePaths(project, relativePath(context.folder, folderOf(uri)));
  const services = new Map(entriesOf(resolved.entries.get('services')));
  const family: Family = {
    services,
    uri,
    shown: world.shown(uri),
    resets: resets.below.get('services'),
    done: new Set(),
  };
  loader.familiesIn(context).set(key, family);
  return family;
}

export type { Family };
