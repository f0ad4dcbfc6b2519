/** Real files: nothing crashes or hangs, fixes do what they must, and the numbers are those that were looked through. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../harness/root.ts';
import { examine, type Examined, offersOf, tryFix, trySafeFixes } from './examine.ts';
import { containerFiles, corpusFolder, quietFiles } from './files.ts';
import { Counter, type Summary } from './summary.ts';

const SUMMARY = join(root, 'test/corpus/summary.json');

/** More would only be noise. */
const MOST_SHOWN = 25;

if (corpusFolder === undefined) {
  test('the corpus is not on this machine (BULKHEAD_CORPUS is not set)', () => {
    assert.equal(corpusFolder, undefined);
  });
} else {
  await testCorpus(corpusFolder);
}

async function testCorpus(folder: string): Promise<void> {
  const examined: Examined[] = [];
  const counter = new Counter();
  for (const file of containerFiles(folder)) {
    const one = await examine(file);
    counter.add(one);
    examined.push(one);
  }

  test('every Dockerfile and Compose file is judged without a crash and in time', () => {
    expectNone(
      examined.filter(({ analysis, errors }) => errors.length > 0 || !isRead(analysis.status)),
      complain,
    );
  });
  test('nothing is found in files that are not ours', async () => {
    const files = await Promise.all(quietFiles(folder).map(examine));
    expectNone(
      files.filter(({ analysis, errors }) => analysis.findings.length > 0 || errors.length > 0),
      complain,
    );
  });
  test('the numbers are those of the stored summary', () => compareSummary(counter.summary()));
  test('every fix ends its finding, adds none, and leaves comments and line ends alone', async () => {
    await checkFixes(examined);
  });
  test('applying all safe fixes comes to an end', async () => {
    const failures: string[] = [];
    for (const one of examined) {
      for (const complaint of await trySafeFixes(one)) failures.push(`${one.file.path}: ${complaint}`);
    }
    expectNone(failures, (failure) => failure);
  });
}

function isRead(status: string): boolean {
  return status === 'judged' || status === 'foreign';
}

function complain({ file, analysis, errors }: Examined): string {
  const findings = analysis.findings.map(({ ruleId, message }) => `${ruleId}: ${message}`);
  return [`${file.path} (${analysis.status})`, ...errors, ...findings].join('\n  ');
}

function expectNone<T>(failures: readonly T[], describe: (one: T) => string): void {
  const shown = failures.slice(0, MOST_SHOWN).map(describe);
  assert.equal(failures.length, 0, `${failures.length} failures, the first of them:\n${shown.join('\n')}`);
}

/** Another corpus has other numbers; then there is nothing to compare. */
function compareSummary(summary: Summary): void {
  const text = `${JSON.stringify(summary, null, 2)}\n`;
  if (process.env['UPDATE_SUMMARY'] === '1') writeFileSync(SUMMARY, text);
  assert.ok(existsSync(SUMMARY), 'there is no summary yet: run with UPDATE_SUMMARY=1');
  const stored = JSON.parse(readFileSync(SUMMARY, 'utf8')) as Summary;
  if (stored.corpus !== summary.corpus) {
    console.log(
      `corpus ${summary.corpus} is not ${stored.corpus}, which the summary is about; numbers are not compared`,
    );
    return;
  }
  assert.deepEqual(
    summary,
    stored,
    'what is found changed; read it with npm run findings, then UPDATE_SUMMARY=1 npm test -- --only corpus',
  );
}

async function checkFixes(examined: readonly Examined[]): Promise<void> {
  const failures: string[] = [];
  for (const one of examined) {
    for (const offer of offersOf(one)) {
      const { ruleId, range } = offer.finding;
      for (const complaint of await tryFix(one, offer)) {
        failures.push(`${one.file.path} at ${range.start}, ${ruleId}, '${offer.fix.title}': ${complaint}`);
      }
    }
  }
  expectNone(failures, (failure) => failure);
}
