/** Every rule against its own cases and the examples on its page. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Rule } from '../server/src/model/rule.ts';
import {
  type Case,
  type CaseFile,
  isConfigFence,
  isSurfaceFence,
  readCases,
  textOf,
  toFile,
} from './harness/cases.ts';
import { checkCase } from './harness/check-case.ts';
import { judge } from './harness/judge.ts';
import { checkConfiguration } from './harness/configuration.ts';
import { type Fence, readFences } from './harness/markdown.ts';
import { OPTIONS, readPage, SECTIONS } from './harness/page.ts';
import { chosenRules, readRuleFile, ruleFile } from './harness/rule-folders.ts';
import { updateCases } from './harness/update-cases.ts';

for (const rule of chosenRules()) {
  if (process.env['UPDATE_CASES'] === '1') await update(rule);
  describe(rule.id, () => {
    testCases(rule);
    testPage(rule);
  });
}

async function update({ id }: Rule): Promise<void> {
  const page = readRuleFile(id, 'cases.md');
  if (page === undefined) return;
  const updated = await updateCases(id, page);
  if (updated !== page) writeFileSync(ruleFile(id, 'cases.md'), updated);
}

function testCases({ id }: Rule): void {
  let cases: readonly Case[];
  try {
    cases = readCases(readRuleFile(id, 'cases.md') ?? '');
  } catch (error) {
    test(`${id}/cases.md can be read`, () => Promise.reject(error));
    return;
  }
  for (const one of cases) {
    test(`${id}/cases.md:${one.line} ${one.title}`, () => checkCase(id, one));
  }
}

function testPage({ id, meta }: Rule): void {
  const text = readRuleFile(id, 'docs.md') ?? '';
  test(`${id}/docs.md has the skeleton of a page`, () => {
    const page = readPage(text);
    assert.equal(page.title, id);
    assert.equal(page.summary, `${meta.summary}.`);
    const wanted = SECTIONS.filter((heading) => heading !== OPTIONS || meta.options !== undefined);
    assert.deepEqual([...page.sections.keys()], wanted);
    const options = Object.keys(meta.options ?? {});
    const undescribed = options.filter((name) => !page.sections.get(OPTIONS)?.includes(`\`${name}\``));
    assert.deepEqual(undescribed, [], 'these options are not described');
    const empty = [...page.sections].filter(([, body]) => body.trim() === '').map(([heading]) => heading);
    assert.deepEqual(empty, [], 'these sections are empty');
  });
  const fences = readFences(text);
  for (const fence of fences.filter(isConfigFence)) {
    test(`${id}/docs.md:${fence.line + 1} is a configuration`, () =>
      checkConfiguration(`${fence.body.join('\n')}\n`));
  }
  const examples = fences.filter(isSurfaceFence);
  for (const heading of ['Incorrect', 'Correct']) {
    const own = examples.filter((fence) => fence.heading === heading);
    test(`${id}/docs.md has an example under ${heading}`, () => assert.notEqual(own.length, 0));
    for (const fence of own) {
      const before = fences[fences.indexOf(fence) - 1];
      const files = [before && isConfigFence(before) ? toFile(before) : [], toFile(fence)].flat();
      test(`${id}/docs.md:${fence.line + 1} is ${heading.toLowerCase()}`, () =>
        checkExample(id, fence, files));
    }
  }
}

async function checkExample(id: string, fence: Fence, files: readonly CaseFile[]): Promise<void> {
  const texts = new Map(files.map((file) => [file.uri, textOf(file.lines, file.form)]));
  const { findings } = await judge(texts, files, fence.words.includes('strict'));
  const messages = findings.filter((finding) => finding.ruleId === id).map(({ message }) => message);
  if (fence.heading === 'Incorrect') assert.notEqual(messages.length, 0, 'the rule finds nothing in it');
  else assert.deepEqual(messages, [], 'the rule finds something in it');
}
