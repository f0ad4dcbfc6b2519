/** Which texts Compose casts to booleans and numbers right after interpolation, by the place where they stand. */
import { type Link, pathOf, PathTable, type Step } from './patterns.ts';
import { goNumber } from './scalar-type.ts';
import { Refusal, type Scalar } from './value.ts';

export type Cast = 'boolean' | 'integer' | 'float' | 'umask';

/** What anything that runs a container casts; `*` stands for any one name or item. */
const CONTAINER: Readonly<Record<string, Cast>> = {
  cpu_count: 'integer',
  cpu_percent: 'float',
  cpu_period: 'integer',
  cpu_quota: 'integer',
  cpu_rt_period: 'integer',
  cpu_rt_runtime: 'integer',
  cpu_shares: 'integer',
  cpus: 'float',
  init: 'boolean',
  'networks.*.use_service_name_alias': 'boolean',
  oom_kill_disable: 'boolean',
  oom_score_adj: 'integer',
  pids_limit: 'integer',
  privileged: 'boolean',
  read_only: 'boolean',
  'ulimits.*': 'integer',
  'ulimits.*.hard': 'integer',
  'ulimits.*.soft': 'integer',
  umask: 'umask',
  'volumes.[].read_only': 'boolean',
  'volumes.[].volume.nocopy': 'boolean',
};

/** What services and jobs cast besides. */
const WORKLOAD: Readonly<Record<string, Cast>> = {
  'depends_on.*.required': 'boolean',
  'depends_on.*.restart': 'boolean',
  'healthcheck.disable': 'boolean',
  'healthcheck.retries': 'integer',
  'ports.[].target': 'integer',
  stdin_open: 'boolean',
  tty: 'boolean',
};

/** What is cast, by path. */
export const CASTS = new PathTable<Cast>({
  ...below('services.*', CONTAINER),
  ...below('services.*', WORKLOAD),
  ...below('services.*.pre_start.*', CONTAINER),
  ...below('jobs.*', CONTAINER),
  ...below('jobs.*', WORKLOAD),
  'configs.*.external': 'boolean',
  'networks.*.attachable': 'boolean',
  'networks.*.enable_ipv4': 'boolean',
  'networks.*.enable_ipv6': 'boolean',
  'networks.*.external': 'boolean',
  'networks.*.internal': 'boolean',
  'secrets.*.external': 'boolean',
  'volumes.*.external': 'boolean',
  'services.*.deploy.placement.max_replicas_per_node': 'integer',
  'services.*.deploy.replicas': 'integer',
  'services.*.deploy.restart_policy.max_attempts': 'integer',
  'services.*.deploy.rollback_config.max_failure_ratio': 'float',
  'services.*.deploy.rollback_config.parallelism': 'integer',
  'services.*.deploy.update_config.max_failure_ratio': 'float',
  'services.*.deploy.update_config.parallelism': 'integer',
  'services.*.scale': 'integer',
});

function below(prefix: string, casts: Readonly<Record<string, Cast>>): Record<string, Cast> {
  return Object.fromEntries(Object.entries(casts).map(([path, cast]) => [`${prefix}.${path}`, cast]));
}

/** A text with the type that its place asks for. Throws a refusal where it has none of that type. */
export function castAt(step: Step<Cast> | undefined, path: Link | undefined, scalar: Scalar): Scalar {
  const cast = step?.fact;
  return cast ? CASTERS[cast](pathOf(path), scalar) : scalar;
}

const TRUE = new Set(['true', 'y', 'yes', 'on']);
const FALSE = new Set(['false', 'n', 'no', 'off']);

const CASTERS: Readonly<Record<Cast, (path: readonly string[], scalar: Scalar) => Scalar>> = {
  boolean: (path, scalar) => {
    const word = scalar.text.toLowerCase();
    if (TRUE.has(word)) return { ...scalar, type: 'boolean', text: 'true' };
    if (FALSE.has(word)) return { ...scalar, type: 'boolean', text: 'false' };
    throw failure(path, scalar, `invalid boolean: ${scalar.text}`);
  },
  integer: (path, scalar) => {
    if (/^[-+]?\d+$/u.test(scalar.text)) return { ...scalar, type: 'integer' };
    throw failure(path, scalar, `strconv.Atoi: parsing "${scalar.text}": invalid syntax`);
  },
  // A leading zero makes it octal, as in a number of YAML.
  umask: (path, scalar) => {
    if (/^(?:0x[\da-f]+|0b[01]+|0o?[0-7]*|[1-9]\d*)$/iu.test(scalar.text))
      return { ...scalar, type: 'integer' };
    throw failure(path, scalar, `strconv.ParseUint: parsing "${scalar.text}": invalid syntax`);
  },
  float: (path, scalar) => {
    const number = goNumber(scalar.text);
    if (number === undefined) {
      throw failure(path, scalar, `strconv.ParseFloat: parsing "${scalar.text}": invalid syntax`);
    }
    const text = Number.isFinite(number)
      ? String(number)
      : `${number < 0 ? '-' : ''}.${Number.isNaN(number) ? 'nan' : 'inf'}`;
    return { ...scalar, type: 'float', text };
  },
};

function failure(path: readonly string[], scalar: Scalar, reason: string): Refusal {
  const message = `error while interpolating ${path.join('.')}: failed to cast to expected type: ${reason}`;
  return new Refusal(message, scalar.said, scalar.unset);
}
