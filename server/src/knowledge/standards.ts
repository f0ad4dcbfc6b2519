/** The published standards that rules, pages and the checklist refer to, item by item, with titles in our own words. */
import type { Reference } from '../model/rule.ts';

/** A published standard, as far as it concerns us. */
export interface Standard {
  /** As it stands in a `Reference`. */
  readonly name: string;
  readonly url: string;
  /** In the order of the standard. */
  readonly items: readonly StandardItem[];
}

/** One item of a standard. */
export interface StandardItem {
  /** As the standard numbers it: `5.4`, `RULE #3`. */
  readonly id: string;
  /** What it asks for: an imperative without a full stop, in our own words. */
  readonly title: string;
}

const CIS = 'CIS Docker Benchmark 1.6.0';
const OWASP = 'OWASP Docker Security Cheat Sheet';
const OWASP_URL = 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html';

/** References to items of the CIS Docker Benchmark; it is handed out after registration, so its items have no page to link to. */
export function cis(...ids: readonly string[]): readonly Reference[] {
  return ids.map((id) => ({ standard: CIS, id }));
}

/** References to rules of the OWASP Docker Security Cheat Sheet. */
export function owasp(...ids: readonly string[]): readonly Reference[] {
  return ids.map((id) => ({ standard: OWASP, id, url: OWASP_URL }));
}

const CIS_HOST: readonly StandardItem[] = [
  item('1.1.1', "Keep the engine's data on a partition of its own"),
  item('1.1.2', 'Let only trusted users control the engine'),
  item('1.1.3', 'Audit the Docker daemon'),
  item('1.1.4', 'Audit /run/containerd'),
  item('1.1.5', 'Audit /var/lib/docker'),
  item('1.1.6', 'Audit /etc/docker'),
  item('1.1.7', 'Audit the unit docker.service'),
  item('1.1.8', 'Audit the socket of containerd'),
  item('1.1.9', 'Audit the unit docker.socket'),
  item('1.1.10', 'Audit /etc/default/docker'),
  item('1.1.11', 'Audit /etc/docker/daemon.json'),
  item('1.1.12', 'Audit /etc/containerd/config.toml'),
  item('1.1.13', 'Audit /etc/sysconfig/docker'),
  item('1.1.14', 'Audit the program containerd'),
  item('1.1.15', 'Audit the program containerd-shim'),
  item('1.1.16', 'Audit the program containerd-shim-runc-v1'),
  item('1.1.17', 'Audit the program containerd-shim-runc-v2'),
  item('1.1.18', 'Audit the program runc'),
  item('1.2.1', 'Harden the machine that runs the engine'),
  item('1.2.2', 'Keep the engine up to date'),
];

const CIS_ENGINE: readonly StandardItem[] = [
  item('2.1', 'Run the engine without root where that is possible'),
  item('2.2', 'Separate containers on the default bridge from one another'),
  item('2.3', 'Keep the log level of the engine at info'),
  item('2.4', 'Let the engine write its firewall rules'),
  item('2.5', 'Use no registry without verified encryption'),
  item('2.6', 'Do not use the storage driver aufs'),
  item('2.7', 'Protect the remote API with client certificates'),
  item('2.8', 'Set default limits such as that on open files as they suit'),
  item('2.9', 'Map the users of containers to other users of the host'),
  item('2.10', 'Keep containers under the default cgroup'),
  item('2.11', 'Leave the base size of container disks as it is until needed'),
  item('2.12', 'Authorize what clients may do'),
  item('2.13', 'Send logs to a central place on another machine'),
  item('2.14', 'Keep containers from gaining new privileges'),
  item('2.15', 'Let containers live on while the engine restarts'),
  item('2.16', 'Switch the userland proxy off'),
  item('2.17', 'Apply a seccomp profile of your own to all containers where it fits'),
  item('2.18', 'Switch experimental features off in production'),
];

const CIS_FILES: readonly StandardItem[] = [
  item('3.1', 'Let root own the unit docker.service'),
  item('3.2', 'Let only root write the unit docker.service (644)'),
  item('3.3', 'Let root own the unit docker.socket'),
  item('3.4', 'Let only root write the unit docker.socket (644)'),
  item('3.5', 'Let root own /etc/docker'),
  item('3.6', 'Let only root write /etc/docker (755)'),
  item('3.7', 'Let root own the certificates of registries'),
  item('3.8', 'Let nobody write the certificates of registries (444)'),
  item('3.9', 'Let root own the certificate of the TLS authority'),
  item('3.10', 'Let nobody write the certificate of the TLS authority (444)'),
  item('3.11', 'Let root own the certificate of the engine'),
  item('3.12', 'Let nobody write the certificate of the engine (444)'),
  item('3.13', 'Let root own the private key of the engine'),
  item('3.14', 'Let only root read the private key of the engine (400)'),
  item('3.15', 'Let root and the group docker own the socket of the engine'),
  item('3.16', 'Close the socket of the engine to everybody else (660)'),
  item('3.17', 'Let root own daemon.json'),
  item('3.18', 'Let only root write daemon.json (644)'),
  item('3.19', 'Let root own /etc/default/docker'),
  item('3.20', 'Let only root write /etc/default/docker (644)'),
  item('3.21', 'Let only root write /etc/sysconfig/docker (644)'),
  item('3.22', 'Let root own /etc/sysconfig/docker'),
  item('3.23', 'Let root own the socket of containerd'),
  item('3.24', 'Close the socket of containerd to everybody else (660)'),
];

const CIS_IMAGES: readonly StandardItem[] = [
  item('4.1', 'Give every image a user other than root'),
  item('4.2', 'Build on trusted base images'),
  item('4.3', 'Install no packages that are not needed'),
  item('4.4', 'Scan images and rebuild them with patches'),
  item('4.5', 'Verify signatures of images'),
  item('4.6', 'Give images a health check'),
  item('4.7', 'Do not update package lists in a step of their own'),
  item('4.8', 'Take setuid and setgid bits out of images'),
  item('4.9', 'Use COPY instead of ADD'),
  item('4.10', 'Keep secrets out of Dockerfiles'),
  item('4.11', 'Install only packages that are verified'),
  item('4.12', 'Verify signed artifacts'),
];

const CIS_RUNTIME: readonly StandardItem[] = [
  item('5.2', 'Keep an AppArmor profile on every container'),
  item('5.3', 'Keep SELinux labels on containers'),
  item('5.4', 'Give containers only the capabilities that they need'),
  item('5.5', 'Run no privileged containers'),
  item('5.6', 'Mount no sensitive folders of the host'),
  item('5.7', 'Run no SSH server in containers'),
  item('5.8', 'Publish no host ports below 1024 without need'),
  item('5.9', 'Open only the ports that are needed'),
  item('5.10', "Do not share the host's network"),
  item('5.11', 'Limit memory'),
  item('5.12', 'Weigh or limit processor time'),
  item('5.13', 'Mount the root file system read-only'),
  item('5.14', 'Publish ports on chosen addresses only'),
  item('5.15', 'Let containers restart five times at most after a failure'),
  item('5.16', "Do not share the host's processes"),
  item('5.17', "Do not share the host's IPC namespace"),
  item('5.18', 'Hand no devices of the host to containers'),
  item('5.19', 'Override default limits only where needed'),
  item('5.20', 'Share no mount propagation'),
  item('5.21', "Do not share the host's name (UTS namespace)"),
  item('5.22', 'Keep the seccomp filter on'),
  item('5.23', 'Do not use docker exec --privileged'),
  item('5.24', 'Do not use docker exec --user root'),
  item('5.25', 'Confirm the cgroup that containers run under'),
  item('5.26', 'Keep containers from gaining privileges'),
  item('5.27', 'Check the health of containers'),
  item('5.28', 'Use the newest version of an image, not a stale copy'),
  item('5.29', 'Limit the number of processes'),
  item('5.30', 'Use a network of your own, not docker0'),
  item('5.31', "Do not share the host's user namespace"),
  item('5.32', "Do not mount the engine's socket into containers"),
];

const CIS_OPERATION: readonly StandardItem[] = [
  item('6.1', 'Let no images pile up on the machine'),
  item('6.2', 'Let no containers pile up on the machine'),
  item('7.1', 'Keep the number of swarm managers small'),
  item('7.2', 'Bind the swarm to one address'),
  item('7.3', 'Encrypt overlay networks'),
  item('7.5', 'Lock swarm managers (auto-lock)'),
  item('7.6', 'Rotate the unlock key of managers'),
  item('7.7', 'Rotate the certificates of nodes'),
  item('7.8', "Rotate the certificate of the swarm's authority"),
  item('7.9', 'Separate the traffic of management from that of the services'),
];

const OWASP_RULES: readonly StandardItem[] = [
  item('RULE #0', 'Keep the host and Docker up to date'),
  item('RULE #1', "Do not expose the engine's socket, not even to containers"),
  item('RULE #2', 'Set a user'),
  item('RULE #3', 'Grant only the capabilities that a container needs'),
  item('RULE #4', 'Prevent privilege escalation inside containers'),
  item('RULE #5', 'Mind which containers can reach one another'),
  item('RULE #5a', 'Beware of published ports that pass the firewall by'),
  item('RULE #6', 'Use seccomp, AppArmor or SELinux'),
  item('RULE #7', 'Limit memory, processor, files, processes and restarts'),
  item('RULE #8', 'Make file systems and volumes read-only'),
  item('RULE #9', 'Scan images and lint Dockerfiles in the pipeline'),
  item('RULE #10', 'Keep the log level of the engine at info'),
  item('RULE #11', 'Run the engine without root'),
  item('RULE #12', 'Hand sensitive data over as secrets'),
  item('RULE #13', 'Know where images come from, and verify it'),
];

/** All standards whose items are known here. */
export const STANDARDS: readonly Standard[] = [
  {
    name: CIS,
    url: 'https://www.cisecurity.org/benchmark/docker',
    items: [CIS_HOST, CIS_ENGINE, CIS_FILES, CIS_IMAGES, CIS_RUNTIME, CIS_OPERATION].flat(),
  },
  { name: OWASP, url: OWASP_URL, items: OWASP_RULES },
];

function item(id: string, title: string): StandardItem {
  return { id, title };
}
