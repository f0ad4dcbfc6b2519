/** Checks values that the normalised model leaves out: Compose refuses a project in which it cannot read them. */
import { goPrint, goType } from '../go-names.ts';
import { PathTable } from '../patterns.ts';
import { isNull, type Mapping, Refusal, type Value } from '../value.ts';
import { bytes, flag, fraction, integer, natural, text, texts, undecodable } from './decode.ts';
import { commandOf, hostsOf } from './limits.ts';
import { variablesOf } from './environment.ts';

type Check = (value: Value, where: string) => unknown;

/** Throws a refusal for a value that Compose cannot decode. */
export function checkOtherValues(project: Mapping): void {
  CHECKS.rewrite(project, (check, value, path) => {
    if (!isNull(value) || check === notNull) check(value, whereOf(path()));
    return value;
  });
}

/** A place as Compose's decoder writes it: `services[a].healthcheck.interval`. */
function whereOf([kind = '', name = '', ...rest]: readonly string[]): string {
  return `${kind}[${name}].${rest.join('.')}`.replaceAll('.[]', '[]');
}

const PART = /(?:\d+(?:\.\d*)?|\.\d+)(?:[nuµμm]?s|[mhdw])/uy;

/** Numbers with units, one behind the other: `1m30s`. */
function isDuration(written: string): boolean {
  const unsigned = written.replace(/^[-+]/u, '');
  if (unsigned === '0') return true;
  PART.lastIndex = 0;
  let end = 0;
  while (PART.test(unsigned)) end = PART.lastIndex;
  return end > 0 && end === unsigned.length;
}

const duration: Check = (value, where) => {
  const written = goPrint(value);
  if (isDuration(written)) return;
  const reason = /^[-+]?[\d.]+$/u.test(written) ? 'missing unit in duration' : 'invalid duration';
  throw undecodable(where, `time: ${reason} "${written}"`, value);
};

/** Cores as a share of them; Compose reads the text itself. */
const cores: Check = (value, where) => {
  if (value.kind !== 'scalar' || value.type === 'boolean') {
    throw undecodable(where, `unexpected value type ${goType(value)} for cpus`, value);
  }
  fraction(value, where);
};

const count: Check = (value, where) => {
  if (value.kind === 'scalar' && value.type === 'integer') return;
  if (value.kind !== 'scalar' || value.type !== 'text') {
    throw undecodable(where, `invalid type ${goType(value)} for device count`, value);
  }
  if (/^(?:all|[-+]?\d+)$/iu.test(value.text)) return;
  const reason = `invalid value "${value.text}", the only value allowed is 'all' or a number`;
  throw undecodable(where, reason, value);
};

/** The variables of hooks, where a name must end with no blank. */
const variables: Check = (value, where) => variablesOf(value, where, () => undefined);

/** The schema allows none, and what comes after it breaks. */
const notNull: Check = (value) => {
  if (!isNull(value)) return;
  throw new Refusal('interface conversion: interface {} is nil, not string', value.said);
};

const texting: Check = (value, where) => text(value, where);

/** Long forms of devices in `blkio_config`. */
const BLKIO: Readonly<Record<string, Check>> = {
  'blkio_config.weight': natural,
  'blkio_config.device_read_bps.*.rate': bytes,
  'blkio_config.device_read_iops.*.rate': bytes,
  'blkio_config.device_write_bps.*.rate': bytes,
  'blkio_config.device_write_iops.*.rate': bytes,
  'blkio_config.weight_device.*.weight': natural,
};

const HOOK: Readonly<Record<string, Check>> = {
  command: commandOf,
  entrypoint: commandOf,
  environment: variables,
  privileged: flag,
};

const CONTAINER: Readonly<Record<string, Check>> = {
  ...BLKIO,
  cpu_count: integer,
  cpu_percent: fraction,
  cpu_period: integer,
  cpu_quota: integer,
  cpu_rt_period: integer,
  cpu_rt_runtime: integer,
  cpu_shares: integer,
  cpuset: texting,
  dns: texts,
  dns_opt: texts,
  dns_search: texts,
  domainname: texting,
  hostname: texting,
  init: flag,
  isolation: texting,
  'gpus.*.count': count,
  mac_address: texting,
  mem_reservation: bytes,
  mem_swappiness: bytes,
  memswap_limit: bytes,
  'networks.*.gw_priority': integer,
  'networks.*.priority': integer,
  'networks.*.use_service_name_alias': flag,
  pid: notNull,
  platform: texting,
  runtime: texting,
  stop_grace_period: duration,
  stop_signal: texting,
  'storage_opt.*': texting,

  umask: natural,
  'volumes.*.bind.create_host_path': flag,
  'volumes.*.tmpfs.mode': natural,
  'volumes.*.tmpfs.size': bytes,
  'volumes.*.volume.nocopy': flag,
  working_dir: texting,
};

const WORKLOAD: Readonly<Record<string, Check>> = {
  'build.extra_hosts': hostsOf,
  'build.no_cache': flag,
  'build.pull': flag,
  'build.shm_size': bytes,
  'depends_on.*.restart': flag,
  'healthcheck.interval': duration,
  'healthcheck.retries': natural,
  'healthcheck.start_interval': duration,
  'healthcheck.start_period': duration,
  'healthcheck.timeout': duration,
  stdin_open: flag,
  tty: flag,
};

const DEPLOY: Readonly<Record<string, Check>> = {
  'placement.max_replicas_per_node': natural,
  replicas: integer,
  'resources.reservations.cpus': cores,
  'resources.reservations.devices.*.count': count,
  'resources.reservations.generic_resources.*.discrete_resource_spec.value': integer,
  'resources.reservations.memory': bytes,
  'restart_policy.delay': duration,
  'restart_policy.max_attempts': natural,
  'restart_policy.window': duration,
  'rollback_config.delay': duration,
  'rollback_config.max_failure_ratio': fraction,
  'rollback_config.monitor': duration,
  'rollback_config.parallelism': natural,
  'update_config.delay': duration,
  'update_config.max_failure_ratio': fraction,
  'update_config.monitor': duration,
  'update_config.parallelism': natural,
};

const CHECKS = new PathTable<Check>({
  ...below('services.*', CONTAINER),
  ...below('services.*', WORKLOAD),
  ...below('services.*.deploy', DEPLOY),
  ...below('jobs.*', CONTAINER),
  ...below('jobs.*', WORKLOAD),
  'services.*.attach': flag,
  ...below('jobs.*', HOOK),
  ...below('services.*.post_start.*', HOOK),
  ...below('services.*.pre_start.*', { ...CONTAINER, ...HOOK }),
  ...below('services.*.pre_stop.*', HOOK),
  'services.*.scale': integer,
});

function below(prefix: string, checks: Readonly<Record<string, Check>>): Record<string, Check> {
  return Object.fromEntries(Object.entries(checks).map(([path, check]) => [`${prefix}.${path}`, check]));
}
