/** Baselines over real files: what is known stays known when the files are written anew, and what is added is new. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { registry } from '../../server/src/generated/registry.ts';
import { createNodeHost } from '../../server/src/host/node.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import {
  baselineText,
  createService,
  mendedOf,
  type Renewed,
  renewed,
  type Run,
  type Service,
  Tally,
} from '../../server/src/service.ts';
import { disguiseCompose, withPrivileged } from '../baseline/disguise-compose.ts';
import { disguiseDockerfile, withDownload } from '../baseline/disguise-dockerfile.ts';
import { choiceFrom } from '../harness/chance.ts';
import { containerFiles, type CorpusFile, corpusFolder } from './files.ts';

/** More would only be noise. */
const MOST_SHOWN = 20;

if (corpusFolder === undefined) {
  test('the corpus is not on this machine (BULKHEAD_CORPUS is not set)', () => {
    assert.equal(corpusFolder, undefined);
  });
} else {
  await testBaselines(corpusFolder);
}

/** What a run over files gave. */
interface Checked extends Run {
  readonly fresh: readonly Finding[];
  readonly known: number;
}

async function testBaselines(folder: string): Promise<void> {
  const uri = pathToFileURL(`${folder}/.bulkhead-baseline.json`).href;
  const files = containerFiles(folder);
  const texts = new Map(files.map((file) => [file.uri, readFileSync(fileURLToPath(file.uri), 'utf8')]));
  const serve = (baseline: string, changed: ReadonlyMap<string, string>): Service =>
    serviceWith(uri, baseline, changed);
  const first = await check(serve(baselineText([]), new Map()), files);
  const made = renewed({ uri, text: baselineText([]) }, first);
  const baseline = baselineText(made.entries);

  test('all that is found is known afterwards, and the same baseline is written again', async () => {
    assert.ok(made.entries.length > 1000);
    const again = await check(serve(baseline, new Map()), files);
    expectNone(again.fresh, complain);
    assert.equal(again.known, first.fresh.length);
    expectNothingNew(renewed({ uri, text: baseline }, again));
    assert.equal(baselineText(renewed({ uri, text: baseline }, again).entries), baseline);
  });

  test('nothing is new or gone when the files are shuffled and laid out in another way', async () => {
    const disguised = changedBy(files, texts, disguise);
    // What ties the order of a file to its meaning is left as it is, but most is not.
    assert.ok(disguised.size > files.length / 2, `only ${disguised.size} files are in disguise`);
    const again = await check(serve(baseline, disguised), files);
    expectNone(again.fresh, complain);
    expectNothingNew(renewed({ uri, text: baseline }, again));
    expectNone(
      mendedOf({ uri, text: baseline }, again),
      ({ path, rule, place }) => `${path}: ${rule} at ${place}`,
    );
  });

  test('what is added to files in disguise is new, and nothing else', async () => {
    const disguised = changedBy(files, texts, disguise);
    const faulty = changedBy(files, new Map([...texts, ...disguised]), addFault);
    assert.ok(faulty.size > files.length / 2, `only ${faulty.size} files have a fault`);
    const service = serve(baseline, faulty);
    const failures: string[] = [];
    for (const file of files.filter((each) => faulty.has(each.uri))) {
      const { findings, problems } = await service.analyze(file.uri);
      const fresh = findings.filter((finding) => finding.known === undefined && finding.uri === file.uri);
      const rules = fresh.map(({ ruleId }) => ruleId).join(', ');
      const wanted = file.path.startsWith('compose/') ? 'no-privileged' : 'no-unverified-add';
      if (problems.length === 0 && rules !== wanted)
        failures.push(`${file.path}: ${rules || 'nothing'} is new`);
    }
    expectNone(failures, (failure) => failure);
  });
}

/** All of the files with a baseline; what comments except is none of its business. */
function serviceWith(uri: string, baseline: string, changed: ReadonlyMap<string, string>): Service {
  const service = createService(
    createNodeHost(() => undefined),
    registry,
  );
  service.configure('file:///', {
    by: 'command line',
    order: 'without files',
    baselineFile: uri,
    exceptions: false,
  });
  service.open({ uri, text: baseline });
  for (const [name, text] of changed) service.open({ uri: name, text });
  return service;
}

async function check(service: Service, files: readonly CorpusFile[]): Promise<Checked> {
  const tally = new Tally();
  const done = new Set<string>();
  const fresh: Finding[] = [];
  let known = 0;
  for (const file of files) {
    const analysis = await service.analyze(file.uri);
    const { uri, findings } = analysis;
    done.add(uri);
    tally.add(service.recordsOf(analysis));
    fresh.push(...findings.filter((finding) => finding.known === undefined));
    known += findings.filter((finding) => finding.known !== undefined).length;
  }
  return { tally, isSettled: (uri) => done.has(uri), fresh, known };
}

/** The texts of the files that a change can be made in, each with its own chance. */
function changedBy(
  files: readonly CorpusFile[],
  texts: ReadonlyMap<string, string>,
  change: (file: CorpusFile, text: string, seed: number) => string | undefined,
): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const [index, file] of files.entries()) {
    const text = change(file, texts.get(file.uri) ?? '', index);
    if (text !== undefined) changed.set(file.uri, text);
  }
  return changed;
}

function disguise({ path }: CorpusFile, text: string, seed: number): string | undefined {
  const choose = choiceFrom(seed);
  return path.startsWith('compose/') ? disguiseCompose(text, choose) : disguiseDockerfile(text, choose);
}

function addFault({ path }: CorpusFile, text: string): string | undefined {
  return path.startsWith('compose/') ? withPrivileged(text) : withDownload(text);
}

function expectNothingNew({ added, gone }: Renewed): void {
  expectNone(added, ({ path, rule, place }) => `${path}: ${rule} at ${place} is new`);
  expectNone(gone, ({ path, rule, place }) => `${path}: ${rule} at ${place} is gone`);
}

function complain({ uri, ruleId, range, message }: Finding): string {
  return `${uri} at ${range.start}: ${ruleId}: ${message}`;
}

function expectNone<T>(failures: readonly T[], describe: (one: T) => string): void {
  const shown = failures.slice(0, MOST_SHOWN).map(describe);
  assert.equal(failures.length, 0, `${failures.length} failures, the first of them:\n${shown.join('\n')}`);
}
