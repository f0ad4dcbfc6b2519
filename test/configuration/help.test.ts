/** Completion and hover in configurations, also where most of the text is not written yet. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { completionsIn } from '../../server/src/configuration/complete.ts';
import { hoverIn } from '../../server/src/configuration/hover.ts';
import { readFile } from '../../server/src/configuration/read.ts';
import { isWrong } from '../../server/src/configuration/problems.ts';
import { registry } from '../../server/src/generated/registry.ts';
import type { Rule } from '../../server/src/model/rule.ts';
import { choiceFrom } from '../harness/chance.ts';
import { mustEnd } from '../harness/must-end.ts';
import { toyRule } from '../harness/toys.ts';
import { configurationCases } from './files.ts';

const plain = toyRule('no-toy', 'root');
const options = {
  most: { type: 'number', summary: 'The most of them' },
  kinds: { type: 'strings', summary: 'The kinds', words: ['big', 'small'] },
} as const;
const RULES: readonly Rule[] = [
  { ...plain, meta: { ...plain.meta, options } },
  { ...plain, id: 'no-joke' },
];

/** The document with its cursor, which is written as `|`. */
function withCursor(marked: string, isJson: boolean) {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { document: { uri: `file:///w/.bulkhead.${isJson ? 'json' : 'yaml'}`, text }, offset };
}

/** What the text becomes with each completion. */
function completed(marked: string, isJson = false): string[] {
  const { document, offset } = withCursor(marked, isJson);
  return completionsIn(document, offset, RULES).map(
    ({ range, newText }) => document.text.slice(0, range.start) + newText + document.text.slice(range.end),
  );
}

function labels(marked: string, isJson = false): string[] {
  const { document, offset } = withCursor(marked, isJson);
  return completionsIn(document, offset, RULES).map(({ label }) => label);
}

const TOP = [
  ...['root', 'profile', 'rules', 'overrides', 'trusted-registries', 'credential-names', 'sensitive-paths'],
  ...['exclude', 'exceptions', 'except', 'development', 'baseline'],
];
const without = (...names: string[]): string[] => TOP.filter((name) => !names.includes(name));
const SEVERITIES = ['off', 'hint', 'info', 'warning', 'error'];
const PROFILES = ['recommended', 'strict', 'development'];

/** A text, and what is offered in it. */
const YAML: readonly (readonly [string, readonly string[]])[] = [
  ['|', TOP],
  ['prof|', TOP],
  ['profile: strict\n|', without('profile')],
  ['|\nprofile: strict\n', without('profile')],
  ['profile: |', PROFILES],
  ['profile:|', PROFILES],
  ['profile: st|', PROFILES],
  ['profile: str|ict', PROFILES],
  ['profile:\n  |', PROFILES],
  ['root: |', ['true', 'false']],
  ['rules:\n  |', ['no-toy', 'no-joke']],
  ['rules:\n  no-o|', ['no-toy', 'no-joke']],
  ['rules:\n  no-joke: off\n  no-|', ['no-toy']],
  ['rules:\n  |\n  no-joke: off\n', ['no-toy']],
  ['rules:\n  |\nprofile: strict\n', ['no-toy', 'no-joke']],
  ['rules:\n  no-joke: off\n|', without('rules')],
  ['rules:\n  no-joke: |', SEVERITIES],
  ['rules:\n  no-*: |', SEVERITIES],
  ['rules:\n  "no-*": e|', SEVERITIES],
  ['rules:\n  no-toy:\n    |', ['severity', 'most', 'kinds']],
  ['rules:\n  no-toy:\n    severity: error\n    |', ['most', 'kinds']],
  ['rules:\n  no-toy:\n    kinds:\n      - |', ['big', 'small']],
  ['rules:\n  no-toy: { | }', ['severity', 'most', 'kinds']],
  ['rules:\n  no-toy: { severity: | }', SEVERITIES],
  ['rules:\n  no-toy: { severity: error, |', ['most', 'kinds']],
  ['rules:\n  no-toy: { kinds: [|', ['big', 'small']],
  ['rules: { no-toy: |', SEVERITIES],
  ['rules: {\n  no-toy: off,\n  |\n}\nprofile: strict\n', ['no-joke']],
  ['rules: |', []],
  ['overrides:\n  - |', ['paths', 'profile', 'rules']],
  ['overrides:\n  - paths: [dev/]\n    |', ['profile', 'rules']],
  ['overrides:\n- paths: [dev/]\n  |', ['profile', 'rules']],
  ['overrides:\n- paths: [dev/]\n  profile: |', PROFILES],
  ['overrides:\n  - paths: [dev/]\n    rules:\n      no-|', ['no-toy', 'no-joke']],
  ['overrides:\n  - paths: [dev/]\n  - |', ['paths', 'profile', 'rules']],
  ['overrides:\n  - paths: [dev/]\n  |', ['paths', 'profile', 'rules']],
  ['except:\n  - rules: |', ['no-toy', 'no-joke']],
  ['except:\n  - rules: [no-toy, |]', ['no-toy', 'no-joke']],
  ['except:\n  - rules:\n      - |', ['no-toy', 'no-joke']],
  ['except:\n  - rules: no-toy\n    un|', ['paths', 'parts', 'until', 'reason']],
  ['exceptions: { comments: |', ['allowed', 'forbidden']],
  ['exceptions:\r\n  foreign: |\r\n', ['honoured', 'ignored']],
  ['development:\n  grade: |', ['lower', 'keep', 'hint', 'info', 'warning', 'error']],
  ['unknown:\n  |', []],
  ['exclude:\n  - |', []],
  ['# prof|', []],
  ['profile: strict # |', []],
  ['rules: {} # {|', []],
  ['baseline: |', []],
];

const JSON_TEXTS: readonly (readonly [string, readonly string[]])[] = [
  ['{|', TOP],
  ['{ "prof|', TOP],
  ['{ "prof|": "strict" }', TOP],
  ['{ | "profile": "strict" }', without('profile')],
  ['{ "profile": |', PROFILES],
  ['{ "profile": "st|" }', PROFILES],
  ['{ "rules": { "no-|', ['no-toy', 'no-joke']],
  ['{ "rules": { "no-joke": "off", |', ['no-toy']],
  ['{ "rules": { "no-toy": { "severity": "|', SEVERITIES],
  ['{ "overrides": [{ "paths": ["a"], | }]', ['profile', 'rules']],
  ['{ "except": [{ "rules": ["|"] }] }', ['no-toy', 'no-joke']],
  ['{ "root": |', ['true', 'false']],
  ['{ // |\n }', []],
  ['{ /* { | */ }', []],
  ['|{}', []],
  ['{} |', []],
  ['|', []],
];

describe('completion', () => {
  for (const [marked, expected] of YAML) {
    test(JSON.stringify(marked), () => assert.deepEqual(labels(marked), expected));
  }
  for (const [marked, expected] of JSON_TEXTS) {
    test(`JSON ${JSON.stringify(marked)}`, () => assert.deepEqual(labels(marked, true), expected));
  }

  test('what is written fits what stands around', () => {
    assert.equal(completed('prof|')[1], 'profile: ');
    assert.equal(completed('ru|')[2], 'rules:');
    assert.equal(completed('prof|: strict')[1], 'profile: strict');
    assert.equal(completed('profile:|')[1], 'profile: strict');
    assert.equal(completed('profile: "st|"')[1], 'profile: strict');
    assert.equal(completed('rules:\n  no-|')[0], 'rules:\n  no-toy: ');
    assert.equal(completed('overrides:\n  |')[0], 'overrides:\n  - paths:');
    assert.equal(completed('overrides:\n  - |')[0], 'overrides:\n  - paths:');
    assert.equal(completed('rules: { no-toy: { | } }')[0], 'rules: { no-toy: { severity:  } }');
    assert.equal(completed('{ "prof|', true)[1], '{ "profile": ');
    assert.equal(completed('{ prof| }', true)[1], '{ "profile":  }');
    assert.equal(completed('{ "prof|": 1 }', true)[1], '{ "profile": 1 }');
    assert.equal(completed('{ "profile": st| }', true)[1], '{ "profile": "strict" }');
    assert.equal(completed('{ "root": | }', true)[0], '{ "root": true }');
  });

  test('every rule comes with its summary', () => {
    const { document, offset } = withCursor('rules:\n  |', false);
    const found = completionsIn(document, offset, registry.rules);
    assert.deepEqual(
      found.map(({ label, detail }) => [label, detail]),
      registry.rules.map(({ id, meta }) => [id, meta.summary]),
    );
  });
});

/** What the hover says first, and the word that it is about. */
function hovered(marked: string, isJson = false): readonly [string, string] | undefined {
  const { document, offset } = withCursor(marked, isJson);
  const found = hoverIn(document, offset, RULES);
  const first = found?.markdown.split('\n', 1)[0] ?? '';
  return found && [document.text.slice(found.range.start, found.range.end), first];
}

describe('hover', () => {
  test('keys, rules, options and words', () => {
    assert.deepEqual(hovered('pro|file: strict'), ['profile', 'Sets what is asked for as a whole.']);
    assert.deepEqual(hovered('profile: stri|ct')?.[0], 'strict');
    assert.match(hovered('profile: stri|ct')?.[1] ?? '', /^Rules speak/u);
    assert.deepEqual(hovered('rules:\n  no-t|oy: off'), ['no-toy', '**no-toy**: Disallow a user.']);
    assert.deepEqual(hovered('rules:\n  no-toy: o|ff'), ['off', 'The rule says nothing.']);
    assert.deepEqual(hovered('rules: { no-toy: { mo|st: 5 } }'), ['most', 'The most of them.']);
    assert.deepEqual(hovered('except:\n  - rules: [no-|toy]'), ['no-toy', '**no-toy**: Disallow a user.']);
    assert.deepEqual(hovered('except:\n  - rules: no-|toy'), ['no-toy', '**no-toy**: Disallow a user.']);
    assert.deepEqual(hovered('{ "pro|file": "strict" }', true)?.[0], '"profile"');
    assert.match(hovered('{ "rules": { "no-toy": "o|ff" } }', true)?.[1] ?? '', /^The rule says nothing/u);
  });

  test('nothing where there is nothing to say', () => {
    for (const marked of [
      '|',
      'colour: bl|ue',
      'profile: | strict',
      '# pro|file: strict',
      'rules:\n  no-*|: off',
    ]) {
      assert.equal(hovered(marked), undefined, marked);
    }
  });
});

test('in every case, cut off anywhere, all that is offered lies in the text, and most of it is right', () => {
  const choose = choiceFrom(3);
  mustEnd(() => {
    for (const { uri, text } of configurationCases()) {
      for (let round = 0; round < 30; round++) {
        const offset = choose(text.length + 1);
        const document = { uri, text: round % 2 === 0 ? text : text.slice(0, offset) };
        hoverIn(document, offset, registry.rules);
        for (const { range } of completionsIn(document, offset, registry.rules)) {
          assert.ok(range.start <= offset && offset <= range.end && range.end <= document.text.length);
        }
      }
    }
  });
});

test('hostile texts are followed in linear time', () => {
  mustEnd(() => {
    for (const piece of [
      '[',
      '{"a":',
      '- ',
      'a: ',
      '"',
      "'",
      '{a: [',
      '#',
      'a:\n',
      '  - a: {\n',
      '|\n',
      '\t',
    ]) {
      const text = piece.repeat(100_000);
      for (const uri of ['file:///w/.bulkhead.yaml', 'file:///w/.bulkhead.json']) {
        completionsIn({ uri, text }, text.length, registry.rules);
        hoverIn({ uri, text }, 100, registry.rules);
      }
    }
  });
});

test('the examples of all keys are right', () => {
  const { document } = withCursor('|', false);
  const seen = new Set<string>();
  for (const { label, says } of completionsIn(document, 0, registry.rules)) {
    const example = /^Example: `(.*)`$/mu.exec(says)?.[1] ?? '';
    assert.ok(example.startsWith(`${label}: `), label);
    const { problems } = readFile({ uri: 'file:///w/.bulkhead.yaml', text: `${example}\n` }, registry.rules);
    assert.equal(isWrong(problems), false, JSON.stringify({ example, problems }));
    seen.add(label);
  }
  assert.equal(seen.size, TOP.length);
});
