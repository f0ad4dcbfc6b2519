/** Compares the images that Dockerfiles come to here with recordings of what BuildKit makes of the same texts. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { surface } from '../../server/src/surfaces/dockerfile/surface.ts';

const recordings = process.env.BULKHEAD_CONFORMANCE ?? '';
const corpus = process.env.BULKHEAD_CORPUS ?? '';
const LEAST_AGREEMENT = 0.995;

/** What a line of a recording is found by again, and the text that it is about. */
interface Case {
  readonly file: string;
  readonly text: string;
  readonly recorded: object;
}

/** What the script beside the recordings prints. */
interface Comparison {
  readonly lines: { readonly absent: readonly string[]; readonly unknown: readonly string[] };
  readonly fields: Readonly<
    Record<string, { equal: number; different: number; missing: number; extra: number }>
  >;
  readonly differences: readonly { key: string; field: string; expected?: unknown; actual?: unknown }[];
}

function linesOf<T>(name: string): T[] {
  const lines = readFileSync(join(recordings, name), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** The line that `bulkhead image --format json` prints, as far as recordings have it. */
function answer({ file, text }: Case): object {
  const reading = surface.read({ uri: 'file:///Dockerfile', text }, { textOf: () => undefined });
  const outcome = reading.outcome?.();
  assert.ok(outcome, file);
  const { ok, line, stages, image } = {
    line: undefined,
    stages: undefined,
    image: undefined,
    ...outcome.model,
    ok: outcome.ok,
  };
  return { file, ok, line, stages, image };
}

/** Runs the script of the recordings over what we make of the cases. */
function compare(cases: readonly Case[]): Comparison {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-image-'));
  try {
    const paths = { recorded: join(folder, 'recorded.jsonl'), ours: join(folder, 'ours.jsonl') };
    const lines = (items: readonly object[]): string =>
      items.map((item) => `${JSON.stringify(item)}\n`).join('');
    writeFileSync(paths.recorded, lines(cases.map(({ file, recorded }) => ({ ...recorded, file }))));
    writeFileSync(paths.ours, lines(cases.map(answer)));
    const script = join(recordings, 'compare.mjs');
    const words = [script, paths.recorded, paths.ours, '--json', '--show', '100000'];
    const run = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 30 });
    assert.ok(run.status === 0 || run.status === 1, run.stderr);
    return JSON.parse(run.stdout) as Comparison;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Prints how much agrees, field by field, and gives the share of files in which everything does. */
function report(what: string, count: number, { fields, differences }: Comparison): number {
  const wrong = new Set(differences.map(({ key }) => key));
  const agreeing = count - wrong.size;
  const shares = Object.entries(fields).map(([field, { equal, different, missing, extra }]) => {
    const all = equal + different + missing + extra;
    return `${field} ${share(equal, all)} of ${all}`;
  });
  console.log(`${what}: ${agreeing} of ${count} files agree in everything (${share(agreeing, count)})`);
  console.log(`  ${shares.join('; ')}`);
  return agreeing / count;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`;
}

function describe({ lines, differences }: Comparison): string {
  const found = differences.slice(0, 20).map((each) => JSON.stringify(each));
  return [...lines.absent.slice(0, 5), ...lines.unknown.slice(0, 5), ...found].join('\n');
}

const title = 'Dockerfiles come to the images that BuildKit makes';

test(`${title}: small surprises`, (context) => {
  if (recordings === '') {
    context.diagnostic('BULKHEAD_CONFORMANCE names no folder of recordings, so nothing was compared.');
    return;
  }
  const oddities = linesOf<{ case: string; input: string; oracle: object }>('dockerfile-oddities.jsonl');
  // Some titles stand twice.
  const cases = oddities.map(({ case: name, input, oracle }, index): Case => {
    return { file: `${index} ${name}`, text: input, recorded: oracle };
  });
  const comparison = compare(cases);
  assert.equal(report('dockerfile-oddities.jsonl', cases.length, comparison), 1, describe(comparison));
});

test(`${title}: real files`, (context) => {
  if (recordings === '' || corpus === '') {
    context.diagnostic('BULKHEAD_CONFORMANCE or BULKHEAD_CORPUS names no folder, so nothing was compared.');
    return;
  }
  const cases = linesOf<{ file: string }>('dockerfile-corpus.jsonl').flatMap((recorded): Case[] => {
    const path = join(corpus, recorded.file);
    return existsSync(path) ? [{ file: recorded.file, text: readFileSync(path, 'utf8'), recorded }] : [];
  });
  assert.ok(cases.length > 0, 'the corpus has none of the files that were recorded');
  const comparison = compare(cases);
  const share = report('dockerfile-corpus.jsonl', cases.length, comparison);
  assert.ok(share >= LEAST_AGREEMENT, describe(comparison));
});
