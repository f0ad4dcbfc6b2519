/** Which hardened key stands under an offset. */
import { touches, type TextRange } from '../../base/text.ts';
import type { SettingKey } from '../../model/subject.ts';
import type { YamlEntry, YamlFile, YamlMapping, YamlNode } from '../../syntax/yaml/tree.ts';

/** A key as the model calls it, with its place. */
export interface KeyAt {
  readonly key: SettingKey;
  readonly range: TextRange;
}

const SERVICE_KEYS: Readonly<Record<string, SettingKey>> = {
  privileged: 'privileged',
  user: 'user',
  read_only: 'readOnly',
  cap_add: 'capAdd',
  cap_drop: 'capDrop',
  security_opt: 'securityOpt',
  network_mode: 'networkMode',
  pid: 'pidMode',
  ipc: 'ipcMode',
  userns_mode: 'usernsMode',
  devices: 'devices',
  ports: 'ports',
  volumes: 'mounts',
  use_api_socket: 'engineApi',
  mem_limit: 'memoryLimit',
  pids_limit: 'pidsLimit',
  image: 'image',
  environment: 'variable',
};

const LIMIT_KEYS: Readonly<Record<string, SettingKey>> = { memory: 'memoryLimit', pids: 'pidsLimit' };

/** The key under an offset. Templates (`x-…`) hold keys of services, too. */
export function keyAt(file: YamlFile, offset: number): KeyAt | undefined {
  for (const root of file.roots) {
    if (root.kind !== 'mapping') continue;
    const top = entryAt(root, offset);
    if (!top) continue;
    if (top.name === 'version') return onKey(top, offset, 'version');
    if (top.name === 'services') return inServices(top.value, offset);
    if (top.name?.startsWith('x-')) return inTemplate(top.value, offset);
  }
  return undefined;
}

function inServices(services: YamlNode, offset: number): KeyAt | undefined {
  const service = services.kind === 'mapping' ? entryAt(services, offset) : undefined;
  return service && (onKey(service, offset, 'service') ?? inService(service.value, offset));
}

function inTemplate(template: YamlNode, offset: number): KeyAt | undefined {
  const found = inService(template, offset);
  if (found || template.kind !== 'mapping') return found;
  const inner = entryAt(template, offset);
  return inner && inService(inner.value, offset);
}

function inService(service: YamlNode, offset: number): KeyAt | undefined {
  const entry = service.kind === 'mapping' ? entryAt(service, offset) : undefined;
  if (!entry) return undefined;
  const key = SERVICE_KEYS[entry.name ?? ''];
  if (key) return onKey(entry, offset, key);
  return entry.name === 'deploy' ? inLimits(entry.value, offset) : undefined;
}

function inLimits(deploy: YamlNode, offset: number): KeyAt | undefined {
  const resources = deploy.kind === 'mapping' ? entryAt(deploy, offset) : undefined;
  if (resources?.name !== 'resources' || resources.value.kind !== 'mapping') return undefined;
  const limits = entryAt(resources.value, offset);
  if (limits?.name !== 'limits' || limits.value.kind !== 'mapping') return undefined;
  const limit = entryAt(limits.value, offset);
  const key = LIMIT_KEYS[limit?.name ?? ''];
  return limit && key ? onKey(limit, offset, key) : undefined;
}

function onKey(entry: YamlEntry, offset: number, key: SettingKey): KeyAt | undefined {
  const { range } = entry.key;
  return touches(range, offset) ? { key, range } : undefined;
}

function entryAt(mapping: YamlMapping, offset: number): YamlEntry | undefined {
  return mapping.entries.find((entry) => touches(entry.range, offset));
}
