/** Comments for other tools: what they cover here, as far as it covers there, and that they are nobody's fault. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tell } from './tell.ts';

/** How many of two findings, the first right under the comment, are excepted by it. */
async function excepted(
  comment: string,
  options: { top?: boolean; between?: string } = {},
): Promise<string[]> {
  const { between = '' } = options;
  const at = `# ${comment}\n${between}`;
  const text =
    options.top === true
      ? `${at}FROM alpine:3.20\nRUN sudo ls\nRUN sudo ls\nUSER 1\n`
      : `FROM alpine:3.20\n${at}RUN sudo ls\nRUN sudo ls\nUSER 1\n`;
  const told = await tell({ Dockerfile: text });
  const spoken = told.found.filter((spot) => !spot.startsWith('no-sudo'));
  assert.deepEqual(spoken, [], 'nothing is said of comments for other tools');
  return told.excepted.map((spot) => spot.split(' by ')[1] ?? '');
}

const ONE: readonly (readonly [string, string])[] = [
  ['hadolint ignore=DL3004', 'hadolint'],
  ['hadolint  ignore = DL3004 , SC2086', 'hadolint'],
  ['hadolint ignore=SC2086,DL3004 # as we must', 'hadolint'],
  ['trivy:ignore:DS-0010', 'trivy'],
  ['trivy:ignore:DS010', 'trivy'],
  ['trivy:ignore:AVD-DS-0010 trivy:ignore:DS-0002', 'trivy'],
  ['trivy:ignore:DS-0010:exp:2027-01-01', 'trivy'],
  ['trivy:ignore:*', 'trivy'],
  ['nosemgrep', 'semgrep'],
  ['nosem', 'semgrep'],
  ['NOSEMGREP: no-sudo-in-dockerfile', 'semgrep'],
  ['nosemgrep: other-rule, dockerfile.security.no-sudo-in-dockerfile.no-sudo-in-dockerfile', 'semgrep'],
  ['kics-scan ignore-line', 'kics'],
  ['kics-scan ignore-block', 'kics'],
  ['tally ignore=hadolint/DL3004', 'tally'],
  ['tally ignore=DL3004;reason=as we must', 'tally'],
];

describe('comments for one instruction', () => {
  for (const [comment, tool] of ONE) {
    test(comment, async () => {
      assert.deepEqual(await excepted(comment), [tool]);
    });
  }
});

const WHOLE: readonly (readonly [string, string])[] = [
  ['hadolint global ignore=DL3004', 'hadolint'],
  ['tally global ignore=hadolint/DL3004;reason=as we must', 'tally'],
  ['checkov:skip=CKV2_DOCKER_1:as we must', 'checkov'],
  ['kics-scan ignore', 'kics'],
];

describe('comments for the file', () => {
  for (const [comment, tool] of WHOLE) {
    test(comment, async () => {
      assert.deepEqual(await excepted(comment, { top: true }), [tool, tool]);
    });
  }

  test('checkov reads its comments wherever they stand', async () => {
    assert.deepEqual(await excepted('checkov:skip=CKV2_DOCKER_1'), ['checkov', 'checkov']);
  });

  test('a directive of BuildKit counts at the very top, elsewhere for what stands under it', async () => {
    const secret = 'FROM alpine:3.20\nARG API_TOKEN\nENV API_TOKEN=abcdef0123456789\nUSER 1\n';
    const by = async (head: string, body = secret) => {
      const told = await tell({ Dockerfile: `${head}${body}` });
      return told.excepted.map((spot) => spot.split(' by ')[1]);
    };
    const skip = '# check=skip=SecretsUsedInArgOrEnv;error=true\n';
    const whole = await by(skip);
    assert.ok(whole.length > 0 && whole.every((tool) => tool === 'buildkit'));
    assert.deepEqual(await by(`# syntax=docker/dockerfile:1\n${skip}`), whole);
    assert.deepEqual(await by('# check=skip=all\n'), whole);
    assert.deepEqual(await by(`# a comment\n${skip}`), []);
    assert.deepEqual(await by(`\n${skip}`), []);
    const above = secret.replace('ENV', '# check=skip=SecretsUsedInArgOrEnv // as we must\nENV');
    assert.deepEqual(await by('', above), ['buildkit']);
  });
});

test('hadolint and kics except a stage', async () => {
  for (const comment of ['hadolint stage ignore=DL3004', 'kics-scan ignore-block']) {
    const told = await tell({
      Dockerfile: `FROM alpine:3.20 AS one\nRUN sudo ls\n# ${comment}\nFROM alpine:3.20\nRUN sudo ls\nRUN sudo ls\nUSER 1\n`,
    });
    assert.equal(told.excepted.length, 2, comment);
    assert.deepEqual(told.found, ['no-sudo at sudo']);
  }
});

/** What other tools do not take either, and what names none of our rules. */
const NOTHING = [
  'hadolint ignore=DL3008',
  'hadolint ignore=crazy,DL3004',
  'hadolint ignore=DL3004,crazy',
  'hadolint ignore=DL3004 as we must',
  'hadolint ignore=DL3004, DL3020 -- as we must',
  'hadolint shell=/bin/bash',
  'hadolint disable=DL3004',
  'trivy:ignore:DS-0002',
  'trivy:ignore:DS-0010:exp:2026-11-23',
  'trivy:ignore:DS-0010:exp:2027-02-30',
  'trivy:ignore',
  'checkov:skip=CKV_DOCKER_99:why',
  'kics-scan disable=965a08d7-ef86-4f14-8792-4a3b2098937e',
  'kics-scan ignore-line please',
  'kics-scan ignore',
  'nosemgrep: other-rule',
  'nosemgreps',
  'tally ignore=buildkit/DL3004',
  'tally of sudo: ignore=DL3004',
  'check=error=true',
  'check=skip=StageNameCasing',
];

describe('comments that except nothing here', () => {
  for (const comment of NOTHING) {
    test(comment, async () => {
      const told = await tell({ Dockerfile: `FROM alpine:3.20\n# ${comment}\nRUN sudo ls\nUSER 1\n` });
      assert.deepEqual(told.excepted, []);
      const spoken = told.found.filter((spot) => !spot.startsWith('no-expired-exception'));
      assert.deepEqual(spoken, ['no-sudo at sudo']);
    });
  }

  test('tools that go by lines want the line before', async () => {
    for (const [comment] of ONE.filter(([, tool]) => ['hadolint', 'semgrep', 'kics'].includes(tool))) {
      assert.deepEqual(await excepted(comment, { between: '# another comment\n' }), [], comment);
      assert.deepEqual(await excepted(comment, { between: '\n' }), [], comment);
    }
  });
});

test('in a Compose file only those count that read Compose files, and of an entry its first line', async () => {
  const told = async (comment: string, text: string) =>
    (await tell({ 'compose.yaml': text.replace('#', `# ${comment}`) })).excepted;
  const service = 'services:\n  #\n  web:\n    image: nginx:1.27\n    privileged: true\n';
  const entry = 'services:\n  web:\n    image: nginx:1.27\n    #\n    privileged: true\n';
  const beside = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true #\n';
  assert.deepEqual(await told('nosemgrep: privileged-service', entry), [
    'no-privileged at privileged: true by semgrep',
  ]);
  assert.deepEqual(await told('nosemgrep: privileged-service', beside), [
    'no-privileged at privileged: true by semgrep',
  ]);
  assert.deepEqual(await told('nosemgrep: privileged-service', service), []);
  assert.ok(
    (await told('kics-scan ignore-block', service)).includes('no-privileged at privileged: true by kics'),
  );
  assert.deepEqual(await told('hadolint ignore=DL3004', entry), []);
});

test('what another tool is told is kept when it is written for Bulkhead', async () => {
  const text = 'FROM alpine:3.20\n# hadolint ignore=DL3004 # as we must\nRUN sudo ls\nUSER 1\n';
  const { analysis } = await tell({ Dockerfile: text }, 'Dockerfile', { strict: true });
  const finding = analysis.findings.find(({ ruleId }) => ruleId === 'prefer-own-exception');
  const fix = finding?.fixes[0]?.lower();
  assert.deepEqual(fix && 'edits' in fix ? fix.edits.map(({ newText }) => newText) : fix, [
    'bulkhead: ignore no-sudo -- as we must',
  ]);
});

test('a comment in the middle is not rewritten as one for the whole file', async () => {
  const text = 'FROM alpine:3.20\n# checkov:skip=CKV2_DOCKER_1:as we must\nRUN sudo ls\nUSER 1\n';
  const { analysis } = await tell({ Dockerfile: text }, 'Dockerfile', { strict: true });
  const finding = analysis.findings.find(({ ruleId }) => ruleId === 'prefer-own-exception');
  const fix = finding?.fixes[0]?.lower();
  assert.ok(fix && 'refused' in fix);
});
