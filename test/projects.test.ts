/** Projects of several files, and texts inside texts: where their findings stand, and in which file each fix is made. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type Case, readCases } from './harness/cases.ts';
import { checkCase } from './harness/check-case.ts';
import { root } from './harness/root.ts';
import { updateCases } from './harness/update-cases.ts';

const file = join(root, 'test/projects.md');
if (process.env['UPDATE_CASES'] === '1') {
  const page = readFileSync(file, 'utf8');
  writeFileSync(file, await updateCases(ruleOf, page));
}

/** The rule that a case is about. */
function ruleOf({ files, line }: Case): string {
  const rule = files.map(({ fence }) => fence.values.get('rule')).find((each) => each !== undefined);
  assert.ok(rule, `line ${line}: the case names no rule`);
  return rule;
}

describe('projects', () => {
  for (const one of readCases(readFileSync(file, 'utf8'))) {
    test(`projects.md:${one.line} ${one.title}`, () => checkCase(ruleOf(one), one));
  }
});
