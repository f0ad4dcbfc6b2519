/** What a baseline knows: findings by rule, place and value, however the files are written and whatever our words are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineText } from '../../server/src/service.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { BASELINE, baselineFor, baselineOf, FOLDER, outcomeOf, serve } from './known.ts';

const COMPOSE = 'services:\n  web:\n    image: nginx:1.29\n    privileged: true\n    user: "1000"\n';
const DOCKERFILE = 'FROM alpine:3.20 AS build\nRUN sudo make\nFROM alpine:3.20\nUSER 10001\nRUN sudo make\n';
const FILES = { 'compose.yaml': COMPOSE, 'app/Dockerfile': DOCKERFILE };

test('what is written down is a hint, keeps its weight in mind, and is nothing new', async () => {
  const before = await outcomeOf(FILES, baselineText([]));
  const baseline = await baselineFor(FILES);
  const after = await outcomeOf(FILES, baseline);
  assert.deepEqual(after.fresh, []);
  assert.deepEqual(after.known, [
    'compose.yaml: require-hardening (hint)',
    'compose.yaml: no-privileged (error)',
    'app/Dockerfile: no-sudo (info)',
    'app/Dockerfile: no-sudo (warning)',
  ]);
  assert.equal(after.known.length, before.fresh.length);
  assert.deepEqual([after.mended, after.problems], [[], []]);
  assert.equal(baselineText(after.next.entries), baseline);
});

test('one entry a line, sorted, by place and never by line', async () => {
  assert.deepEqual((await baselineFor(FILES)).split('\n'), [
    '{"version": 1, "findings": [',
    '{"path": "app/Dockerfile", "rule": "no-sudo", "place": "last stage › RUN", "value": "82a5768179586dd5", "severity": "warning"},',
    '{"path": "app/Dockerfile", "rule": "no-sudo", "place": "stage build › RUN", "value": "82a5768179586dd5", "severity": "info"},',
    '{"path": "compose.yaml", "rule": "no-privileged", "place": "service web › privileged", "value": "23a4d37e94953138", "severity": "error"},',
    '{"path": "compose.yaml", "rule": "require-hardening", "place": "service web", "value": "", "severity": "hint"}',
    ']}',
    '',
  ]);
});

test('another value at the same place is new, and the old one is mended', async () => {
  const files = { 'compose.yaml': 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n' };
  const baseline = await baselineFor(files);
  const changed = { 'compose.yaml': files['compose.yaml'].replace('80:80', '81:81') };
  const { fresh, mended } = await outcomeOf(changed, baseline);
  assert.deepEqual(fresh, ['compose.yaml: no-open-port']);
  assert.deepEqual(
    mended.map(({ rule, place, count }) => [rule, place, count]),
    [['no-open-port', 'service web › ports', 1]],
  );
});

test('what is there twice is counted: a third one is new, a missing one is mended', async () => {
  const twice = { Dockerfile: 'FROM alpine:3.20\nUSER 1\nRUN sudo make\nRUN sudo make\n' };
  const baseline = await baselineFor(twice);
  assert.match(baseline, /"severity": "warning", "count": 2\}/u);
  const thrice = await outcomeOf({ Dockerfile: `${twice.Dockerfile}RUN sudo make\n` }, baseline);
  assert.deepEqual([thrice.known.length, thrice.fresh.length], [2, 1]);
  assert.deepEqual(
    thrice.next.added.map(({ count }) => count),
    [1],
  );
  const once = await outcomeOf({ Dockerfile: 'FROM alpine:3.20\nUSER 1\nRUN sudo make\n' }, baseline);
  assert.deepEqual([once.known.length, once.fresh.length], [1, 0]);
  assert.deepEqual(
    once.mended.map(({ count }) => count),
    [1],
  );
});

test('a finding that weighs more than the known one is new, one that weighs less is not', async () => {
  const entry = (severity: string): string =>
    `{"path": "compose.yaml", "rule": "no-privileged", "place": "service web › privileged", "value": "23a4d37e94953138"${severity}}`;
  const known = async (severity: string): Promise<boolean> =>
    !(await outcomeOf(FILES, baselineOf(entry(severity)))).fresh.includes('compose.yaml: no-privileged');
  assert.equal(await known(', "severity": "warning"'), false);
  assert.equal(await known(', "severity": "error"'), true);
  // An entry without a weight, as somebody may write it, knows any.
  assert.equal(await known(''), true);
});

test('what a configuration makes of severities makes nothing new', async () => {
  const baseline = await baselineFor(FILES);
  const configured = {
    ...FILES,
    '.bulkhead.yaml': 'rules:\n  no-sudo: error\n  require-hardening: warning\n',
  };
  const { fresh, known } = await outcomeOf(configured, baseline, Object.keys(FILES));
  assert.deepEqual(fresh, []);
  assert.ok(known.includes('app/Dockerfile: no-sudo (error)'));
  assert.ok(known.includes('compose.yaml: require-hardening (warning)'));
});

test('nothing is said of files that were not looked at', async () => {
  const baseline = await baselineFor(FILES);
  const { mended, next } = await outcomeOf({ 'compose.yaml': 'services: {}\n' }, baseline);
  assert.deepEqual(
    mended.map(({ path }) => path),
    ['compose.yaml', 'compose.yaml'],
  );
  assert.deepEqual(
    next.entries.map(({ path }) => path),
    ['app/Dockerfile', 'app/Dockerfile'],
  );
});

test('what is excepted is in no baseline, and neither is what is wrong with exceptions', async () => {
  const excepted = {
    Dockerfile:
      'FROM alpine:3.20\nUSER 1\n# bulkhead: ignore no-sudo -- the builder needs it\nRUN sudo make\n# bulkhead: ignore no-sudo\nRUN make\n',
  };
  const { fresh } = await outcomeOf(excepted, baselineText([]));
  assert.ok(fresh.length > 0 && !fresh.includes('Dockerfile: no-sudo'), fresh.join());
  assert.equal(await baselineFor(excepted), baselineText([]));
});

test('of a secret the baseline has the name and no trace of the value', async () => {
  const compose = (secret: string): Record<string, string> => ({
    'compose.yaml': `services:\n  db:\n    image: postgres:17\n    environment:\n      - POSTGRES_PASSWORD=${secret}\n      - OTHER_PASSWORD=${secret}\n`,
  });
  const baseline = await baselineFor(compose('Xk29fjw0'));
  assert.equal(baseline, await baselineFor(compose('mW81bbq7')));
  assert.equal(baseline.match(/no-secret-in-variable/gu)?.length, 2);
});

test('every message about a secret names it, so that other words of ours change no baseline', () => {
  const rules = registry.rules.filter(({ meta }) => meta.secret);
  assert.ok(rules.length > 0);
  for (const { id, messages } of rules) {
    for (const [name, message] of Object.entries(messages)) {
      assert.ok(message.includes("'{{name}}'"), `${id}, message ${name}`);
    }
  }
});

test('what one file leads to in another is known there, as long as both are looked at', async () => {
  const files = {
    'compose.yaml':
      'services:\n  web:\n    extends: {file: base.yaml, service: base}\n    image: nginx:1.29\n',
    'base.yaml': 'services:\n  base:\n    ports: ["80:80"]\n',
  };
  const { next, fresh } = await outcomeOf(files, baselineText([]));
  const baseline = baselineText(next.entries);
  const again = await outcomeOf(files, baseline);
  assert.ok(fresh.includes('base.yaml: no-open-port'), fresh.join());
  assert.deepEqual([again.fresh, again.mended, again.next.added, again.next.gone], [[], [], [], []]);
  const alone = await outcomeOf(files, baseline, ['base.yaml']);
  assert.deepEqual([alone.fresh, alone.mended, alone.next.gone], [[], [], []]);
});

test('a change of the baseline is a change of what rests on it', async () => {
  const service = serve({ 'compose.yaml': COMPOSE });
  const uri = `${FOLDER}/compose.yaml`;
  const isKnown = async (): Promise<boolean> =>
    (await service.analyze(uri)).findings.every(({ known }) => known !== undefined);
  assert.equal(await isKnown(), false);
  service.open({ uri: BASELINE, text: await baselineFor({ 'compose.yaml': COMPOSE }) });
  assert.equal(await isKnown(), true);
  assert.equal(await service.analyze(uri), await service.analyze(uri));
  service.open({ uri: BASELINE, text: baselineText([]) });
  assert.equal(await isKnown(), false);
});
