/** YAML as an editor needs it: every range true, broken texts read as far as they go, nothing that runs away. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument } from 'yaml';
import { sourceRange } from '../../server/src/base/slice.ts';
import { Follower, type Reached, sourceOfField } from '../../server/src/syntax/yaml/follow.ts';
import { parseAnyYaml, parseYaml } from '../../server/src/syntax/yaml/parse.ts';
import { readPlainYaml } from '../../server/src/syntax/yaml/plain.ts';
import { scalarSlice } from '../../server/src/syntax/yaml/scalar-slice.ts';
import type { YamlFile, YamlNode, YamlScalar } from '../../server/src/syntax/yaml/tree.ts';
import { chanceFrom, choiceFrom } from '../harness/chance.ts';

const parse = (text: string): YamlFile => parseYaml(text, 'file:///t.yaml');

/** All nodes of a file, depth first. */
function* nodes(node: YamlNode | undefined): Iterable<YamlNode> {
  if (!node) return;
  yield node;
  if (node.kind === 'mapping') for (const entry of node.entries) yield* [entry.key, ...nodes(entry.value)];
  if (node.kind === 'sequence') for (const item of node.items) yield* nodes(item.value);
}

function entryTexts(text: string): string[] {
  const [root] = parse(text).roots;
  assert.ok(root?.kind === 'mapping');
  return root.entries.map(({ range }) => text.slice(range.start, range.end));
}

test('an escaped quote does not close a text', () => {
  for (const open of ["a: 'it''", "a: '''", 'a: "\\"', 'a: "b\\\\\\"\n', "a: 'it''\nb: c"]) {
    assert.match(parse(open).problems[0]?.message ?? '', /Missing closing|Missing ['"]/u, open);
  }
  for (const closed of ["a: ''", "a: ''''", "a: 'it'''", 'a: ""', 'a: "\\\\"', 'a: "b\\"c"']) {
    assert.deepEqual(parse(closed).problems, [], closed);
  }
});

test('entries cover key and value, and nothing behind them', () => {
  assert.deepEqual(
    entryTexts('a: 1 # c\n\nb:\n  - x\n\n# c\nc: |\n  t\n\nd: &x !t {e: 1} # c\ne:\n? f\n: g\n'),
    ['a: 1', 'b:\n  - x', 'c: |\n  t', 'd: &x !t {e: 1}', 'e:', '? f\n: g'],
  );
});

test('items cover their text without the dash', () => {
  const text = '- a # c\n-  &x b\n- k: 1\n  l: 2\n- [c,\n  d]\n-\n- - n\n';
  const [root] = parse(text).roots;
  assert.ok(root?.kind === 'sequence');
  assert.deepEqual(
    root.items.map(({ range }) => text.slice(range.start, range.end)),
    ['a', '&x b', 'k: 1\n  l: 2', '[c,\n  d]', '', '- n'],
  );
  assert.deepEqual(
    root.items.map(({ dash }) => text.charAt(dash ?? -1)),
    ['-', '-', '-', '-', '-', '-'],
  );
});

const SCALARS = [
  'a: plain text',
  "a: 'it''s'",
  'a: "tab\\t, \\x41\\u00e9\\U0001F600 end"',
  'a: "folded\n  line\n\n  end \\\n  here"',
  "a: 'folded  \n  line'",
  'a: plain\n  folded\n\n  twice',
  'a: |\n  one\n    two\n\n  three\n',
  'a: |2-\n    one\n  two\n\n',
  'a: |+\n  one\n\n\nb: 1',
  'a: >\n  folded\n  line\n\n  end\n',
  'a: >-\r\n  folded\r\n  line\r\n   kept\r\n',
  'a: |\r\n  one\r\n  two\r\n',
  'a: "crlf\r\n  folded"',
  'a: |\n  é😀x\n',
  'a: ""',
  'a: |\n',
];

test('scalars say what YAML says, and each character stands where it says', () => {
  for (const text of SCALARS) {
    const [root] = parse(text).roots;
    assert.ok(root?.kind === 'mapping', text);
    const value = root.entries[0]?.value;
    assert.ok(value?.kind === 'scalar', text);
    const slice = scalarSlice(text, value);
    assert.equal(slice.text, parseDocument(text, { schema: 'failsafe' }).get('a'), text);
    for (let i = 0; i < slice.text.length; i++) {
      const range = sourceRange(slice, { start: i, end: i + 1 });
      const source = text.slice(range.start, range.end);
      const char = slice.text.charAt(i);
      if (/[\w.,]/u.test(char) && !source.startsWith('\\')) assert.equal(source, char, `${text} at ${i}`);
    }
  }
});

test('tags of any kind, aliases and several documents', () => {
  const text = 'a: !reset []\nb: !override {c: 1}\nd: !!str 1\n---\ne: &x 1\nf: *x\ng: *y\n';
  const { roots, problems } = parse(text);
  assert.equal(roots.length, 2);
  assert.deepEqual(
    problems.map(({ range, message }) => [text.slice(range.start, range.end), message]),
    [['*y', "There is no anchor '&y' before this alias."]],
  );
  const [first, second] = roots;
  assert.ok(first?.kind === 'mapping' && second?.kind === 'mapping');
  assert.deepEqual(
    first.entries.map((entry) => entry.value.tag),
    ['!reset', '!override', 'tag:yaml.org,2002:str'],
  );
  const alias = second.entries[1]?.value;
  assert.ok(alias?.kind === 'alias' && alias.target?.kind === 'scalar');
});

test('a key twice is a problem at the second, and reading goes on', () => {
  const text = 'a: 1\nb: {c: 1, c: 2}\na: 3\n';
  const { problems } = parse(text);
  assert.deepEqual(
    problems.map(({ range }) => range.start),
    [text.indexOf('c: 2'), text.lastIndexOf('a:')],
  );
  assert.equal(entryTexts(text).length, 3);
});

test('half-typed lines keep the entries around them', () => {
  for (const [text, names] of [
    ['a: 1\nprivil\nb: 2\n', ['a', 'b']],
    ['a: 1\nprivil\n', ['a', 'privil']],
    ['a: [1, 2\nb: 2\n', ['a']],
    ['a: "open\nb: 2\n', ['a']],
    ['a: 1\n\tb: 2\n', ['a']],
    ['a: {b: 1\n', ['a']],
  ] as const) {
    const [root] = parse(text).roots;
    assert.ok(root?.kind === 'mapping', text);
    for (const name of names)
      assert.ok(
        root.entries.some((entry) => entry.name === name),
        `${text}: ${name}`,
      );
  }
});

test('a byte order mark and Windows line ends shift nothing', () => {
  const text = '\uFEFFa: 1\r\nb: x\r\n';
  assert.deepEqual(entryTexts(text), ['a: 1', 'b: x']);
});

function fieldsOf(text: string) {
  const file = parse(text);
  const [root] = file.roots;
  assert.ok(root?.kind === 'mapping');
  const follower = new Follower();
  const last = root.entries.at(-1);
  assert.ok(last);
  const reached = follower.reach(file, last.value);
  return { fields: reached ? follower.fields(reached) : new Map(), follower };
}

test('merge keys bring entries; own ones hide them, earlier merges hide later ones', () => {
  const text = 'b: &b {k: 1, l: 1}\nc: &c {<<: *b, l: 2, m: 2}\nd: {<<: [*c, *b], k: 3}\n';
  const { fields } = fieldsOf(text);
  const shown = [...fields.values()].map((field) => {
    const { range, via } = sourceOfField(field);
    const text_ = (one: { start: number; end: number }): string => text.slice(one.start, one.end);
    return [field.name, text_(range), ...via.map((step: { range: typeof range }) => text_(step.range))];
  });
  assert.deepEqual(shown.sort(), [
    ['k', 'k: 3'],
    ['l', '<<: [*c, *b]', 'l: 2'],
    ['m', '<<: [*c, *b]', 'm: 2'],
  ]);
});

test('circles and texts that multiply themselves end', () => {
  assert.equal(fieldsOf('a: &a\n  <<: *a\n  k: 1\n').fields.size, 1);
  assert.equal(fieldsOf('a: &a {b: *a}\n').fields.size, 1);
  const bomb = ['a0: &a0 {k: 1}'];
  for (let i = 1; i < 40; i++) {
    bomb.push(`a${i}: &a${i} {<<: [${`*a${i - 1}, `.repeat(9)}*a${i - 1}], k${i}: 1}`);
  }
  assert.ok(fieldsOf(bomb.join('\n')).fields.size <= 40);
  const wide = Array.from({ length: 3000 }, (_, i) => `k${i}: 1`).join(', ');
  const chain = [`a0: &a0 {${wide}}`];
  for (let i = 1; i < 90; i++) chain.push(`a${i}: &a${i} {<<: *a${i - 1}, x${i}: 1}`);
  assert.ok(fieldsOf(chain.join('\n')).follower.isExhausted);
});

test('deep nesting is cut off with a problem', () => {
  const maps = Array.from({ length: 1500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
  for (const text of [
    '['.repeat(50_000),
    '{a: '.repeat(50_000),
    '- '.repeat(20_000),
    '? '.repeat(5000),
    maps,
  ]) {
    const { problems } = parse(text);
    assert.ok(problems.length > 0);
  }
});

/** A small generator of numbers that gives the same ones on every run. */
test('damaged texts never throw, and all ranges lie inside the text', () => {
  const whole = `x: &x\n  k: [a, "b\\n", 'c']\n${SCALARS.map((text, i) => text.replace('a:', `a${i}:`)).join('\n')}\nz: {<<: *x, l: - }\n`;
  const next = chanceFrom(7);
  const noise = [
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ':',
    '- ',
    '\n',
    '\t',
    '#',
    '&a ',
    '*a',
    '|',
    '>',
    '? ',
    '%',
    '!',
    '\r',
    '\u0000',
  ];
  for (let i = 0; i < 400; i++) {
    let text = whole;
    for (let cuts = 0; cuts < 1 + (i % 5); cuts++) {
      const at = Math.floor(next() * text.length);
      text =
        text.slice(0, at) +
        (noise[Math.floor(next() * noise.length)] ?? '') +
        text.slice(at + Math.floor(next() * 4));
    }
    const file = parse(text);
    for (const root of file.roots) for (const node of nodes(root)) assertInside(node, file, text);
    for (const { range } of file.problems) assert.ok(range.start <= range.end && range.end <= text.length);
  }
});

function assertInside(node: YamlNode, file: YamlFile, text: string): void {
  assert.ok(node.range.start >= 0 && node.range.start <= node.range.end && node.range.end <= text.length);
  if (node.kind !== 'scalar') return;
  const slice = scalarSlice(text, node satisfies YamlScalar);
  assert.equal(slice.text, node.text);
  const range = sourceRange(slice, { start: 0, end: slice.text.length });
  assert.ok(range.start <= range.end && range.end <= text.length, JSON.stringify([file.text, node]));
}

/** Reached nodes are what the readers work on; an alias to nothing is not reached. */
test('an alias that leads nowhere is not reached', () => {
  const file = parse('a: *b\n');
  const [root] = file.roots;
  assert.ok(root?.kind === 'mapping');
  const entry = root.entries[0];
  const reached: Reached | undefined = entry && new Follower().reach(file, entry.value);
  assert.equal(reached, undefined);
});

/** What is read without the package, and what comes close to it. */
const PLAIN_TEXTS = [
  'services:\n  web:\n    image: nginx:1.27 # c\n    ports:\n    - "80:80"\n    - 443:443\n',
  "# c\nversion: '3.8'\n\nservices:\n  db:\n    command: [\"-c\", x, 'y']\n    volumes: []\nvolumes:\n  data:\n  more: {} # c\n",
  'a:\n  - b: 1\n    c:\n      - - d\n        - e\n    # c\n  -   f: ${G:-h}\n      i: /j/k\n  - -l\nm: ./n o\n',
  'a: {b: c, d: [e, "f"], g: \'h\'} # i\nj: !override [k]\nl: !reset  m n\no: { }\n',
  'a:\n  - {b-c: d.e}\n  - { f: "g" , h: i/j }\nk: !reset null\nl: !override {m: n}\n',
];
const PIECES = [
  ...[
    ' ',
    '  ',
    '\n',
    '\n  ',
    '\n- ',
    '-',
    '- ',
    '-\n',
    ':',
    ': ',
    ' : ',
    ' #',
    '#',
    '\n#x\n',
    '"',
    "'",
    '""',
    "''",
  ],
  ...[
    '[',
    ']',
    ',',
    ',\n',
    '{',
    '}',
    '[]',
    '{}',
    '?',
    '? ',
    '!',
    '!t ',
    '&a ',
    '*a',
    '|',
    '>',
    '---',
    '\n---\n',
    '\n...\n',
  ],
  ...['%', '@', '`', '~', '/', '$', '\\', '\t', '\r\n', '<<: ', '0', 'é', '\u2028', '\uFEFF', '\0', '='],
];

/** Texts with a few things put in, taken out or cut off; the same at every run. */
function* mutants(count: number): Iterable<string> {
  const pick = choiceFrom(1);
  for (let i = 0; i < count; i++) {
    let text = PLAIN_TEXTS[pick(PLAIN_TEXTS.length)] ?? '';
    for (let changes = pick(3); changes >= 0; changes--) {
      const at = pick(text.length + 1);
      const [piece, gone] = pick(3) === 0 ? ['', 1 + pick(8)] : [PIECES[pick(PIECES.length)] ?? '', 0];
      text = text.slice(0, at) + piece + text.slice(at + gone);
    }
    yield text;
  }
}

test('what is read without the package is read as the package reads it', () => {
  let read = 0;
  for (const text of [...PLAIN_TEXTS, ...mutants(6000)]) {
    const root = readPlainYaml(text);
    if (!root) continue;
    read++;
    assert.deepEqual({ roots: [root], problems: [] }, treeOf(parseAnyYaml(text, 'file:///t.yaml')), text);
  }
  assert.ok(PLAIN_TEXTS.every((text) => readPlainYaml(text)));
  assert.ok(read > 500, `${read} texts were read`);
});

function treeOf({ roots, problems }: YamlFile): Pick<YamlFile, 'roots' | 'problems'> {
  return { roots, problems };
}
