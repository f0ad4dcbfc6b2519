/** Compares what Compose projects come to here with recordings of what Docker Compose's own loader makes of them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Outcome, ReadOptions } from '../../server/src/model/surface.ts';
import { mergeMappings } from '../../server/src/surfaces/compose/load/merge.ts';
import { enforceUnique } from '../../server/src/surfaces/compose/load/unique.ts';
import { goText } from '../../server/src/surfaces/compose/load/scalar-type.ts';
import { valueOf } from '../../server/src/surfaces/compose/load/from-yaml.ts';
import { type Mapping, Refusal, type Value } from '../../server/src/surfaces/compose/load/value.ts';
import { surface } from '../../server/src/surfaces/compose/surface.ts';
import { Follower } from '../../server/src/syntax/yaml/follow.ts';
import { parseYaml } from '../../server/src/syntax/yaml/parse.ts';

const recordings = process.env['BULKHEAD_CONFORMANCE'] ?? '';
const corpus = process.env['BULKHEAD_CORPUS'] ?? '';
const LEAST_AGREEMENT = 0.995;

type Read = (uri: string) => string | undefined;

interface Recording {
  readonly files: readonly string[];
  readonly dir?: string;
  readonly args?: readonly string[];
  readonly ok: boolean;
  readonly error?: string;
  readonly model?: unknown;
  readonly inactive?: readonly string[];
  readonly unused?: unknown;
}

interface Oddity {
  readonly case: string;
  readonly input: string | Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly asked?: string | readonly string[];
  readonly oracle: Recording;
}

interface Case {
  readonly source: string;
  readonly kind: string;
  readonly files: readonly string[];
  readonly want?: string;
  readonly errors?: readonly string[];
}

function linesOf<T>(name: string): T[] {
  const lines = readFileSync(join(recordings, name), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** The project that `docker compose ARGS` would load in a folder; undefined where it finds none. */
function projectOf(folder: string, args: readonly string[], read: Read): Outcome | undefined {
  const files: string[] = [];
  const envFiles: string[] = [];
  let directory: string | undefined;
  for (let index = 0; index + 1 < args.length; index += 2) {
    const value = args[index + 1] ?? '';
    if (args[index] === '-f') files.push(uriIn(folder, value));
    else if (args[index] === '--env-file') envFiles.push(uriIn(folder, value));
    else if (args[index] === '--project-directory') directory = uriIn(folder, value);
  }
  const [main, ...further] = files;
  const given: ReadOptions = {
    ...(envFiles.length > 0 ? { envFiles } : {}),
    ...(directory === undefined ? {} : { folder: directory }),
    ...(main === undefined ? {} : { files: further }),
  };
  const near = { textOf: read };
  const found = main === undefined ? surface.locate?.(folder, near, given) : { uri: main, options: given };
  const text = found && read(found.uri);
  if (!found || text === undefined) return undefined;
  return surface.read({ uri: found.uri, text }, near, found.options).outcome?.();
}

function uriIn(folder: string, path: string): string {
  return posix.isAbsolute(path)
    ? `file://${path}`
    : `file://${posix.join(folder.slice('file://'.length), path)}`;
}

/** One line in the form of the recordings. */
function printed({ files, dir, args }: Recording, outcome: Outcome | undefined): Record<string, unknown> {
  return { files, ...(args ? { dir, args } : {}), ok: outcome?.ok ?? false, ...outcome?.model };
}

test('The projects of the corpus come to what Compose makes of them', (context) => {
  if (recordings === '' || corpus === '') {
    context.diagnostic('not compared: BULKHEAD_CONFORMANCE and BULKHEAD_CORPUS name no folders');
    return;
  }
  const read: Read = (uri) => textAt(decodeURIComponent(uri.slice('file://'.length)));
  const extras = { inactive: 0, unused: 0, all: 0 };
  const lines = linesOf<Recording>('compose-corpus.jsonl').map((recording) => {
    const { files, dir, args } = recording;
    const [main = ''] = files;
    const folder = pathToFileURL(join(corpus, dir ?? posix.dirname(main))).href;
    const outcome = projectOf(folder, args ?? ['-f', posix.basename(main)], read);
    if (recording.ok) {
      extras.all++;
      for (const key of ['inactive', 'unused'] as const) {
        if (isSame(recording[key], outcome?.model?.[key])) extras[key]++;
      }
    }
    return printed(recording, outcome);
  });
  const { fields, differences, lines: missing } = compared(lines);
  const counts = Object.values(fields);
  const equal = counts.reduce((sum, count) => sum + count.equal, 0);
  const all = counts.reduce(
    (sum, { equal: a, different, missing: b, extra }) => sum + a + different + b + extra,
    0,
  );
  console.log(`fields of the corpus: ${equal} of ${all} (${percent(equal, all)})`);
  for (const [name, { equal: same, ...others }] of Object.entries(fields)) {
    const rest = others.different + others.missing + others.extra;
    if (rest > 0) console.log(`  ${name}: ${percent(same, same + rest)} of ${same + rest}`);
  }
  for (const key of ['inactive', 'unused'] as const) {
    console.log(`${key} in the corpus: ${extras[key]} of ${extras.all}`);
    assert.ok(extras[key] >= LEAST_AGREEMENT * extras.all, key);
  }
  if (differences.length > 0) console.log(differences.map((one) => JSON.stringify(one)).join('\n'));
  assert.deepEqual(missing.absent, []);
  assert.ok(equal >= LEAST_AGREEMENT * all);
});

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`;
}

interface Compared {
  readonly lines: { readonly absent: readonly string[] };
  readonly fields: Readonly<Record<string, Record<'equal' | 'different' | 'missing' | 'extra', number>>>;
  readonly differences: readonly unknown[];
}

/** What the comparer beside the recordings says of our lines. */
function compared(lines: readonly unknown[]): Compared {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-compose-'));
  try {
    const path = join(folder, 'product.jsonl');
    writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const program = join(recordings, 'compare.mjs');
    const args = [program, join(recordings, 'compose-corpus.jsonl'), path, '--json', '--show', '60'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout) as Compared;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const known = new Map<string, string | undefined>();

function textAt(path: string): string | undefined {
  if (!known.has(path)) {
    known.set(path, existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined);
  }
  return known.get(path);
}

test('Where Compose surprises, the model has the same surprise', (context) => {
  if (recordings === '') {
    context.diagnostic('not compared: BULKHEAD_CONFORMANCE names no folder');
    return;
  }
  const differences: string[] = [];
  let messages = 0;
  let refused = 0;
  const oddities = linesOf<Oddity>('compose-oddities.jsonl');
  for (const oddity of oddities) {
    const { oracle } = oddity;
    const outcome = oddityOf(oddity);
    const isOk = outcome?.ok ?? false;
    const same = isOk === oracle.ok && isSame(oracle.model, outcome?.model?.['model']);
    if (!same) {
      differences.push(
        `${oddity.case}\n  recorded ${JSON.stringify(oracle)}\n  read     ${JSON.stringify(outcome)}`,
      );
    }
    if (oracle.ok || !outcome || outcome.ok) continue;
    refused++;
    if (outcome.error === oracle.error) messages++;
    else console.log(`  says ${outcome.error}\n    for ${oracle.error ?? ''}`);
  }
  const agreed = oddities.length - differences.length;
  console.log(`oddities: ${agreed} of ${oddities.length} (${percent(agreed, oddities.length)})`);
  console.log(`refusals in Compose's own words: ${messages} of ${refused}`);
  assert.equal(differences.length, 0, differences.join('\n'));
});

function oddityOf({ input, folder = 'proj', asked = '.' }: Oddity): Outcome | undefined {
  const root = `file:///work-of-a-case/${folder}`;
  const texts = typeof input === 'string' ? { 'compose.yaml': input } : input;
  const read: Read = (uri) => {
    const path = decodeURIComponent(uri);
    return path.startsWith(`${root}/`) ? texts[path.slice(root.length + 1)] : undefined;
  };
  const words = typeof asked === 'string' ? [asked] : asked;
  if (words.length === 1 && words[0] !== undefined && !words[0].startsWith('-')) {
    const [word] = words;
    return /\.ya?ml$/u.test(word)
      ? projectOf(root, ['-f', word], read)
      : projectOf(uriIn(root, word), [], read);
  }
  return projectOf(root, words, read);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** The same data with the keys of all objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
}

test("Files are merged as in the tests of Compose's own library", (context) => {
  if (recordings === '') {
    context.diagnostic('not compared: BULKHEAD_CONFORMANCE names no folder');
    return;
  }
  const cases = linesOf<Case>('compose-model.jsonl').filter(
    ({ want, kind }) => want !== undefined && kind === 'merge',
  );
  const differences: string[] = [];
  for (const { source, files, want = '' } of cases) {
    const merged = files.map(mappingOf).reduce((base, over) => mergeMappings(base, over, []));
    const result = plain(enforceUnique(merged));
    const wanted = plain(mappingOf(want));
    if (!isSame(result, wanted)) {
      differences.push(`${source}\n  ${JSON.stringify(wanted)}\n  ${JSON.stringify(result)}`);
    }
  }
  const agreed = cases.length - differences.length;
  console.log(`merges: ${agreed} of ${cases.length} (${percent(agreed, cases.length)})`);
  assert.equal(differences.length, 0, differences.join('\n'));
});

/** What these refuse is no text: they set options of the library, or ask for services by name. */
const OTHER_REFUSALS = /#(?:TestLoadEmptyContent_MissingProject|TestWithSelectedServicesOption_\w+)$/u;

test("What the tests of Compose's own library expect to be refused is refused", (context) => {
  if (recordings === '') {
    context.diagnostic('not compared: BULKHEAD_CONFORMANCE names no folder');
    return;
  }
  const cases = linesOf<Case>('compose-model.jsonl').filter(({ errors }) => errors !== undefined);
  const accepted: string[] = [];
  let words = 0;
  let all = 0;
  for (const { source, files, errors = [] } of cases.filter((one) => !OTHER_REFUSALS.test(one.source))) {
    for (const [index, text] of files.entries()) {
      all++;
      const outcome = projectOf('file:///proj', ['-f', 'compose.yaml'], (uri) =>
        uri === 'file:///proj/compose.yaml' ? text : undefined,
      );
      const wanted = errors[Math.min(index, errors.length - 1)] ?? '';
      if (!outcome || outcome.ok) accepted.push(`${source}: ${wanted}`);
      else if (outcome.error.includes(wanted)) words++;
      else console.log(`  says ${outcome.error}\n    for ${wanted}`);
    }
  }
  console.log(`refused: ${all - accepted.length} of ${all}, in the library's own words: ${words}`);
  assert.deepEqual(accepted, []);
});

function mappingOf(text: string): Mapping {
  const file = parseYaml(text, 'file:///compose.yaml');
  const follower = new Follower();
  const [root] = file.roots;
  const reached = root && follower.reach(file, root);
  const value =
    reached &&
    valueOf({ file, follower, lookup: () => undefined, bare: () => '', isLenient: false }, reached);
  if (value?.kind !== 'mapping') throw new Refusal('no mapping');
  return value;
}

function plain(value: Value): unknown {
  if (value.kind === 'scalar') return value.type === 'null' ? null : goText(value);
  if (value.kind === 'sequence') return value.items.map(plain);
  return Object.fromEntries([...value.entries].map(([name, entry]) => [name, plain(entry)]));
}
