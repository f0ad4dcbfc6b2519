/** Questions about a swarm, where there is one, and about what people have agreed on. */
import { cis, owasp } from '../standards.ts';
import type { ChecklistGroup, ChecklistItem } from './item.ts';

export const SWARM: ChecklistGroup = {
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

export const ORGANISATION: ChecklistGroup = {
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
