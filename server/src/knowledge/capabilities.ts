/** The Linux capabilities: what each one lets a process do, and how much of the host that opens. */

/** How dangerous it is to add a capability to a container. */
export type CapabilityTier = 'critical' | 'high' | 'medium' | 'low' | 'slight';

/** One capability. */
export interface Capability {
  /** Without `CAP_`, in capitals. */
  readonly name: string;
  readonly tier: CapabilityTier;
  /** Whether Docker gives it to every container anyway, so that adding it changes nothing unless it was dropped. */
  readonly isDefault: boolean;
  /** Ends the sentence "with it, a container can …". */
  readonly power: string;
}

/** Every capability of Linux 6; the tiers weigh what an attacker inside the container gains. */
const CAPABILITIES: readonly Capability[] = [
  granted('AUDIT_WRITE', 'slight', 'write records to the kernel audit log'),
  granted('CHOWN', 'slight', 'change the owner of any of its files'),
  granted('DAC_OVERRIDE', 'slight', 'ignore the permissions of its files'),
  granted('FOWNER', 'slight', 'act as the owner of any of its files'),
  granted('FSETID', 'slight', 'keep setuid bits on files that it changes'),
  granted('KILL', 'slight', 'send signals to every process in it'),
  granted('MKNOD', 'slight', 'create device nodes'),
  granted('NET_BIND_SERVICE', 'slight', 'listen on ports below 1024'),
  granted('NET_RAW', 'slight', 'forge packets of its network neighbours'),
  granted('SETFCAP', 'slight', 'give capabilities to files'),
  granted('SETGID', 'slight', 'become any group'),
  granted('SETPCAP', 'slight', 'hand its capabilities on'),
  granted('SETUID', 'slight', 'become any user'),
  granted('SYS_CHROOT', 'slight', 'change its root folder'),
  added('AUDIT_CONTROL', 'medium', "switch the host's audit log off"),
  added('AUDIT_READ', 'low', "read the host's audit log"),
  added('BLOCK_SUSPEND', 'slight', 'keep the host awake'),
  added('BPF', 'high', 'load programs into the kernel of the host'),
  added('CHECKPOINT_RESTORE', 'high', 'restore processes under numbers of its choice'),
  added('DAC_READ_SEARCH', 'critical', "read the host's files past every permission"),
  added('IPC_LOCK', 'high', 'pin memory until the host has none left'),
  added('IPC_OWNER', 'medium', 'read and change shared memory of others'),
  added('LEASE', 'low', 'hold leases on any file'),
  added('LINUX_IMMUTABLE', 'medium', 'make files that nobody can delete'),
  added('MAC_ADMIN', 'high', 'rewrite mandatory access rules'),
  added('MAC_OVERRIDE', 'high', 'ignore mandatory access rules'),
  added('NET_ADMIN', 'high', 'change interfaces, routes and firewall rules'),
  added('NET_BROADCAST', 'slight', 'do nothing more than before: the kernel ignores it'),
  added('PERFMON', 'high', 'trace the kernel of the host'),
  added('SYSLOG', 'high', "read the kernel's log and addresses"),
  added('SYS_ADMIN', 'critical', 'mount file systems and leave its namespaces'),
  added('SYS_BOOT', 'high', "load another kernel in place of the host's"),
  added('SYS_MODULE', 'critical', 'load code into the kernel of the host'),
  added('SYS_NICE', 'high', "take the processor from the host's other work"),
  added('SYS_PACCT', 'low', 'switch process accounting on and off'),
  added('SYS_PTRACE', 'medium', 'read and steer every process that it sees'),
  added('SYS_RAWIO', 'critical', 'reach hardware and physical memory directly'),
  added('SYS_RESOURCE', 'medium', 'exceed quotas and limits'),
  added('SYS_TIME', 'high', 'set the clock of the host'),
  added('SYS_TTY_CONFIG', 'low', 'hang up and configure terminals'),
  added('WAKE_ALARM', 'slight', 'set timers that wake the host'),
];

const BY_NAME: ReadonlyMap<string, Capability> = new Map(CAPABILITIES.map((each) => [each.name, each]));

/** The name as the kernel has it, from any of the spellings that Docker accepts: `net_admin`, `CAP_NET_ADMIN`. `ALL` stays. */
export function capabilityNameOf(text: string): string {
  const name = text.toUpperCase();
  // Docker knows `ALL` and `all`, but `CAP_ALL` is no capability.
  return name.startsWith('CAP_') && name !== 'CAP_ALL' ? name.slice('CAP_'.length) : name;
}

/** The capability of a name as `capabilityNameOf` gives it; undefined for names that no kernel has. */
export function capabilityOf(name: string): Capability | undefined {
  return BY_NAME.get(name);
}

/**
 * Words in the names of images that cannot do their work without a capability: VPN ends and DNS servers with DHCP,
 * programs that keep secrets or indexes out of the swap, databases that bind memory to processors, clocks.
 */
const HOMES: ReadonlyMap<string, RegExp> = new Map([
  [
    'NET_ADMIN',
    /adguardhome|gluetun|ipsec|netbird|openconnect|openvpn|pihole|softether|strongswan|tailscale|vpn|wg-easy|wireguard|zerotier/u,
  ],
  ['IPC_LOCK', /elasticsearch|openbao|opensearch|vault/u],
  ['SYS_NICE', /mariadb|mysql|percona/u],
  ['SYS_TIME', /chrony|\bntp/u],
]);

/** Whether an image is known to need a capability for its work, judged by its repository's name. */
export function isAtHome(capability: string, repository: string): boolean {
  return HOMES.get(capability)?.test(repository.toLowerCase()) ?? false;
}

/** A capability that Docker gives to every container. */
function granted(name: string, tier: CapabilityTier, power: string): Capability {
  return { name, tier, power, isDefault: true };
}

/** A capability that a container has only when it is added. */
function added(name: string, tier: CapabilityTier, power: string): Capability {
  return { name, tier, power, isDefault: false };
}
