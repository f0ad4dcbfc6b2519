/** Variables in Compose texts: what they come to, where each character stands, and what is unknown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sliceOf, sourceRange } from '../../server/src/base/slice.ts';
import { expand, UNKNOWN, type Variable } from '../../server/src/syntax/interpolation/expand.ts';

const SET: Readonly<Record<string, Variable>> = {
  A: { value: 'a' },
  EMPTY: { value: '' },
  OPEN: {},
};

function expanded(text: string) {
  return expand(sliceOf(text, { start: 0, end: text.length }), (name) => SET[name]);
}

const CASES: readonly (readonly [text: string, result: string])[] = [
  ['plain', 'plain'],
  ['$A', 'a'],
  ['${A}b', 'ab'],
  ['$A-$$A-$$$$', 'a-$A-$$'],
  ['${X:-d}', 'd'],
  ['${X-d}', 'd'],
  ['${X:-}', ''],
  ['${EMPTY:-d}', 'd'],
  ['${EMPTY-d}', ''],
  ['${A:-d}', 'a'],
  ['${A-d}', 'a'],
  ['${A:?no}', 'a'],
  ['${A?no}', 'a'],
  ['${A:+r}', 'r'],
  ['${EMPTY:+r}', ''],
  ['${EMPTY+r}', 'r'],
  ['${X:-${Y:-deep}}', 'deep'],
  ['${X:-a${A}b}', 'aab'],
  ['${X:-{"k": 1}}', '{"k": 1}'],
  // What Compose leaves alone.
  ['$1 $? $(date) cost: 5$', '$1 $? $(date) cost: 5$'],
  // A hyphen ends a name.
  ['${A-b}', 'a'],
  ['${B-b}', 'b'],
];

test('known variables and defaults are put in', () => {
  for (const [text, result] of CASES) {
    const actual = expanded(text);
    assert.equal(actual.slice.text, result, text);
    assert.ok(actual.isKnown, text);
    assert.equal(actual.parts.map((part) => part.text).join(''), result, text);
  }
});

test('what no file sets is unknown, for the shell may set it', () => {
  for (const text of ['$X', '${X}', '${X:?no}', '${X:+r}', '${X+r}', '$OPEN', '${OPEN:-d}', '${X:-$Y}']) {
    const actual = expanded(`<${text}>`);
    assert.equal(actual.slice.text, `<${UNKNOWN}>`, text);
    assert.ok(!actual.isKnown, text);
  }
});

test('the parts tell who wrote them', () => {
  const { parts } = expanded('x$A${X:-d}$Y');
  assert.deepEqual(
    parts.filter((part) => part.text !== '').map(({ origin, name, text }) => [origin, name, text]),
    [
      ['literal', undefined, 'x'],
      ['variable', 'A', 'a'],
      ['default', 'X', 'd'],
      ['unknown', 'Y', UNKNOWN],
    ],
  );
});

test('what Compose refuses is marked', () => {
  for (const [text, marked] of [
    ['a ${1} b', '${1}'],
    ['${a.b}', '${a.b}'],
    ['x ${A', '${A'],
    ['${}', '${}'],
  ] as const) {
    const { invalid } = expanded(text);
    assert.equal(invalid && text.slice(invalid.start, invalid.end), marked, text);
  }
});

test('characters know their places', () => {
  const text = 'x${X:-def}y$A';
  const { slice } = expanded(text);
  assert.equal(slice.text, 'xdefya');
  const place = (start: number, end: number): string => {
    const range = sourceRange(slice, { start, end });
    return text.slice(range.start, range.end);
  };
  assert.equal(place(1, 4), 'def');
  assert.equal(place(4, 5), 'y');
  assert.equal(place(5, 6), '$A');
});

test('deep nesting and open braces come to an end', () => {
  const deep = `${'${A:-'.repeat(5000)}x${'}'.repeat(5000)}`;
  assert.equal(expanded(deep).slice.text, 'a');
  assert.ok(expanded(deep.replaceAll('A', 'X')).invalid);
  assert.ok(expanded('${'.repeat(20_000)).invalid);
});
