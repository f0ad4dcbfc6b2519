/** What Compose's schema allows: every key of a project, with the shape of its value. */

export type Type = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'mapping' | 'array';

/** What a value may look like. A condition only concerns values of the type that it fits. */
export interface Shape {
  /** Any type where it is absent. */
  readonly types?: readonly Type[];
  /** Exactly one of these, instead of all else; no two allow the same type. */
  readonly either?: readonly Shape[];
  readonly choices?: readonly string[];
  readonly pattern?: RegExp;
  readonly least?: number;
  readonly most?: number;
  /** Of a list: each of its items, and whether two may be equal. */
  readonly item?: Shape;
  readonly isSet?: boolean;
  /** Of a mapping: the keys that are known, and those that a pattern describes. */
  readonly keys?: ReadonlyMap<string, Shape>;
  readonly others?: { readonly name: RegExp; readonly shape: Shape };
  /** How a key that is neither is refused; it is allowed where this is absent. */
  readonly stranger?: 'additional' | 'false';
  readonly required?: readonly string[];
  /** One of these keys has to be there. */
  readonly requiredEither?: readonly string[];
}

const EXTENSION = /^x-/u;
const NAME = /^[\w.-]+$/u;
const ANY_NAME = /^.+$/su;

const ANY: Shape = {};
const TEXT: Shape = { types: ['string'] };
const FLAG: Shape = { types: ['boolean', 'string'] };
const NUMBER: Shape = { types: ['number', 'string'] };
const INTEGER: Shape = { types: ['integer', 'string'] };
const TEXTS: Shape = { types: ['array'], item: TEXT };
const TEXT_SET: Shape = { types: ['array'], item: TEXT, isSet: true };
const TEXT_OR_SET: Shape = { either: [TEXT, TEXT_SET] };
const TEXT_OR_LIST: Shape = { either: [TEXT, TEXTS] };
const COMMAND: Shape = { either: [{ types: ['null'] }, TEXT, TEXTS] };
const OPTIONS: Shape = named({ types: ['string', 'number'] }, ANY_NAME);
const NAMED_TEXTS: Shape = closed(named(TEXT, ANY_NAME));
const PAIRS: Shape = {
  either: [
    closed(named({ types: ['string', 'number', 'boolean', 'null'] }, ANY_NAME)),
    { types: ['array'], item: TEXT, isSet: true },
  ],
};
const HOSTS: Shape = { either: [closed(named(TEXT_OR_LIST, ANY_NAME)), TEXT_SET] };
const EXTERNAL = { types: ['boolean', 'string', 'mapping'], keys: keys([[TEXT, 'name']]) } as const;

/** A mapping of these keys, of extensions, and of nothing else. */
function mapping(parts: Parts, more: Partial<Shape> = {}): Shape {
  return {
    types: ['mapping'],
    keys: keys(parts),
    others: { name: EXTENSION, shape: ANY },
    stranger: 'additional',
    ...more,
  };
}

/** The same without extensions. */
function strict(parts: Parts, required: readonly string[] = []): Shape {
  return { types: ['mapping'], keys: keys(parts), stranger: 'additional', required };
}

function named(shape: Shape, name: RegExp): Shape {
  return { types: ['mapping'], others: { name, shape } };
}

function closed(shape: Shape): Shape {
  return { ...shape, stranger: 'additional' };
}

function list(item: Shape): Shape {
  return { types: ['array'], item };
}

/** Refusals show the pattern as it is written here. */
function matching(pattern: string): Shape {
  return { types: ['string'], pattern: new RegExp(pattern, 'u') };
}

function choice(...choices: readonly string[]): Shape {
  return { types: ['string'], choices };
}

/** Shapes, each with the names of the keys that have it. */
type Parts = readonly (readonly [shape: Shape, names: string])[];

function keys(parts: Parts): ReadonlyMap<string, Shape> {
  const result = new Map<string, Shape>();
  for (const [shape, names] of parts) for (const name of names.split(' ')) result.set(name, shape);
  return result;
}

const BLKIO_LIMITS = list(
  strict([
    [TEXT, 'path'],
    [INTEGER, 'rate'],
  ]),
);
const BLKIO_WEIGHTS = list(
  strict([
    [TEXT, 'path'],
    [INTEGER, 'weight'],
  ]),
);

const DEVICE_REQUEST: Parts = [
  [TEXT_SET, 'capabilities device_ids'],
  [INTEGER, 'count'],
  [TEXT, 'driver'],
  [PAIRS, 'options'],
];

const FILE_REFERENCES = list({
  either: [
    TEXT,
    mapping([
      [TEXT, 'source target uid gid'],
      [NUMBER, 'mode'],
    ]),
  ],
});

const ULIMIT = mapping([[INTEGER, 'hard soft']], { required: ['soft', 'hard'] });
const ULIMITS = named({ either: [INTEGER, ULIMIT] }, /^[a-z]+$/u);

const MOUNT = mapping(
  [
    [choice('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'), 'type'],
    [TEXT, 'source target consistency'],
    [FLAG, 'read_only'],
    [
      mapping([
        [TEXT, 'propagation'],
        [FLAG, 'create_host_path'],
        [choice('enabled', 'disabled', 'writable', 'readonly'), 'recursive'],
        [choice('z', 'Z'), 'selinux'],
      ]),
      'bind',
    ],
    [
      mapping([
        [PAIRS, 'labels'],
        [FLAG, 'nocopy'],
        [TEXT, 'subpath'],
      ]),
      'volume',
    ],
    [
      mapping([
        [{ either: [{ types: ['integer'], least: 0 }, TEXT] }, 'size'],
        [NUMBER, 'mode'],
      ]),
      'tmpfs',
    ],
    [mapping([[TEXT, 'subpath']]), 'image'],
  ],
  { required: ['type'] },
);

const NETWORK_OF_SERVICE: Shape = {
  either: [
    mapping([
      [TEXT_SET, 'aliases link_local_ips'],
      [TEXT, 'interface_name ipv4_address ipv6_address mac_address'],
      [OPTIONS, 'driver_opts'],
      [{ types: ['number'] }, 'priority gw_priority'],
      [FLAG, 'use_service_name_alias'],
    ]),
    { types: ['null'] },
  ],
};

const MODEL_OF_SERVICE: Shape = {
  either: [mapping([[TEXT, 'endpoint_var model_var']]), { types: ['null'] }],
};

const ENV_FILES: Shape = {
  either: [
    TEXT,
    list({
      either: [
        TEXT,
        strict(
          [
            [TEXT, 'path format'],
            [FLAG, 'required'],
          ],
          ['path'],
        ),
      ],
    }),
  ],
};

function bounded(least: number, most?: number): Shape {
  return { either: [TEXT, { types: ['integer'], least, ...(most === undefined ? {} : { most }) }] };
}

/** What anything that runs a container may say: services, jobs and the hooks before a start. */
const CONTAINER: Parts = [
  [
    TEXT,
    'cgroup_parent cpuset domainname hostname image ipc isolation mac_address network_mode platform pull_refresh_after runtime stop_grace_period stop_signal user uts userns_mode working_dir',
  ],
  [FLAG, 'init oom_kill_disable privileged read_only'],
  [
    NUMBER,
    'cpu_shares cpu_quota cpu_period cpu_rt_period cpu_rt_runtime cpus mem_limit memswap_limit pids_limit shm_size',
  ],
  [INTEGER, 'mem_reservation mem_swappiness'],
  [bounded(0), 'cpu_count'],
  [bounded(0, 100), 'cpu_percent'],
  [bounded(-1000, 1000), 'oom_score_adj'],
  [{ types: ['integer', 'string', 'null'], least: 0, most: 4_294_967_295 }, 'umask'],
  [{ types: ['boolean'] }, 'use_api_socket'],
  [{ types: ['string', 'null'] }, 'pid'],
  [choice('host', 'private'), 'cgroup'],
  [
    matching('^(always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+)$'),
    'pull_policy',
  ],
  [PAIRS, 'annotations environment labels sysctls'],
  [TEXT_SET, 'cap_add cap_drop device_cgroup_rules dns_opt security_opt volumes_from'],
  [TEXT_OR_SET, 'dns dns_search tmpfs'],
  [TEXT_OR_LIST, 'label_file'],
  [COMMAND, 'command entrypoint'],
  [HOSTS, 'extra_hosts'],
  [FILE_REFERENCES, 'configs secrets'],
  [ENV_FILES, 'env_file'],
  [ULIMITS, 'ulimits'],
  [{ types: ['array'], item: { types: ['string', 'number'] }, isSet: true }, 'group_add'],
  [{ types: ['mapping'] }, 'storage_opt'],
  [{ types: ['array'], item: { either: [TEXT, MOUNT] }, isSet: true }, 'volumes'],
  [{ either: [choice('all'), list({ types: ['mapping'], keys: keys(DEVICE_REQUEST) })] }, 'gpus'],
  [{ either: [TEXT_SET, closed(named(NETWORK_OF_SERVICE, NAME))] }, 'networks'],
  [{ either: [TEXT_SET, named(MODEL_OF_SERVICE, NAME)] }, 'models'],
  [mapping([[TEXT, 'config file registry']]), 'credential_spec'],
  [
    list({ either: [TEXT, mapping([[TEXT, 'source target permissions']], { required: ['source'] })] }),
    'devices',
  ],
  [
    mapping([
      [TEXT, 'driver'],
      [named({ types: ['string', 'number', 'null'] }, ANY_NAME), 'options'],
    ]),
    'logging',
  ],
  [
    strict([
      [BLKIO_LIMITS, 'device_read_bps device_read_iops device_write_bps device_write_iops'],
      [INTEGER, 'weight'],
      [BLKIO_WEIGHTS, 'weight_device'],
    ]),
    'blkio_config',
  ],
];

const BUILD = mapping([
  [TEXT, 'context dockerfile dockerfile_inline network target isolation'],
  [TEXTS, 'entitlements cache_from cache_to tags platforms'],
  [TEXT_OR_SET, 'no_cache_filter'],
  [PAIRS, 'args ssh labels additional_contexts'],
  [FLAG, 'no_cache pull privileged'],
  [{ types: ['string', 'boolean'] }, 'provenance sbom'],
  [INTEGER, 'shm_size'],
  [HOSTS, 'extra_hosts'],
  [FILE_REFERENCES, 'secrets'],
  [ULIMITS, 'ulimits'],
]);

const DEPENDENCY = mapping(
  [
    [FLAG, 'restart'],
    [{ types: ['boolean'] }, 'required'],
    [choice('service_started', 'service_healthy', 'service_completed_successfully'), 'condition'],
  ],
  { required: ['condition'] },
);

const PORT = mapping([
  [TEXT, 'name mode host_ip protocol app_protocol'],
  [INTEGER, 'target published'],
]);

/** What services and jobs may say besides. */
const WORKLOAD: Parts = [
  [{ either: [TEXT, BUILD] }, 'build'],
  [{ either: [TEXT_SET, closed(named(DEPENDENCY, NAME))] }, 'depends_on'],
  [
    mapping([
      [FLAG, 'disable'],
      [TEXT, 'interval timeout start_period start_interval'],
      [NUMBER, 'retries'],
      [TEXT_OR_LIST, 'test'],
    ]),
    'healthcheck',
  ],
  [{ types: ['array'], item: { either: [{ types: ['number'] }, TEXT, PORT] }, isSet: true }, 'ports'],
  [{ types: ['array'], item: { types: ['string', 'number'] }, isSet: true }, 'expose'],
  [FLAG, 'stdin_open tty'],
];

const UPDATE = mapping([
  [INTEGER, 'parallelism'],
  [TEXT, 'delay failure_action monitor'],
  [NUMBER, 'max_failure_ratio'],
  [choice('start-first', 'stop-first'), 'order'],
]);

const GENERIC_RESOURCES = list(
  mapping([
    [
      mapping([
        [TEXT, 'kind'],
        [NUMBER, 'value'],
      ]),
      'discrete_resource_spec',
    ],
  ]),
);

const RESOURCES = mapping([
  [
    mapping([
      [NUMBER, 'cpus'],
      [TEXT, 'memory'],
      [INTEGER, 'pids'],
    ]),
    'limits',
  ],
  [
    mapping([
      [NUMBER, 'cpus'],
      [TEXT, 'memory'],
      [GENERIC_RESOURCES, 'generic_resources'],
      [list(mapping(DEVICE_REQUEST, { required: ['capabilities'] })), 'devices'],
    ]),
    'reservations',
  ],
]);

const DEPLOY = mapping(
  [
    [TEXT, 'mode endpoint_mode'],
    [INTEGER, 'replicas'],
    [PAIRS, 'labels'],
    [UPDATE, 'rollback_config update_config'],
    [RESOURCES, 'resources'],
    [
      mapping([
        [TEXT, 'condition delay window'],
        [INTEGER, 'max_attempts'],
      ]),
      'restart_policy',
    ],
    [
      mapping([
        [TEXTS, 'constraints'],
        [list(mapping([[TEXT, 'spread']])), 'preferences'],
        [INTEGER, 'max_replicas_per_node'],
      ]),
      'placement',
    ],
  ],
  { types: ['mapping', 'null'] },
);

const HOOK = mapping(
  [
    [COMMAND, 'command'],
    [TEXT, 'user working_dir'],
    [FLAG, 'privileged'],
    [PAIRS, 'environment'],
  ],
  { required: ['command'] },
);

const WATCH = mapping(
  [
    [TEXT_OR_SET, 'ignore include'],
    [TEXT, 'path target'],
    [choice('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'), 'action'],
    [HOOK, 'exec'],
    [{ types: ['boolean'] }, 'initial_sync'],
  ],
  { required: ['path', 'action'] },
);

const PROVIDER_VALUE: Shape = { types: ['string', 'number', 'boolean'] };
const PROVIDER = mapping(
  [
    [TEXT, 'type'],
    [named({ either: [PROVIDER_VALUE, list(PROVIDER_VALUE)] }, ANY_NAME), 'options'],
  ],
  { required: ['type'] },
);

const EXTENDS = strict([[TEXT, 'service file']], ['service']);

const SERVICE = mapping(
  [
    ...CONTAINER,
    ...WORKLOAD,
    [TEXT, 'restart'],
    [DEPLOY, 'deploy'],
    [mapping([[list(WATCH), 'watch']], { types: ['mapping', 'null'] }), 'develop'],
    [TEXT_SET, 'profiles links external_links'],
    [INTEGER, 'scale'],
    [FLAG, 'attach'],
    [matching('[a-zA-Z0-9][a-zA-Z0-9_.-]+'), 'container_name'],
    [PROVIDER, 'provider'],
    [{ either: [TEXT, EXTENDS] }, 'extends'],
    [list(mapping([...CONTAINER, [FLAG, 'per_replica']], { stranger: 'false' })), 'pre_start'],
    [list(HOOK), 'post_start pre_stop'],
  ],
  { stranger: 'false' },
);

const SCHEDULE = mapping(
  [
    [TEXT, 'cron timezone'],
    [choice('forbid', 'queue'), 'concurrency'],
    [choice('one', 'skip'), 'missed_fires'],
  ],
  { required: ['cron'] },
);

const TRIGGERS = mapping(
  [
    [FLAG, 'manual'],
    [list({ either: [TEXT, SCHEDULE] }), 'schedule'],
  ],
  { requiredEither: ['manual', 'schedule'] },
);

const JOB = mapping([...CONTAINER, ...WORKLOAD, [TEXT_SET, 'profiles'], [TRIGGERS, 'triggers']], {
  stranger: 'false',
  required: ['triggers'],
});

const ADDRESSES = mapping([
  [TEXT, 'driver'],
  [
    list(
      mapping([
        [TEXT, 'subnet ip_range gateway'],
        [NAMED_TEXTS, 'aux_addresses'],
      ]),
    ),
    'config',
  ],
  [NAMED_TEXTS, 'options'],
]);

const NETWORK = mapping(
  [
    [TEXT, 'name driver'],
    [OPTIONS, 'driver_opts'],
    [ADDRESSES, 'ipam'],
    [{ ...closed(EXTERNAL), others: { name: EXTENSION, shape: ANY } }, 'external'],
    [FLAG, 'internal enable_ipv4 enable_ipv6 attachable'],
    [PAIRS, 'labels'],
  ],
  { types: ['mapping', 'null'] },
);

const VOLUME = mapping(
  [
    [TEXT, 'name driver'],
    [OPTIONS, 'driver_opts'],
    [{ ...closed(EXTERNAL), others: { name: EXTENSION, shape: ANY } }, 'external'],
    [PAIRS, 'labels'],
  ],
  { types: ['mapping', 'null'] },
);

const SECRET = mapping([
  [TEXT, 'name environment file driver template_driver'],
  [EXTERNAL, 'external'],
  [PAIRS, 'labels'],
  [OPTIONS, 'driver_opts'],
]);

const CONFIG = mapping([
  [TEXT, 'name content environment file template_driver'],
  [EXTERNAL, 'external'],
  [PAIRS, 'labels'],
]);

const MODEL = mapping(
  [
    [TEXT, 'name model'],
    [{ types: ['integer'] }, 'context_size'],
    [TEXTS, 'runtime_flags'],
  ],
  { required: ['model'] },
);

const INCLUDE: Shape = {
  either: [
    TEXT,
    strict([
      [TEXT_OR_SET, 'path env_file'],
      [TEXT, 'project_directory'],
    ]),
  ],
};

/** A whole project. */
export const PROJECT: Shape = mapping([
  [TEXT, 'version name'],
  [list(INCLUDE), 'include'],
  [closed(named(SERVICE, NAME)), 'services'],
  [closed(named(JOB, NAME)), 'jobs'],
  [closed(named(NETWORK, NAME)), 'networks'],
  [closed(named(VOLUME, NAME)), 'volumes'],
  [closed(named(SECRET, NAME)), 'secrets'],
  [closed(named(CONFIG, NAME)), 'configs'],
  [closed(named(MODEL, NAME)), 'models'],
]);
