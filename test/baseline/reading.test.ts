/** How baselines are read: whatever a merge leaves behind, and nothing of one that is wrong. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { baselineText } from '../../server/src/service.ts';
import { choiceFrom } from '../harness/chance.ts';
import { mustEnd } from '../harness/must-end.ts';
import { BASELINE, baselineFor, baselineOf, outcomeOf, readNow, serve } from './known.ts';

const FILES = {
  'compose.yaml': 'services:\n  a:\n    image: nginx:1.29\n    privileged: true\n',
  Dockerfile: 'FROM alpine:3.20\nUSER 1\nRUN sudo make\nRUN sudo make\n',
};
const A = '{"path": "a", "rule": "r", "place": "p", "value": "v"}';

/** The message about a baseline and the text that it is about; undefined when it is read. */
async function faultIn(baseline: string): Promise<readonly [string, string] | undefined> {
  const { fresh, known, problems } = await outcomeOf(FILES, baseline);
  const [problem, ...more] = (await serve({ '.bulkhead-baseline.json': baseline }).analyze(BASELINE))
    .problems;
  assert.deepEqual(more, []);
  assert.deepEqual(problems, problem ? [problem.message] : []);
  if (!problem) return undefined;
  // Nothing of it counts.
  assert.deepEqual([fresh.length, known.length], [4, 0]);
  assert.equal(problem.severity, 'error');
  return [problem.message, baseline.slice(problem.range.start, problem.range.end)];
}

describe('what merges leave behind is read', () => {
  const same = async (change: (text: string, lines: string[]) => string): Promise<void> => {
    const baseline = await baselineFor(FILES);
    const changed = change(baseline, baseline.split('\n').slice(1, -2));
    assert.notEqual(changed, baseline);
    const { fresh, mended, problems, next } = await outcomeOf(FILES, changed);
    assert.deepEqual([fresh, mended, problems], [[], [], []]);
    assert.equal(baselineText(next.entries), baseline);
  };
  test('missing commas', () => same((text) => text.replaceAll('},\n', '}\n')));
  test('doubled commas', () => same((text) => text.replaceAll('},\n', '},,\n,')));
  test('a comma before the first and behind the last', () =>
    same((text) => text.replace('[\n', '[\n,').replace('\n]}', ',\n]}')));
  test('doubled entries', () => same((_text, lines) => baselineOf(...lines, ...lines)));
  test('entries in any order', () => same((_text, lines) => baselineOf(...lines.reverse())));
  test('the lists of both sides', () => same((text) => text.replace('\n]}', '\n], "findings": [\n]}')));
  test('CRLF, a byte order mark, another layout', async () => {
    await same((text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`);
    await same((text) => JSON.stringify(JSON.parse(text), null, 4));
    await same((text) => JSON.stringify(JSON.parse(text)));
  });
  test('keys that nobody knows', () =>
    same((text) =>
      text
        .replaceAll('"path"', '"note": {"by": ["hand"]}, "path"')
        .replace('{"version"', '{"more": [1, {}], "version"'),
    ));
  test('paths with detours', () => same((text) => text.replaceAll('"path": "', '"path": "./x/..//')));
});

describe('a wrong baseline is one clear problem', () => {
  const cases: readonly (readonly [string, string, RegExp, string])[] = [
    [
      'conflict marks',
      `{"version": 1, "findings": [\n<<<<<<< ours\n${A}\n=======\n>>>>>>> theirs\n]}`,
      /merge/u,
      '<<<<<<< ours',
    ],
    [
      'conflict marks with CRLF',
      `{"version": 1, "findings": [\r\n${A}\r\n=======\r\n]}`,
      /merge/u,
      '=======',
    ],
    ['a later version', '{"version": 2, "findings": []}', /has version 2/u, '2'],
    ['no version', '{"findings": []}', /which version/u, '{'],
    ['a version that is no number', '{"version": "1", "findings": []}', /which version/u, '"1"'],
    ['no list', '{"version": 1}', /"findings": \[\]/u, '{'],
    ['another list', '{"version": 1, "findings": {}}', /"findings": \[\]/u, '{'],
    ['an entry that is none', `{"version": 1, "findings": [${A}, 7]}`, /no 'path'/u, '7'],
    [
      'an entry without a place',
      `{"version": 1, "findings": [{"path": "a", "rule": "r", "value": ""}]}`,
      /no 'place'/u,
      '{"path": "a", "rule": "r", "value": ""}',
    ],
    [
      'a path that is no text',
      `{"version": 1, "findings": [${A.replace('"a"', '1')}]}`,
      /'path' is 1/u,
      A.replace('"a"', '1'),
    ],
    [
      'no whole count',
      `{"version": 1, "findings": [${A.replace('}', ', "count": 1.5}')}]}`,
      /'count' is 1.5/u,
      A.replace('}', ', "count": 1.5}'),
    ],
    [
      'a severity that nobody knows',
      `{"version": 1, "findings": [${A.replace('}', ', "severity": "bad"}')}]}`,
      /'severity' is "bad"/u,
      A.replace('}', ', "severity": "bad"}'),
    ],
    ['an entry that is no JSON', `{"version": 1, "findings": [{"path" "a"}]}`, /not JSON/u, '{"path" "a"}'],
    ['a text that ends too soon', `{"version": 1, "findings": [${A},`, /not JSON/u, ','],
    ['a text behind the end', `{"version": 1, "findings": []} more`, /not JSON/u, 'more'],
    ['YAML', 'version: 1\nfindings: []\n', /not JSON/u, 'version: 1'],
    ['nothing', ' \n', /is empty/u, ' '],
    ['no text at all', '\u0000\u0001PNG', /no text/u, '\u0000\u0001PNG'],
  ];
  for (const [name, baseline, message, where] of cases) {
    test(name, async () => {
      const fault = await faultIn(baseline);
      assert.ok(fault, 'nothing is wrong');
      assert.match(fault[0], message);
      assert.equal(fault[1], where);
    });
  }
});

test('damage anywhere is a problem or none, and never a crash', async () => {
  const whole = await baselineFor(FILES);
  const choose = choiceFrom(6);
  const pieces = ['', '"', '{', '}', '[', ']', ',', ':', '\\', '\n', '<<<<<<< a\n', '1', 'x', '\u0000'];
  for (let i = 0; i < 400; i++) {
    const at = choose(whole.length);
    const text = whole.slice(0, at) + (pieces[choose(pieces.length)] ?? '') + whole.slice(at + choose(4));
    const { problems, known } = await outcomeOf(FILES, text);
    assert.ok(problems.length <= 1);
    if (problems.length === 1) assert.deepEqual(known, [], text);
  }
});

test('long and hostile texts come to an end', () => {
  const many = 400_000;
  const texts = [
    '['.repeat(many),
    `{"version": 1, "findings": [${'['.repeat(many)}`,
    `{"version": 1, "findings": [${'"'.repeat(many)}`,
    `{"version": 1, "findings": ["${'\\'.repeat(many)}`,
    `{"version": 1, "findings": ["${'a'.repeat(16_000_000)}`,
    `{"version": 1, "findings": [${',\n'.repeat(many)}x`,
    `{"version": 1, "findings": [${`${A}\n`.repeat(many / 4)}]`,
    `${'<'.repeat(many)}\n`.repeat(10),
    `${'{"version":'.repeat(many)}`,
    `{"version": 1, "findings": [${' '.repeat(50_000_000)}]}`,
  ];
  for (const text of texts) assert.equal(mustEnd(() => readNow(text)).length, 1, text.slice(0, 40));
});

test('both sides of a merge add entries: a merge by lines is still read, and so is one of new files', async () => {
  const none = { 'compose.yaml': 'services: {}\n' };
  const ours = { ...none, Dockerfile: FILES.Dockerfile };
  const theirs = { 'compose.yaml': FILES['compose.yaml'], 'z/Dockerfile': FILES.Dockerfile };
  const [base, left, right] = [
    await baselineFor({ 'compose.yaml': 'version: "3"\nservices: {}\n' }),
    await baselineFor(ours),
    await baselineFor(theirs),
  ];
  for (const ancestor of [base, baselineText([]), '']) {
    const merged = mergeByLines(ancestor, left, right);
    const { fresh, problems } = await outcomeOf({ ...ours, ...theirs }, merged);
    assert.deepEqual([fresh, problems], [[], []], merged);
  }
});

/** What `merge=union` in `.gitattributes` asks for. */
function mergeByLines(base: string, ours: string, theirs: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-merge-'));
  try {
    const files = { base, ours, theirs };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    execFileSync('git', ['merge-file', '--union', 'ours', 'base', 'theirs'], { cwd: folder });
    return readFileSync(join(folder, 'ours'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
