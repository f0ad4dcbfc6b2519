/** Long texts on a terminal: when a pager shows them, how it is called, and what happens without one. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain } from '../../server/src/cli/explain.ts';
import type { World } from '../../server/src/cli/world.ts';
import { showInPager } from '../../server/src/main/pager.ts';

const PAGE = Array.from({ length: 30 }, (_, index) => `Line ${index}.`).join('\n\n');

interface Shown {
  readonly called: readonly (readonly string[])[];
  readonly printed: string;
}

/** Explains a long page on a terminal of 20 lines; `found` says whether the pager can be started. */
async function explained({
  env = {},
  words = [],
  isTerminal = true,
  rows = 20,
  found = true,
}: {
  env?: World['env'];
  words?: readonly string[];
  isTerminal?: boolean;
  rows?: number;
  found?: boolean;
}): Promise<Shown> {
  const called: (readonly string[])[] = [];
  let printed = '';
  const world = {
    env: { TERM: 'xterm', ...env },
    out: { isTerminal, rows, columns: 80, write: (text: string) => void (printed += text) },
    registry: { rules: [], surfaces: [] },
    readTopics: () => ['users'],
    readPage: () => PAGE,
    showInPager: (given: readonly string[], text: string) => {
      assert.match(text, /Line 29\./);
      called.push(given);
      return Promise.resolve(found);
    },
  };
  // The command touches nothing else of the world.
  assert.equal(await explain(['users', ...words], world as unknown as World), 0);
  return { called, printed };
}

test('what is longer than the terminal goes through less, what fits does not', async () => {
  assert.deepEqual(await explained({}), { called: [['less', '-R']], printed: '' });
  const { called, printed } = await explained({ rows: 60 });
  assert.deepEqual(called, []);
  assert.match(printed, /Line 29\./);
});

test('nobody pages a pipe, a terminal that cannot, or who says no', async () => {
  for (const options of [
    { isTerminal: false },
    { env: { TERM: 'dumb' } },
    { env: { TERM: undefined } },
    { env: { PAGER: '' } },
    { words: ['--no-pager'] },
  ]) {
    const { called, printed } = await explained(options);
    assert.deepEqual(called, [], JSON.stringify(options));
    assert.match(printed, /Line 29\./);
  }
});

test('a pager that cannot be started leaves the text on the terminal', async () => {
  const { called, printed } = await explained({ found: false });
  assert.equal(called.length, 1);
  assert.match(printed, /Line 29\./);
});

test('the words of PAGER are split without a shell', async () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['most', ['most']],
    ['  less  -S\t-i ', ['less', '-S', '-i']],
    [`less '--prompt=a b' "-x\\"4" c\\ d`, ['less', '--prompt=a b', '-x"4', 'c d']],
    [`"/opt/my pager/p"-1`, ['/opt/my pager/p-1']],
    // What only a shell would understand.
    ['col -b | less', ['less', '-R']],
    ['less; rm -r x', ['less', '-R']],
    ['$(x)', ['less', '-R']],
    ['less > "x', ['less', '-R']],
  ];
  for (const [pager, words] of cases) {
    assert.deepEqual((await explained({ env: { PAGER: pager } })).called, [words], pager);
  }
});

test('the pager gets the text on its standard input, and defaults for less', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-pager-'));
  const file = join(folder, 'seen');
  const program = `require('fs').writeFileSync(${JSON.stringify(file)}, process.env.LESS + require('fs').readFileSync(0))`;
  try {
    const { LESS: kept, ...others } = process.env;
    process.env = others;
    assert.equal(await showInPager([process.execPath, '-e', program], 'ä text'), true);
    if (kept !== undefined) process.env['LESS'] = kept;
    assert.equal(readFileSync(file, 'utf8'), 'FRXä text');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('one that is missing, or that stops reading, is no error', async () => {
  assert.equal(await showInPager(['bulkhead-no-such-pager'], 'text'), false);
  assert.equal(await showInPager([], 'text'), false);
  assert.equal(await showInPager([process.execPath, '-e', ''], 'x'.repeat(1 << 22)), true);
});
