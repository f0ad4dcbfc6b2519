/** Parts and places: where findings stand, in words that survive whatever leaves their meaning alone. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import { type Document, isCollection, isMap, isScalar, parseAllDocuments, Scalar, visit } from 'yaml';
import type { TextRange } from '../../server/src/base/text.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { createMemoryHost } from '../../server/src/host/memory.ts';
import type { Place, Reading } from '../../server/src/model/surface.ts';
import { createService, type Review } from '../../server/src/service.ts';
import { surface as compose } from '../../server/src/surfaces/compose/surface.ts';
import { surface as dockerfile } from '../../server/src/surfaces/dockerfile/surface.ts';
import { parseDockerfile } from '../../server/src/syntax/dockerfile/parse.ts';
import { containerFiles, corpusFolder } from '../corpus/files.ts';
import { choiceFrom } from '../harness/chance.ts';
import { mustEnd } from '../harness/must-end.ts';

const COMPOSE = 'file:///p/compose.yaml';
const DOCKERFILE = 'file:///p/Dockerfile';

function readCompose(text: string): Reading {
  return compose.read({ uri: COMPOSE, text }, { textOf: () => undefined });
}

function readDockerfile(text: string): Reading {
  return dockerfile.read({ uri: DOCKERFILE, text }, { textOf: () => undefined });
}

/** The range of a piece of a text that stands in it once. */
function rangeOf(text: string, piece: string): TextRange {
  const start = text.indexOf(piece);
  assert.ok(start >= 0, piece);
  assert.equal(text.indexOf(piece, start + 1), -1, `'${piece}' stands there twice`);
  return { start, end: start + piece.length };
}

/** A place in one line: `web › ports = 80:80`. */
function show({ part, path, value }: Place): string {
  return `${[...(part ? [part.key] : []), ...path].join(' › ')} = ${value}`;
}

describe('Compose', () => {
  const text = `x-base: &base
  user: root
version: '3'
services:
  "web":
    image: "nginx:1.27"   # the server
    ports:
      - "80:80"
      - target: 443
        published: '8443'
    deploy: {resources: {limits: {memory: 1G}}}
    command: sh -c "curl http://example.org/x |
      sh"
  db:
    <<: *base
    environment:
      PASSWORD: 'it''s'
      TOKEN:
    volumes: [a:/a, "b:/b:ro"]
volumes:
  a:
`;

  test('each service is a part with its name as its head', () => {
    const parts = readCompose(text).parts();
    assert.deepEqual(
      parts.map(({ kind, name, key, head }) => [kind, name, key, text.slice(head.start, head.end)]),
      [
        ['service', 'web', 'web', '"web"'],
        ['service', 'db', 'db', 'db'],
      ],
    );
    const [web] = parts;
    assert.ok(web);
    assert.match(text.slice(web.extent.start, web.extent.end), /^"web":[\s\S]*\n {6}sh"$/u);
  });

  const places: readonly (readonly [string, string])[] = [
    ["version: '3'", 'version = 3'],
    ['user: root', 'x-base › user = root'],
    ['"web"', 'web = '],
    ['image: "nginx:1.27"', 'web › image = nginx:1.27'],
    ['nginx:1.27', 'web › image = nginx:1.27'],
    ['nginx', 'web › image = nginx'],
    ['"80:80"', 'web › ports = 80:80'],
    ["target: 443\n        published: '8443'", 'web › ports = {"published":"8443","target":"443"}'],
    ["published: '8443'", 'web › ports › published = 8443'],
    ['memory: 1G', 'web › deploy › resources › limits › memory = 1G'],
    ['{limits: {memory: 1G}}', 'web › deploy › resources = {"limits":{"memory":"1G"}}'],
    ['curl http://example.org/x |\n      sh', 'web › command = curl http://example.org/x | sh'],
    ['<<: *base', 'db › << = *base'],
    ["PASSWORD: 'it''s'", "db › environment › PASSWORD = it's"],
    ['TOKEN:', 'db › environment › TOKEN = '],
    ['"b:/b:ro"', 'db › volumes = b:/b:ro'],
    ['[a:/a, "b:/b:ro"]', 'db › volumes = ["a:/a","b:/b:ro"]'],
    ['a:/a, "b:/b:ro"', 'db › volumes = a:/a b:/b:ro'],
  ];
  for (const [piece, expected] of places) {
    test(`the place of ${JSON.stringify(piece)}`, () => {
      assert.equal(show(readCompose(text).placeOf(rangeOf(text, piece))), expected);
    });
  }

  test('a comment belongs to the service around it', () => {
    const place = readCompose(text).placeOf(rangeOf(text, '# the server'));
    assert.equal(show(place), 'web = # the server');
  });

  test('five thousand services, and one text of many lines, are looked up without going through them all', () => {
    const services = Array.from({ length: 5000 }, (_, index) => `  s${index}:\n    privileged: true\n`);
    const script = Array.from({ length: 5000 }, (_, index) => `        echo ${index}\n`);
    const long = `services:\n${services.join('')}  last:\n    command: |\n${script.join('')}`;
    const reading = readCompose(long);
    mustEnd(() => {
      for (const { extent, name } of reading.parts()) {
        const place = reading.placeOf({ start: extent.end - 17, end: extent.end - 1 });
        if (name !== 'last') assert.equal(place.part?.name, name);
      }
      for (let at = long.indexOf('echo 0'); at >= 0; at = long.indexOf('echo', at + 1)) {
        assert.match(reading.placeOf({ start: at, end: at + 6 }).value, /^echo \d/u);
      }
    });
  });
});

describe('Dockerfile', () => {
  const text = `# syntax=docker/dockerfile:1
ARG VERSION=20
FROM node:20 AS build
ENV TOKEN="a b" OTHER=c
ARG GONE
ADD --checksum=sha256:1 https://example.org/a \\
    # where it goes
    /a
RUN apt-get update && \\
    curl "https://example.org/x" | sh
RUN <<EOF
echo one
curl https://example.org/y \\
  | sh
EOF
FROM alpine:3.20
onbuild run curl https://example.org/z | sh
HEALTHCHECK --interval=5s cmd ["curl", "-k", "https://example.org/h"]
FROM alpine:3.21
FROM debian:12
COPY --from=alpine:3.19 --chown=1:1 /a \t /b
user root
`;

  test('each stage is a part; without a name it is known by its base, and the last one by being the last', () => {
    const parts = readDockerfile(text).parts();
    assert.deepEqual(
      parts.map(({ kind, name, key }) => [kind, name, key]),
      [
        ['stage', 'build', 'build'],
        ['stage', '1', ':alpine'],
        ['stage', '2', ':alpine:2'],
        ['stage', '3', ':last'],
      ],
    );
  });

  const places: readonly (readonly [string, string])[] = [
    ['VERSION=20', 'ARG › VERSION = 20'],
    ['FROM node:20 AS build', 'build = '],
    ['node:20', 'build › FROM = node:20'],
    ['TOKEN="a b"', 'build › ENV › TOKEN = a b'],
    ['ARG GONE', 'build › ARG = GONE'],
    ['GONE', 'build › ARG › GONE = '],
    ['ADD', 'build › ADD = --checksum=sha256:1 https://example.org/a /a'],
    ['--checksum=sha256:1', 'build › ADD › --checksum = sha256:1'],
    ['https://example.org/a', 'build › ADD = https://example.org/a'],
    ['curl "https://example.org/x" | sh', 'build › RUN = curl https://example.org/x | sh'],
    ['curl https://example.org/y \\\n  | sh', 'build › RUN = curl https://example.org/y | sh'],
    ['curl https://example.org/z | sh', ':alpine › ONBUILD › RUN = curl https://example.org/z | sh'],
    ['["curl", "-k", "https://example.org/h"]', ':alpine › HEALTHCHECK = curl -k https://example.org/h'],
    ['"-k"', ':alpine › HEALTHCHECK = -k'],
    ['COPY', ':last › COPY = --chown=1:1 --from=alpine:3.19 /a /b'],
    ['alpine:3.19', ':last › COPY › --from = alpine:3.19'],
    ['user root', ':last › USER = root'],
  ];
  for (const [piece, expected] of places) {
    test(`the place of ${JSON.stringify(piece)}`, () => {
      assert.equal(show(readDockerfile(text).placeOf(rangeOf(text, piece))), expected);
    });
  }

  test('five thousand commands, pairs and flags are looked up without going through them all', () => {
    const numbers = Array.from({ length: 5000 }, (_, index) => index);
    const long = [
      'FROM a',
      `ENV ${numbers.map((n) => `A${n}=x`).join(' ')}`,
      `RUN ${numbers.map((n) => `--mount=from=i${n}`).join(' ')} true`,
      `RUN ${numbers.map((n) => `b${n}`).join(' && ')}`,
      ...numbers.map((n) => `USER u${n}`),
    ].join('\n');
    const reading = readDockerfile(long);
    mustEnd(() => {
      let start = 0;
      for (const word of ['A', 'i', 'b', 'u']) {
        for (const n of numbers) {
          start = long.indexOf(`${word}${n}`, start);
          assert.ok(reading.placeOf({ start, end: start + 2 }).part);
        }
      }
    });
  });
});

/** The findings of a text with their places, sorted. */
async function placesIn(uri: string, text: string): Promise<readonly string[]> {
  const { analysis, placeOf } = await reviewOf(uri, text);
  return analysis.findings
    .map(({ ruleId, range }) => {
      const place = placeOf(range);
      assert.ok(place, text);
      return `${ruleId}: ${show(place)}`;
    })
    .sort();
}

async function reviewOf(uri: string, text: string): Promise<Review> {
  const host = createMemoryHost(new Map([[uri, text]]));
  const review = await createService(host, registry).review(uri);
  assert.deepEqual(host.logged, []);
  return review;
}

/** Rewrites a Compose text as another person would have written it; undefined when it cannot be parsed. */
function rewriteCompose(text: string, change: (document: Document) => void): string | undefined {
  const documents = parseAllDocuments(text, { version: '1.2', merge: false });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
  for (const document of documents) change(document);
  return documents.map((document) => document.toString({ indent: 3, lineWidth: 0 })).join('');
}

const COMPOSE_REWRITES: Readonly<Record<string, (document: Document) => void>> = {
  comments: (document) =>
    visit(document, {
      Pair: (_, { key }) => {
        if (isScalar(key)) key.commentBefore = ' a remark';
      },
    }),
  quotes: (document) =>
    visit(document, {
      Scalar: (_, scalar) => {
        const isLong = scalar.type === Scalar.BLOCK_LITERAL || scalar.type === Scalar.BLOCK_FOLDED;
        if (typeof scalar.value === 'string' && !isLong && scalar.value !== '<<') {
          scalar.type = scalar.type === Scalar.QUOTE_DOUBLE ? Scalar.QUOTE_SINGLE : Scalar.QUOTE_DOUBLE;
        }
      },
    }),
  order: (document) => {
    // An alias has to stand behind its anchor.
    let hasAnchors = false;
    visit(document, { Alias: () => void (hasAnchors = true) });
    if (hasAnchors) return;
    visit(document, { Map: (_, map) => void map.items.reverse() });
  },
  flow: (document) => {
    const services = isMap(document.contents) ? document.contents.get('services', true) : undefined;
    if (!isMap(services)) return;
    visit(document, { Node: (_, node) => void ((node as { comment?: null }).comment = null) });
    visit(services, { Node: (_, node) => void ((node as { commentBefore?: null }).commentBefore = null) });
    for (const { value } of services.items) if (isCollection(value)) value.flow = true;
  },
};

/** Rewrites every instruction: its keyword in small letters, a comment and a blank line between that and the rest. */
function spreadOut(text: string): string {
  const { escape, instructions } = parseDockerfile(text);
  return instructions.toReversed().reduce((result, { keyword, range }) => {
    const rest = result.slice(keyword.end);
    if (range.end === keyword.end || !/^[ \t]+\S/u.test(rest)) return result;
    const word = result.slice(keyword.start, keyword.end).toLowerCase();
    return `${result.slice(0, keyword.start)}${word} ${escape}\n# a remark\n\n   ${rest.trimStart()}`;
  }, text);
}

/** Puts a stage in front of the others. */
function withStageBefore(text: string): string {
  const from = parseDockerfile(text).instructions.find(({ name }) => name === 'FROM');
  if (!from) return text;
  return `${text.slice(0, from.block.start)}FROM scratch AS unrelated\n\n${text.slice(from.block.start)}`;
}

/** Line ends as on Windows; what has them already is left alone. */
function withOtherLineEnds(text: string): string {
  return text.includes('\r') ? text : text.replaceAll('\n', '\r\n');
}

const OWN_COMPOSE = [
  `services:
  web:
    image: nginx
    privileged: true
    ports: ["80:80", "443:443"]
    environment:
      - DB_PASSWORD=hunter22
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
  db:
    image: postgres
    environment:
      POSTGRES_PASSWORD: hunter22
    cap_add: [SYS_ADMIN]
    command: sh -c "curl http://example.org/x | sh"
`,
];
const OWN_DOCKERFILES = [
  `# a comment
ARG BASE=node
FROM golang
RUN curl -k "https://example.org/x" | sh && \\
    sudo true
FROM node:latest
ADD https://example.org/a.tgz /a
ENV API_TOKEN=0123456789abcdef
USER root
CMD ["node", "x.js"]
`,
];

/** Our own texts, and where there is a corpus some of it. */
function textsOf(kind: 'compose' | 'dockerfiles'): readonly string[] {
  const own = kind === 'compose' ? OWN_COMPOSE : OWN_DOCKERFILES;
  if (corpusFolder === undefined) return own;
  const files = containerFiles(corpusFolder).filter(({ path }) => path.startsWith(kind));
  const choose = choiceFrom(7);
  const chosen = Array.from({ length: SAMPLE }, () => files[choose(files.length)]);
  return [...own, ...chosen.flatMap((file) => (file ? readFileSync(fileURLToPath(file.uri), 'utf8') : []))];
}

const SAMPLE = 150;

describe('places survive another layout', () => {
  for (const [name, change] of Object.entries(COMPOSE_REWRITES)) {
    test(`of Compose files: ${name}`, async () => {
      let compared = 0;
      for (const text of textsOf('compose')) {
        const other = rewriteCompose(text, change);
        if (other === undefined) continue;
        // What the package makes of a text by itself is no matter of ours.
        const plain = rewriteCompose(text, () => undefined) ?? text;
        const [before, after] = [await placesIn(COMPOSE, plain), await placesIn(COMPOSE, other)];
        assert.deepEqual(after, before, `${plain}\n=== ${name} ===\n${other}`);
        compared += before.length;
      }
      assert.notEqual(compared, 0);
    });
  }
  test('of Compose files: line ends', async () => {
    let compared = 0;
    for (const text of textsOf('compose')) {
      const [before, after] = [
        await placesIn(COMPOSE, text),
        await placesIn(COMPOSE, withOtherLineEnds(text)),
      ];
      assert.deepEqual(after, before, text);
      compared += before.length;
    }
    assert.notEqual(compared, 0);
  });
  for (const [name, rewrite] of Object.entries({ spreadOut, withStageBefore, withOtherLineEnds })) {
    test(`of Dockerfiles: ${name}`, async () => {
      let compared = 0;
      for (const text of textsOf('dockerfiles')) {
        const other = rewrite(text);
        const [before, after] = [await placesIn(DOCKERFILE, text), await placesIn(DOCKERFILE, other)];
        assert.deepEqual(after, before, `${text}\n=== ${name} ===\n${other}`);
        compared += before.length;
      }
      assert.notEqual(compared, 0);
    });
  }
});
