/** One service in the normalised model. */
import type { ValueOf } from '../complete.ts';
import { entriesOf, isNull, type Value } from '../value.ts';
import {
  bytes,
  compact,
  flag,
  fraction,
  freeEntries,
  integer,
  pairs,
  text,
  texts,
  unlessEmpty,
} from './decode.ts';
import { argumentsOf, envFilesOf, variablesOf, withFiles } from './environment.ts';
import { commandOf, deployOf, healthcheckOf, hostsOf, loggingOf, ulimitsOf } from './limits.ts';
import { devicesOf, mountsOf, portsOf, referencesOf, type Show } from './mounts.ts';

/** What a service is read with. */
export interface ServiceFacts {
  readonly valueOf: ValueOf;
  readonly readEnvFile: (path: string) => string | undefined;
  readonly show: Show;
}

const TEXTS = [
  'image',
  'user',
  'network_mode',
  'pid',
  'ipc',
  'uts',
  'userns_mode',
  'cgroup',
  'cgroup_parent',
  'restart',
  'container_name',
];
const FLAGS = ['privileged', 'read_only', 'oom_kill_disable'];
const LISTS = [
  'cap_add',
  'cap_drop',
  'security_opt',
  'device_cgroup_rules',
  'group_add',
  'volumes_from',
  'links',
  'profiles',
  'tmpfs',
];
const INTEGERS = ['pids_limit', 'oom_score_adj'];
const SIZES = ['mem_limit', 'shm_size'];

/** A service with all that the model says of it. Throws a refusal for a value that Compose cannot decode. */
export function serviceOf(value: Value, name: string, facts: ServiceFacts): Record<string, unknown> {
  const entries = entriesOf(value);
  const where = `services[${name}]`;
  const result: Record<string, unknown> = {};
  const take = (
    keys: readonly string[],
    decode: (value: Value | undefined, where: string) => unknown,
  ): void => {
    for (const key of keys) if (entries.has(key)) result[key] = decode(entries.get(key), `${where}.${key}`);
  };
  take(TEXTS, text);
  take(FLAGS, flag);
  take(LISTS, texts);
  take(INTEGERS, integer);
  take(SIZES, bytes);
  take(['cpus'], fraction);
  take(['pull_policy'], pullPolicyOf);
  take(['ports'], portsOf);
  take(['volumes'], (mounts, at) => mountsOf(mounts, at, facts.show));
  take(['devices'], devicesOf);
  take(['secrets', 'configs'], referencesOf);
  take(['deploy'], deployOf);
  take(['ulimits'], ulimitsOf);
  take(['healthcheck'], healthcheckOf);
  take(['logging'], loggingOf);
  take(['sysctls'], pairs);
  take(['extra_hosts'], hostsOf);
  take(['command', 'entrypoint'], commandOf);
  take(['build'], (build, at) => buildOf(build, at, facts));
  result['networks'] = networksOf(entries);
  return compact({ ...result, ...environmentOf(entries, where, facts) });
}

function pullPolicyOf(value: Value | undefined, where: string): string | undefined {
  const policy = text(value, where);
  return policy === 'if_not_present' ? 'missing' : policy;
}

/** Names of networks; what says nothing about them joins the default one. */
function networksOf(entries: ReadonlyMap<string, Value>): readonly string[] | undefined {
  const names = [...freeEntries(entries.get('networks'))].map(([name]) => name);
  if (names.length > 0) return names.sort();
  return joinsDefault(entries) ? ['default'] : undefined;
}

/** Whether a service joins the default network, said or unsaid. */
export function joinsDefault(entries: ReadonlyMap<string, Value>): boolean {
  if (entries.has('provider') || entries.has('network_mode')) return false;
  const networks = entriesOf(entries.get('networks'));
  return networks.size === 0 || networks.has('default');
}

function environmentOf(
  entries: ReadonlyMap<string, Value>,
  where: string,
  { valueOf, readEnvFile, show }: ServiceFacts,
): Record<string, unknown> {
  const own = variablesOf(entries.get('environment'), `${where}.environment`, valueOf);
  const environment = unlessEmpty(own);
  const files = envFilesOf(entries.get('env_file'), `${where}.env_file`);
  if (files.length === 0) return { environment };
  const env_file = files.map((file) => (file.path === undefined ? file : { ...file, path: show(file.path) }));
  const read = withFiles(own, env_file, valueOf, readEnvFile);
  if ('error' in read) return { environment, env_file, env_file_error: read.error };
  return { environment, env_file, environment_with_files: read.variables };
}

function buildOf(value: Value | undefined, where: string, { valueOf, show }: ServiceFacts): unknown {
  if (value?.kind !== 'mapping') return undefined;
  const { entries } = value;
  const read = (key: string): string | undefined => text(entries.get(key), `${where}.${key}`);
  const isNamed = !isNull(entries.get('dockerfile')) || !isNull(entries.get('dockerfile_inline'));
  const context = isNull(entries.get('context')) ? '.' : read('context');
  return compact({
    context: context === undefined ? undefined : show(context),
    dockerfile: isNamed ? read('dockerfile') : 'Dockerfile',
    dockerfile_inline: read('dockerfile_inline') === undefined ? undefined : true,
    target: read('target'),
    network: read('network'),
    privileged: flag(entries.get('privileged'), `${where}.privileged`),
    entitlements: texts(entries.get('entitlements'), `${where}.entitlements`),
    args: argumentsOf(entries.get('args'), `${where}.args`, valueOf),
  });
}
