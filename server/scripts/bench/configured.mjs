/** Times `check` on many files under a baseline of 10,000 entries and ten configuration files, against the same files with neither. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, p95 } from './numbers.mjs';

const PAIRS = 10;
const ENTRIES = 10_000;
const DEPTH = 10;
const COPIES = 500;
const OTHERS = 1000;

export function configured(root, bin, folder, env) {
  const probe = makeProbe(folder);
  const levels = Array.from({ length: DEPTH }, (_, i) => `level-${i}`);
  const [bare, laden] = ['bare', 'laden'].map((name) => join(folder, name, ...levels, 'files'));
  for (const place of [bare, laden]) copyFiles(root, place);
  configure(join(folder, 'laden'), levels);
  writeBaseline(bin, join(folder, 'laden'), laden, env);
  return [1, 2].flatMap((jobs) => measure(jobs));

  function measure(jobs) {
    const [processor, clock] = [[], []];
    for (let i = -1; i < PAIRS; i++) {
      // Turn by turn, each as often first as second, so that what the machine does besides falls on both.
      const order = i % 2 === 0 ? [bare, laden] : [laden, bare];
      const used = new Map(order.map((place) => [place, time(bin, place, jobs, probe, env)]));
      if (i < 0) continue;
      const [without, under] = [used.get(bare), used.get(laden)];
      processor.push(under.processor / without.processor);
      clock.push(under.clock / without.clock);
    }
    const label = `check, ${jobs} thread${jobs === 1 ? '' : 's'}: under baseline and configuration / without`;
    const note = `${ENTRIES.toLocaleString('en-US')} entries, a chain of ${DEPTH} files, ${PAIRS} pairs`;
    return [
      [`${label}, processor`, times(median(processor)), times(p95(processor)), '≤ 1.05 ×', note],
      [`${label}, clock`, times(median(clock)), times(p95(clock)), '', ''],
    ];
  }
}

const times = (value) => `${value.toFixed(3)} ×`;

function copyFiles(root, place) {
  mkdirSync(place, { recursive: true });
  const corpus = process.env.BULKHEAD_CORPUS;
  const folders = corpus
    ? ['dockerfiles', 'compose'].map((kind) => [join(corpus, kind), kind])
    : Array.from({ length: COPIES }, (_, i) => [join(root, 'sample'), String(i)]);
  for (const [from, name] of folders) cpSync(from, join(place, name), { recursive: true });
}

/** A configuration on each level; none of them changes what is found. */
function configure(top, levels) {
  levels.forEach((_, i) => {
    const lines = [
      'rules: {no-obsolete-version: hint, no-p*: error}',
      `credential-names: [BENCH_NAME_${i}]`,
      `overrides: [{paths: [nowhere-${i}/, "*.nowhere-${i}.yaml"], rules: {no-open-port: error}}]`,
    ];
    writeFileSync(join(top, ...levels.slice(0, i + 1), '.bulkhead.yaml'), `${lines.join('\n')}\n`);
  });
}

/** All that is found is known; the other entries are for files that lie elsewhere and are not checked. */
function writeBaseline(bin, top, place, env) {
  const file = join(top, '.bulkhead-baseline.json');
  run([bin, 'baseline', '--baseline', file, place], env);
  const { version, findings } = JSON.parse(readFileSync(file, 'utf8'));
  const known = findings.length;
  for (let i = known; i < ENTRIES; i++) {
    const path = `elsewhere/${i % OTHERS}/compose.yaml`;
    mkdirSync(join(top, path, '..'), { recursive: true });
    writeFileSync(join(top, path), 'services: {}\n');
    findings.push({ ...findings[i % known], path, place: `service bench-${i}` });
  }
  const lines = findings.slice(0, ENTRIES).map((entry) => JSON.stringify(entry));
  writeFileSync(file, `{"version": ${version}, "findings": [\n${lines.join(',\n')}\n]}\n`);
}

/** What a process says at its end: the processor time of all its threads, in microseconds. */
function makeProbe(folder) {
  const [script, result] = [join(folder, 'probe-configured.cjs'), join(folder, 'used')];
  writeFileSync(
    script,
    `process.on('exit', () => {
      const { userCPUTime, systemCPUTime } = process.resourceUsage();
      require('node:fs').writeFileSync(${JSON.stringify(result)}, String(userCPUTime + systemCPUTime));
    });`,
  );
  return { script, result };
}

function time(bin, place, jobs, { script, result }, env) {
  const start = performance.now();
  run(['-r', script, bin, 'check', '--format=json', '--fail-on=never', `--jobs=${jobs}`, place], env);
  return { clock: performance.now() - start, processor: Number(readFileSync(result, 'utf8')) };
}

function run(args, env) {
  const { status, stderr } = spawnSync(process.execPath, args, { env, maxBuffer: 1 << 30, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} gave ${status}: ${stderr}`);
}
