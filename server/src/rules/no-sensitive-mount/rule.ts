/** Flags folders of the host that give it away or leak it when a container is handed them. */
import { hostFolderAt, touches } from '../../knowledge/host-folders.ts';
import { engineSocketAt, engineSocketIn } from '../../knowledge/host-paths.ts';
import { remove, replace } from '../../model/change.ts';
import type { Mount } from '../../model/container.ts';
import { defineRule, type Fix, type Violation } from '../../model/rule.ts';
import { elementsOf, isTrue, valueOf } from '../../model/setting.ts';

type MessageId = 'write' | 'read' | 'handed' | 'configured';

export default defineRule<MessageId>({
  id: 'no-sensitive-mount',
  meta: {
    summary: 'Disallow mounts of folders that give the host away or leak its secrets',
    topic: 'filesystems',
    section: 'mounts',
    remedy: "Take the host's own folders away from containers",
    severity: 'warning',
    profile: 'recommended',
    fix: 'unsafe',
    since: '0.1.0',
    keys: ['mounts'],
    references: [
      { standard: 'CIS Docker Benchmark 1.6.0', id: '5.6' },
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #8',
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
    ],
    aliases: [
      'kics:volume-has-sensitive-host-directory',
      'compose-lint:CL-0013',
      'compose-lint:CL-0025',
      'docksec:compose-sensitive-host-mount',
    ],
  },
  messages: {
    write: "Container '{{name}}' may write to '{{path}}' of the host: {{follows}}.",
    read: "Container '{{name}}' can read '{{path}}' of the host: {{follows}}.",
    handed: "Container '{{name}}' is handed '{{path}}' of the host, read-only or not: {{follows}}.",
    configured:
      "Container '{{name}}' is handed '{{path}}' of the host, which the configuration keeps for the host.",
  },
  check: {
    *container({ name, mounts }, { sensitivePaths }) {
      for (const mount of elementsOf(mounts)) {
        const path = valueOf(mount.from);
        if (mount.kind !== 'bind' || path === undefined) continue;
        // Where an engine's socket comes along, that is the worse, and another rule says it.
        if (engineSocketAt(path) || engineSocketIn(path)) continue;
        const judgement = judge(path, mount) ?? judgeConfigured(path, sensitivePaths);
        if (!judgement) continue;
        const { follows, isEnough, ...rest } = judgement;
        const fixes = isEnough === true ? [readOnly(mount), without(mount)] : [without(mount)];
        yield { ...rest, at: mount.source, data: { name, path, follows }, fixes };
      }
    },
  },
});

interface Judgement extends Pick<Violation<MessageId>, 'message' | 'severity'> {
  readonly follows: string;
  /** Whether nothing is wrong with it once it is read-only. */
  readonly isEnough?: boolean;
}

function judge(path: string, { readOnly }: Mount): Judgement | undefined {
  const folder = hostFolderAt(path);
  if (!folder) return undefined;
  // Where a variable decides, only what holds either way is said.
  const isWritable = readOnly.state !== 'unknown' && !isTrue(readOnly);
  const consequence = isWritable ? folder.write : folder.read;
  if (!consequence) return undefined;
  const message = folder.handed ? 'handed' : isWritable ? 'write' : 'read';
  const { severity, text: follows } = consequence;
  return { message, severity, follows, isEnough: isWritable && !folder.read };
}

function judgeConfigured(path: string, sensitivePaths: readonly string[]): Judgement | undefined {
  return sensitivePaths.some((sensitive) => touches(path, sensitive))
    ? { message: 'configured', follows: '' }
    : undefined;
}

function readOnly(mount: Mount): Fix {
  return {
    title: 'Mount it read-only',
    applicability: 'unsafe',
    changes: [replace(mount.readOnly, 'true')],
    breaks: 'A program in the container that writes there fails.',
  };
}

function without(mount: Mount): Fix {
  return {
    title: 'Remove this mount',
    applicability: 'unsafe',
    changes: [remove(mount)],
    breaks: 'Whatever reads or writes these files in the container no longer finds them.',
  };
}
