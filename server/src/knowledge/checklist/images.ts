/** Questions about the images that lie on the machine. */
import { cis, owasp } from '../standards.ts';
import { eachImage } from './commands.ts';
import type { ChecklistGroup } from './item.ts';

export const IMAGES: ChecklistGroup = {
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
