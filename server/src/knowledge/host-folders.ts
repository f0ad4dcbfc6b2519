/** Folders and files of a host that give it away when a container may write to them, or leak it when one may read them. */
import type { Severity } from '../model/rule.ts';
import { partsOf } from './host-paths.ts';

/** What follows when a container is handed a place, as half a sentence without a full stop. */
export interface Consequence {
  readonly severity: Severity;
  readonly text: string;
}

/** A place of the host that matters. */
export interface HostFolder {
  /** What follows when it can be written; absent where nothing much does. */
  readonly write?: Consequence;
  /** What follows when it can only be read; absent where that is harmless. */
  readonly read?: Consequence;
  /** Whether reaching it is all it takes, so that `:ro` changes nothing. */
  readonly handed?: boolean;
}

interface KnownFolder extends HostFolder {
  /** The path by its components; `*` stands for any one. `/var/run` is written `/run`. */
  readonly path: readonly string[];
}

const OWNS = 'who writes there becomes root on the host';
const PROGRAMS = 'who changes a program there has it run by the host';
const KEYS = 'password hashes and private keys lie there';
const CONTAINERS = 'the files and secrets of every container lie there';
const LOGINS = 'keys and logins of its owner lie there';
const SSH = 'the SSH keys of its owner lie there';

const HOMES = ['~', '/home/*', '/Users/*', '/root'];

const FOLDERS: readonly KnownFolder[] = [
  ...known('/etc', error(OWNS), warning(KEYS)),
  ...known(
    '/etc/shadow /etc/gshadow /etc/ssh /etc/ssl/private /etc/sudoers /etc/sudoers.d',
    error(OWNS),
    warning(KEYS),
  ),
  ...known('/etc/kubernetes', error(OWNS), warning(KEYS)),
  ...known('/etc/passwd /etc/group /etc/pam.d /etc/profile.d /etc/ld.so.preload /etc/docker', error(OWNS)),
  ...known('/etc/crontab /etc/cron.d /etc/cron.hourly /etc/cron.daily /etc/cron.weekly', error(OWNS)),
  ...known('/etc/cron.monthly /var/spool/cron /var/spool/cron/crontabs /etc/init.d', error(OWNS)),
  ...known('/etc/systemd /etc/systemd/system', error(OWNS)),
  ...known('/root', error(OWNS), warning(LOGINS)),
  ...known('/boot', error('who changes the kernel there owns the host after its next start')),
  ...known('/usr /usr/bin /usr/sbin /usr/lib /usr/lib64 /usr/local/bin /usr/local/sbin', error(PROGRAMS)),
  ...known('/bin /sbin /lib /lib64', error(PROGRAMS)),
  ...known('/lib/modules', warning('a kernel module that is changed there is loaded by the host')),
  ...known('/proc', error(OWNS), info('every process of the host with its command line stands there')),
  ...known('/proc/sys /proc/sys/kernel /proc/sysrq-trigger', error(OWNS)),
  ...known('/sys /sys/kernel', error(OWNS)),
  ...known(
    '/sys/kernel/debug /sys/kernel/tracing',
    error(OWNS),
    info('what the kernel of the host does stands there'),
  ),
  ...known(
    '/sys/firmware /sys/firmware/efi /sys/firmware/efi/efivars',
    error('who writes there can keep the host from starting'),
  ),
  ...known(
    '/sys/fs/cgroup',
    warning('with control groups of version 1, who writes there runs programs on the host'),
  ),
  ...handed(
    '/dev',
    warning('every device of the host shows there, and the disks open once a right is added'),
  ),
  ...known(
    '/var/lib/docker /var/lib/containerd /var/lib/containers /var/lib',
    error(OWNS),
    warning(CONTAINERS),
  ),
  ...known('/var/lib/kubelet /var/lib/rancher /var/lib/etcd', error(OWNS), warning(CONTAINERS)),
  ...known(
    '/var/lib/docker/containers',
    error(OWNS),
    info('the logs and the settings of every container lie there'),
  ),
  ...known('/var/lib/docker/volumes /var/lib/docker/overlay2', warning(CONTAINERS), warning(CONTAINERS)),
  ...known('/var/log', info('who writes there can wipe out the traces of an attack')),
  ...handed('/run/systemd /run/systemd/private', warning('who reaches it can have the host run any program')),
  ...handed(
    '/run/dbus /run/dbus/system_bus_socket',
    info('root in the container can ask services of the host for much'),
  ),
  ...known(
    '/home /Users',
    warning('the files and keys of every user lie there'),
    warning('the files and keys of every user lie there'),
  ),
  ...known('C:', error(OWNS), warning('all files of the host lie there')),
  ...known('C:/Windows', error(OWNS)),
  ...known('C:/Users', warning(LOGINS), warning(LOGINS)),
  ...HOMES.filter((home) => home !== '/root').flatMap((home) =>
    known(home, warning(LOGINS), warning(LOGINS)),
  ),
  ...HOMES.flatMap((home) => [
    ...known(within(home, '.ssh .ssh/id_rsa .ssh/id_ecdsa .ssh/id_ed25519'), warning(SSH), warning(SSH)),
    ...known(
      within(home, '.aws .azure .config/gcloud .docker .gnupg .kube'),
      warning(LOGINS),
      warning(LOGINS),
    ),
    // A single file of this kind is mostly handed in on purpose, as a secret would be.
    ...known(
      within(home, '.aws/credentials .docker/config.json .kube/config .netrc'),
      info(LOGINS),
      info(LOGINS),
    ),
    ...known(within(home, '.git-credentials .npmrc .pypirc'), info(LOGINS), info(LOGINS)),
  ]),
];

/** The place of the host that a path is; undefined for one that is not known to matter, or that lies within one. */
export function hostFolderAt(path: string): HostFolder | undefined {
  const parts = componentsOf(path);
  return (
    parts && FOLDERS.find((folder) => folder.path.length === parts.length && isPrefix(folder.path, parts))
  );
}

/** Whether a path is another one, lies in it or holds it; `*` in the other stands for any one component. */
export function touches(path: string, other: string): boolean {
  const parts = componentsOf(path);
  const others = componentsOf(other);
  if (!parts || !others) return false;
  const length = Math.min(parts.length, others.length);
  return isPrefix(others.slice(0, length), parts.slice(0, length));
}

/** Windows knows no capitals and takes either slash. */
function componentsOf(path: string): readonly string[] | undefined {
  const [, drive, rest = ''] = /^([a-z]):(?:[\\/](.*))?$/isu.exec(path) ?? [];
  if (drive === undefined) return partsOf(path);
  const steps = rest.split(/[\\/]/u).filter((part) => part !== '' && part !== '.');
  return [`${drive}:`, ...steps].map((part) => part.toLowerCase());
}

function isPrefix(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.every((part, index) => part === '*' || part === parts[index]);
}

function known(paths: string, write: Consequence, read?: Consequence): readonly KnownFolder[] {
  return paths.split(' ').map((path) => ({
    path: componentsOf(path) ?? [],
    write,
    ...(read ? { read } : {}),
  }));
}

function handed(paths: string, follows: Consequence): readonly KnownFolder[] {
  return known(paths, follows, follows).map((folder) => ({ ...folder, handed: true }));
}

function within(home: string, paths: string): string {
  return paths
    .split(' ')
    .map((path) => `${home}/${path}`)
    .join(' ');
}

function error(text: string): Consequence {
  return { severity: 'error', text };
}

function warning(text: string): Consequence {
  return { severity: 'warning', text };
}

function info(text: string): Consequence {
  return { severity: 'info', text };
}
