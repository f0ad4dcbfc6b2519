/** Praise: what rules find right, in texts as small as can be; and nothing where it is not certain. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { registry } from '../server/src/generated/registry.ts';
import { createMemoryHost } from '../server/src/host/memory.ts';
import { createService } from '../server/src/service.ts';
import { isFrom, isPhrase } from './harness/messages.ts';

/** Every phrase that a text below was praised with. */
const shown: string[] = [];

/** The credits of a text, each with what it underlines. */
async function creditsOf(name: string, text: string): Promise<readonly string[]> {
  const uri = `file:///p/${name}`;
  const host = createMemoryHost(new Map([[uri, text]]));
  const { analysis, credits } = await createService(host, registry).review(uri);
  assert.equal(analysis.status, 'judged');
  assert.deepEqual(host.logged, []);
  shown.push(...credits.map(({ message }) => message));
  return credits.map(
    ({ ruleId, message, range }) => `${ruleId}: ${message} <- ${text.slice(range.start, range.end)}`,
  );
}

/** A service whose image names no version, so that nothing of it is right but what the lines say. */
function service(lines: string): string {
  const indented = lines.replace(/^/gmu, '    ');
  return `services:\n  web:\n    image: nginx\n${indented}\n`;
}

const SERVICES: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing said', 'restart: always', []],
  [
    'hardening',
    'security_opt: [no-new-privileges:true]\ncap_drop: [all]\nread_only: true\nmem_limit: 512m\npids_limit: 200',
    [
      'require-hardening: forbids new privileges <- no-new-privileges:true',
      'require-hardening: drops every capability <- all',
      'require-hardening: has a read-only root file system <- read_only: true',
      'require-hardening: limits memory to 512 MiB <- mem_limit: 512m',
      'require-hardening: limits processes to 200 <- pids_limit: 200',
    ],
  ],
  [
    'limits of a deployment',
    "deploy: {resources: {limits: {memory: '1.5G', pids: 50}}}",
    [
      "require-hardening: limits memory to 1536 MiB <- memory: '1.5G'",
      'require-hardening: limits processes to 50 <- pids: 50',
    ],
  ],
  [
    'capabilities that come back are named',
    'cap_drop: [ALL]\ncap_add: [chown, NET_BIND_SERVICE]',
    ['require-hardening: drops every capability but CHOWN and NET_BIND_SERVICE <- ALL'],
  ],
  ['all of them come back', 'cap_drop: [ALL]\ncap_add: [ALL]', []],
  ['it is not known what comes back', 'cap_drop: [ALL]\ncap_add: ["${MORE}"]', []],
  ['a privileged container keeps them all', 'cap_drop: [ALL]\nprivileged: true', []],
  ['only some are dropped', 'cap_drop: [NET_RAW]', []],
  [
    'the last word on new privileges counts',
    'security_opt: [no-new-privileges:true, no-new-privileges:false]',
    [],
  ],
  ['one option is not known', 'security_opt: [no-new-privileges:true, "${MORE}"]', []],
  ['limits that are none', 'mem_limit: 0\npids_limit: -1\nread_only: false', []],
  ['a user', 'user: "1000:1000"', ['no-root-user: runs as user \'1000:1000\' <- user: "1000:1000"']],
  ['the superuser, by whatever name', 'user: "0:1000"', []],
  ['a group alone', 'user: ":1000"', []],
  ['a user that a variable names', 'user: ${WHO}', []],
  [
    'ports on loopback',
    'ports: ["127.0.0.1:80:80", "[::1]:53:53/udp", "127.0.0.2:8000-8001:8000-8001"]',
    [
      'no-open-port: publishes port 80 on 127.0.0.1 only <- "127.0.0.1:80:80"',
      'no-open-port: publishes port 53/udp on ::1 only <- "[::1]:53:53/udp"',
      'no-open-port: publishes ports 8000-8001 on 127.0.0.2 only <- "127.0.0.2:8000-8001:8000-8001"',
    ],
  ],
  [
    'ports elsewhere',
    'ports: ["80:80", "192.0.2.1:81:80", "${IP}:82:80", "127.0.0.1.example.org:83:80"]',
    [],
  ],
  ["ports that the host's network makes moot", 'network_mode: host\nports: ["127.0.0.1:80:80"]', []],
  [
    'a secret from a file',
    'environment:\n  DB_PASSWORD_FILE: /run/secrets/db',
    [
      "no-secret-in-variable: takes the secret of 'DB_PASSWORD_FILE' from a file <- DB_PASSWORD_FILE: /run/secrets/db",
    ],
  ],
  [
    'files that hold no secret, and secrets that no file holds',
    'environment:\n  LOG_FILE: /var/log/x\n  API_TOKEN_FILE: ${PLACE}\n  DB_PASSWORD_FILE: hunter2\n  _FILE: /a',
    [],
  ],
];

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const SUM = `sha256:${'a'.repeat(64)}`;

const DOCKERFILES: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing said', 'FROM debian\nRUN true', []],
  [
    'images with a version and with a digest',
    `FROM node:22.1-slim AS a\nFROM example.org/team/app:latest@${DIGEST}\nCOPY --from=golang:v1 /a /b`,
    [
      "no-untagged-image: names version 22.1-slim of 'node' <- node:22.1-slim",
      `no-untagged-image: pins 'team/app' by its digest <- example.org/team/app:latest@${DIGEST}`,
      "no-untagged-image: names version v1 of 'golang' <- golang:v1",
    ],
  ],
  [
    'tags that name no version for certain',
    'FROM debian:bookworm\nCOPY --from=a:arm64v8 /a /b\nCOPY --from=b:stable /a /b',
    [],
  ],
  ['a user of the last stage', 'FROM debian\nUSER app', ["no-root-user: runs as user 'app' <- USER app"]],
  ['a user of a stage that does not ship', 'FROM debian AS a\nUSER app\nFROM debian', []],
  ['a user that is taken away again', 'FROM debian\nUSER app\nUSER root', []],
  ['a user that the build names', 'FROM debian\nARG WHO\nUSER $WHO', []],
  [
    "the base image's own user",
    'FROM gcr.io/distroless/static:nonroot',
    [
      "no-root-user: runs as its base image's own user, which is not root <- FROM gcr.io/distroless/static:nonroot",
    ],
  ],
  [
    'downloads that ADD compares',
    `FROM debian\nADD --checksum=${SUM} https://example.org/a.tgz /a\nADD https://example.org/a.git#${'1'.repeat(40)} /b`,
    [
      "no-unverified-add: compares 'https://example.org/a.tgz' with a checksum <- https://example.org/a.tgz",
      "no-unverified-add: takes 'https://example.org/a.git' at one commit <- https://example.org/a.git#1111",
    ],
  ],
  ['a checksum that is empty', 'FROM debian\nADD --checksum= https://example.org/a.tgz /a', []],
  [
    'downloads that a script compares',
    `FROM debian\nRUN curl -o a https://example.org/a && echo "${'a'.repeat(64)}  a" | sha256sum -c -`,
    ["no-piped-download: checks a download with 'sha256sum' <- sha256sum -c -"],
  ],
  [
    'signatures',
    'FROM debian\nRUN curl -O https://example.org/a && gpg --batch --verify a.asc a',
    ["no-piped-download: checks a download with 'gpg' <- gpg --batch --verify a.asc a"],
  ],
  [
    'sums that are printed and not compared, and comparisons without a download',
    'FROM debian\nRUN curl -O https://example.org/a && sha256sum a\nRUN sha256sum -c sums',
    [],
  ],
  [
    'a comparison before the download',
    'FROM debian\nRUN sha256sum -c sums && curl -O https://example.org/a',
    [],
  ],
];

describe('praise of services', () => {
  for (const [what, lines, expected] of SERVICES) {
    test(what, async () => assert.deepEqual(await creditsOf('compose.yaml', service(lines)), expected));
  }

  test('a fragment that another file completes is not praised for its hardening', async () => {
    assert.deepEqual(await creditsOf('compose.yaml', 'services:\n  web: {read_only: true}\n'), []);
  });

  test('what is built here is not fetched by the version that its name says', async () => {
    assert.deepEqual(await creditsOf('compose.yaml', 'services:\n  a: {build: ., image: "a:1.2"}\n'), []);
  });
});

describe('praise of images', () => {
  for (const [what, text, expected] of DOCKERFILES) {
    test(what, async () => {
      const credits = await creditsOf('Dockerfile', `${text}\n`);
      assert.equal(credits.length, expected.length, credits.join('\n'));
      credits.forEach((credit, index) => assert.ok(credit.startsWith(expected[index] ?? ''), credit));
    });
  }
});

test('every phrase of every rule was shown above', () => {
  const phrases = registry.rules.flatMap(({ messages }) => Object.values(messages).filter(isPhrase));
  assert.notEqual(phrases.length, 0);
  const missing = phrases.filter((phrase) => !shown.some((message) => isFrom(message, phrase)));
  assert.deepEqual(missing, []);
});
