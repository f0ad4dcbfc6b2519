/** The configuration of an image, each of its values with the place that says it. */
import type { TextRange } from '../../../base/text.ts';
import type { Healthcheck } from './healthcheck.ts';

/** A value and where it is written; BuildKit itself gives the ones without a place. */
export interface Said<T> {
  readonly value: T;
  readonly range?: TextRange;
}

/** What a build changes from one instruction to the next. */
export interface Config {
  user?: Said<string>;
  /** In the order in which the names were first given. */
  env: Map<string, Said<string>>;
  workdir?: Said<string>;
  /** No words are another thing than nothing said. */
  entrypoint?: Said<readonly string[]>;
  command?: Said<readonly string[]>;
  healthcheck?: Said<Healthcheck>;
  stopSignal?: Said<string>;
  onBuild: Said<string>[];
  labels: Map<string, Said<string>>;
  shell?: Said<readonly string[]>;
  ports: Map<string, Said<string>>;
  volumes: Map<string, Said<string>>;
}

export function emptyConfig(): Config {
  return { env: new Map(), onBuild: [], labels: new Map(), ports: new Map(), volumes: new Map() };
}

/** What a stage takes over from the stage that it is built on: all but its triggers. */
export function inherit(config: Config): Config {
  return {
    ...config,
    env: new Map(config.env),
    onBuild: [],
    labels: new Map(config.labels),
    ports: new Map(config.ports),
    volumes: new Map(config.volumes),
  };
}

/** The configuration as plain data with the names of the engine, without what is empty. */
export function plainConfig(config: Config): Readonly<Record<string, unknown>> {
  const plain: Readonly<Record<string, unknown>> = {
    User: config.user?.value,
    ExposedPorts: [...config.ports.keys()].sort(),
    Env: [...config.env].map(([name, { value }]) => `${name}=${value}`),
    Entrypoint: config.entrypoint?.value,
    Cmd: config.command?.value,
    Healthcheck: config.healthcheck?.value,
    Volumes: [...config.volumes.keys()].sort(),
    WorkingDir: config.workdir?.value,
    OnBuild: config.onBuild.map(({ value }) => value),
    Labels: Object.fromEntries([...config.labels].map(([name, { value }]) => [name, value])),
    StopSignal: config.stopSignal?.value,
    Shell: config.shell?.value,
  };
  return Object.fromEntries(
    Object.entries(plain).filter(([key, value]) => (key === 'Cmd' ? value !== undefined : !isEmpty(value))),
  );
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
