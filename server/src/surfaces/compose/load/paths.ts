/** Makes the paths of a project relative to another folder: those of a file that is included or extended lead there from here. */
import { goType, unsetOf } from './go-names.ts';
import { PathTable } from './patterns.ts';
import { isNull, type Mapping, Refusal, textOf, type Value, withEntries } from './value.ts';

/**
 * The project with its paths relative to where `folder` is named: `x`, `../x`, `.`.
 * Absolute paths, those of Windows and those from the home folder stay, and so do addresses.
 */
export function resolvePaths(project: Mapping, folder: string): Mapping {
  return rewritten(project, (text) => resolved(text, folder));
}

/** The project with a dot in front of all relative paths: `./x`. Only a whole one is written so, since Compose compares paths as they are before. */
export function withDots(project: Mapping): Mapping {
  return rewritten(project, (text) => dotted(resolved(text, '.')));
}

type Rewrite = (text: string) => string;

function rewritten(project: Mapping, rewrite: Rewrite): Mapping {
  const result = RESOLVERS.rewrite(project, (resolve, value) => resolve(value, rewrite));
  return result.kind === 'mapping' ? result : project;
}

/** A path as Go's `path.Clean` makes it. */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isRooted) parts.push(part);
  }
  const joined = parts.join('/');
  if (isRooted) return `/${joined}`;
  return joined === '' ? '.' : joined;
}

function dotted(path: string): string {
  return /^(?:[/~]|\.\.?(?:\/|$))/u.test(path) ? path : `./${path}`;
}

type Resolver = (value: Value, rewrite: Rewrite) => Value;

/** Any path; an empty one is none. */
const path: Resolver = (value, rewrite) => {
  if (value.kind === 'sequence') return { ...value, items: value.items.map((item) => path(item, rewrite)) };
  if (value.kind !== 'scalar' || value.type !== 'text') {
    throw new Refusal(`unexpected type ${goType(value)}`, value.said, unsetOf(value));
  }
  const text = value.text === '' ? '' : rewrite(value.text);
  return text === value.text ? value : { ...value, text };
};

/** A path that may be one of Windows, too; an empty one is the folder itself. */
const anyPath: Resolver = (value, rewrite) => {
  if (value.kind !== 'scalar' || value.type !== 'text' || isWindowsPath(value.text)) return value;
  const text = rewrite(value.text);
  return text === value.text ? value : { ...value, text };
};

function resolved(text: string, folder: string): string {
  if (text.startsWith('/')) return text;
  // Below the home folder, whichever that is.
  if (text.startsWith('~')) return fromHome(text.slice(1));
  return cleanPath(`${folder}/${text}`);
}

function fromHome(rest: string): string {
  const clean = cleanPath(rest.replace(/^\/+/u, ''));
  return clean === '.' ? '~' : `~/${clean}`;
}

/** A drive with a slash behind it, or a share. */
function isWindowsPath(text: string): boolean {
  return /^[^\u0080-\uffff]:[\\/]/u.test(text) || /^\\\\[^\\/]|^[\\/]{2}[.?](?:[\\/]|$)/u.test(text);
}

const context: Resolver = (value, rewrite) => {
  const text = textOf(value);
  return text === undefined || isNoFolder(text) ? value : path(value, rewrite);
};

/** Where a build may begin besides a folder. */
function isNoFolder(text: string): boolean {
  return text.includes('://') || /^(?:service:|https?:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@)/u.test(text);
}

const mount: Resolver = (value, rewrite) => {
  if (value.kind !== 'mapping' || textOf(value.entries.get('type')) !== 'bind') return value;
  const source = value.entries.get('source');
  if (!source) {
    const message = 'invalid mount config for type "bind": field Source must not be empty';
    throw new Refusal(message, value.said, unsetOf(value));
  }
  return replaced(value, 'source', source, anyPath(source, rewrite));
};

/** A volume of the local driver that is another name for a folder. */
const volume: Resolver = (value, rewrite) => {
  if (value.kind !== 'mapping' || textOf(value.entries.get('driver')) !== 'local') return value;
  const options = value.entries.get('driver_opts');
  if (options?.kind !== 'mapping' || textOf(options.entries.get('o')) !== 'bind') return value;
  const device = options.entries.get('device');
  if (!device || isNull(device)) return value;
  return replaced(
    value,
    'driver_opts',
    options,
    replaced(options, 'device', device, anyPath(device, rewrite)),
  );
};

function replaced(mapping: Mapping, name: string, before: Value, after: Value): Mapping {
  return before === after ? mapping : withEntries(mapping, new Map(mapping.entries).set(name, after));
}

/** A file that a build takes its keys from; without one it asks an agent. */
const keyFile: Resolver = (value, rewrite) => (isNull(value) ? value : anyPath(value, rewrite));

/** What anything that runs a container may say. */
const CONTAINER: Readonly<Record<string, Resolver>> = {
  'env_file.*.path': path,
  'label_file.*': path,
  'volumes.*': mount,
};

const WORKLOAD: Readonly<Record<string, Resolver>> = {
  'build.additional_contexts.*': context,
  'build.context': context,
  'build.ssh.*': keyFile,
  'extends.file': path,
};

function below(prefix: string, resolvers: Readonly<Record<string, Resolver>>): Record<string, Resolver> {
  return Object.fromEntries(
    Object.entries(resolvers).map(([name, resolve]) => [`${prefix}.${name}`, resolve]),
  );
}

const RESOLVERS = new PathTable<Resolver>({
  ...below('services.*', CONTAINER),
  ...below('services.*', WORKLOAD),
  ...below('services.*.pre_start.*', CONTAINER),
  ...below('jobs.*', CONTAINER),
  ...below('jobs.*', WORKLOAD),
  'services.*.develop.watch.*.path': path,
  'configs.*.file': anyPath,
  'secrets.*.file': anyPath,
  'volumes.*': volume,
});
