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

test('headings stand out without colours, samples say their notation, links say what explain knows them by', () => {
  const page = [
    '# Users',
    '',
    'See [no-sudo](no-sudo.md), [users](users.md#sudo), [the list](images.md) and [RFC](https://example.org/).',
    '',
    '## What to do',
    '',
    '### Inside',
    '',
    '```compose fragment',
    'services:',
    '',
    '  web: {}',
    '```',
    '',
    '```sh',
    'id',
    '```',
  ].join('\n');
  assert.deepEqual(pageText(page, paintWith(false), 80).split('\n'), [
    'Users',
    '═════',
    '',
    'See no-sudo, users#sudo, the list (images) and RFC (https://example.org/).',
    '',
    'What to do',
    '──────────',
    '',
    'Inside',
    '',
    '  Compose:',
    '    services:',
    '',
    '      web: {}',
    '',
    '    id',
    '',
  ]);
});

test('explain prints cheat sheets, a section by its fragment or by words of its heading, and lists of both', () => {
  inSandbox({}, ({ run }) => {
    const { code, out } = run(['explain', 'Capabilities']);
    assert.equal(code, 0);
    assert.match(out, /^Capabilities\n═{12}\n/);
    assert.match(out, /\nDrop everything\n/);
    assert.match(out, /\nQuestions\n─{9}\n/);
    const section = run(['explain', 'capabilities#drop-everything']).out;
    assert.match(section, /^Drop everything\n\n/);
    assert.doesNotMatch(section, /NET_BIND_SERVICE\n\n|Questions/);
    for (const words of [
      ['capabilities.md#drop-everything'],
      ['capabilities', 'drop', 'everything'],
      ['capabilities', 'everything'],
    ])
      assert.equal(run(['explain', ...words]).out, section, words.join(' '));
    assert.match(run(['explain', 'no-open-port', 'why']).out, /^Why it matters\n/);

    const list = run(['explain', '--list']).out;
    assert.match(list, /^no-open-port +Disallow ports/m);
    assert.match(list, /^capabilities +\S/m);
    assert.match(
      run(['explain', '--list', 'capabilities']).out,
      /^capabilities#drop-everything +– Drop everything$/m,
    );
  });
});

test('explain of an unknown section names the nearest', () => {
  inSandbox({}, ({ run }) => {
    const errorOf = (...words: string[]): string => {
      const { code, out, err } = run(['explain', ...words]);
      assert.deepEqual([code, out], [2, '']);
      return err;
    };
    assert.match(
      errorOf('capabilities#drop-evrything'),
      /has no section 'drop-evrything'; did you mean capabilities#drop-everything\?/,
    );
    assert.match(errorOf('capabilities', 'zzzzzzzzz'), /'bulkhead explain --list capabilities' lists them/);
    assert.match(
      errorOf('capabilities', 'what'),
      /has several sections 'what'; did you mean capabilities#what-can-go-wrong, /,
    );
  });
});
