/** The grammar of exceptions: what counts, what is a near miss and how it should be written, and what is mere prose. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exceptionsIn } from '../../server/src/engine/exceptions/written.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { surface } from '../../server/src/surfaces/dockerfile/surface.ts';
import { messagesOf, tell, type Told } from './tell.ts';

/** A Dockerfile with one finding, below a comment. */
function under(comment: string): Promise<Told> {
  return tell({ Dockerfile: `FROM alpine:3.20\n# ${comment}\nRUN sudo ls\nUSER 1\n` });
}

const COUNT = [
  'bulkhead: ignore no-sudo -- the base image asks for it',
  'bulkhead:ignore no-sudo -- the base image asks for it',
  'bulkhead:\tignore\tno-sudo\t--\tthe base image asks for it',
  'bulkhead: ignore no-sudo until 2027-03-31 -- the base image asks for it',
  'bulkhead: ignore no-sudo until 2026-11-23 -- until the end of this day',
  'bulkhead: ignore no-sudo -- a reason -- with more dashes, commas and until then',
  'bulkhead: ignore no-sudo -- the flag --user comes with the next version',
];

describe('words that count', () => {
  for (const comment of COUNT) {
    test(comment, async () => {
      const told = await under(comment);
      assert.deepEqual(told.excepted, ['no-sudo at sudo by comment']);
      assert.deepEqual(messagesOf(told, 'no-malformed-exception'), []);
    });
  }

  test('an exception without a reason covers, and is spoken of', async () => {
    for (const comment of ['bulkhead: ignore no-sudo', 'bulkhead: ignore no-sudo --']) {
      const { excepted, found } = await under(comment);
      assert.deepEqual(excepted, ['no-sudo at sudo by comment']);
      assert.deepEqual(found, [`require-exception-reason at # ${comment}`]);
    }
  });

  test('what names no rule of ours excepts nothing, and the nearest name is offered', async () => {
    for (const [name, nearest] of [
      ['no-sud', 'no-sudo'],
      ['DL3004', 'no-sudo'],
      ['avd-ds-0010', 'no-sudo'],
      ['sonar', undefined],
    ] as const) {
      const told = await under(`bulkhead: ignore ${name} -- why`);
      assert.deepEqual(told.excepted, []);
      const [message = ''] = messagesOf(told, 'no-unknown-exception');
      if (nearest !== undefined) assert.match(message, new RegExp(`there is '${nearest}'`, 'u'));
      else assert.doesNotMatch(message, /there is/u);
    }
  });

  test('a rule goes by a name that it once had, too', () => {
    const document = {
      uri: 'file:///Dockerfile',
      text: `FROM alpine:3.20\n# bulkhead: ignore no-doas -- as we must\nRUN sudo ls\n`,
    };
    const renamed = registry.rules.map((rule) => {
      const aliases = rule.id === 'no-sudo' ? [...rule.meta.aliases, 'bulkhead:no-doas'] : rule.meta.aliases;
      return { ...rule, meta: { ...rule.meta, aliases } };
    });
    const ids = (rules: typeof registry.rules) =>
      exceptionsIn(document, surface, rules).flatMap((each) => each.rules.map((rule) => rule.ids));
    assert.deepEqual([ids(registry.rules), ids(renamed)], [[[]], [['no-sudo']]]);
  });

  test('a rule about exceptions cannot be excepted', async () => {
    const told = await under('bulkhead: ignore no-unused-exception -- why');
    assert.equal(messagesOf(told, 'no-unknown-exception').length, 1);
  });
});

/** A near miss, what is said of it, and what stands there after the fix; undefined where that is not certain. */
const NEAR: readonly (readonly [string, RegExp, string | undefined])[] = [
  ['bulkhead ignore no-sudo -- why', /begins with 'bulkhead: ignore'/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead : ignore no-sudo -- why', /begins with/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead-ignore: no-sudo -- why', /begins with/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead-disable-next-line no-sudo -- why', /begins with/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead_ignore no-sudo -- why', /begins with/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead/ignore no-sudo -- why', /begins with/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead no-sudo -- why', /begins with/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead ignore', /begins with/u, undefined],
  ['Bulkhead: Ignore no-sudo -- why', /small letters/u, 'bulkhead: ignore no-sudo -- why'],
  ['BULKHEAD: IGNORE no-sudo -- why', /small letters/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead: Ignore no-sudo -- why', /small letters/u, 'bulkhead: ignore no-sudo -- why'],
  ['# bulkhead: ignore no-sudo -- why', /nothing may stand before/u, 'bulkhead: ignore no-sudo -- why'],
  ['@bulkhead ignore no-sudo -- why', /nothing may stand before/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead: disable no-sudo -- why', /'disable' is not known/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead: ignroe no-sudo -- why', /'ignroe' is not known/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead: ignore-service no-sudo -- why', /is not known/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead: ignore-everything no-sudo -- why', /is not known/u, undefined],
  ['bulkhead: see no-sudo -- why', /'see' is not known/u, undefined],
  ['bulkhead: no-sudo -- why', /'ignore' is missing/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead:ignore=no-sudo -- why', /a blank stands behind/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead: ignore(no-sudo) -- why', /a blank stands behind/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead: no-sudo: off', /'ignore' is missing/u, 'bulkhead: ignore no-sudo -- '],
  ['bulkheads: ignore no-sudo -- why', /'bulkheads' is not known/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulk-head: ignore no-sudo -- why', /'bulk-head' is not known/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkead: disable no-sudo -- why', /'bulkead' is not known/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead/no-sudo', /begins with/u, 'bulkhead: ignore no-sudo -- '],
  ['bulkhead/no-sudo: off', /begins with/u, 'bulkhead: ignore no-sudo -- '],
  ['bulkhead: ignoreline no-sudo -- why', /'ignoreline' is not known/u, undefined],
  ['bulkhead: ignorefile no-sudo -- why', /'ignorefile' is not known/u, undefined],
  ['bulkhead: global ignore no-sudo -- why', /'global ignore' is not known/u, undefined],
  ['bulkhead: file-ignore no-sudo -- why', /'file-ignore' is not known/u, undefined],
  ['[bulkhead: ignore no-sudo -- why]', /nothing may stand before/u, 'bulkhead: ignore no-sudo -- why'],
  ['"bulkhead: ignore no-sudo -- why"', /nothing may stand before/u, 'bulkhead: ignore no-sudo -- why'],
  ['[bulkhead] ignore no-sudo -- why [1]', /nothing may stand/u, 'bulkhead: ignore no-sudo -- why [1]'],
  ['bulkhead: ignore', /no rule is named/u, undefined],
  ['bulkhead: ignore -- why', /no rule is named/u, undefined],
  ['bulkhead: ignore until 2027-03-31 -- why', /no rule is named/u, undefined],
  ['bulkhead: ignore no-sudo, -- why', /beside the comma/u, 'bulkhead: ignore no-sudo -- why'],
  [
    'bulkhead: ignore no-sudo, until 2027-03-31 -- why',
    /beside the comma/u,
    'bulkhead: ignore no-sudo until 2027-03-31 -- why',
  ],
  [
    'bulkhead: ignore no-sudo no-root-user -- why',
    /separated by commas/u,
    'bulkhead: ignore no-sudo, no-root-user -- why',
  ],
  ['bulkhead: ignore no-sudo as we must', /' -- ' is missing/u, 'bulkhead: ignore no-sudo -- as we must'],
  ['bulkhead: ignore no-sudo --why', /' -- ' is missing/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead: ignore no-sudo \u2014 why', /' -- ' is missing/u, 'bulkhead: ignore no-sudo -- why'],
  ['bulkhead: ignore no-sudo: why', /' -- ' is missing/u, 'bulkhead: ignore no-sudo -- why'],
  [
    'bulkhead: ignore no-sudo until 2027-03-31 why',
    /' -- ' is missing/u,
    'bulkhead: ignore no-sudo until 2027-03-31 -- why',
  ],
  ['bulkhead: ignore no-sudo perhaps -- why', /'perhaps' has no place/u, undefined],
  ['bulkhead: ignore no-sudo Until 2027-03-31 -- why', /'Until' has no place/u, undefined],
  ['bulkhead: ignore no-sudo until', /a day is missing/u, undefined],
  ['bulkhead: ignore no-sudo until -- why', /a day is missing/u, undefined],
  ['bulkhead: ignore no-sudo until tomorrow -- why', /'tomorrow' is no day/u, undefined],
  ['bulkhead: ignore no-sudo until 31.03.2027 -- why', /is no day/u, undefined],
  [
    'bulkhead: ignore no-sudo until 2027/3/1 -- why',
    /is no day/u,
    'bulkhead: ignore no-sudo until 2027-03-01 -- why',
  ],
  ['bulkhead: ignore no-sudo until 2027-02-30 -- why', /there is no day 2027-02-30/u, undefined],
  ['bulkhead: ignore no-sudo until 2027-13-01 -- why', /there is no day/u, undefined],
  [
    'bulkhead: ignore no-sudo -- why until 2027-03-31',
    /'until' stands before/u,
    'bulkhead: ignore no-sudo until 2027-03-31 -- why',
  ],
  ['bulkhead: ignore-stage no-sudo -- why', /'ignore-stage' stands above a FROM/u, undefined],
  ['bulkhead: ignore-file no-sudo -- why', /'ignore-file' stands in the head/u, undefined],
];

describe('near misses', () => {
  for (const [comment, said, instead] of NEAR) {
    test(comment, async () => {
      const told = await under(comment);
      assert.deepEqual(told.excepted, []);
      const faults = told.analysis.findings.filter(({ ruleId }) => ruleId === 'no-malformed-exception');
      assert.equal(faults.length, 1);
      assert.match(faults[0]?.message ?? '', said);
      const fix = faults[0]?.fixes[0]?.lower();
      assert.equal(fix && 'edits' in fix ? fix.edits[0]?.newText : undefined, instead);
    });
  }

  test('words for the whole file are mended where such words may stand', async () => {
    for (const words of ['global ignore', 'file-ignore', 'ignorefile', 'disable-file']) {
      const told = await tell({
        Dockerfile: `# bulkhead: ${words} no-sudo -- why\nFROM alpine:3.20\nRUN sudo ls\nUSER 1\n`,
      });
      const [fault] = told.analysis.findings.filter(({ ruleId }) => ruleId === 'no-malformed-exception');
      const fix = fault?.fixes[0]?.lower();
      assert.equal(fix && 'edits' in fix && fix.edits[0]?.newText, 'bulkhead: ignore-file no-sudo -- why');
    }
  });

  test('nothing stands under a comment at the end', async () => {
    const told = await tell({ Dockerfile: 'FROM alpine:3.20\nUSER 1\n# bulkhead: ignore no-sudo -- why\n' });
    assert.match(messagesOf(told, 'no-malformed-exception')[0] ?? '', /nothing stands under it/u);
  });
});

/** Sentences about the product, about walls, and about the pattern of that name. */
const PROSE = [
  'bulkhead',
  'Bulkhead:',
  'checked with bulkhead',
  'Bulkhead partition wall service',
  'Bulkhead: the pattern that keeps failures apart',
  'bulkhead: see the docs',
  'bulkhead: see no-sudo',
  'Bulkhead ignores case here',
  'bulkhead skip list of the proxy',
  'bulkhead allows two connections at once',
  'Bulkhead disabled for now',
  'bulkhead-io is a library',
  'bulkhead.ignore.list is read at the start',
  'bulkheads are walls',
  'bulkheads: ignore the ones on deck 3',
  'bulkheads ignore no-sudo',
  'bulk heads: ignore',
  'bulkhead: ignorance is bliss',
  'bulkhead no-sudo is why there is no sudo here',
  'to silence it write bulkhead: ignore no-sudo -- why',
  "'bulkhead: ignore no-sudo' would be wrong here",
  '"bulkhead: ignore" is what silences it',
  'bulkhead/no-sudo is why there is none',
  'bulkhead: file system checks',
  'bulkhead: global limits',
];

describe('prose', () => {
  for (const comment of PROSE) {
    test(comment, async () => {
      assert.deepEqual((await under(comment)).found, ['no-sudo at sudo']);
    });
  }
});
