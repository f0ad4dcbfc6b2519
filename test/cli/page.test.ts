/** Tables of a page in a terminal: as columns where they fit, else row by row, never wider than it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageText } from '../../server/src/cli/format/page.ts';
import { paintWith } from '../../server/src/cli/format/paint.ts';
import { inSandbox } from './sandbox.ts';

const TABLE = [
  'Before:',
  '',
  '| Part | Compose | Meaning |',
  '|---|---|---|',
  '| **root** | `read_only: true` | the root file system cannot be written |',
  '| a \\| b | | nothing |',
  '',
  'Behind.',
].join('\n');

const shown = (columns: number): string[] => pageText(TABLE, paintWith(false), columns).trimEnd().split('\n');

test('a table has aligned columns', () => {
  assert.deepEqual(shown(80), [
    'Before:',
    '',
    'Part   Compose          Meaning',
    '─────  ───────────────  ──────────────────────────────────────',
    'root   read_only: true  the root file system cannot be written',
    'a | b                   nothing',
    '',
    'Behind.',
  ]);
});

test('cells are broken between words where the terminal is narrow', () => {
  assert.deepEqual(shown(44).slice(2, -2), [
    'Part  Compose          Meaning',
    '────  ───────────────  ────────────────────',
    'root  read_only: true  the root file system',
    '                       cannot be written',
    'a |                    nothing',
    'b',
  ]);
});

test('where the columns do not fit, each row is told on lines of its own', () => {
  assert.deepEqual(shown(26).slice(2, -2), [
    'root',
    '  Compose: read_only: true',
    '  Meaning: the root file',
    '  system cannot be written',
    'a | b',
    '  Meaning: nothing',
  ]);
});

test('a damaged table is shown as it is', () => {
  const rows = (text: string): string => pageText(text, paintWith(false), 80);
  assert.equal(rows('|').trim(), '');
  assert.equal(rows('| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |'), 'a  b\n─  ─\n1\n1  2\n');
});

test('explain prints tables without bars, within 100 columns', () => {
  inSandbox({}, ({ run }) => {
    const { out } = run(['explain', 'require-hardening']);
    assert.match(out, /^Part +Compose +docker run$/m);
    assert.match(out, /^no-new-privileges +security_opt: \[no-new-privileges:true\] +--security-opt/m);
    assert.doesNotMatch(out, /^\|/m);
    for (const id of ['no-open-port', 'no-dangerous-capability', 'require-hardening'])
      for (const line of run(['explain', id]).out.split('\n')) assert.ok(line.length <= 100, line);
  });
});
