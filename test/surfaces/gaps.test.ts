/** Gaps: what a reading says that it could not judge, each with its cause and none without. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Reading } from '../../server/src/model/surface.ts';
import { surface as compose } from '../../server/src/surfaces/compose/surface.ts';
import { surface as dockerfile } from '../../server/src/surfaces/dockerfile/surface.ts';

function gapsOf(reading: Reading, text: string): readonly string[] {
  return reading
    .gaps()
    .map(
      ({ range, reason, message }) =>
        `${reason} at ${JSON.stringify(text.slice(range.start, range.end).split('\n')[0])}: ${message}`,
    );
}

/** The gaps of a Compose file; without `.env` no file sets a variable. */
function composeGaps(text: string, env?: string, name = 'compose.yaml'): readonly string[] {
  const near = { textOf: (uri: string) => (uri === 'file:///p/.env' ? env : undefined) };
  return gapsOf(compose.read({ uri: `file:///p/${name}`, text }, near), text);
}

function dockerfileGaps(text: string): readonly string[] {
  return gapsOf(dockerfile.read({ uri: 'file:///p/Dockerfile', text }, { textOf: () => undefined }), text);
}

describe('Compose: variables', () => {
  const text = `services:
  web:
    image: \${REGISTRY}/web:1
    ports: ["\${PORT}:80", "127.0.0.1:\${PORT}:443", "\${ADMIN}:81"]
    user: \${USER_ID:-1000}
    volumes: ["\${DATA}:/data"]
    cap_drop: ["\${CAP}"]
    environment:
      PASSWORD: \${PASSWORD}
`;

  test('one gap for each kind of setting that rules look at, with the variables that nobody sets', () => {
    assert.deepEqual(composeGaps(text), [
      'variable at "${REGISTRY}/web:1": `${REGISTRY}` is not set, so the image of service \'web\' was not judged.',
      'variable at "\\"${PORT}:80\\"": `${PORT}` and `${ADMIN}` are not set, so the ports of service \'web\' were not judged.',
      'variable at "\\"${DATA}:/data\\"": `${DATA}` is not set, so the mounts of service \'web\' were not judged.',
      'variable at "\\"${CAP}\\"": `${CAP}` is not set, so `cap_drop` of service \'web\' was not judged.',
    ]);
  });

  test('what the file of variables sets is known', () => {
    assert.deepEqual(composeGaps(text, 'REGISTRY=r\nPORT=1\nADMIN=2\nDATA=/d\nCAP=ALL\n'), []);
  });

  test('a variable whose value rests on another one that nobody sets is set, but not known', () => {
    assert.deepEqual(composeGaps('services:\n  a:\n    image: a:${TAG}\n', 'TAG=${VERSION}\n'), [
      'variable at "a:${TAG}": `${TAG}` is not known here, so the image of service \'a\' was not judged.',
    ]);
  });

  test('what a template says for several services is one gap', () => {
    const template = `x-base: &base
  image: web:\${TAG}
services:
  a: {<<: *base}
  b: {<<: *base}
`;
    assert.deepEqual(composeGaps(template), [
      "variable at \"web:${TAG}\": `${TAG}` is not set, so the image of services 'a' and 'b' was not judged.",
    ]);
  });

  test('an image that is built here is not fetched by that name, so its variables are no gap', () => {
    assert.deepEqual(composeGaps('services:\n  a:\n    build: .\n    image: a:${TAG}\n'), []);
  });

  test('a value that Compose refuses is a problem and no gap', () => {
    assert.deepEqual(composeGaps('services:\n  a:\n    image: i:1\n    privileged: perhaps\n'), []);
  });
});

describe('Compose: other files', () => {
  test('included files, those behind a network apart', () => {
    const text = `include:
  - infra.yaml
  - path: [a.yaml, b.yaml]
  - oci://example.org/stack
  - path: https://example.org/team/stack.git
services:
  a: {image: "i:1"}
`;
    assert.deepEqual(composeGaps(text), [
      'file at "infra.yaml": \'infra.yaml\' is included and was not read, so what it adds here was not judged.',
      'file at "path: [a.yaml, b.yaml]": \'a.yaml\' is included and was not read, so what it adds here was not judged.',
      'file at "path: [a.yaml, b.yaml]": \'b.yaml\' is included and was not read, so what it adds here was not judged.',
      'remote at "oci://example.org/stack": \'oci://example.org/stack\' is included and was not read, so what it adds here was not judged.',
      'remote at "path: https://example.org/team/stack.git": \'https://example.org/team/stack.git\' is included and was not read, so what it adds here was not judged.',
    ]);
  });

  test('services that extend others, in this file or another', () => {
    const text = `services:
  a:
    extends: base
  b:
    extends:
      file: common.yaml
      service: base
  base: {image: "i:1"}
`;
    assert.deepEqual(composeGaps(text), [
      "notation at \"extends: base\": Service 'a' extends 'base', which was not followed: what it takes over was not judged.",
      "file at \"extends:\": Service 'b' extends 'base' in 'common.yaml', which was not followed: what it takes over was not judged.",
    ]);
  });

  test('files with variables are one gap each, however many services take them', () => {
    const text = `services:
  a:
    image: i:1
    env_file: .env
  b:
    image: i:1
    env_file:
      - .env
      - path: b.env
        required: false
`;
    assert.deepEqual(composeGaps(text), [
      "file at \"env_file: .env\": '.env' was not read, so the variables that it gives to services 'a' and 'b' were not judged.",
      "file at \"env_file:\": 'b.env' was not read, so the variables that it gives to service 'b' were not judged.",
    ]);
  });

  test('mounts from outside the project, and an image from a repository', () => {
    const text = `services:
  a:
    image: i:1
    volumes_from: [b, "container:c"]
  b:
    build:
      dockerfile_inline: |
        FROM i:1
  c:
    build: https://example.org/team/c.git#main
  d:
    build: ./d
`;
    assert.deepEqual(composeGaps(text), [
      'notation at "volumes_from: [b, \\"container:c\\"]": Service \'a\' takes over mounts of others with `volumes_from`; those from outside this project were not judged for it.',
      "remote at \"build: https://example.org/team/c.git#main\": The image of service 'c' is built from 'https://example.org/team/c.git#main', which was not read.",
    ]);
  });

  test('one word about services that another file completes', () => {
    const services = Array.from({ length: 6 }, (_, index) => `  s${index}: {read_only: true}\n`).join('');
    assert.deepEqual(composeGaps(`services:\n${services}  whole: {image: "i:1"}\n`), [
      "file at \"services\": Services 's0', 's1', 's2' and 3 more name no image here, so what only another file may say was not judged.",
    ]);
    assert.deepEqual(composeGaps('services:\n  a: {image: "i:1"}\n', undefined, 'compose.override.yaml'), [
      'file at "services": This file is laid over another one, so what its services leave unsaid was not judged.',
    ]);
  });

  test('names from the text cannot break the sentence', () => {
    const [gap = ''] = composeGaps(
      `services:\n  a:\n    image: i:1\n    env_file: "a\\n\\u202e${'x'.repeat(200)}"\n`,
    );
    assert.match(gap, /: 'a x{77}…' was not read/u);
  });
});

describe('Dockerfile', () => {
  test('a plain file has none', () => {
    assert.deepEqual(
      dockerfileGaps('# syntax=docker/dockerfile:1\nARG V=1\nFROM node:$V\nUSER node\nRUN echo $X\n'),
      [],
    );
  });

  test('bases that arguments without a value decide', () => {
    const text =
      'ARG BASE\nARG TAG=1\nFROM $BASE:$TAG AS build\nFROM i:${TARGETARCH}\nFROM build\nUSER app\n';
    assert.deepEqual(dockerfileGaps(text), [
      'variable at "$BASE:$TAG": `$BASE` has no value in this file, so the base image of stage \'build\' was not judged.',
      'variable at "i:${TARGETARCH}": `$TARGETARCH` is known only when the image is built, so the base image of stage \'1\' was not judged.',
    ]);
  });

  test('a name that is no name of an image', () => {
    assert.deepEqual(dockerfileGaps('FROM {{image}}\nCOPY --from=$STAGE /a /b\nUSER app\n'), [
      "notation at \"{{image}}\": '{{image}}' cannot be read as the name of an image, so the base image of stage '0' was not judged.",
      'variable at "$STAGE": It is not known which image \'$STAGE\' means, so what is taken from it was not judged.',
    ]);
  });

  test('users of the final image that are not in the text', () => {
    assert.deepEqual(dockerfileGaps('FROM node:20\nARG UID\nUSER $UID\n'), [
      'variable at "USER $UID": `$UID` has no value in this file, so the user of the image was not judged.',
    ]);
    assert.deepEqual(dockerfileGaps('FROM example.org/team/base:1\nCMD ["a"]\n'), [
      'remote at "FROM example.org/team/base:1": There is no USER, and only a registry knows which user \'example.org/team/base:1\' starts as, so the user was not judged.',
    ]);
    assert.deepEqual(dockerfileGaps('FROM node:20\nONBUILD COPY . /app\n'), [
      'notation at "FROM node:20": With ONBUILD this is a base for other images, so the user of the image was not judged.',
    ]);
    assert.deepEqual(dockerfileGaps('FROM node:20\n'), [], 'node is known to start as root');
  });

  test('downloads and scripts that are not read', () => {
    const text = `# syntax=example.org/frontend:1
FROM node:20
USER node
ADD $URL /a
RUN <<END
#!/usr/bin/env python3
print(1)
END
RUN python3 <<END
print(2)
END
RUN cat <<END
print(3)
END
`;
    assert.deepEqual(dockerfileGaps(text), [
      'notation at "# syntax=example.org/frontend:1": \'example.org/frontend:1\' reads this file when it is built: what only it understands was not judged.',
      'variable at "$URL": `$URL` has no value in this file, so what ADD takes was not judged.',
      'notation at "RUN <<END": No shell that is understood here reads this script, so it was not judged.',
      'notation at "python3 <<END": \'python3\' runs what stands below it, which was not judged.',
    ]);
  });
});
