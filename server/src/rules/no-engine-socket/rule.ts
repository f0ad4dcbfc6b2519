/** Flags containers that are handed the means to drive a container engine. */
import { engineSocketAt, engineSocketIn, isSocketProxy } from '../../knowledge/host-paths.ts';
import { remove } from '../../model/change.ts';
import type { Container, Mount } from '../../model/container.ts';
import { defineRule, type Fix, type Violation } from '../../model/rule.ts';
import { elementsOf, isTrue, type Sourced, valueOf } from '../../model/setting.ts';

type MessageId = 'socket' | 'folder' | 'rootless' | 'api' | 'target';

export default defineRule<MessageId>({
  id: 'no-engine-socket',
  meta: {
    summary: 'Disallow containers that can drive the container engine',
    topic: 'engine-access',
    section: 'the-socket-inside-a-container',
    remedy: "Take the engine's socket away from containers",
    severity: 'error',
    profile: 'recommended',
    fix: 'unsafe',
    since: '0.1.0',
    keys: ['mounts', 'engineApi'],
    references: [
      { standard: 'CIS Docker Benchmark 1.6.0', id: '5.32' },
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #1',
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
    ],
    aliases: [
      'kics:docker-socket-mounted-in-container',
      'semgrep:exposing-docker-socket-volume',
      'compose-lint:CL-0001',
      'docksec:compose-docker-socket-mount',
    ],
  },
  messages: {
    socket:
      "Container '{{name}}' holds the {{engine}} socket, and with it the host; mounting it read-only changes nothing.",
    folder:
      "Container '{{name}}' holds the {{engine}} socket through '{{path}}', and with it the host, read-only or not.",
    rootless:
      "Container '{{name}}' holds the socket of a rootless {{engine}}, and with it all that its user may do.",
    api: "Container '{{name}}' is given the engine's API and the registry logins of whoever starts it.",
    target:
      "Container '{{name}}' is given something in the place of the {{engine}} socket, most likely the socket itself.",
  },
  check: {
    *container(container, { strict }) {
      const isProxy = isSocketProxy(repositoryOf(container));
      // A proxy that filters the socket for others is the remedy; whoever wants to hear of it asks for the strict profile.
      if (isProxy && !strict) return;
      for (const violation of violationsOf(container, strict)) {
        yield isProxy ? { ...violation, severity: 'info' } : violation;
      }
    },
  },
});

function* violationsOf(
  { name, engineApi, mounts }: Container,
  strict: boolean,
): Iterable<Violation<MessageId>> {
  if (isTrue(engineApi)) {
    yield {
      at: engineApi.source,
      message: 'api',
      data: { name },
      fixes: [without(engineApi, 'Do not hand in the API')],
    };
  }
  for (const mount of elementsOf(mounts)) {
    const violation = judge(mount, name, strict);
    if (violation) yield { ...violation, at: mount.source, fixes: [without(mount, 'Remove this mount')] };
  }
}

type Judgement = Omit<Violation<MessageId>, 'at' | 'fixes'>;

function judge(mount: Mount, name: string, strict: boolean): Judgement | undefined {
  const path = valueOf(mount.from);
  if (path === undefined) return strict ? judgeByTarget(mount, name) : undefined;
  if (mount.kind !== 'bind' && mount.kind !== 'pipe') return undefined;
  const socket = engineSocketAt(path);
  if (socket?.rootless) {
    return { message: 'rootless', data: { name, engine: socket.engine }, severity: 'warning' };
  }
  if (socket) return { message: 'socket', data: { name, engine: socket.engine } };
  const inside = engineSocketIn(path);
  // Folders are mounted for other reasons too, and often into containers without the rights to open the socket.
  const severity = isWholeDisk(path) && valueOf(mount.readOnly) === false ? 'error' : 'warning';
  return inside && { message: 'folder', data: { name, path, engine: inside.engine }, severity };
}

/** Root in a container that may write everywhere on the host does not even need the engine. */
function isWholeDisk(path: string): boolean {
  return path.startsWith('/') && path.split('/').every((step) => ['', '.', '..'].includes(step));
}

/** What stands in the socket's place inside is most likely the socket, whichever variable names it. */
function judgeByTarget(mount: Mount, name: string): Judgement | undefined {
  const target = valueOf(mount.target);
  const socket = target === undefined ? undefined : engineSocketAt(target);
  return socket && { message: 'target', data: { name, engine: socket.engine }, severity: 'warning' };
}

function without(target: Sourced, title: string): Fix {
  return {
    title,
    applicability: 'unsafe',
    changes: [remove(target)],
    breaks:
      'Whatever drives the engine from inside this container, such as a proxy, an updater or a build job, stops working.',
  };
}

function repositoryOf({ image }: Container): string {
  return image ? (valueOf(image.reference)?.repository ?? '') : '';
}
