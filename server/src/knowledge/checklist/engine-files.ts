/** Questions about who owns the files of the engine, and who may write them. */
import { cis, owasp } from '../standards.ts';
import type { ChecklistGroup } from './item.ts';

const OWNER_AND_MODE = "stat -c '%U:%G %a %n'";

export const FILES: ChecklistGroup = {
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
      question: 'Does /etc/docker belong to root:root, with mode 755 or less?',
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
      question: 'Does daemon.json belong to root:root, with mode 644 or less?',
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
