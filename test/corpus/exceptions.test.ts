/** Real files: whatever is found can be excepted by the light bulb's edit, and an exception without a cause is told. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ExceptionScope } from '../../server/src/model/comment.ts';
import { choiceFrom } from '../harness/chance.ts';
import type { ExceptedFinding } from '../../server/src/model/finding.ts';
import type { Review, Service } from '../../server/src/service.ts';
import { examine } from './examine.ts';
import { exceptAll, type Removal, removeCause } from './except.ts';
import { containerFiles, type CorpusFile, corpusFolder } from './files.ts';

/** All of the corpus takes minutes; a part that is the same each time will do. */
const isWhole = (process.env['BULKHEAD_WHOLE'] ?? '') !== '';

/** One file of so many is tried for each scope. */
const SHARES: Readonly<Record<ExceptionScope, number>> = { entry: 5, part: 25, file: 25 };

/** How many exceptions of a file are robbed of their cause. */
const MOST_REMOVED = 3;

/** More would only be noise. */
const MOST_SHOWN = 25;

if (corpusFolder === undefined) {
  test('the corpus is not on this machine (BULKHEAD_CORPUS is not set)', () => {
    assert.equal(corpusFolder, undefined);
  });
} else {
  const files = containerFiles(corpusFolder);
  describe('exceptions in real files', () => {
    for (const scope of ['entry', 'part', 'file'] as const) testScope(scope, sample(files, SHARES[scope]));
  });
}

function sample(files: readonly CorpusFile[], share: number): readonly CorpusFile[] {
  const random = choiceFrom(share);
  return isWhole ? files : files.filter(() => random(share) === 0);
}

function testScope(scope: ExceptionScope, files: readonly CorpusFile[]): void {
  test(`except every finding for its ${scope}, then remove causes`, async () => {
    const failures: string[] = [];
    const refusals = new Map<string, number>();
    const removals = new Map<string, number>();
    let written = 0;
    let withFindings = 0;
    for (const file of files) {
      const { analysis, service, errors } = await examine(file);
      if (analysis.findings.length === 0) continue;
      withFindings++;
      const done = await exceptAll(service, analysis, scope);
      written += done.written;
      for (const refusal of done.refusals) count(refusals, refusal.slice(refusal.indexOf(':') + 2));
      failures.push(...done.complaints.map((complaint) => `${file.path}: ${complaint}`));
      if (done.complaints.length > 0) continue;
      for (const removal of await removeSome(service, await service.review(file.uri))) {
        if (typeof removal === 'object') failures.push(`${file.path}: ${removal.complaint}`);
        else count(removals, removal);
      }
      failures.push(...errors.map((error) => `${file.path}: ${error}`));
    }
    console.log(
      `${scope}: ${written} exceptions in ${withFindings} of ${files.length} files; refused: ${show(refusals)}; causes removed: ${show(removals)}`,
    );
    assert.equal(
      failures.length,
      0,
      `${failures.length} failures:\n${failures.slice(0, MOST_SHOWN).join('\n')}`,
    );
    assert.ok(written > 0);
    if (scope === 'entry') assert.equal(refusals.size, 0, show(refusals));
  });
}

/** Some of the exceptions that have one cause each, so that there is none left without it. */
async function removeSome(service: Service, review: Review): Promise<readonly Removal[]> {
  const { analysis } = review;
  const counts = new Map<string, number>();
  const keyOf = ({ finding, exception }: ExceptedFinding): string =>
    `${finding.ruleId} ${exception.uri} ${exception.range.start}`;
  for (const each of analysis.excepted) count(counts, keyOf(each));
  const single = analysis.excepted.filter((each) => counts.get(keyOf(each)) === 1);
  const random = choiceFrom(analysis.text.length);
  const removals: Removal[] = [];
  while (single.length > 0 && removals.length < MOST_REMOVED) {
    for (const one of single.splice(random(single.length), 1)) {
      removals.push(await removeCause(service, review, one));
    }
  }
  return removals;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function show(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([key, number]) => `${number} ${key}`).join(', ') || 'none';
}
