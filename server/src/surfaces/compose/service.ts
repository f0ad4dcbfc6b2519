/** Reads one service into a container. */
import type { Build, Container } from '../../model/container.ts';
import type { ImageReference, ImageUse } from '../../model/image.ts';
import type { Setting } from '../../model/setting.ts';
import { parseImageReference } from '../../syntax/image-reference/parse-image-reference.ts';
import { type Field, type Fields, sourceOf, sourceOfField } from '../../syntax/yaml/follow.ts';
import type { ServiceBuild } from './builds.ts';
import { fieldsOf, isBlank } from './fields.ts';
import type { Absence, Frame } from './frame.ts';
import { knownTexts, readDevices, readList } from './lists.ts';
import { readMounts } from './mounts.ts';
import { readPorts } from './ports.ts';
import {
  absent,
  asBoolean,
  asBytes,
  asQuotedBytes,
  asInteger,
  asQuotedText,
  asText,
  originOf,
  readSetting,
  readText,
  remember,
} from './scalars.ts';
import { readScripts } from './scripts.ts';
import { readVariables } from './variables.ts';

/** Reads a service; undefined for one that is not written as a mapping. `volumes` are the project's named ones. */
export function readService(
  frame: Frame,
  service: Field,
  volumes: Fields,
  isFragment: boolean,
  built?: ServiceBuild,
): Container | undefined {
  if (service.value?.node.kind !== 'mapping') return undefined;
  const fields = fieldsOf(frame, service);
  const head = sourceOf(service.file, service.entry.key.range, service.steps);
  const absence: Absence = { head, isOpen: isFragment || isOpen(fields) };
  const image = readImage(frame, fields);
  const build = readBuild(frame, fields.get('build'), service.name, absence, built);
  const own = readSetting(frame, fields.get('user'), absence, '', 'text', asQuotedText);
  const user = overImage(frame, own, built?.built.stage.user);
  const container: Container = {
    name: service.name,
    source: head,
    ...(image ? { image } : {}),
    ...(build ? { build } : {}),
    user,
    ...readModes(frame, fields, absence),
    ...readLists(frame, fields, absence),
    ports: readPorts(frame, fields.get('ports'), absence),
    mounts: readMounts(frame, fields.get('volumes'), absence, volumes),
    ...readLimits(frame, fields, absence),
    environment: readVariables(frame, fields.get('environment'), {
      role: 'environment',
      owner: service.name,
    }),
    scripts: readScripts(frame, fields, user),
    profiles: knownTexts(frame, fields.get('profiles')),
  };
  return remember(frame, container, { ...originOf(service, 'text'), fields });
}

/** A user that the service says overrules the one of the image; without one the image's counts. */
function overImage(frame: Frame, own: Setting<string>, image: Setting<string> | undefined): Setting<string> {
  if (!image || image.state === 'unknown') return own;
  const { uri, range } = image.source;
  if (own.state === 'default') {
    const source =
      image.state === 'set' ? { ...own.source, via: [...own.source.via, { uri, range }] } : own.source;
    return { state: 'default', value: image.value, source };
  }
  // What another Compose file says is nearer than what the image says.
  if (own.state !== 'set' || image.state !== 'set' || own.source.hides) return own;
  const origin = frame.origins.get(own);
  const over: Setting<string> = { ...own, source: { ...own.source, hides: { uri, range } } };
  return origin ? remember(frame, over, origin) : over;
}

/** Whether other files may say what this service leaves unsaid: it extends one, or it is a part of one. */
export function isOpen(fields: Fields): boolean {
  if (fields.has('extends')) return true;
  return !fields.has('image') && !fields.has('build') && !fields.has('provider');
}

type Modes = Pick<
  Container,
  'privileged' | 'readOnly' | 'networkMode' | 'pidMode' | 'ipcMode' | 'usernsMode' | 'engineApi'
>;

function readModes(frame: Frame, fields: Fields, absence: Absence): Modes {
  const text = (name: string): Setting<string> =>
    readSetting(frame, fields.get(name), absence, '', 'text', asText);
  const flag = (name: string): Setting<boolean> =>
    readSetting(frame, fields.get(name), absence, false, 'boolean', asBoolean);
  return {
    privileged: flag('privileged'),
    readOnly: flag('read_only'),
    networkMode: text('network_mode'),
    pidMode: text('pid'),
    ipcMode: text('ipc'),
    usernsMode: text('userns_mode'),
    engineApi: flag('use_api_socket'),
  };
}

type Lists = Pick<Container, 'capAdd' | 'capDrop' | 'securityOpt' | 'devices'>;

function readLists(frame: Frame, fields: Fields, absence: Absence): Lists {
  return {
    capAdd: readList(frame, fields.get('cap_add'), absence),
    capDrop: readList(frame, fields.get('cap_drop'), absence),
    securityOpt: readList(frame, fields.get('security_opt'), absence),
    devices: readDevices(frame, fields.get('devices'), absence),
  };
}

function readLimits(
  frame: Frame,
  fields: Fields,
  absence: Absence,
): Pick<Container, 'memoryLimit' | 'pidsLimit'> {
  const limits = limitsOf(frame, fields);
  const short = written(fields.get('mem_limit'));
  const memory = short ?? limits.get('memory');
  const pids = written(fields.get('pids_limit')) ?? limits.get('pids');
  return {
    memoryLimit: readSetting(
      frame,
      memory,
      absence,
      0,
      short ? 'number' : 'text',
      short ? asBytes : asQuotedBytes,
    ),
    pidsLimit: readSetting(frame, pids, absence, 0, 'number', asInteger),
  };
}

function written(field: Field | undefined): Field | undefined {
  return isBlank(field) ? undefined : field;
}

/** The entries of `deploy.resources.limits`. */
function limitsOf(frame: Frame, fields: Fields): Fields {
  const resources = fieldsOf(frame, fields.get('deploy')).get('resources');
  return fieldsOf(frame, fieldsOf(frame, resources).get('limits'));
}

function readImage(frame: Frame, fields: Fields): ImageUse | undefined {
  const field = fields.get('image');
  if (isBlank(field) || field.value?.node.kind !== 'scalar') return undefined;
  const text = readText(frame, field.value);
  const setting = readSetting(
    frame,
    field,
    { head: sourceOfField(field), isOpen: false },
    '',
    'text',
    asText,
  );
  const reference = text?.known === undefined ? undefined : parseImageReference(text.known);
  const at = valueSource(field, setting);
  const origin = originOf(field, 'text', text);
  const parsed: Setting<ImageReference> = reference
    ? { state: 'set', value: reference, source: at }
    : { state: 'unknown', source: at };
  const use: ImageUse = {
    source: setting.source,
    role: 'service',
    reference: remember(frame, parsed, origin),
    built: !isBlank(fields.get('build')),
  };
  return remember(frame, use, origin);
}

/** The source of a value alone, where it is written here. */
function valueSource(field: Field, setting: Setting<unknown>): Setting<unknown>['source'] {
  if (field.steps.length > 0 || field.value?.steps.length !== 0) return setting.source;
  return { ...setting.source, range: insideQuotes(field.value.node) };
}

function insideQuotes(node: NonNullable<Field['value']>['node']): { start: number; end: number } {
  const { range } = node;
  const isQuoted = node.kind === 'scalar' && (node.style === 'single' || node.style === 'double');
  return isQuoted && range.end - range.start >= 2 ? { start: range.start + 1, end: range.end - 1 } : range;
}

function readBuild(
  frame: Frame,
  field: Field | undefined,
  owner: string,
  absence: Absence,
  built: ServiceBuild | undefined,
): Build | undefined {
  if (isBlank(field) || !field.value) return undefined;
  const source = sourceOfField(field);
  const inside: Absence = { head: source, isOpen: absence.isOpen && field.value.node.kind !== 'scalar' };
  const fields = fieldsOf(frame, field);
  const isText = field.value.node.kind === 'scalar';
  const text = (name: string, fallback: string): Setting<string> =>
    readSetting(frame, fields.get(name), inside, fallback, 'text', asText);
  const build: Build = {
    source,
    context: isText ? readSetting(frame, field, inside, '.', 'text', asText) : text('context', '.'),
    dockerfile: fields.has('dockerfile_inline')
      ? { state: 'unknown', source }
      : text('dockerfile', 'Dockerfile'),
    target: isText ? absent(inside, '') : text('target', ''),
    args: readVariables(frame, fields.get('args'), { role: 'build-arg', owner }),
    ...(built ? { stage: built.built.stage } : {}),
  };
  return remember(frame, build, originOf(field, 'text'));
}
