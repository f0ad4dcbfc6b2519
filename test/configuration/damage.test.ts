/** Damaged and hostile configurations: nothing is thrown, nothing runs away, and nothing is half applied. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWrong } from '../../server/src/configuration/problems.ts';
import { readFile } from '../../server/src/configuration/read.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { choiceFrom } from '../harness/chance.ts';
import { mustEnd } from '../harness/must-end.ts';
import { configurationCases } from './files.ts';

const SCRAPS = [
  ...[
    '\n',
    '\n  ',
    '\t',
    '\r\n',
    ' ',
    ': ',
    ':',
    '- ',
    ',',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '#',
    '//',
    '/*',
    '*/',
  ],
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '!!str ',
    '!x ',
    '|\n',
    '>-\n',
    '? ',
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '\\',
    '\\u12',
  ],
  ...[
    '\0',
    '\uFEFF',
    '\u{1F600}',
    '\uD800',
    '\u2028',
    '**',
    '!',
    '5',
    '-1',
    'null',
    '~',
    'true',
    'no-*',
    'rules',
  ],
];

/** Every case, damaged in many ways. */
function* damaged(): Generator<{ readonly uri: string; readonly text: string }> {
  const choose = choiceFrom(11);
  for (const { uri, text } of configurationCases()) {
    for (let variant = 0; variant < 40; variant++) {
      let result = text;
      for (let blow = 0; blow <= choose(3); blow++) {
        const at = choose(result.length + 1);
        const end = Math.min(result.length, at + choose(3) * choose(8));
        result = result.slice(0, at) + (SCRAPS[choose(SCRAPS.length)] ?? '') + result.slice(end);
      }
      yield { uri: uri.replace(/yaml$/u, choose(9) === 0 ? 'json' : 'yaml'), text: result };
    }
  }
}

test('damaged files are read, and every range lies in its text', () => {
  mustEnd(() => {
    for (const document of damaged()) {
      const { problems, contents } = readFile(document, registry.rules);
      assert.equal(contents === undefined, isWrong(problems));
      for (const { range, message } of problems) {
        assert.ok(
          0 <= range.start && range.start <= range.end && range.end <= document.text.length,
          JSON.stringify({ range, message, document }),
        );
        assert.ok(message.length < 130 && !/[\p{Cc}\u2028]/u.test(message), message);
      }
    }
  });
});

const HOSTILE: Readonly<Record<string, string>> = {
  'unknown keys': lines(9000, (i) => `key${i}: 1\n`),
  'unknown rules': `rules:\n${lines(9000, (i) => `  no-sudoo${i}: off\n`)}`,
  'aliases of mappings that double': `a0: &a0 { x: 1, y: 2 }\n${lines(60, (i) => `a${i + 1}: &a${i + 1} { <<: [*a${i}, *a${i}], z${i}: *a${i} }\n`)}rules: *a60\n`,
  'aliases of lists that grow': `exclude: &a0 [x, y]\n${lines(30, (i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]\n`)}overrides: *a30\n`,
  'a list in itself': 'overrides: &a\n  - *a\n',
  'a mapping in itself': 'rules: &a\n  no-sudo: *a\n',
  'brackets without an end': '['.repeat(100_000),
  'braces without an end': '{"rules":'.repeat(20_000),
  'open quotes': '"'.repeat(200_000),
  'a long alias': `*${'a'.repeat(100_000)}`,
  tabs: '\t'.repeat(200_000),
  bytes: String.fromCharCode(...Array.from({ length: 60_000 }, (_, i) => i)),
  'a text that is too long': `exclude: [${'a, '.repeat(400_000)}]`,
};

for (const [name, text] of Object.entries(HOSTILE)) {
  test(`${name} say nothing, and are told so`, () => {
    for (const uri of ['file:///w/.bulkhead.yaml', 'file:///w/.bulkhead.json']) {
      const { problems, contents } = mustEnd(() => readFile({ uri, text }, registry.rules));
      // Blanks alone say nothing, and nothing is wrong with them.
      assert.equal(contents === undefined, text.trim() !== '', uri);
      assert.ok(problems.length <= 200);
    }
  });
}

test('more doubts than are told leave nothing out', () => {
  const text = `rules:\n${lines(500, (i) => `  ban-*${i}: off\n`)}  no-sudo: off\n`;
  const { problems, contents } = readFile({ uri: 'file:///w/.bulkhead.yaml', text }, registry.rules);
  assert.equal(problems.length, 100);
  assert.equal(contents?.statement.rules.length, 501);
});

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}
