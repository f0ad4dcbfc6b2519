/** The grammars that colour exceptions take what the product takes for one, and nothing that is merely near it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './harness/root.ts';

interface Grammar {
  readonly scopeName: string;
  readonly patterns: readonly { readonly begin: string }[];
}

function beginOf(name: string): RegExp {
  const grammar = JSON.parse(readFileSync(join(root, 'syntaxes', name), 'utf8')) as Grammar;
  return new RegExp(grammar.patterns[0]?.begin ?? '(?!)', 'u');
}

const EXCEPTIONS = [
  '# bulkhead: ignore no-privileged -- it is a VPN',
  '#bulkhead:ignore no-privileged',
  '# bulkhead: ignore-file no-sudo, no-privileged until 2027-03-31 -- a test',
  '# bulkhead: ignore-stage no-sudo -- a test',
];
const OTHERS = [
  '# bulkhead ignore no-privileged',
  '# bulkhead: ignore-service no-privileged',
  '# bulkhead: ignored',
  '# a word about bulkhead: ignore it',
  '# hadolint ignore=DL3020',
];

for (const name of ['exceptions-yaml.tmLanguage.json', 'exceptions-dockerfile.tmLanguage.json']) {
  test(`${name} begins where an exception begins`, () => {
    const begin = beginOf(name);
    for (const line of EXCEPTIONS) assert.match(line, begin);
    for (const line of OTHERS) assert.doesNotMatch(line, begin);
  });
}

test('in a Dockerfile only a line of its own is a comment', () => {
  const begin = beginOf('exceptions-dockerfile.tmLanguage.json');
  assert.doesNotMatch('RUN echo # bulkhead: ignore no-sudo -- x', begin);
  assert.match('  # bulkhead: ignore no-sudo -- x', begin);
});
