/** Questions about what really runs, and who can reach it. */
import { cis, owasp } from '../standards.ts';
import { inspect } from './commands.ts';
import type { ChecklistGroup } from './item.ts';

export const RUNTIME: ChecklistGroup = {
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

export const NETWORK: ChecklistGroup = {
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
