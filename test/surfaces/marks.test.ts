/** What services say of their purpose, by which those that are for development are told. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PartMarks } from '../../server/src/model/surface.ts';
import { surface } from '../../server/src/surfaces/compose/surface.ts';
import { mustEnd } from '../harness/must-end.ts';

/** The marks of the last service of a text. */
function marksOf(text: string): PartMarks | undefined {
  const parts = surface.read({ uri: 'file:///p/compose.yaml', text }, { textOf: () => undefined }).parts();
  return parts.at(-1)?.marks;
}

/** The marks of a service with these lines, in one line: `profiles dev, debug; labels a=b; target x`. */
function say(lines: string, before = ''): string {
  const marks = marksOf(`${before}services:\n  web:\n${lines.replace(/^/gmu, '    ')}\n`);
  if (!marks) return 'nothing';
  const { profiles, labels, target } = marks;
  const lists = Object.entries({ profiles, labels, target: target === undefined ? [] : [target] });
  return lists.flatMap(([name, list]) => (list.length > 0 ? `${name} ${list.join(', ')}` : [])).join('; ');
}

const ROWS: readonly (readonly [title: string, lines: string, expected: string, before?: string])[] = [
  ['nothing is said', 'image: a', 'nothing'],
  ['profiles', 'profiles: [dev, "debug"]', 'profiles dev, debug'],
  ['profiles of which a variable decides one', 'profiles: [dev, "${MODE}"]', 'nothing'],
  ['profiles that are no list', 'profiles: dev', 'nothing'],
  ['labels as a mapping', 'labels:\n  a.b: c\n  d: true\n  e:\n  f: ${G}', 'labels a.b=c, d=true, e='],
  ['labels as a list', 'labels:\n  - a=b=c\n  - "d"\n  - e=${F}', 'labels a=b=c, d='],
  ['the stage that is built', 'build:\n  context: .\n  target: dev', 'target dev'],
  ['a stage that a variable decides', 'build: {target: "${STAGE}"}', 'nothing'],
  ['a build without a stage', 'build: .', 'nothing'],
  ['anchors', 'profiles: *p\nlabels: *l', 'profiles dev; labels a=b', 'x-p: &p [dev]\nx-l: &l {a: b}\n'],
  ['merged mappings', '<<: *a', 'profiles dev; target x', 'x-a: &a {profiles: [dev], build: {target: x}}\n'],
  [
    'a merged mapping that is overruled',
    'profiles: [prod]\n<<: [*a, *b]',
    'profiles prod; labels a=1',
    'x-a: &a {profiles: [dev], labels: [a=1]}\nx-b: &b {labels: [b=2]}\n',
  ],
  ['a mapping that merges itself', '<<: *a', 'profiles dev', 'x-a: &a\n  <<: *a\n  profiles: [dev]\n'],
];

describe('marks of a service', () => {
  for (const [title, lines, expected, before] of ROWS) {
    test(title, () => assert.equal(say(lines, before), expected));
  }

  test('thousands of services that lean on one long anchor, and a long chain of merges, are read', () => {
    const labels = Array.from({ length: 5000 }, (_, index) => `    - l${index}=x\n`).join('');
    const services = Array.from({ length: 5000 }, (_, index) => `  s${index}:\n    <<: *a\n`).join('');
    const chain = Array.from(
      { length: 5000 },
      (_, index) => `x-${index}: &x${index}\n  <<: *x${index - 1}\n`,
    );
    mustEnd(() => {
      const marks = marksOf(`x-a: &a\n  labels:\n${labels}services:\n${services}`);
      assert.equal(marks?.labels.length, 5000);
      assert.equal(marksOf(`${chain.join('')}services:\n  web:\n    <<: *x4999\n`), undefined);
    });
  });
});
