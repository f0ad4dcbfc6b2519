/** What projects of several files come to, case by case: what is printed, what is refused, what rules and reports say of it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../harness/root.ts';
import { answerTo, readProjectCases, updatedPage } from './project-cases.ts';

const folder = join(root, 'test/effective');
const isUpdate = process.env['UPDATE_CASES'] === '1';

for (const name of readdirSync(folder).filter((each) => each.endsWith('.md') && each !== 'README.md')) {
  const path = join(folder, name);
  if (isUpdate) writeFileSync(path, await updatedPage(readFileSync(path, 'utf8')));
  describe(name, () => {
    for (const one of readProjectCases(readFileSync(path, 'utf8'))) {
      test(`line ${one.line}: ${one.heading}: ${one.title}`, async () => {
        for (const fence of one.answers) {
          assert.equal(
            (await answerTo(one, fence)).join('\n'),
            fence.body.join('\n'),
            `the ${fence.tag} fence of line ${fence.line + 1}`,
          );
        }
      });
    }
  });
}
