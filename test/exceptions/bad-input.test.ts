/** Exceptions in hostile and huge texts: nothing hangs, nothing throws, and all of it is read. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mustEnd } from '../harness/must-end.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { exceptionsIn } from '../../server/src/engine/exceptions/written.ts';
import { surface as dockerfiles } from '../../server/src/surfaces/dockerfile/surface.ts';
import { surface as composes } from '../../server/src/surfaces/compose/surface.ts';
import { messagesOf, tell } from './tell.ts';

const COUNT = 10_000;
const COMMENT = '# bulkhead: ignore no-sudo -- as we must\n';

/** One comment of a million letters, made in all ways that a grammar may stumble over. */
const HUGE: readonly (readonly [string, string])[] = [
  ['rules', `bulkhead: ignore ${'no-sudo, '.repeat(110_000)}no-sudo -- why`],
  ['words', `bulkhead: ignore no-sudo ${'word '.repeat(200_000)}`],
  ['commas', `bulkhead: ignore ${','.repeat(1_000_000)}`],
  ['dashes', `bulkhead: ignore no-sudo ${'-'.repeat(1_000_000)}`],
  ['blanks', `bulkhead: ignore no-sudo ${' '.repeat(1_000_000)}--${' '.repeat(1_000)}x`],
  ['ends', `bulkhead: ignore no-sudo -- ${'until 2027-03-31 '.repeat(60_000)}`],
  ['signs', `${'#'.repeat(1_000_000)} bulkhead: ignore no-sudo`],
  ['signs behind', `bulkhead${':'.repeat(1_000_000)}`],
  ['a name', `bulkhead: ignore ${'x'.repeat(1_000_000)} -- why`],
  ['the product', 'bulkhead '.repeat(110_000)],
  ['another tool', `hadolint ignore=${'DL3004,'.repeat(150_000)}DL3004`],
  ['many tools', 'nosem check=skip= trivy:ignore: '.repeat(30_000)],
];

describe('one huge comment', () => {
  for (const [name, comment] of HUGE) {
    test(`of ${name}`, () => {
      const text = `FROM alpine:3.20\n# ${comment}\nRUN sudo ls\n`;
      const document = { uri: 'file:///Dockerfile', text };
      mustEnd(() => exceptionsIn(document, dockerfiles, registry.rules));
    });
  }
});

describe('ten thousand comments', () => {
  const find = (text: string, surface = dockerfiles, uri = 'file:///Dockerfile') =>
    mustEnd(() => exceptionsIn({ uri, text }, surface, registry.rules));

  test('above one instruction, above many, and with directives that are none', () => {
    assert.equal(find(`FROM alpine:3.20\n${COMMENT.repeat(COUNT)}RUN sudo ls\n`).length, COUNT);
    assert.equal(find(`FROM alpine:3.20\n${`${COMMENT}RUN sudo ls\n`.repeat(COUNT)}`).length, COUNT);
    const skips = '# check=skip=SecretsUsedInArgOrEnv\n'.repeat(COUNT);
    assert.equal(find(`${skips}FROM alpine:3.20\n`).length, COUNT);
  });

  test('in a Compose file', () => {
    const service = (_: unknown, index: number) =>
      `  # bulkhead: ignore no-privileged -- as we must\n  web${index}:\n    image: nginx:1.27\n    privileged: true # bulkhead: ignore no-privileged -- as we must\n`;
    const services = Array.from({ length: COUNT / 2 }, service).join('');
    assert.equal(find(`services:\n${services}`, composes, 'file:///compose.yaml').length, COUNT);
  });

  test('cover as many findings, and each is used', async () => {
    const many = 1_000;
    const text = `${COMMENT.replace('ignore', 'ignore-file').repeat(many)}FROM alpine:3.20\n${`${COMMENT}RUN sudo ls\n`.repeat(many)}USER 1\n`;
    const told = await tell({ Dockerfile: text });
    assert.equal(told.excepted.length, many);
    assert.deepEqual(messagesOf(told, 'no-unused-exception'), []);
  });
});

describe('odd signs', () => {
  for (const [name, sign] of [
    ['a null', '\0'],
    ['an escape', '\u001b[31m'],
    ['a bidirectional override', '\u202e'],
    ['half a letter', '\ud800'],
    ['a mark that nobody uses', '\u{F0001}'],
  ] as const) {
    test(`${name} in a reason and in a name`, async () => {
      const text = `FROM alpine:3.20\n# bulkhead: ignore no-sudo -- as ${sign} must\nRUN sudo ls\n# bulkhead: ignore no-su${sign}do -- as we must\nRUN sudo ls\nUSER 1\n`;
      const told = await tell({ Dockerfile: text });
      assert.equal(told.excepted.length, 1);
      const [message = ''] = messagesOf(told, 'no-unknown-exception');
      // eslint-disable-next-line no-control-regex -- that there are none is what is asked
      assert.doesNotMatch(message, /[\u0000-\u001f\u202e]/u);
    });
  }
});
