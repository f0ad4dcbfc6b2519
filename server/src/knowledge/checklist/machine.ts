/** Questions about the machine and its kernel. */
import { cis, owasp } from '../standards.ts';
import { inspect } from './commands.ts';
import type { ChecklistGroup } from './item.ts';

export const HOST: ChecklistGroup = {
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
      question: "Does the audit system record changes in the engine's data folders and at its sockets?",
      commands: ["sudo auditctl -l | grep -E '/var/lib/docker|/run/containerd|docker\\.sock'"],
      references: cis('1.1.4', '1.1.5', '1.1.8', '1.1.9'),
      topic: 'host',
      section: 'auditing',
    },
    {
      id: 'audit-settings',
      question: 'Does the audit system record changes of unit files and settings?',
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

export const KERNEL: ChecklistGroup = {
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
      question: 'Does the engine filter system calls (name=seccomp), with its own profile or with yours?',
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
      question: 'Does the machine use cgroup version 2, and does the engine warn of no missing limit?',
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
