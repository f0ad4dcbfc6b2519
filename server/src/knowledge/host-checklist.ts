/** What only the machine and its people can answer: questions for a report, with the commands that answer them. */
import type { Reference } from '../model/rule.ts';
import { cis, owasp } from './standards.ts';

/** Questions that belong together. */
export interface ChecklistGroup {
  readonly id: string;
  readonly title: string;
  readonly items: readonly ChecklistItem[];
}

/** One question. */
export interface ChecklistItem {
  /** Unique in the whole checklist; ticks are kept under it, so it stays once published. */
  readonly id: string;
  /** To be answered with yes. */
  readonly question: string;
  /** Shell lines that help to answer it; none changes how the machine works. Empty where people must be asked. */
  readonly commands: readonly string[];
  readonly references: readonly Reference[];
  /** The cheat sheet that explains it. */
  readonly topic: string;
  /** The section of that page, as the slug of its heading. */
  readonly section?: string;
}

const OWNER_AND_MODE = "stat -c '%U:%G %a %n'";

/** Asks something of every container that runs. */
function inspect(format: string): string {
  return `docker ps --quiet | xargs --no-run-if-empty docker inspect --format '${format}'`;
}

/** Hands the name of every tagged image to a program. */
function eachImage(program: string): string {
  return `docker image ls --filter dangling=false --format '{{.Repository}}:{{.Tag}}' | xargs --no-run-if-empty -n 1 ${program}`;
}

const HOST: ChecklistGroup = {
  id: 'host',
  title: 'Host',
  items: [
    {
      id: 'data-partition',
      question:
        "Is the engine's data on a disk or partition of its own, so that it cannot fill the system's?",
      commands: [
        `findmnt --target "$(docker info --format '{{.DockerRootDir}}')"`,
        'findmnt --target /var/lib/containerd',
      ],
      references: cis('1.1.1'),
      topic: 'host',
      section: 'a-disk-of-its-own',
    },
    {
      id: 'trusted-users',
      question: 'Is everybody who may control the engine somebody who may be root on this machine?',
      commands: ['getent group docker', 'getent group sudo wheel'],
      references: cis('1.1.2'),
      topic: 'engine-access',
      section: 'the-docker-group',
    },
    {
      id: 'audit-programs',
      question: 'Does the audit system record the use of the engine, containerd and runc?',
      commands: ["sudo auditctl -l | grep -E '/usr/s?bin/(docker|containerd|runc)'"],
      references: cis('1.1.3', '1.1.14', '1.1.15', '1.1.16', '1.1.17', '1.1.18'),
      topic: 'host',
      section: 'auditing',
    },
    {
      id: 'audit-data',
      question: "Does it record changes in the engine's data folders and at its sockets?",
      commands: ["sudo auditctl -l | grep -E '/var/lib/docker|/run/containerd|docker\\.sock'"],
      references: cis('1.1.4', '1.1.5', '1.1.8', '1.1.9'),
      topic: 'host',
      section: 'auditing',
    },
    {
      id: 'audit-settings',
      question: 'Does it record changes of unit files and settings?',
      commands: [
        "sudo auditctl -l | grep -E '/etc/(docker|containerd|default/docker|sysconfig/docker)|docker\\.service'",
      ],
      references: cis('1.1.6', '1.1.7', '1.1.10', '1.1.11', '1.1.12', '1.1.13'),
      topic: 'host',
      section: 'auditing',
    },
    {
      id: 'hardened-host',
      question: 'Is the machine itself hardened, and does nothing run on it that is not needed?',
      commands: ['systemctl list-units --type=service --state=running', 'sudo ss -ltnup'],
      references: cis('1.2.1'),
      topic: 'host',
      section: 'a-machine-of-its-own',
    },
    {
      id: 'engine-up-to-date',
      question: 'Do the engine, containerd and runc have all security updates?',
      commands: ['docker version'],
      references: [...cis('1.2.2'), ...owasp('RULE #0')],
      topic: 'host',
      section: 'up-to-date',
    },
    {
      id: 'engine-without-root',
      question:
        "Does the engine run without root, or are containers' users mapped to other users of the host?",
      commands: ["docker info --format '{{.SecurityOptions}}'"],
      references: [...cis('2.1', '2.9'), ...owasp('RULE #2', 'RULE #11')],
      topic: 'rootless',
    },
    {
      id: 'machine-checked',
      question: 'Has a tool such as Docker Bench for Security checked this machine, and was its report read?',
      commands: [
        'git clone https://github.com/docker/docker-bench-security.git',
        'cd docker-bench-security && sudo sh docker-bench-security.sh',
      ],
      references: [],
      topic: 'host',
      section: 'tools-that-check-the-machine',
    },
  ],
};

const KERNEL: ChecklistGroup = {
  id: 'kernel',
  title: 'Kernel',
  items: [
    {
      id: 'kernel-up-to-date',
      question: 'Does the newest kernel of the distribution run, and not only lie on the disk?',
      commands: ['uname -r', 'ls -1t /boot/vmlinuz-* | head -n 1', 'ls /run/reboot-required'],
      references: owasp('RULE #0'),
      topic: 'host',
      section: 'up-to-date',
    },
    {
      id: 'security-module',
      question: 'Is AppArmor or SELinux loaded, and does the engine use it?',
      commands: [
        'cat /sys/kernel/security/lsm',
        'sudo aa-status',
        'getenforce',
        "docker info --format '{{.SecurityOptions}}'",
      ],
      references: [...cis('5.2', '5.3'), ...owasp('RULE #6')],
      topic: 'confinement',
      section: 'apparmor',
    },
    {
      id: 'seccomp-available',
      question: 'Does the engine filter system calls (`name=seccomp`), with its own profile or with yours?',
      commands: [
        "docker info --format '{{.SecurityOptions}}'",
        inspect('{{.Name}} {{.HostConfig.SecurityOpt}}'),
      ],
      references: [...cis('2.17', '5.22'), ...owasp('RULE #6')],
      topic: 'confinement',
      section: 'seccomp',
    },
    {
      id: 'cgroup-v2',
      question: 'Does the machine use cgroup version 2, and does `docker info` warn of no missing limit?',
      commands: [
        'stat -f -c %T /sys/fs/cgroup',
        "docker info --format '{{.CgroupVersion}} pids={{.PidsLimit}} memory={{.MemoryLimit}} swap={{.SwapLimit}}'",
        "docker info --format '{{range .Warnings}}{{println .}}{{end}}'",
      ],
      references: owasp('RULE #7'),
      topic: 'host',
      section: 'the-kernel',
    },
    {
      id: 'kernel-hardening',
      question:
        'Are the kernel settings hardened that hide addresses and keep ordinary users from BPF and tracing?',
      commands: [
        'sysctl kernel.kptr_restrict kernel.dmesg_restrict kernel.unprivileged_bpf_disabled kernel.yama.ptrace_scope',
        'cat /sys/kernel/security/lockdown',
      ],
      references: cis('1.2.1'),
      topic: 'host',
      section: 'the-kernel',
    },
  ],
};

const FILES: ChecklistGroup = {
  id: 'engine-files',
  title: 'Files of the engine',
  items: [
    {
      id: 'unit-files',
      question: 'Do the unit files belong to root:root, with mode 644 or less?',
      commands: [
        `${OWNER_AND_MODE} "$(systemctl show --property=FragmentPath --value docker.service)"`,
        `${OWNER_AND_MODE} "$(systemctl show --property=FragmentPath --value docker.socket)"`,
      ],
      references: cis('3.1', '3.2', '3.3', '3.4'),
      topic: 'host',
      section: 'files-and-their-owners',
    },
    {
      id: 'settings-folder',
      question: 'Does `/etc/docker` belong to root:root, with mode 755 or less?',
      commands: [`${OWNER_AND_MODE} /etc/docker`],
      references: cis('3.5', '3.6'),
      topic: 'host',
      section: 'files-and-their-owners',
    },
    {
      id: 'registry-certificates',
      question: 'Do the certificates of registries belong to root:root, with mode 444?',
      commands: [`sudo find /etc/docker/certs.d -type f -exec ${OWNER_AND_MODE} {} +`],
      references: cis('3.7', '3.8'),
      topic: 'host',
      section: 'files-and-their-owners',
    },
    {
      id: 'engine-certificates',
      question:
        'Do the TLS certificates of the engine belong to root:root, with mode 444, and its key with mode 400?',
      commands: [
        "grep -s -E 'tls(cacert|cert|key)' /etc/docker/daemon.json",
        `sudo find /etc/docker -maxdepth 2 -name '*.pem' -exec ${OWNER_AND_MODE} {} +`,
      ],
      references: cis('3.9', '3.10', '3.11', '3.12', '3.13', '3.14'),
      topic: 'host',
      section: 'files-and-their-owners',
    },
    {
      id: 'engine-socket',
      question: "Does the engine's socket belong to root and the group docker, with mode 660?",
      commands: [`${OWNER_AND_MODE} /var/run/docker.sock`],
      references: [...cis('3.15', '3.16'), ...owasp('RULE #1')],
      topic: 'engine-access',
      section: 'the-docker-group',
    },
    {
      id: 'daemon-json',
      question: 'Does `daemon.json` belong to root:root, with mode 644 or less?',
      commands: [`${OWNER_AND_MODE} /etc/docker/daemon.json`],
      references: cis('3.17', '3.18'),
      topic: 'host',
      section: 'files-and-their-owners',
    },
    {
      id: 'environment-files',
      question: 'Do the files with variables of the engine belong to root:root, with mode 644 or less?',
      commands: [`${OWNER_AND_MODE} /etc/default/docker /etc/sysconfig/docker`],
      references: cis('3.19', '3.20', '3.21', '3.22'),
      topic: 'host',
      section: 'files-and-their-owners',
    },
    {
      id: 'containerd-socket',
      question: 'Does the socket of containerd belong to root:root, with mode 660 or less?',
      commands: [`sudo ${OWNER_AND_MODE} /run/containerd/containerd.sock`],
      references: cis('3.23', '3.24'),
      topic: 'host',
      section: 'files-and-their-owners',
    },
    {
      id: 'data-folder',
      question: "Does the engine's data folder belong to root, closed to other users?",
      commands: [`sudo ${OWNER_AND_MODE} "$(docker info --format '{{.DockerRootDir}}')"`],
      references: [],
      topic: 'host',
      section: 'files-and-their-owners',
    },
  ],
};

const IMAGES: ChecklistGroup = {
  id: 'images',
  title: 'Images on the host',
  items: [
    {
      id: 'image-sprawl',
      question: 'Are all images on the machine in use, and old ones removed?',
      commands: ['docker image ls', 'docker system df'],
      references: cis('6.1'),
      topic: 'host',
      section: 'images-on-the-machine',
    },
    {
      id: 'container-sprawl',
      question: 'Is every container on the machine still wanted, those that stopped included?',
      commands: ['docker ps --all --size'],
      references: cis('6.2'),
      topic: 'host',
      section: 'images-on-the-machine',
    },
    {
      id: 'stale-images',
      question:
        'Were all images that run built or pulled recently, from release lines that are still supported?',
      commands: ["docker image ls --format 'table {{.Repository}}\\t{{.Tag}}\\t{{.CreatedSince}}'"],
      references: [...cis('4.4', '5.28'), ...owasp('RULE #9')],
      topic: 'images',
    },
    {
      id: 'image-scan',
      question:
        'Are images scanned for known vulnerabilities, again and again and not only when they are built?',
      commands: [eachImage('trivy image --severity HIGH,CRITICAL')],
      references: [...cis('4.4'), ...owasp('RULE #9')],
      topic: 'host',
      section: 'images-on-the-machine',
    },
    {
      id: 'secrets-in-images',
      question: 'Were images and repositories searched for secrets?',
      commands: [eachImage('trivy image --scanners secret'), 'gitleaks git .'],
      references: [...cis('4.10'), ...owasp('RULE #9', 'RULE #12')],
      topic: 'secrets',
    },
    {
      id: 'image-origin',
      question: 'Do images come from registries that you chose, pinned by digest or verified by signature?',
      commands: [
        "docker image ls --format '{{.Repository}}' | sort --unique",
        "docker info --format '{{json .RegistryConfig}}'",
        'docker image ls --digests',
      ],
      references: [...cis('4.2', '4.5', '4.12'), ...owasp('RULE #13')],
      topic: 'images',
      section: 'tags-and-digests',
    },
    {
      id: 'inventory',
      question: 'Is it known which programs and libraries are in each image, in which version?',
      commands: [eachImage('syft scan')],
      references: [...cis('4.11'), ...owasp('RULE #13')],
      topic: 'host',
      section: 'images-on-the-machine',
    },
    {
      id: 'setuid-files',
      question: 'Were setuid and setgid programs looked through that lie in the images?',
      commands: ['docker ps --quiet | xargs -I {} docker exec {} find / -xdev -perm /6000 -type f'],
      references: cis('4.8'),
      topic: 'users',
    },
    {
      id: 'inside-images',
      question:
        'Was the configuration of the programs inside the images looked at: TLS, ciphers, accounts, defaults?',
      commands: [],
      references: [],
      topic: 'host',
      section: 'policy-and-routine',
    },
  ],
};

const RUNTIME: ChecklistGroup = {
  id: 'runtime',
  title: 'What really runs',
  items: [
    {
      id: 'running-privileges',
      question: 'Does no container run with more privileges than the files in the repository say?',
      commands: [
        inspect(
          '{{.Name}} privileged={{.HostConfig.Privileged}} added={{.HostConfig.CapAdd}} {{.HostConfig.SecurityOpt}}',
        ),
      ],
      references: [...cis('5.4', '5.5'), ...owasp('RULE #3')],
      topic: 'privileges',
      section: 'privileged-containers',
    },
    {
      id: 'running-mounts',
      question: 'Does no container have the socket of an engine, or a system folder of the host?',
      commands: [inspect('{{.Name}}{{range .Mounts}} {{.Source}}{{end}}')],
      references: [...cis('5.6', '5.32'), ...owasp('RULE #1')],
      topic: 'engine-access',
      section: 'the-socket-inside-a-container',
    },
    {
      id: 'running-namespaces',
      question: 'Does no container share network, processes or memory with the host that need not?',
      commands: [
        inspect(
          '{{.Name}} net={{.HostConfig.NetworkMode}} pid={{.HostConfig.PidMode}} ipc={{.HostConfig.IpcMode}} uts={{.HostConfig.UTSMode}} userns={{.HostConfig.UsernsMode}}',
        ),
      ],
      references: cis('5.10', '5.16', '5.17', '5.21', '5.31'),
      topic: 'host',
      section: 'what-really-runs',
    },
    {
      id: 'running-users',
      question:
        'Does no container run as root that need not? An empty user is the one of the image, or root.',
      commands: [inspect('{{.Name}} user={{.Config.User}}')],
      references: [...cis('4.1'), ...owasp('RULE #2')],
      topic: 'users',
      section: 'the-user-inside',
    },
    {
      id: 'running-limits',
      question: 'Has every container limits of memory and processes? 0 means none.',
      commands: [inspect('{{.Name}} memory={{.HostConfig.Memory}} pids={{.HostConfig.PidsLimit}}')],
      references: [...cis('5.11', '5.29'), ...owasp('RULE #7')],
      topic: 'resources',
      section: 'memory',
    },
    {
      id: 'old-containers',
      question: 'Are containers replaced regularly, so that none lives on for months?',
      commands: ["docker ps --format 'table {{.Names}}\\t{{.Image}}\\t{{.RunningFor}}'"],
      references: owasp('RULE #0'),
      topic: 'host',
      section: 'policy-and-routine',
    },
  ],
};

const NETWORK: ChecklistGroup = {
  id: 'network',
  title: 'Network',
  items: [
    {
      id: 'published-ports',
      question: 'Is every port that listens on a public address meant to be public?',
      commands: ['sudo ss -ltnup', "docker ps --format 'table {{.Names}}\\t{{.Ports}}'"],
      references: [...cis('5.8', '5.9', '5.14'), ...owasp('RULE #5a')],
      topic: 'network',
      section: 'published-ports',
    },
    {
      id: 'firewall',
      question:
        'Does a firewall hold for published ports too, in the chain DOCKER-USER or in front of the machine?',
      commands: ['sudo iptables -S DOCKER-USER', 'sudo nft list ruleset', 'sudo ufw status verbose'],
      references: [...cis('2.4'), ...owasp('RULE #5a')],
      topic: 'host',
      section: 'firewall',
    },
    {
      id: 'remote-api',
      question:
        'Does the engine listen on no TCP port, or only with client certificates and behind a firewall?',
      commands: ['sudo ss -ltnp | grep dockerd', 'systemctl cat docker.service docker.socket'],
      references: [...cis('2.7'), ...owasp('RULE #1')],
      topic: 'engine-access',
      section: 'the-remote-api',
    },
    {
      id: 'outgoing',
      question: 'Can the machine reach only the registries and services that you allow?',
      commands: [
        'curl --silent --show-error --max-time 5 --output /dev/null https://example.com && echo reachable',
      ],
      references: owasp('RULE #13'),
      topic: 'host',
      section: 'firewall',
    },
  ],
};

const SWARM: ChecklistGroup = {
  id: 'swarm',
  title: 'Swarm (where there is one)',
  items: [
    {
      id: 'swarm-managers',
      question: 'Are there as few managers as availability needs, three or five?',
      commands: ["docker info --format '{{.Swarm.LocalNodeState}}'", 'docker node ls --filter role=manager'],
      references: cis('7.1'),
      topic: 'host',
      section: 'a-swarm',
    },
    {
      id: 'swarm-unlock-key',
      question: 'Are managers locked after a restart, and is their unlock key rotated?',
      commands: ['docker info | grep --ignore-case autolock'],
      references: cis('7.5', '7.6'),
      topic: 'host',
      section: 'a-swarm',
    },
    {
      id: 'swarm-certificates',
      question: 'Are the certificates of the nodes and of their authority rotated?',
      commands: ["docker info | grep 'Expiry Duration'", 'docker swarm ca | openssl x509 -noout -dates'],
      references: cis('7.7', '7.8'),
      topic: 'host',
      section: 'a-swarm',
    },
    {
      id: 'swarm-network',
      question: 'Does management listen on an address of a network of its own?',
      commands: ["docker info --format '{{.Swarm.NodeAddr}}'", 'sudo ss -ltnp | grep 2377'],
      references: cis('7.2', '7.9'),
      topic: 'host',
      section: 'a-swarm',
    },
    {
      id: 'swarm-overlay',
      question: 'Are overlay networks that leave the machine room encrypted?',
      commands: [
        "docker network ls --filter driver=overlay --quiet | xargs --no-run-if-empty docker network inspect --format '{{.Name}} {{.Options}}'",
      ],
      references: cis('7.3'),
      topic: 'host',
      section: 'a-swarm',
    },
  ],
};

const ORGANISATION: ChecklistGroup = {
  id: 'organisation',
  title: 'Organisation',
  items: [
    people('policy', 'Is it written down which containers may do what, and who decides on exceptions?'),
    people(
      'rebuild',
      'Are images rebuilt on a schedule, from a fresh base, also when nothing changed?',
      '4.4',
    ),
    people(
      'third-party-images',
      "Are other people's images rebuilt or patched by you before they run?",
      '4.2',
    ),
    people(
      'advisories',
      'Does somebody read the security advisories of Docker, runc, the kernel and your base images?',
    ),
    {
      id: 'central-logs',
      question:
        'Do the logs of containers, of their programs and of the engine go to a place outside the machine?',
      commands: ["docker info --format '{{.LoggingDriver}}'", 'journalctl --unit docker.service --lines 5'],
      references: [...cis('2.13'), ...owasp('RULE #10')],
      topic: 'logging',
      section: 'logs-outside-the-machine',
    },
    {
      id: 'secrets-store',
      question: 'Do passwords and keys come from a store for secrets, not from files in the repository?',
      commands: [],
      references: owasp('RULE #12'),
      topic: 'secrets',
    },
    {
      id: 'isolation',
      question:
        'Do workloads that do not trust one another run in different virtual machines or on different machines?',
      commands: ['systemd-detect-virt'],
      references: cis('1.2.1'),
      topic: 'host',
      section: 'a-machine-of-its-own',
    },
  ],
};

/** A question that no command answers. */
function people(id: string, question: string, ...items: readonly string[]): ChecklistItem {
  return {
    id,
    question,
    commands: [],
    references: cis(...items),
    topic: 'host',
    section: 'policy-and-routine',
  };
}

/** The whole checklist, in the order in which a report shows it. */
export const HOST_CHECKLIST: readonly ChecklistGroup[] = [
  HOST,
  KERNEL,
  FILES,
  IMAGES,
  RUNTIME,
  NETWORK,
  SWARM,
  ORGANISATION,
];
