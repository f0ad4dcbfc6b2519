/** What holds of all rules: their folders, their facts, and how thoroughly their cases try them. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { registry } from '../server/src/generated/registry.ts';
import { isAboutExceptions } from '../server/src/knowledge/exceptions.ts';
import type { Rule } from '../server/src/model/rule.ts';
import type { SubjectKind } from '../server/src/model/subject.ts';
import { type Case, readCases } from './harness/cases.ts';
import { textsOf } from './harness/check-case.ts';
import { judge } from './harness/judge.ts';
import { isFrom, isPhrase } from './harness/messages.ts';
import { root } from './harness/root.ts';
import { readRuleFile, ruleFile, ruleFolders } from './harness/rule-folders.ts';

/** The topics that rules are gathered under, from the table that explains them. */
const TOPICS = new Set(
  [...readFileSync(join(root, 'server/src/topics/README.md'), 'utf8').matchAll(/^\| `([a-z-]+)` \|/gmu)].map(
    (match) => match[1],
  ),
);

/** The surfaces that can have subjects of a kind: a rule that judges them is tried on each. */
const SURFACES: Readonly<Record<SubjectKind, readonly string[]>> = {
  project: ['compose'],
  container: ['compose'],
  stage: ['dockerfile'],
  copy: ['dockerfile'],
  image: ['dockerfile', 'compose'],
  script: ['dockerfile', 'compose'],
  command: ['dockerfile', 'compose'],
  variable: ['dockerfile', 'compose'],
  exception: ['dockerfile', 'compose'],
};

const FEWEST_SILENT = 12;
const FEWEST_FLAGGED = 8;
const LONGEST_MESSAGE = 140;

test('every folder is a rule with its three files, and every rule has a folder', () => {
  const missing = ruleFolders().flatMap((id) =>
    (['rule.ts', 'docs.md', 'cases.md'] as const)
      .filter((name) => !existsSync(ruleFile(id, name)))
      .map((name) => `${id}/${name}`),
  );
  assert.deepEqual(missing, []);
  assert.deepEqual(
    registry.rules.map(({ id }) => id),
    ruleFolders(),
  );
});

test('nothing that the generator leaves to be filled in is left', () => {
  const left = ruleFolders().flatMap((id) =>
    (['rule.ts', 'docs.md', 'cases.md'] as const)
      .filter((name) => readRuleFile(id, name)?.includes('… ('))
      .map((name) => `${id}/${name}`),
  );
  assert.deepEqual(left, []);
});

test('no two rules have the same alias', () => {
  const aliases = registry.rules.flatMap(({ meta }) => meta.aliases);
  assert.deepEqual(
    aliases.filter((alias, index) => aliases.indexOf(alias) !== index),
    [],
  );
  assert.deepEqual(
    aliases.filter((alias) => !/^[a-z][\w-]*:\S+$/u.test(alias)),
    [],
    'an alias is written tool:id',
  );
});

test('the rules that judge exceptions are those that cannot be excepted', () => {
  for (const { id, check } of registry.rules) {
    assert.equal(isAboutExceptions(id), check.exception !== undefined, id);
    assert.ok(!check.exception || Object.keys(check).length === 1, `${id} judges exceptions alone`);
  }
});

test('options say what they do', () => {
  for (const { id, meta } of registry.rules) {
    for (const [name, { type, summary, words }] of Object.entries(meta.options ?? {})) {
      assert.match(name, /^[a-z]+(?:-[a-z]+)*$/u, id);
      assert.match(summary, /^[A-Z].*[^.]$/u, id);
      assert.ok(words === undefined || type.startsWith('string'), `${id}: only texts can be words`);
    }
  }
});

test('ids once published stay', () => {
  const published = JSON.parse(readFileSync(join(root, 'test/published-ids.json'), 'utf8')) as string[];
  const ids = registry.rules.map(({ id }) => id);
  const aliases = new Set(registry.rules.flatMap(({ meta }) => meta.aliases));
  const lost = published.filter((id) => !ids.includes(id) && !aliases.has(`bulkhead:${id}`));
  assert.deepEqual(lost, [], 'published ids that no rule answers to');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const unlisted = registry.rules.filter(
    ({ id, meta }) => !isLater(meta.since, version) && !published.includes(id),
  );
  assert.deepEqual(
    unlisted.map(({ id }) => id),
    [],
    `rules since ${version} or before are published; add them to test/published-ids.json`,
  );
});

for (const rule of registry.rules) {
  describe(`${rule.id} as a whole`, () => {
    testFacts(rule);
    testMessages(rule);
    testCoverage(rule);
  });
}

function testFacts({ id, meta, check }: Rule): void {
  test(`${id}: the facts are in form`, () => {
    assert.match(id, /^(?:no|require|prefer)-[a-z\d]+(?:-[a-z\d]+)*$/u);
    assert.match(meta.summary, /^(?:Disallow|Require|Prefer) .+[^.]$/u);
    const verb = { no: 'Disallow', require: 'Require', prefer: 'Prefer' }[id.split('-')[0] ?? ''];
    assert.equal(meta.summary.split(' ')[0], verb, 'the verb of the summary follows the id');
    assert.ok(TOPICS.has(meta.topic), `unknown topic '${meta.topic}'`);
    assert.match(meta.since, /^\d+\.\d+\.\d+$/u);
    assert.notEqual(Object.keys(check).length, 0, 'the rule judges nothing');
    for (const { url } of meta.references) assert.match(url ?? 'https://', /^https:\/\//u);
  });
}

function testMessages({ id, messages, praise }: Rule): void {
  test(`${id}: the messages are sentences of bearable length, those of praise are phrases`, () => {
    for (const message of Object.values(messages)) {
      assert.ok(message.length <= LONGEST_MESSAGE, `${message.length} characters: ${message}`);
      if (isPhrase(message)) assert.match(message, /^[a-z][^.]*$/u, 'a phrase without a full stop');
      else assert.match(message, /^[A-Z'"{].*\.$/u, 'a sentence with a full stop');
    }
    assert.equal(Object.values(messages).some(isPhrase), praise !== undefined, 'phrases are for praise');
  });
}

function testCoverage(rule: Rule): void {
  const { id, meta } = rule;
  const cases = readCases(readRuleFile(id, 'cases.md') ?? '');
  test(`${id}: there are enough cases, silent and flagged`, () => {
    const flagged = cases.filter(isFlagged).length;
    assert.ok(flagged >= FEWEST_FLAGGED, `${flagged} flagged cases of at least ${FEWEST_FLAGGED}`);
    const silent = cases.length - flagged;
    assert.ok(silent >= FEWEST_SILENT, `${silent} silent cases of at least ${FEWEST_SILENT}`);
  });
  test(`${id}: every surface of its subjects is tried`, () => {
    const tried = new Set(cases.flatMap((one) => one.files.map(({ surface }) => surface)));
    const needed = new Set(Object.keys(rule.check).flatMap((kind) => SURFACES[kind as SubjectKind]));
    assert.deepEqual(
      [...needed].filter((surface) => !tried.has(surface)),
      [],
    );
  });
  test(`${id}: its facts name the safest fix that its cases show`, async () => {
    assert.equal(meta.fix, await safestFix(id, cases));
  });
  test(`${id}: unsafe fixes say what may break, safe ones do not, titles have no full stop`, async () => {
    for (const fix of await offersOf(id, cases)) {
      assert.equal(fix.breaks !== undefined, fix.applicability === 'unsafe', fix.title);
      assert.match(fix.title, /^[A-Z].*[^.]$/u);
    }
  });
  test(`${id}: every message is shown by a case`, async () => {
    const found = await messagesOf(id, cases);
    // The phrases of praise have a test of their own.
    for (const template of Object.values(rule.messages).filter((message) => !isPhrase(message))) {
      assert.ok(
        found.some((message) => isFrom(message, template)),
        template,
      );
    }
  });
}

function isFlagged(one: Case): boolean {
  return one.files.some(({ annotations }) => annotations.length > 0);
}

async function safestFix(id: string, cases: readonly Case[]): Promise<'none' | 'safe' | 'unsafe'> {
  const offers = await offersOf(id, cases);
  if (offers.some(({ applicability }) => applicability === 'safe')) return 'safe';
  return offers.length > 0 ? 'unsafe' : 'none';
}

async function findingsOf(id: string, cases: readonly Case[]) {
  const judged = await Promise.all(
    cases.filter(isFlagged).map((one) => judge(textsOf(one), one.files, one.strict)),
  );
  return judged.flatMap(({ findings }) => findings).filter(({ ruleId }) => ruleId === id);
}

async function offersOf(id: string, cases: readonly Case[]) {
  return (await findingsOf(id, cases)).flatMap(({ fixes }) => fixes);
}

async function messagesOf(id: string, cases: readonly Case[]): Promise<string[]> {
  return (await findingsOf(id, cases)).map(({ message }) => message);
}

/** Whether one version comes after another. */
function isLater(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) > 0;
}
