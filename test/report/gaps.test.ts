/** What was not checked is said once, wherever it holds, and so is what no rule looks at. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLIND_SPOTS } from '../../server/src/report/blind-spots.ts';
import { gapsByMessage } from '../../server/src/report/gaps.ts';
import { toHtml } from '../../server/src/report/html/to-html.ts';
import { toMarkdown } from '../../server/src/report/markdown.ts';
import { reportOf } from './sample-report.ts';

const IMAGE = 'FROM registry.example.com/base:1\nCMD ["sleep"]\n';
const report = reportOf({ 'a/Dockerfile': IMAGE, 'b/Dockerfile': IMAGE, 'c/Dockerfile': IMAGE });
const markdown = toMarkdown(report, () => undefined);
const html = toHtml(report, () => undefined);

test('equal gaps are one, with all their places in order', () => {
  const [gap, ...more] = gapsByMessage(report.files, 'remote');
  assert.deepEqual(more, []);
  assert.deepEqual(
    gap?.places.map(({ path }) => path),
    ['a/Dockerfile', 'b/Dockerfile', 'c/Dockerfile'],
  );
  assert.equal(markdown.split('only a registry knows').length, 2);
  assert.equal(html.split('only a registry knows').length, 2);
  assert.ok(markdown.includes('  In 3 places: `a/Dockerfile:1`, `b/Dockerfile:1`, `c/Dockerfile:1`\n'));
  assert.ok(html.includes('<summary>In 3 places</summary>'));
});

test('the head counts every place', () => {
  assert.ok(markdown.includes('[Not checked](#what-was-not-checked): 3 details.'));
});

test('a report without gaps says what no rule looks at', () => {
  const clean = reportOf({ Dockerfile: 'FROM debian:13-slim\nUSER 1\n' });
  const shown = toMarkdown(clean, () => undefined);
  for (const spot of BLIND_SPOTS) assert.ok(shown.includes(`- ${spot}\n`), spot);
  assert.equal(toHtml(clean, () => undefined).split('What no rule looks at').length, 2);
});
