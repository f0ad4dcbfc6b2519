/** Which texts Compose casts to booleans and numbers right after interpolation, by the place where they stand. */
import { PathTable } from './patterns.ts';
import { Refusal, type Scalar } from './value.ts';

type Cast = 'boolean' | 'integer' | 'float';

/** Paths in the project; `*` stands for any one name, `[]` for any item. */
const CASTS: Readonly<Record<string, Cast>> = {
  'configs.*.external': 'boolean',
  'networks.*.external': 'boolean',
  'networks.*.internal': 'boolean',
  'networks.*.attachable': 'boolean',
  'secrets.*.external': 'boolean',
  'volumes.*.external': 'boolean',
  'services.*.configs.[].mode': 'integer',
  'services.*.secrets.[].mode': 'integer',
  'services.*.cpu_count': 'integer',
  'services.*.cpu_percent': 'float',
  'services.*.cpu_period': 'integer',
  'services.*.cpu_quota': 'integer',
  'services.*.cpu_rt_period': 'integer',
  'services.*.cpu_rt_runtime': 'integer',
  'services.*.cpu_shares': 'integer',
  'services.*.cpus': 'float',
  'services.*.depends_on.*.required': 'boolean',
  'services.*.depends_on.*.restart': 'boolean',
  'services.*.deploy.placement.max_replicas_per_node': 'integer',
  'services.*.deploy.replicas': 'integer',
  'services.*.deploy.restart_policy.max_attempts': 'integer',
  'services.*.deploy.rollback_config.max_failure_ratio': 'float',
  'services.*.deploy.rollback_config.parallelism': 'integer',
  'services.*.deploy.update_config.max_failure_ratio': 'float',
  'services.*.deploy.update_config.parallelism': 'integer',
  'services.*.healthcheck.disable': 'boolean',
  'services.*.healthcheck.retries': 'integer',
  'services.*.init': 'boolean',
  'services.*.mem_swappiness': 'integer',
  'services.*.oom_kill_disable': 'boolean',
  'services.*.oom_score_adj': 'integer',
  'services.*.pids_limit': 'integer',
  'services.*.ports.[].target': 'integer',
  'services.*.privileged': 'boolean',
  'services.*.read_only': 'boolean',
  'services.*.scale': 'integer',
  'services.*.stdin_open': 'boolean',
  'services.*.tty': 'boolean',
  'services.*.ulimits.*': 'integer',
  'services.*.ulimits.*.hard': 'integer',
  'services.*.ulimits.*.soft': 'integer',
  'services.*.use_api_socket': 'boolean',
  'services.*.volumes.[].bind.create_host_path': 'boolean',
  'services.*.volumes.[].read_only': 'boolean',
  'services.*.volumes.[].volume.nocopy': 'boolean',
};

const TABLE = new PathTable(CASTS);

/** A text with the type that its place asks for. Throws a refusal where it has none of that type. */
export function castAt(path: readonly string[], scalar: Scalar): Scalar {
  const cast = TABLE.get(path);
  return cast ? CASTERS[cast](path, scalar) : scalar;
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
  float: (path, scalar) => {
    if (/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(scalar.text))
      return { ...scalar, type: 'float' };
    throw failure(path, scalar, `strconv.ParseFloat: parsing "${scalar.text}": invalid syntax`);
  },
};

function failure(path: readonly string[], scalar: Scalar, reason: string): Refusal {
  const message = `error while interpolating ${path.join('.')}: failed to cast to expected type: ${reason}`;
  return new Refusal(message, scalar.said, scalar.unset);
}
