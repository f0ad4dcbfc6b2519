/** Projects that nobody would write, or that are broken: each ends with a clear word, soon, and nothing crashes. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Host } from '../../server/src/base/host.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { createMemoryHost } from '../../server/src/host/memory.ts';
import type { Outcome } from '../../server/src/model/surface.ts';
import { type Analysis, createService } from '../../server/src/service.ts';
import { surface } from '../../server/src/surfaces/compose/surface.ts';
import { choiceFrom } from '../harness/chance.ts';
import { mustEnd } from '../harness/must-end.ts';
import { root } from '../harness/root.ts';
import { readProjectCases } from './project-cases.ts';

const MAIN = 'file:///p/compose.yaml';

/** What the project of `compose.yaml` comes to, with all other files at hand. */
function outcomeOf(files: Readonly<Record<string, string>>): Outcome {
  const near = { textOf: (uri: string) => files[decodeURIComponent(uri.slice('file:///p/'.length))] };
  const document = { uri: MAIN, text: files['compose.yaml'] ?? '' };
  return mustEnd(() => {
    surface.needs(document, near);
    const reading = surface.read(document, near);
    reading.gaps();
    const outcome = reading.outcome?.();
    assert.ok(outcome);
    return outcome;
  });
}

function errorOf(files: Readonly<Record<string, string>>): string {
  const outcome = outcomeOf(files);
  return outcome.ok ? 'it loads' : outcome.error;
}

function numbered<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const service = (name: string): string => `services: {${name}: {image: "i:1"}}\n`;

describe('many files', () => {
  test('a thousand includes in one file', () => {
    const parts = Object.fromEntries(numbered(1000, (i) => [`part-${i}.yaml`, service(`s${i}`)]));
    const include = Object.keys(parts).map((name) => `  - ${name}\n`);
    const outcome = outcomeOf({ ...parts, 'compose.yaml': `include:\n${include.join('')}` });
    assert.equal(outcome.ok, true);
    assert.equal(outcome.files.length, 1001);
  });

  test('a thousand files of which each includes the next', () => {
    const parts = Object.fromEntries(
      numbered(1000, (i) => [`p${i}.yaml`, `include: [p${i + 1}.yaml]\n${service(`s${i}`)}`]),
    );
    const end = { 'p1000.yaml': service('end'), 'compose.yaml': 'include: [p0.yaml]\n' };
    assert.match(errorOf({ ...parts, ...end }), /^(?:it loads|the project is nested too deeply)/);
  });

  test('a file that is included by ever new ways is one of too many', () => {
    const lines = numbered(14, (i) => [
      `p${i}.yaml`,
      `include: [p${i + 1}.yaml, ./p${i + 1}.yaml, x/../p${i + 1}.yaml]\n`,
    ]);
    const end = { 'p14.yaml': service('end'), 'compose.yaml': 'include: [p0.yaml]\n' };
    assert.match(
      errorOf({ ...Object.fromEntries(lines), ...end }),
      /^(?:it loads|the project has more than)/,
    );
  });

  test('heirs of heirs, from file to file', () => {
    const parts = Object.fromEntries(
      numbered(1000, (i) => [`p${i}.yaml`, `services: {a: {extends: {file: p${i + 1}.yaml, service: a}}}\n`]),
    );
    const end = { 'p1000.yaml': service('a'), 'compose.yaml': parts['p0.yaml'] ?? '' };
    assert.match(errorOf({ ...parts, ...end }), /^(?:it loads|the project is nested too deeply)/);
  });
});

describe('large texts', () => {
  test('a chain of heirs as long as a file', () => {
    const heirs = numbered(20_000, (i) => `  s${i}: {extends: s${i + 1}}\n`);
    const text = `services:\n${heirs.join('')}  s20000: {image: "i:1"}\n`;
    assert.match(errorOf({ 'compose.yaml': text }), /^(?:it loads|the project is nested too deeply)/);
  });

  test('a chain of services that wait for one another', () => {
    const waiting = numbered(20_000, (i) => `  s${i}: {image: "i:1", depends_on: [s${i + 1}]}\n`);
    assert.equal(
      errorOf({ 'compose.yaml': `services:\n${waiting.join('')}  s20000: {image: "i:1"}\n` }),
      'it loads',
    );
  });

  test('a list of a hundred thousand entries, laid over another one', () => {
    const list = numbered(100_000, (i) => `      - A${i}=1\n`).join('');
    const text = `services:\n  a:\n    image: i:1\n    environment:\n${list}`;
    assert.equal(errorOf({ 'compose.yaml': text, 'compose.override.yaml': text }), 'it loads');
  });

  test('ranges of ports and numbers beyond all bounds', () => {
    for (const port of ['1-65535:1-65535', '1-4294967295', '99999999999999999999:80', '0-0:0', '80:1-']) {
      const text = `services: {a: {image: "i:1", ports: ["${port}"]}}\n`;
      assert.ok(errorOf({ 'compose.yaml': text }).length > 0, port);
    }
  });

  test('an `.env` of two megabytes', () => {
    const env = numbered(60_000, (i) => `NAME_${i}=\${NAME_0:-x}${i} # of many\n`).join('');
    assert.equal(errorOf({ 'compose.yaml': service('a'), '.env': env }), 'it loads');
    const growing = numbered(60_000, (i) => `NAME_${i}=\${NAME_${i - 1}:-x}${i}\n`).join('');
    assert.match(errorOf({ 'compose.yaml': service('a'), '.env': growing }), /multiply one another/);
  });

  test('a long value that a text repeats', () => {
    const env = `LONG=${'x'.repeat(100_000)}\n`;
    const labels = numbered(20_000, (i) => `      - l${i}=$LONG\n`).join('');
    const text = `services:\n  a:\n    image: i:1\n    environment:\n${labels}`;
    assert.match(errorOf({ 'compose.yaml': text, '.env': env }), /multiply its text too often/);
    const once = `services: {a: {image: "i:1", labels: {l: "${'$LONG'.repeat(20_000)}"}}}\n`;
    assert.ok(errorOf({ 'compose.yaml': once, '.env': env }) !== 'it loads');
  });

  test('a value that doubles with each line does not grow without end', () => {
    const env = `A0=xxxxxxxxxx\n${numbered(60, (i) => `A${i + 1}=$A${i}$A${i}\n`).join('')}`;
    const text = 'services: {a: {image: "i:1", labels: {l: "$A60"}}}\n';
    assert.ok(errorOf({ 'compose.yaml': text, '.env': env }).length > 0);
  });
});

describe('depth and aliases', () => {
  test('a bomb of aliases', () => {
    const levels = numbered(40, (i) => `x-${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]\n`);
    const text = `x-0: &a0 [x, y]\n${levels.join('')}services: {a: {image: "i:1", labels: *a40}}\n`;
    assert.match(errorOf({ 'compose.yaml': text }), /alias|deep/);
  });

  test('a mapping that holds itself', () => {
    assert.match(errorOf({ 'compose.yaml': 'services: &s\n  a: *s\n' }), /alias|deep|anchor/i);
  });

  test('brackets without end', () => {
    for (const text of ['['.repeat(100_000), `services: ${'{a: '.repeat(50_000)}`]) {
      assert.ok(errorOf({ 'compose.yaml': text }).length > 0);
    }
    const nested = `services: {a: {image: "i:1", x-deep: ${'['.repeat(500)}${']'.repeat(500)}}}\n`;
    assert.match(errorOf({ 'compose.yaml': nested }), /deep/);
  });

  test('braces within braces in a variable', () => {
    const value = `${'${A:-'.repeat(5000)}x${'}'.repeat(5000)}`;
    assert.ok(errorOf({ 'compose.yaml': `services: {a: {image: "${value}"}}\n` }).length > 0);
  });
});

describe('what stands in the place of a file', () => {
  test('NULs, damaged characters, nothing at all', () => {
    for (const text of [
      '\0',
      'services:\0',
      '\uD800: \uDFFF\n',
      '',
      '\n',
      '---\n---\n',
      'null\n',
      '[]\n',
      '7\n',
    ]) {
      const outcome = outcomeOf({ 'compose.yaml': text });
      assert.equal(outcome.ok, false, JSON.stringify(text));
    }
    assert.equal(errorOf({ 'compose.yaml': '' }), 'empty compose file');
  });

  test('an override that is empty changes nothing, and one that is a list is refused', () => {
    assert.equal(errorOf({ 'compose.yaml': service('a'), 'compose.override.yaml': '' }), 'it loads');
    assert.match(
      errorOf({ 'compose.yaml': service('a'), 'compose.override.yaml': '- a\n' }),
      /must be a mapping/,
    );
  });

  test('keys that mean something to JavaScript', () => {
    const text = `services:
  __proto__: {image: "i:1", environment: {__proto__: x, constructor: y}}
  constructor: {image: "i:1", extends: __proto__, labels: {toString: z}}
  hasOwnProperty: {image: "i:1", depends_on: [constructor]}
`;
    assert.equal(errorOf({ 'compose.yaml': text, 'compose.override.yaml': text }), 'it loads');
  });
});

/** How often each project is damaged. */
const VARIANTS = 3;
const SCRAPS = [
  ...[
    '!reset ',
    '!override ',
    '<<: *a\n',
    '&a ',
    '*a',
    '${',
    '}',
    '$',
    ':',
    ': ',
    '- ',
    '{',
    '[',
    ']',
    ',',
    '"',
  ],
  ...[
    "'",
    '#',
    '\t',
    '\r\n',
    '\n',
    '  ',
    '\0',
    '\uFEFF',
    '\uD800',
    '\u2028',
    '---\n',
    'null',
    '~',
    '__proto__',
  ],
  ...[
    'extends: a\n',
    'include: [compose.yaml]\n',
    'include: [.]\n',
    'COMPOSE_FILE=x:compose.yaml\n',
    'A B\n',
  ],
];

describe('projects of the cases, damaged', () => {
  const folder = join(root, 'test/effective');
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.md') && each !== 'README.md')) {
    test(name, () => {
      for (const one of readProjectCases(readFileSync(join(folder, name), 'utf8'))) {
        const choose = choiceFrom(one.line);
        for (let i = 0; i < VARIANTS; i++) survive(damaged(one.texts, choose));
      }
    });
  }
});

/** The texts with one of them broken in a few places. */
function damaged(
  texts: ReadonlyMap<string, string>,
  choose: (limit: number) => number,
): ReadonlyMap<string, string> {
  const [uri = '', text = ''] = [...texts][choose(texts.size)] ?? [];
  let broken = text;
  for (let blows = 1 + choose(3); blows > 0; blows--) {
    const at = choose(broken.length + 1);
    const scrap = choose(3) === 0 ? '' : (SCRAPS[choose(SCRAPS.length)] ?? '');
    broken = broken.slice(0, at) + scrap + broken.slice(at + choose(8));
  }
  return new Map(texts).set(uri, broken);
}

/** Judges every file and says what each comes to; a crash would be in the log. */
function survive(texts: ReadonlyMap<string, string>): void {
  const memory = createMemoryHost(texts);
  const host: Host = { ...memory, readFileNow: (uri) => texts.get(uri) };
  const told = JSON.stringify([...texts]);
  const judged: Analysis[] = [];
  mustEnd(() => {
    const service = createService(host, registry);
    for (const uri of texts.keys()) {
      const review = service.reviewNow(uri);
      assert.ok(review, told);
      judged.push(review.analysis);
      for (const finding of review.analysis.findings) for (const fix of finding.fixes) fix.lower();
      for (const gap of review.gaps) assert.ok(isWithin(gap.range, texts.get(uri) ?? ''), told);
    }
  });
  for (const { status, findings, problems, uri } of judged) {
    assert.notEqual(status, 'skipped', told);
    for (const { range } of problems) assert.ok(isWithin(range, texts.get(uri) ?? ''), told);
    for (const finding of findings) assert.ok(isWithin(finding.range, texts.get(finding.uri) ?? ''), told);
  }
  const near = { textOf: (uri: string) => texts.get(uri) };
  for (const [uri, text] of texts) {
    if (surface.detect({ uri, text })) mustEnd(() => surface.read({ uri, text }, near).outcome?.());
  }
  assert.deepEqual(memory.logged, [], told);
}

function isWithin({ start, end }: { readonly start: number; readonly end: number }, text: string): boolean {
  return 0 <= start && start <= end && end <= text.length;
}
