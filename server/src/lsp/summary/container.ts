/** A service in a few lines: what runs there, as whom, with which rights, and what it shares with the host. */
import { enumerated } from '../../base/presentable.ts';
import type { Container, Mount, Port } from '../../model/container.ts';
import { elementsOf, isTrue, knownItems, type Setting, valueOf } from '../../model/setting.ts';
import type { Markup } from './markup.ts';
import { bottomOf, labelOf } from './stage.ts';
import { userFact } from './user.ts';

/** The lines, the first as a heading. `files` are those that the service is made from. */
export function containerSummary(
  markup: Markup,
  container: Container,
  files: readonly string[],
): readonly string[] {
  const image = container.build ? 'its base image' : 'the image';
  return [
    headOf(markup, container),
    userFact(markup, container.user, image),
    ...privilegesOf(markup, container),
    ...portsOf(markup, container),
    ...mountsOf(markup, container),
    ...(files.length > 1 ? [`Made from: ${enumerated(files.map(markup.file), MOST_FILES)}`] : []),
  ];
}

const MOST_FILES = 5;
const MOST_ITEMS = 4;

function headOf(markup: Markup, { name, image, build, profiles }: Container): string {
  const { code, strong } = markup;
  const reference = image && valueOf(image.reference)?.text;
  const only = profiles.length > 0 ? `, only with profile ${enumerated(profiles.map(code))}` : '';
  const what = build
    ? builtFrom(markup, build)
    : `the image ${reference === undefined ? 'that a variable decides' : code(reference)}`;
  if (!build && !image) return `${strong(code(name))}${only}`;
  return `${strong(code(name))} runs ${what}${only}`;
}

function builtFrom(markup: Markup, { stage, dockerfile, context }: NonNullable<Container['build']>): string {
  const { code, file } = markup;
  if (stage) {
    const base = bottomOf(stage);
    const on = base === undefined ? '' : `, on ${code(base)}`;
    return `what ${file(stage.source.uri)} builds: ${labelOf(markup, stage)}${on}`;
  }
  const [folder, path] = [valueOf(context), valueOf(dockerfile)];
  if (folder === undefined || path === undefined) return 'what is built here';
  return `what ${code(path)} in ${code(folder)} builds`;
}

/** All that gives the container more than the engine would by itself, or less. */
function privilegesOf({ code, strong }: Markup, container: Container): readonly string[] {
  const { privileged, readOnly, engineApi, capAdd, capDrop, securityOpt, devices } = container;
  const items = (list: Setting<readonly Setting<string>[]>): string =>
    enumerated(
      knownItems(list).map(({ value }) => code(value)),
      MOST_ITEMS,
    );
  const listed = (verb: string, list: Setting<readonly Setting<string>[]>): readonly string[] =>
    knownItems(list).length > 0 ? [`${verb}${items(list)}`] : [];
  const all = [
    ...(isTrue(privileged) ? [strong('privileged')] : []),
    ...listed('adds ', capAdd),
    ...listed('drops ', capDrop),
    ...listed('', securityOpt),
    ...(isTrue(readOnly) ? ['read-only root filesystem'] : []),
    ...sharedWith(container).map(([what, whom]) => `${what} of ${whom === 'host' ? 'the host' : code(whom)}`),
    ...(isTrue(engineApi) ? ["the engine's API"] : []),
    ...listed('devices ', devices),
  ];
  if (all.length > 0) return [`Privileges: ${all.join(' · ')}`];
  const isCertain = [privileged, capAdd, capDrop, securityOpt].every(({ state }) => state !== 'unknown');
  return isCertain ? ["Privileges: the engine's defaults"] : [];
}

/** Namespaces that are not its own, with whose they are. */
function sharedWith(container: Container): readonly (readonly [string, string])[] {
  const { networkMode, pidMode, ipcMode, usernsMode } = container;
  const modes = [
    ['network', networkMode],
    ['processes', pidMode],
    ['shared memory', ipcMode],
    ['user IDs', usernsMode],
  ] as const;
  return modes.flatMap(([what, mode]) => {
    const value = valueOf(mode) ?? '';
    return value === 'host' || /^(?:service|container):/u.test(value) ? [[what, value] as const] : [];
  });
}

const EVERY_INTERFACE = new Set(['', '0.0.0.0', '::']);

function portsOf({ code }: Markup, { ports }: Container): readonly string[] {
  if (ports.state === 'unknown') return [];
  if (ports.value.length === 0) return ['Ports: none published'];
  const open = ports.value.filter(({ hostIp }) => EVERY_INTERFACE.has(valueOf(hostIp) ?? '?'));
  const others = ports.value.filter((port) => !open.includes(port));
  const shown = (list: readonly Port[]): string =>
    enumerated(
      list.map((port) => code(portText(port))),
      MOST_ITEMS,
    );
  const parts = [
    ...(open.length > 0 ? [`${shown(open)} on every interface`] : []),
    ...(others.length > 0 ? [shown(others)] : []),
  ];
  return [`Ports: ${parts.join(' · ')}`];
}

function portText({ hostIp, published, target, protocol }: Port): string {
  const host = valueOf(hostIp) ?? '?';
  const ip = EVERY_INTERFACE.has(host) ? '' : `${host.includes(':') ? `[${host}]` : host}:`;
  const kind = valueOf(protocol) ?? 'tcp';
  const from = valueOf(published) ?? '?';
  return `${ip}${from === '' ? 'any' : from} → ${valueOf(target) ?? '?'}${kind === 'tcp' ? '' : `/${kind}`}`;
}

/** What comes from the host's own files; volumes of the engine do not. */
function mountsOf({ code }: Markup, { mounts }: Container): readonly string[] {
  const fromHost = elementsOf(mounts).filter(({ kind }) => kind === 'bind' || kind === 'pipe');
  if (fromHost.length === 0) return [];
  const shown = fromHost.map(
    (mount) => `${code(mountText(mount))}${isTrue(mount.readOnly) ? ' read-only' : ''}`,
  );
  return [`From the host: ${enumerated(shown, MOST_ITEMS)}`];
}

function mountText({ from, target }: Mount): string {
  const [outer, inner] = [valueOf(from) ?? '?', valueOf(target) ?? '?'];
  return outer === inner ? outer : `${outer} → ${inner}`;
}
