/** Image references: what Docker takes apart, and what it refuses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseImageReference } from '../../server/src/syntax/image-reference/parse-image-reference.ts';
import type { ImageReference } from '../../server/src/model/image.ts';
import { mustEnd } from '../harness/must-end.ts';

const SHA = `sha256:${'0123456789abcdef'.repeat(4)}`;

const valid: readonly ImageReference[] = [
  { text: 'nginx', repository: 'nginx', official: 'nginx' },
  { text: 'nginx:1.29-alpine', repository: 'nginx', tag: '1.29-alpine', official: 'nginx' },
  { text: 'library/nginx', repository: 'library/nginx', official: 'nginx' },
  { text: 'docker.io/nginx', registry: 'docker.io', repository: 'nginx', official: 'nginx' },
  {
    text: 'docker.io/library/nginx:1',
    registry: 'docker.io',
    repository: 'library/nginx',
    tag: '1',
    official: 'nginx',
  },
  {
    text: 'index.docker.io/library/nginx',
    registry: 'index.docker.io',
    repository: 'library/nginx',
    official: 'nginx',
  },
  { text: 'bitnami/nginx', repository: 'bitnami/nginx' },
  { text: 'docker.io/bitnami/nginx', registry: 'docker.io', repository: 'bitnami/nginx' },
  { text: 'library/team/nginx', repository: 'library/team/nginx' },
  { text: `nginx@${SHA}`, repository: 'nginx', digest: SHA, official: 'nginx' },
  { text: `nginx:1@${SHA}`, repository: 'nginx', tag: '1', digest: SHA, official: 'nginx' },
  { text: 'localhost/app', registry: 'localhost', repository: 'app' },
  { text: 'localhost:5000/app:2', registry: 'localhost:5000', repository: 'app', tag: '2' },
  { text: 'localhost:5000', repository: 'localhost', tag: '5000', official: 'localhost' },
  { text: 'registry:5000/a/b', registry: 'registry:5000', repository: 'a/b' },
  { text: 'MYHOST/app', registry: 'MYHOST', repository: 'app' },
  { text: '[2001:db8::1]:5000/app', registry: '[2001:db8::1]:5000', repository: 'app' },
  { text: '192.168.0.1/app', registry: '192.168.0.1', repository: 'app' },
  { text: 'a__b/c---d.e', repository: 'a__b/c---d.e' },
  { text: 'nginx:Mixed_Case.1-x', repository: 'nginx', tag: 'Mixed_Case.1-x', official: 'nginx' },
];

const invalid: readonly string[] = [
  '',
  ' ',
  'nginx:',
  'nginx@',
  'nginx:1:2',
  'nginx:-1',
  `nginx:${'x'.repeat(129)}`,
  'Nginx',
  'ghcr.io/Owner/app',
  'nginx latest',
  ' nginx',
  'nginx\n',
  'a//b',
  '/nginx',
  'nginx/',
  'a___b',
  'a._b',
  '-nginx',
  'nginx-',
  'https://nginx',
  'localhost:port/app',
  '-host.io/app',
  'host..io/app',
  'nginx@sha256:abc',
  `nginx@${SHA.toUpperCase()}`,
  `nginx@md5:${'a'.repeat(32)}`,
  `nginx@${SHA}@${SHA}`,
  'a'.repeat(256),
  '0123456789abcdef'.repeat(4),
  '$IMAGE',
  '${IMAGE}:1',
  'nginx:${TAG}',
  '.',
  '..',
  'é',
];

for (const expected of valid) {
  test(`reads ${expected.text}`, () => assert.deepEqual(parseImageReference(expected.text), expected));
}

for (const text of invalid) {
  test(`refuses ${JSON.stringify(text).slice(0, 60)}`, () =>
    assert.equal(parseImageReference(text), undefined));
}

test('a long name of nothing but separators does not run away', () => {
  for (const text of ['a-'.repeat(400), `x.${'-'.repeat(900)}/a`, 'a/'.repeat(1_000_000)]) {
    assert.equal(
      mustEnd(() => parseImageReference(text)),
      undefined,
    );
  }
});
