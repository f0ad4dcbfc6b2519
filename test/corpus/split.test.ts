/** Real Compose files, each cut into a file and its override: the two say what the one said, and each fix is made in the right one. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { applyEdits } from '../../server/src/base/text.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { createMemoryHost } from '../../server/src/host/memory.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import { createService } from '../../server/src/service.ts';
import { complaintsAbout } from '../harness/fix-checks.ts';
import type { Judged } from '../harness/judge.ts';
import { containerFiles, corpusFolder } from './files.ts';
import { split } from './split.ts';

const BASE = 'file:///p/compose.yaml';
const OVERRIDE = 'file:///p/compose.override.yaml';
/** Every so many pairs, all fixes are made, too. */
const MENDED = 12;

test('a file and its override say together what one file says, and take its fixes', async () => {
  const failures: string[] = [];
  let pairs = 0;
  for (const { path, uri } of corpusFolder === undefined ? [] : containerFiles(corpusFolder)) {
    if (!path.startsWith('compose/')) continue;
    const text = readFileSync(fileURLToPath(uri), 'utf8');
    const pair = split(text);
    const whole = pair && (await judgeAll(new Map([[BASE, text]])));
    if (!pair || !whole || whole.problems.length > 0) continue;
    pairs++;
    const files = new Map([
      [BASE, pair.base],
      [OVERRIDE, pair.override],
    ]);
    const judged = await judgeAll(files);
    if (said(judged) !== said(whole)) failures.push(`${path}: ${said(whole)}\n  became ${said(judged)}`);
    else if (pairs % MENDED === 0) {
      for (const complaint of await complaintsOf(files, judged)) failures.push(`${path}: ${complaint}`);
    }
  }
  assert.deepEqual(failures.slice(0, 20), []);
  if (corpusFolder !== undefined) assert.ok(pairs > 100);
});

async function judgeAll(files: ReadonlyMap<string, string>): Promise<Judged> {
  const service = createService(createMemoryHost(files), registry);
  const analyses = [];
  for (const uri of files.keys()) analyses.push(await service.analyze(uri));
  return {
    findings: analyses.flatMap(({ findings }) => findings),
    problems: analyses.flatMap(({ problems }) => problems.filter(({ severity }) => severity === 'error')),
  };
}

function said({ findings, problems }: Judged): string {
  const lines = findings.map(({ ruleId, message }: Finding) => `${ruleId}: ${message}`);
  return [...lines, ...problems.map(({ message }) => message)].sort().join('\n  ');
}

async function complaintsOf(files: ReadonlyMap<string, string>, before: Judged): Promise<string[]> {
  const complaints: string[] = [];
  for (const finding of before.findings) {
    for (const fix of finding.fixes) {
      const lowered = fix.lower();
      if ('refused' in lowered) continue;
      const uri = lowered.uri ?? finding.uri;
      const text = applyEdits(files.get(uri) ?? '', lowered.edits);
      if (text === undefined) complaints.push(`the edits of '${fix.title}' overlap`);
      else {
        const after = await judgeAll(new Map([...files, [uri, text]]));
        complaints.push(...complaintsAbout(finding, fix, before, after).map((one) => `${fix.title}: ${one}`));
      }
    }
  }
  return complaints;
}
