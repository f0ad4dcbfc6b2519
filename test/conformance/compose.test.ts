/** What Docker Compose's own loader makes of real projects, field by field, beside what the surface reads. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import type { Container, Mount, Port } from '../../server/src/model/container.ts';
import type { Setting } from '../../server/src/model/setting.ts';
import { surface } from '../../server/src/surfaces/compose/surface.ts';

const { BULKHEAD_CONFORMANCE: conformance, BULKHEAD_CORPUS: corpus } = process.env;

/** One line of the recording, as far as it is compared. */
interface Recorded {
  readonly files: readonly string[];
  readonly args?: readonly string[];
  readonly ok: boolean;
  readonly model?: { readonly services?: Readonly<Record<string, RecordedService>> };
}

type RecordedService = Readonly<Record<string, unknown>>;

/** What one side says of a field; undefined where the surface leaves it open because a variable decides. */
type Compared = readonly [recorded: unknown, read: unknown] | undefined;

const FIELDS: Readonly<Record<string, (recorded: RecordedService, read: Container) => Compared>> = {
  image: (recorded, { image }) => {
    if (image?.reference.state === 'unknown') return undefined;
    return [recorded['image'], image?.reference.value.text];
  },
  user: (recorded, { user }) => text(recorded['user'], user),
  network_mode: (recorded, { networkMode }) => text(recorded['network_mode'], networkMode),
  privileged: (recorded, { privileged }) => flag(recorded['privileged'], privileged),
  read_only: (recorded, { readOnly }) => flag(recorded['read_only'], readOnly),
  cap_add: (recorded, { capAdd }) => list(recorded['cap_add'], capAdd),
  cap_drop: (recorded, { capDrop }) => list(recorded['cap_drop'], capDrop),
  security_opt: (recorded, { securityOpt }) => list(recorded['security_opt'], securityOpt),
  pids_limit: (recorded, { pidsLimit }) =>
    pidsLimit.state === 'unknown' ? undefined : [recorded['pids_limit'] ?? 0, pidsLimit.value],
  environment: (recorded, { environment }) => [
    Object.keys(recorded['environment'] ?? {}).sort(),
    environment.map((variable) => variable.name).sort(),
  ],
  ports: (recorded, { ports }) => {
    if (ports.state === 'unknown' || ports.value.some((port) => !isCertain(port))) return undefined;
    return [linesOf(recorded['ports'], recordedPort), ports.value.flatMap(portLines).sort()];
  },
  volumes: (recorded, { mounts }) => {
    if (mounts.state === 'unknown' || mounts.value.some((mount) => !isSure(mount))) return undefined;
    return [linesOf(recorded['volumes'], recordedMount), mounts.value.map(mountLine).sort()];
  },
};

const REQUIRED_SHARE = 0.99;

test('Compose reads the same services and the same values', (context) => {
  if (!conformance || !corpus) {
    context.diagnostic('not compared: BULKHEAD_CONFORMANCE and BULKHEAD_CORPUS name no folders');
    return;
  }
  const tally = new Map<string, { equal: number; open: number; all: number }>();
  const differences: string[] = [];
  let projects = 0;
  for (const recorded of recordings(conformance)) {
    projects++;
    const containers = containersOf(join(corpus, recorded.files[0] ?? ''));
    const services = recorded.model?.services ?? {};
    count('services', [Object.keys(services).sort(), [...containers.keys()].sort()], recorded.files[0]);
    for (const [name, service] of Object.entries(services)) {
      const container = containers.get(name);
      if (!container) continue;
      for (const [field, compare] of Object.entries(FIELDS)) {
        count(field, compare(service, container), `${recorded.files[0]} ${name}`);
      }
    }
  }

  function count(field: string, compared: Compared, where = ''): void {
    const sum = tally.get(field) ?? { equal: 0, open: 0, all: 0 };
    tally.set(field, sum);
    sum.all++;
    if (!compared) sum.open++;
    else if (JSON.stringify(compared[0]) === JSON.stringify(compared[1])) sum.equal++;
    else
      differences.push(`${field} ${where}: ${JSON.stringify(compared[0])} / ${JSON.stringify(compared[1])}`);
  }

  assert.ok(projects > 0, 'the recording holds no project');
  for (const [field, { equal, open, all }] of tally) {
    const share = (equal + open) / all;
    console.log(`${field}: ${(share * 100).toFixed(2)} % of ${all} (${open} left open)`);
    assert.ok(
      share >= REQUIRED_SHARE,
      `${field}: ${differences.filter((line) => line.startsWith(field)).join('\n')}`,
    );
  }
  if (differences.length > 0) console.log(differences.join('\n'));
});

/** Projects of one file (and its `.env`) that load. */
function* recordings(folder: string): Iterable<Recorded> {
  for (const line of readFileSync(join(folder, 'compose-corpus.jsonl'), 'utf8').split('\n')) {
    if (line === '') continue;
    const recorded: Recorded = JSON.parse(line);
    const others = recorded.files.slice(1).filter((file) => !file.endsWith('.env'));
    if (recorded.ok && !recorded.args && others.length === 0) yield recorded;
  }
}

function containersOf(path: string): Map<string, Container> {
  const document = { uri: `file://${path}`, text: readFileSync(path, 'utf8') };
  assert.ok(surface.detect(document), `${path} is not recognised`);
  const near = { textOf: (uri: string) => readIfThere(decodeURIComponent(uri.slice('file://'.length))) };
  const containers = surface.read(document, near).subjects('container');
  return new Map(containers.map((container) => [container.name, container]));
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function text(recorded: unknown, read: Setting<string>): Compared {
  return read.state === 'unknown' ? undefined : [recorded ?? '', read.value];
}

function flag(recorded: unknown, read: Setting<boolean>): Compared {
  return read.state === 'unknown' ? undefined : [recorded ?? false, read.value];
}

function list(recorded: unknown, read: Setting<readonly Setting<string>[]>): Compared {
  if (read.state === 'unknown' || read.value.some((item) => item.state === 'unknown')) return undefined;
  return [recorded ?? [], read.value.flatMap((item) => (item.state === 'unknown' ? [] : item.value))];
}

function linesOf(recorded: unknown, line: (entry: RecordedService) => string): string[] {
  return Array.isArray(recorded) ? recorded.map(line).sort() : [];
}

function isCertain({ hostIp, published, target, protocol }: Port): boolean {
  return [hostIp, published, target, protocol].every((part) => part.state !== 'unknown');
}

function recordedPort(port: RecordedService): string {
  return [port['host_ip'] ?? '', port['published'] ?? '', port['target'], port['protocol']].join(' ');
}

/** One line for each port of a range, as the loader lists them. */
function portLines(port: Port): string[] {
  const [hostIp, published, target, protocol] = [port.hostIp, port.published, port.target, port.protocol].map(
    (part) => (part.state === 'unknown' ? '?' : part.value),
  );
  const targets = expandRange(target ?? '');
  const hosts = expandRange(published ?? '');
  if (targets.length === 1) return [[hostIp, published, target, protocol].join(' ')];
  return targets.map((one, index) => [hostIp, hosts[index] ?? '', one, protocol].join(' '));
}

function expandRange(range: string): string[] {
  const [from, to] = range.split('-').map(Number);
  if (from === undefined || to === undefined) return [range];
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

function isSure({ kind, from, target, readOnly }: Mount): boolean {
  return kind !== 'unknown' && [from, target, readOnly].every((part) => part.state !== 'unknown');
}

function recordedMount(mount: RecordedService): string {
  return [mount['type'], mount['source'] ?? '', mount['target'], mount['read_only'] ?? false].join(' ');
}

function mountLine(mount: Mount): string {
  const [from, target, readOnly] = [mount.from, mount.target, mount.readOnly].map((part) =>
    part.state === 'unknown' ? '?' : part.value,
  );
  const kind = mount.kind === 'anonymous' ? 'volume' : mount.kind === 'pipe' ? 'npipe' : mount.kind;
  const source = kind === 'bind' ? relativePath(String(from)) : from;
  return [kind, source, posix.normalize(String(target)).replace(/(.)\/$/u, '$1'), readOnly].join(' ');
}

function relativePath(path: string): string {
  if (/^(?:[/~]|\p{L}:|\\\\)/u.test(path)) return path;
  const clean = posix.normalize(path).replace(/(.)\/$/u, '$1');
  return clean.startsWith('.') && (clean === '.' || clean.startsWith('..')) ? clean : `./${clean}`;
}
