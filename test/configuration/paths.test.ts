/** Patterns of paths are read as `.gitignore` has them, and none of them runs away. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import ignore from 'ignore';
import { pathMatcher, pathParts } from '../../server/src/configuration/paths.ts';
import { choiceFrom } from '../harness/chance.ts';
import { mustEnd } from '../harness/must-end.ts';

/** Patterns, then paths that they match, then paths that they do not. */
const TABLE: readonly (readonly [readonly string[], readonly string[], readonly string[]])[] = [
  [['vendor/'], ['vendor/a', 'x/vendor/a/b'], ['vendor', 'vendors/a', 'my-vendor/a']],
  [['*.test.yaml'], ['a.test.yaml', 'x/y/b.test.yaml', 'a.test.yaml/x'], ['test.yaml', 'a.test.yml']],
  [['/dev'], ['dev', 'dev/x'], ['x/dev']],
  [['a/b'], ['a/b', 'a/b/c'], ['x/a/b', 'a/c/b']],
  [['a/**'], ['a/b', 'a/b/c'], ['a', 'b/a/c']],
  [['**/a'], ['a', 'x/a', 'x/y/a/z'], ['ab']],
  [['a/**/b'], ['a/b', 'a/x/b', 'a/x/y/b'], ['a/xb', 'x/a/b']],
  [['**'], ['a', 'a/b'], []],
  [['*', '!*.yaml'], ['a', 'b.yml'], ['a.yaml']],
  [['a/', '!a/b'], ['a/b', 'a/c'], []],
  [['a?c'], ['abc', 'a.c'], ['ac', 'a/c']],
  [['[a-c]x'], ['ax', 'cx'], ['dx', 'x']],
  [['[!a-c]x'], ['dx'], ['ax']],
  [['[]x]y'], [']y', 'xy'], ['y']],
  [['a[b'], [], ['ab', 'a[b']],
  [
    ['\\!a', '\\#b', 'c\\*'],
    ['!a', '#b', 'c*'],
    ['a', 'b', 'cd'],
  ],
  [['#a'], [], ['#a', 'a']],
  [['a '], ['a'], ['a ']],
  [['a\\ '], ['a '], ['a']],
  [['DEV'], ['dev', 'Dev/x'], []],
  [['', '/', '//', 'a//b', 'a\\'], [], ['a', 'a/b']],
];

describe('patterns', () => {
  for (const [patterns, matched, others] of TABLE) {
    test(JSON.stringify(patterns), () => {
      const matches = pathMatcher(patterns);
      const isMatched = (path: string): boolean => matches(pathParts(path))?.isNegated === false;
      assert.deepEqual(
        matched.filter((path) => !isMatched(path)),
        [],
      );
      assert.deepEqual(others.filter(isMatched), []);
    });
  }
});

test('the pattern that decides is told', () => {
  assert.deepEqual(pathMatcher(['a', '*.b', '!c.b'])(['x.b']), { index: 1, isNegated: false });
  assert.deepEqual(pathMatcher(['a', '*.b', '!c.b'])(['c.b']), { index: 2, isNegated: true });
});

test('a package that reads .gitignore agrees on thousands of patterns', () => {
  const choose = choiceFrom(7);
  const pick = (from: readonly string[], least: number, most: number): string =>
    Array.from({ length: least + choose(most - least + 1) }, () => from[choose(from.length)] ?? '').join('');
  for (let round = 0; round < 20_000; round++) {
    const patterns = Array.from({ length: 1 + choose(3) }, () => pick(PIECES, 1, 6)).filter(isUsual);
    const path = pick(['a', 'b', 'c', '.', 'a/', 'b/'], 1, 8);
    if (patterns.length === 0 || path.endsWith('/') || !ignore.isPathValid(path)) continue;
    const expected = ignore()
      .add([...patterns])
      .ignores(path);
    const match = pathMatcher(patterns)(pathParts(path));
    assert.equal(match?.isNegated === false, expected, JSON.stringify({ patterns, path }));
  }
});

const PIECES = ['a', 'b', 'c', '.', '*', '**', '?', '/', '/', '[ab]', '[!a]', '!', '**/'];

/** Spellings on which git has no say, or the package a slip of its own. */
function isUsual(pattern: string): boolean {
  return !/^!*$|\/\/|^!\/?$|^\/$|!!|[^/!]\*\*|\*\*[^/]/u.test(pattern);
}

test('thousands of stars do not run away', () => {
  mustEnd(() => {
    for (const pattern of [
      '*a'.repeat(5000),
      '**/'.repeat(5000) + 'b',
      '*/'.repeat(2000) + '*',
      '?*'.repeat(5000),
    ]) {
      const matches = pathMatcher([pattern]);
      matches(['a'.repeat(5000)]);
      matches(pathParts('a/'.repeat(2000) + 'a'));
    }
  });
});
