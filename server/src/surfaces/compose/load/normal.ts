/** What a project comes to in the end, as plain data: names given, defaults put in, texts turned into numbers. */
import type { ValueOf } from './complete.ts';
import type { Environment } from './environment.ts';
import { compact, flag, pairs, text, texts } from './normal/decode.ts';
import { checkOtherValues } from './normal/other-values.ts';
import { joinsDefault, serviceOf } from './normal/service.ts';
import { entriesOf, itemsOf, type Mapping, textOf, type Value } from './value.ts';

/** What a project is read with besides its files. */
export interface ProjectFacts {
  readonly name: string;
  /** The variables of the project; `PWD` is the folder that absolute paths are shown from. */
  readonly environment: Environment;
  /** The text of a file of variables, by its path as the model shows it. */
  readonly readEnvFile: (path: string) => string | undefined;
}

/** A project in its normal form. */
export interface NormalProject {
  readonly model: Readonly<Record<string, unknown>>;
  /** Declared resources that no service uses, by kind; absent when there are none. */
  readonly unused?: Readonly<Record<string, readonly string[]>>;
  /** Services that do not start by themselves, because of their profiles; absent when there are none. */
  readonly inactive?: readonly string[];
}

const RESOURCES = ['networks', 'volumes', 'secrets', 'configs'] as const;

/** The normal form of a loaded project. Throws a refusal for a value that Compose cannot decode. */
export function normalProject(project: Mapping, facts: ProjectFacts): NormalProject {
  checkOtherValues(project);
  const valueOf: ValueOf = (name) => facts.environment.get(name)?.bare;
  const folder = valueOf('PWD');
  const show = (path: string): string => shownFrom(folder, path);
  const services: Record<string, unknown> = {};
  for (const [name, service] of entriesOf(project.entries.get('services'))) {
    services[name] = serviceOf(service, name, { readEnvFile: facts.readEnvFile, valueOf, show });
  }
  const model: Record<string, unknown> = { name: facts.name, services };
  for (const kind of RESOURCES) {
    const resources: Record<string, unknown> = {};
    for (const [name, resource] of declared(project, kind)) {
      resources[name] = resourceOf(resource, kind, name, facts.name, show);
    }
    if (Object.keys(resources).length > 0) model[kind] = resources;
  }
  const unused = unusedOf(project);
  const inactive = inactiveOf(project, valueOf);
  return { model, ...(unused ? { unused } : {}), ...(inactive.length > 0 ? { inactive } : {}) };
}

function shownFrom(folder: string | undefined, path: string): string {
  if (folder === undefined || folder === '/') return path;
  if (path === folder) return '.';
  return path.startsWith(`${folder}/`) ? `./${path.slice(folder.length + 1)}` : path;
}

/** What a project declares, and the default network where a service joins it. */
export function declared(
  project: Mapping,
  kind: (typeof RESOURCES)[number],
): ReadonlyMap<string, Value | undefined> {
  const entries = entriesOf(project.entries.get(kind));
  if (kind !== 'networks' || entries.has('default')) return entries;
  const containers = ['services', 'jobs'].flatMap((key) => [...entriesOf(project.entries.get(key)).values()]);
  if (!containers.some((container) => joinsDefault(entriesOf(container)))) return entries;
  return new Map<string, Value | undefined>([...entries, ['default', undefined]]);
}

function resourceOf(
  value: Value | undefined,
  kind: string,
  key: string,
  project: string,
  show: (path: string) => string,
): Record<string, unknown> {
  const entries = entriesOf(value);
  const where = `${kind}[${key}]`;
  const read = (name: string): string | undefined => text(entries.get(name), `${where}.${name}`);
  const external = flag(entries.get('external'), `${where}.external`);
  const file = read('file');
  return compact({
    name: entries.has('name') ? read('name') : external ? key : `${project}_${key}`,
    driver: read('driver'),
    driver_opts: optionsOf(entries, show, kind === 'secrets' ? `${where}.driver_opts` : undefined),
    internal: flag(entries.get('internal'), `${where}.internal`),
    external,
    file: file === undefined ? undefined : show(file),
    environment: read('environment'),
    content: read('content') === undefined ? undefined : true,
  });
}

/** The options of a driver; the device of a bind is a path. */
function optionsOf(
  entries: ReadonlyMap<string, Value>,
  show: (path: string) => string,
  where: string | undefined,
): unknown {
  // Those of secrets are texts, and are not made such.
  if (where !== undefined) {
    for (const [name, option] of entriesOf(entries.get('driver_opts'))) text(option, `${where}[${name}]`);
  }
  const options = pairs(entries.get('driver_opts'));
  const device = options?.['device'];
  if (device === undefined || options?.['o'] !== 'bind') return options;
  return textOf(entries.get('driver')) === 'local' ? { ...options, device: show(device) } : options;
}

function unusedOf(project: Mapping): Record<string, string[]> | undefined {
  const used = usedOf(project);
  const result: Record<string, string[]> = {};
  for (const kind of RESOURCES) {
    const names = [...declared(project, kind).keys()].filter((name) => !used[kind].has(name));
    if (names.length > 0) result[kind] = names.sort();
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

function usedOf(project: Mapping): Record<(typeof RESOURCES)[number], ReadonlySet<string>> {
  const [networks, volumes, secrets, configs] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ];
  for (const service of entriesOf(project.entries.get('services')).values()) {
    const entries = entriesOf(service);
    if (joinsDefault(entries)) networks.add('default');
    for (const name of entriesOf(entries.get('networks')).keys()) networks.add(name);
    for (const mount of itemsOf(entries.get('volumes'))) {
      const parts = entriesOf(mount);
      if (textOf(parts.get('type')) === 'volume') volumes.add(textOf(parts.get('source')) ?? '');
    }
    const ofBuild = entriesOf(entries.get('build')).get('secrets');
    for (const secret of [...itemsOf(entries.get('secrets')), ...itemsOf(ofBuild)])
      secrets.add(sourceOf(secret));
    for (const config of itemsOf(entries.get('configs'))) configs.add(sourceOf(config));
  }
  return { networks, volumes, secrets, configs };
}

function sourceOf(reference: Value): string {
  return textOf(entriesOf(reference).get('source')) ?? '';
}

function inactiveOf(project: Mapping, valueOf: ValueOf): readonly string[] {
  const active = new Set((valueOf('COMPOSE_PROFILES') ?? '').split(',').map((profile) => profile.trim()));
  const inactive: string[] = [];
  for (const [name, service] of entriesOf(project.entries.get('services'))) {
    const profiles = texts(entriesOf(service).get('profiles'), `services[${name}].profiles`) ?? [];
    if (profiles.length > 0 && !active.has('*') && !profiles.some((profile) => active.has(profile))) {
      inactive.push(name);
    }
  }
  return inactive.sort();
}
