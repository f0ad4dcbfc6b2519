/** `include`: other projects whose services, networks and volumes become a part of this one. */
import { presentable } from '../../../base/presentable.ts';
import { folderOf, resolvePath } from '../../../base/uri.ts';
import { type EnvFile, environmentOf, joined } from './environment.ts';
import type { Context, Loader } from './load.ts';
import { goPrint } from './go-names.ts';
import { merge } from './merge.ts';
import { relativePath } from './relative-path.ts';
import { isRemoteFile } from './remote.ts';
import { applyResets, type Resets } from './resets.ts';
import {
  broughtBy,
  broughtThrough,
  entriesOf,
  itemsOf,
  isNull,
  locationOf,
  LONGEST_WAY,
  type Mapping,
  Refusal,
  textOf,
  type Value,
  withEntries,
} from './value.ts';

/** One entry of `include`. */
interface Inclusion {
  /** The main file, then what is merged over it. */
  readonly paths: readonly string[];
  readonly folder?: string;
  readonly envFiles?: readonly string[];
  readonly value: Value;
}

const RESOURCES = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models'];

/** The document with all that it includes, and without the key. */
export function withIncluded(loader: Loader, context: Context, document: Mapping, resets: Resets): Mapping {
  const include = document.entries.get('include');
  if (include === undefined) return document;
  let result = document;
  for (const inclusion of inclusionsOf(include)) {
    const included = loadIncluded(loader, context, inclusion);
    if (included) result = withResources(result, included, resets);
  }
  const entries = new Map(result.entries);
  entries.delete('include');
  return withEntries(result, entries);
}

function inclusionsOf(include: Value): readonly Inclusion[] {
  if (isNull(include)) return [];
  if (include.kind !== 'sequence')
    throw new Refusal(`\`include\` must be a list, got ${goPrint(include)}`, include.said);
  return include.items.map((value) => {
    if (value.kind !== 'mapping') return { paths: texts(value), value };
    const [folder, envFile] = [textOf(value.entries.get('project_directory')), value.entries.get('env_file')];
    return {
      paths: texts(value.entries.get('path')),
      ...(folder === undefined || folder === '' ? {} : { folder }),
      ...(isNull(envFile) ? {} : { envFiles: texts(envFile) }),
      value,
    };
  });
}

/** A text, or a list of them. */
function texts(value: Value | undefined): readonly string[] {
  const text = textOf(value);
  return text === undefined ? itemsOf(value).flatMap((item) => textOf(item) ?? []) : [text];
}

function loadIncluded(loader: Loader, context: Context, inclusion: Inclusion): Mapping | undefined {
  const { world } = loader;
  const remote = inclusion.paths.find(isRemoteFile);
  if (remote !== undefined) return skipRemote(loader, inclusion, remote);
  const files = inclusion.paths.map((path) => resolvePath(context.folder, path));
  const [main] = files;
  if (main === undefined) return undefined;
  if (context.included.includes(main)) {
    const way = [...context.included.slice(1), main].map((uri) => `\n include ${world.shown(uri)}`);
    const first = world.shown(context.included[0] ?? main);
    throw new Refusal(`include cycle detected:\n${first}${way.join('')}`, inclusion.value.said);
  }
  if (loader.isCollecting && files.map((uri) => world.textOf(uri)).includes(undefined)) return undefined;
  if (context.included.length > LONGEST_WAY) {
    throw new Refusal('the project is nested too deeply', inclusion.value.said);
  }
  const folder =
    inclusion.folder === undefined ? folderOf(main) : resolvePath(context.folder, inclusion.folder);
  const envFiles = envFilesOf(loader, context, inclusion, folder);
  if (!envFiles) return undefined;
  const variables = broughtBy(inclusion.value.said, () => environmentOf(envFiles, context.environment));
  const inner: Context = {
    folder,
    way: relativePath(context.folder, folder),
    environment: joined(context.environment, variables),
    included: context.included,
  };
  const said = locationOf(inclusion.value.said);
  const project = broughtBy(inclusion.value.said, () => loader.load(inner, files, inclusion.value.said));
  const marked = broughtThrough(project, said);
  return marked.kind === 'mapping' ? marked : undefined;
}

/** A remote project is never fetched. */
function skipRemote({ world, isLenient }: Loader, { value }: Inclusion, path: string): undefined {
  const message = `'${presentable(path)}' is included and was not read, so what it adds here was not judged.`;
  world.gaps.push({ ...locationOf(value.said), reason: 'remote', message });
  if (isLenient) return undefined;
  throw new Refusal(`remote resource is not fetched: ${path}`, value.said);
}

/** The files of variables that an inclusion names, else the `.env` of its folder, if there is one. */
function envFilesOf(
  { world, isCollecting }: Loader,
  context: Context,
  inclusion: Inclusion,
  folder: string,
): readonly EnvFile[] | undefined {
  if (!inclusion.envFiles) {
    const uri = resolvePath(folder, '.env');
    const text = world.textOf(uri);
    return text === undefined ? [] : [{ uri, shown: world.shown(uri), text }];
  }
  const files: EnvFile[] = [];
  for (const path of inclusion.envFiles) {
    if (path === '/dev/null') continue;
    const uri = resolvePath(context.folder, path);
    const text = world.textOf(uri);
    if (text !== undefined) files.push({ uri, shown: world.shown(uri), text });
    else if (isCollecting) return undefined;
    else throw new Refusal(`stat ${world.shown(uri)}: no such file or directory`, inclusion.value.said);
  }
  return files;
}

/** What is included comes first; what the document says itself is merged over it. */
function withResources(document: Mapping, included: Mapping, resets: Resets): Mapping {
  const entries = new Map(document.entries);
  for (const key of RESOURCES) {
    const from = included.entries.get(key);
    if (from?.kind !== 'mapping') continue;
    const own = entries.get(key);
    if (own && isNull(own)) {
      throw new Refusal('interface conversion: interface {} is nil, not map[string]interface {}', own.said);
    }
    const merged = new Map(entriesOf(own));
    for (const [name, value] of from.entries) {
      const over = merged.get(name);
      if (!over) merged.set(name, value);
      else merged.set(name, merge(cleared(value, resets.below.get(key), name), over, [key, name]));
    }
    entries.set(key, {
      kind: 'mapping',
      entries: merged,
      said: own?.kind === 'mapping' ? own.said : from.said,
    });
  }
  return withEntries(document, entries);
}

function cleared(value: Value, resets: Resets | undefined, name: string): Value {
  return value.kind === 'mapping' ? applyResets(value, resets?.below.get(name)) : value;
}
