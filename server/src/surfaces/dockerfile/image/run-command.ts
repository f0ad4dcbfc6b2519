/** Reads RUN and its mounts, and says what BuildKit refuses about them. */
import type { Instruction } from '../../../syntax/dockerfile/tree.ts';
import { readFlagValues } from './flags.ts';
import { isAbsolute, joinPaths } from './paths.ts';
import { isRefused, type Refused, refuse } from './refusal.ts';

export interface RunDetail {
  readonly kind: 'run';
  /** The fields of each `--mount`. */
  readonly mounts: readonly (readonly string[])[];
  /** What each of them mounts from, as written; empty for none. */
  readonly froms: readonly string[];
}

const FLAGS = { mount: 'list', network: 'text', security: 'text', device: 'list' } as const;
const NETWORKS: ReadonlySet<string> = new Set(['default', 'none', 'host']);
const SECURITY: ReadonlySet<string> = new Set(['insecure', 'sandbox']);

export function readRunCommand({ flags }: Instruction): RunDetail | Refused {
  const values = readFlagValues(flags, FLAGS);
  if (isRefused(values)) return values;
  const mounts: (readonly string[])[] = [];
  const froms: string[] = [];
  for (const text of values.get('mount') ?? []) {
    const fields = readFields(text);
    if (isRefused(fields)) return fields;
    const from = fields.findLast((field) => /^from=/iu.test(field))?.slice('from='.length) ?? '';
    if (/\$[\s\S]/u.test(from))
      return refuse("'from' doesn't support variable expansion, define alias stage instead");
    mounts.push(fields);
    froms.push(from);
  }
  const network = values.get('network')?.[0] ?? 'default';
  if (!NETWORKS.has(network)) return refuse(`invalid network mode ${JSON.stringify(network)}`);
  const security = values.get('security')?.[0] ?? 'sandbox';
  if (!SECURITY.has(security)) return refuse(`security ${JSON.stringify(security)} is not valid`);
  return { kind: 'run', mounts, froms };
}

/** Fields between commas; one in quotation marks may hold commas. */
function readFields(text: string): readonly string[] | Refused {
  if (!text.includes('"')) return text.split(',');
  const fields: string[] = [];
  for (let at = 0; at <= text.length;) {
    const field = text[at] === '"' ? /"((?:[^"]|"")*)"(?=,|$)/uy : /([^",]*)(?=,|$)/uy;
    field.lastIndex = at;
    const [whole, value] = field.exec(text) ?? [];
    if (whole === undefined || value === undefined) return refuse('failed to parse csv mounts');
    fields.push(value.replaceAll('""', '"'));
    at += whole.length + 1;
  }
  return fields;
}

/** A mount whose variables are expanded. */
interface Mount {
  type: string;
  sharing: string;
  readonly values: Map<string, string>;
}

type Expand = (text: string) => string | Refused;

/** What is wrong with the mounts of a RUN once variables are expanded. */
export function mountsRefusal(
  { mounts }: RunDetail,
  expand: Expand,
  workdir: string,
  isWindows: boolean,
): Refused | undefined {
  for (const fields of mounts) {
    const mount: Mount = { type: 'bind', sharing: '', values: new Map() };
    for (const field of fields) {
      const refused = readField(mount, field, expand);
      if (refused) return refused;
    }
    const refused = mountRefusal(mount) ?? targetRefusal(mount, workdir, isWindows);
    if (refused) return refused;
  }
  return undefined;
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['src', 'source'],
  ['dst', 'target'],
  ['destination', 'target'],
  ['ro', 'readonly'],
  ['rw', 'readwrite'],
]);
const SWITCHES: ReadonlySet<string> = new Set(['readonly', 'readwrite']);

function readField(mount: Mount, field: string, expand: Expand): Refused | undefined {
  const equals = field.indexOf('=');
  const written = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
  const key = ALIASES.get(written) ?? written;
  if (equals < 0) {
    if (SWITCHES.has(key)) return undefined;
    if (key !== 'required') return refuse(`invalid field '${field}' must be a key=value pair`);
    return isHandedIn(mount) ? undefined : unexpected(mount, key);
  }
  const value = expand(field.slice(equals + 1));
  if (typeof value !== 'string') return value;
  const refused = refuseValue(mount, key, value);
  if (refused) return refused;
  if (key === 'type') mount.type = value.toLowerCase();
  if (key === 'sharing') mount.sharing = value.toLowerCase();
  mount.values.set(key, value);
  return undefined;
}

const TYPES: ReadonlySet<string> = new Set(['bind', 'cache', 'tmpfs', 'secret', 'ssh']);
const SHARING: ReadonlySet<string> = new Set(['shared', 'private', 'locked']);
const BOOLEAN = /^(?:[1tT0fF]|TRUE|true|True|FALSE|false|False)$/u;
const SIZE = /^\d+(?:\.\d+)* ?[kmgtp]?i?b?$/iu;
const LARGEST_NUMBER = 2 ** 32 - 1;

function refuseValue(mount: Mount, key: string, value: string): Refused | undefined {
  switch (key) {
    case 'type':
      return TYPES.has(value.toLowerCase())
        ? undefined
        : refuse(`unsupported mount type ${JSON.stringify(value)}`);
    case 'sharing':
      return SHARING.has(value.toLowerCase())
        ? undefined
        : refuse(`unsupported sharing value ${JSON.stringify(value)}`);
    case 'readonly':
    case 'readwrite':
      return BOOLEAN.test(value) ? undefined : refuse(`invalid value for ${key}: ${value}`);
    case 'required':
      if (!isHandedIn(mount)) return unexpected(mount, key);
      return BOOLEAN.test(value) ? undefined : refuse(`invalid value for ${key}: ${value}`);
    case 'size':
      if (mount.type !== 'tmpfs') return unexpected(mount, key);
      return SIZE.test(value) ? undefined : refuse(`invalid value for ${key}: ${value}`);
    case 'mode':
      return /^[0-7]+$/u.test(value) && parseInt(value, 8) <= LARGEST_NUMBER
        ? undefined
        : refuse(`invalid value ${value} for mode`);
    case 'uid':
    case 'gid':
      return /^\d+$/u.test(value) && Number(value) <= LARGEST_NUMBER
        ? undefined
        : refuse(`invalid value ${value} for ${key}`);
    case 'from':
    case 'source':
    case 'target':
    case 'id':
    case 'env':
      return undefined;
    default:
      return refuse(`unexpected key '${key}' in '${key}=${value}'`);
  }
}

function isHandedIn({ type }: Mount): boolean {
  return type === 'secret' || type === 'ssh';
}

function unexpected({ type }: Mount, key: string): Refused {
  return refuse(`unexpected key '${key}' for mount type '${type}'`);
}

function mountRefusal({ type, sharing, values }: Mount): Refused | undefined {
  const valueOf = (key: string): string => values.get(key) ?? '';
  if (type === 'bind' || type === 'tmpfs') {
    const key = ['mode', 'uid', 'gid'].find((each) => values.has(each));
    if (key !== undefined) return refuse(`${key} not allowed for "${type}" type mounts`);
  }
  if (type === 'secret') {
    if (valueOf('from') !== '') return refuse('secret mount should not have a from');
    if (sharing !== '') return refuse('secret mount should not define sharing');
    if (valueOf('source') + valueOf('target') + valueOf('id') === '') {
      return refuse('invalid secret mount. one of source, target required');
    }
    if (valueOf('source') !== '' && valueOf('id') !== '') return refuse("both source and id can't be set");
  }
  if (sharing !== '' && type !== 'cache') return refuse(`invalid cache sharing set for ${type} mount`);
  return type === 'ssh' && valueOf('source') !== '' ? refuse('ssh does not support source') : undefined;
}

function targetRefusal({ type, values }: Mount, workdir: string, isWindows: boolean): Refused | undefined {
  const target = values.get('target') ?? '';
  if (type === 'ssh') return undefined;
  if (type === 'secret') return isWindows ? secretTargetRefusal(target, values.has('env')) : undefined;
  const isRooted = target.startsWith('/') || (isWindows && isAbsolute(target, isWindows));
  const path = isRooted ? target : joinPaths('/', workdir.replaceAll('\\', '/'), target);
  return path === '/' ? refuse('invalid mount target "/"') : undefined;
}

function secretTargetRefusal(target: string, isVariable: boolean): Refused | undefined {
  if (target === '') return isVariable ? undefined : refuse('secret target is required on Windows');
  if (isAbsolute(target, true)) return undefined;
  return refuse(
    `secret target ${JSON.stringify(target)} must be an absolute path with forward slashes on Windows`,
  );
}
