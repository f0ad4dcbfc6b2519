/** The flags of `docker run` and `docker create`, and whether a command line is one that the client would take. */
import type { Command, Word } from '../../server/src/model/command.ts';

/** Flags that take a value. */
const VALUE_FLAGS: ReadonlySet<string> = new Set(
  `add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile
  cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus cpuset-mems detach-keys device
  device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops dns dns-option dns-search
  domainname entrypoint env env-file expose gpus group-add health-cmd health-interval health-retries
  health-start-interval health-start-period health-timeout hostname ip ip6 ipc isolation label label-file link
  link-local-ip log-driver log-opt mac-address memory memory-reservation memory-swap memory-swappiness mount name
  net net-alias network network-alias oom-score-adj pid pids-limit platform publish pull restart runtime
  security-opt shm-size stop-signal stop-timeout storage-opt sysctl tmpfs ulimit user userns uts volume
  volume-driver volumes-from workdir`.split(/\s+/u),
);

/** Flags that stand alone, or take `=true` and `=false`. */
const SWITCHES: ReadonlySet<string> = new Set(
  `detach help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet read-only rm sig-proxy
  tty use-api-socket`.split(/\s+/u),
);

const SHORT_VALUE_FLAGS: ReadonlySet<string> = new Set('acehlmpuvw');
const SHORT_SWITCHES: ReadonlySet<string> = new Set('diPqt');

/** The words behind `run` or `create` of a command; undefined for any other command. */
export function runArguments({ name, args }: Command): readonly Word[] | undefined {
  if (name !== 'docker') return undefined;
  const [first, second] = args.map(({ pattern }) => pattern);
  if (first === 'run' || first === 'create') return args.slice(1);
  if (first === 'container' && (second === 'run' || second === 'create')) return args.slice(2);
  return undefined;
}

/** What is wrong with the words behind `docker run`; empty when the client takes them. */
export function wrongFlags(words: readonly Word[]): string[] {
  const wrong: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const text = words[i]?.pattern ?? '';
    if (text === '--') return words.length > i + 1 ? wrong : [...wrong, 'no image'];
    if (!text.startsWith('-') || text === '-') return wrong;
    const takes = text.startsWith('--') ? longFlag(text) : shortFlags(text);
    if (takes === 'unknown') wrong.push(text);
    if (takes === 'next') i++;
  }
  return [...wrong, 'no image'];
}

/** Whether a flag is known, and whether the next word is its value. */
type Takes = 'nothing' | 'next' | 'unknown';

function longFlag(text: string): Takes {
  const [name = '', ...value] = text.slice(2).split('=');
  if (VALUE_FLAGS.has(name)) return value.length > 0 ? 'nothing' : 'next';
  if (!SWITCHES.has(name)) return 'unknown';
  return value.length === 0 || /^(?:true|false)$/u.test(value.join('=')) ? 'nothing' : 'unknown';
}

/** `-it` is two switches, `-p8080:80` a flag with its value. */
function shortFlags(text: string): Takes {
  for (let i = 1; i < text.length; i++) {
    const letter = text.charAt(i);
    if (SHORT_VALUE_FLAGS.has(letter)) return i + 1 < text.length ? 'nothing' : 'next';
    if (!SHORT_SWITCHES.has(letter)) return 'unknown';
  }
  return 'nothing';
}
