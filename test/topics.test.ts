/** The cheat sheets: their skeleton, their samples, their links, the standards they cite, and where each piece of advice lives. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { registry } from '../server/src/generated/registry.ts';
import { HOST_CHECKLIST } from '../server/src/knowledge/host-checklist.ts';
import { STANDARDS } from '../server/src/knowledge/standards.ts';
import { headingsOf } from '../server/src/base/headings.ts';
import { readFences } from './harness/markdown.ts';
import { readPage } from './harness/page.ts';
import { readRuleFile } from './harness/rule-folders.ts';
import { checkFence, shellOf } from './harness/samples.ts';
import {
  brokenHome,
  brokenPlace,
  citedItems,
  isKnownItem,
  overview,
  pages,
  readAdvice,
  topicIds,
} from './harness/topics.ts';

const OLDER_GUIDES = 'What older guides say';
/** The headings below the title, in order. */
const SECTIONS = [
  'What can go wrong',
  'What to do',
  'What the engine already does',
  'When it is fine not to',
  'How to find out',
  OLDER_GUIDES,
  'Rules that watch over this',
  'Further reading',
  'Questions',
];

/** What people who use checks like these ask for. */
const WISHES = 17;
const ADVICE = 149;
/** The numbers of the pieces of advice that are outdated or wrong as they were given. */
const CORRECTED = [9, 10, 15, 16, 21, 27, 34, 42, 48, 63, 84, 121, 122, 128, 131, 133, 134, 142];
/** How many lines the five documents have. */
const LINES: Readonly<Record<string, number>> = { A: 76, B: 126, C: 24, D: 34, E: 180 };

test('there is a page for every topic of the overview', () => {
  assert.deepEqual([...pages.keys()].sort(), [...topicIds].sort());
});

for (const [id, page] of pages) {
  describe(`topic ${id}`, () => {
    testSkeleton(id, page);
    testReferences(id, page);
    for (const fence of readFences(page)) {
      test(`${id}.md:${fence.line + 1} is a sample that holds (${fence.tag})`, () => checkFence(fence));
    }
  });
}

function testSkeleton(id: string, page: string): void {
  test(`${id}.md has the skeleton of a page`, () => {
    const { title, summary, sections } = readPage(page);
    assert.notEqual(title, '');
    assert.match(summary, /\.$/u, 'below the title stands one sentence');
    assert.deepEqual(
      [...sections.keys()],
      SECTIONS.filter((heading) => heading !== OLDER_GUIDES || sections.has(heading)),
    );
    const empty = [...sections].filter(([, body]) => body.trim() === '').map(([heading]) => heading);
    assert.deepEqual(empty, [], 'these sections are empty');
    assert.equal(page.endsWith('\n'), true);
  });
  test(`${id}.md has no two headings of one slug`, () => {
    const slugs = headingsOf(page).map(({ slug }) => slug);
    assert.deepEqual(
      slugs.filter((slug, index) => slugs.indexOf(slug) !== index),
      [],
    );
  });
  test(`${id}.md closes with questions and short answers`, () => {
    const body = readPage(page).sections.get('Questions') ?? '';
    const [before = '', ...questions] = body.split(/^### /mu);
    assert.equal(before.trim(), '');
    assert.ok(questions.length >= 2 && questions.length <= 4, `${questions.length} questions`);
    for (const question of questions) {
      const [asked = '', ...answer] = question.split('\n').filter((line) => line.trim() !== '');
      assert.match(asked, /\?(?: .+[.?])?$/u);
      assert.ok(answer.length >= 1 && answer.length <= 5, `${answer.length} lines answer '${asked}'`);
    }
  });
}

function testReferences(name: string, page: string): void {
  test(`${name}: links lead somewhere`, () => {
    const self = headingsOf(page).map(({ slug }) => slug);
    const broken = linksOf(page).flatMap((target) => {
      if (target.startsWith('https://')) return [];
      if (target.startsWith('#')) return self.includes(target.slice(1)) ? [] : [`no section '${target}'`];
      return brokenPlace(target) ?? [];
    });
    assert.deepEqual(broken, []);
  });
  test(`${name}: cited items of standards are known`, () => {
    const unknown = citedItems(page).filter(([standard, id]) => !isKnownItem(standard, id));
    assert.deepEqual(unknown, []);
  });
}

/** The targets of a page's links, those in fences left out. */
function linksOf(page: string): string[] {
  const outside = page.split(/^```.*$/mu).filter((_, index) => index % 2 === 0);
  return outside.flatMap((text) => [...text.matchAll(/\]\(([^()\s]+)\)/gu)].map((match) => match[1] ?? ''));
}

for (const { id, meta } of registry.rules) {
  describe(`${id} and the cheat sheets`, () => {
    test(`${id}: its topic has its section`, () => {
      assert.equal(brokenPlace(`${meta.topic}.md#${meta.section}`), undefined);
    });
    test(`${id}: its references are items of their standards`, () => {
      const unknown = meta.references.filter((item) => !isKnownItem(item.standard, item.id));
      assert.deepEqual(unknown, []);
    });
    testReferences(`${id}/docs.md`, readRuleFile(id, 'docs.md') ?? '');
  });
}

describe('the checklist of the host', () => {
  const items = HOST_CHECKLIST.flatMap((group) => group.items);
  test('ids are unique', () => {
    const ids = [...HOST_CHECKLIST, ...items].map(({ id }) => id);
    const groups = HOST_CHECKLIST.map(({ id }) => id);
    assert.deepEqual(
      items.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index),
      [],
    );
    assert.equal(new Set(groups).size, groups.length);
    for (const id of ids) assert.match(id, /^[a-z][a-z\d]*(?:-[a-z\d]+)*$/u);
  });
  for (const { id, question, commands, references, topic, section } of items) {
    test(`${id}: its page, its references and its commands hold`, () => {
      assert.match(question, /\?(?: .+\.)?$/u);
      assert.doesNotMatch(question, /[`*]/u, 'a question is plain text');
      assert.equal(brokenPlace(`${topic}.md${section === undefined ? '' : `#${section}`}`), undefined);
      const unknown = references.filter((item) => !isKnownItem(item.standard, item.id));
      assert.deepEqual(unknown, []);
      for (const command of commands) shellOf(command);
    });
  }
});

test('the page on exceptions answers each wish once, in order', () => {
  const rows = [...(pages.get('exceptions') ?? '').matchAll(/^\| (\d+) \| ([^|]+) \| ([^|]+) \|$/gmu)];
  assert.deepEqual(
    rows.map(([, number]) => Number(number)),
    Array.from({ length: WISHES }, (_, index) => index + 1),
  );
});

test('no standard has an item twice', () => {
  for (const { items } of STANDARDS) {
    const ids = items.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  }
});

describe('the table of advice', () => {
  const rows = readAdvice();
  test('it has every number once, in order', () => {
    assert.deepEqual(
      rows.map(({ number }) => number),
      Array.from({ length: ADVICE }, (_, index) => index + 1),
    );
    assert.equal(overview.match(/^\| \d+ \|/gmu)?.length, ADVICE, 'a row that cannot be read');
  });
  test('it marks what was outdated', () => {
    const corrected = rows.filter(({ isCorrected }) => isCorrected);
    assert.deepEqual(
      corrected.map(({ number }) => number),
      CORRECTED,
    );
    for (const { number, homes } of corrected) {
      assert.ok(
        homes.some((home) => home.startsWith('myths.md#')),
        `${number} is corrected, but not among the myths`,
      );
    }
  });
  for (const { number, text, source, homes } of rows) {
    test(`${number}, ${text}, lives somewhere`, () => {
      assert.ok(
        source.line >= 1 && source.line <= (LINES[source.document] ?? 0),
        'a line that does not exist',
      );
      assert.deepEqual(
        homes.flatMap((home) => brokenHome(home) ?? []),
        [],
      );
    });
  }
});
