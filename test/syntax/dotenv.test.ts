/** `.env` files as Compose reads them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDotenv } from '../../server/src/syntax/dotenv/parse.ts';

function values(text: string): Record<string, string | undefined> {
  return Object.fromEntries(parseDotenv(text).entries.map((entry) => [entry.name, entry.value]));
}

test('comments, quotes, spaces and colons', () => {
  const text = [
    '# a comment',
    'A=1 # c',
    "B='$A # no comment'",
    'C="x\\ty"',
    'export D=1',
    'E: 1',
    'F = 1',
    'G=a#b',
    'H=',
    'I="two',
    'lines"',
    'J="it\'s"',
    "K='don\\'t'",
    'L="\\$A $$A"',
    '  M=1',
    'A.B-C=1',
  ].join('\n');
  assert.deepEqual(values(text), {
    A: '1',
    B: '$A # no comment',
    C: 'x\ty',
    D: '1',
    E: '1',
    F: '1',
    G: 'a#b',
    H: '',
    I: 'two\nlines',
    J: "it's",
    K: "don't",
    L: '$A $A',
    M: '1',
    'A.B-C': '1',
  });
});

test('variables set before are put in; others are unknown', () => {
  assert.deepEqual(values('A=1\nB=${A}2\nC=$D\nD=1\nE=${F:-d}\n'), {
    A: '1',
    B: '12',
    C: undefined,
    D: '1',
    E: 'd',
  });
});

test('of two entries the later one counts, and a name alone sets nothing', () => {
  assert.deepEqual(values('A=1\nA=2\nB\nC=3'), { A: '2', C: '3' });
});

test('line ends, a byte order mark, and ranges', () => {
  const text = '\uFEFFA=1\r\nB="x"\r\n';
  const { entries } = parseDotenv(text);
  assert.deepEqual(
    entries.map(({ value, range }) => [value, text.slice(range.start, range.end)]),
    [
      ['1', 'A=1'],
      ['x', 'B="x"'],
    ],
  );
});

test('a line that Compose refuses ends the reading', () => {
  for (const line of ['A B=1', '=1', '!x=1', 'A="open', 'A=${']) {
    const { entries, broken } = parseDotenv(`Z=1\n${line}\nY=1`);
    assert.deepEqual(
      entries.map((entry) => entry.name),
      ['Z'],
      line,
    );
    assert.ok(broken, line);
  }
});
