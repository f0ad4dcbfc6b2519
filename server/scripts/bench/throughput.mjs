/** Times `check` on many files with one thread and with all, and reads the most memory that it had. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { median, p95 } from './numbers.mjs';

const RUNS = 5;

export function throughput(root, bin, folder, env) {
  const corpus = process.env.BULKHEAD_CORPUS;
  const kinds = corpus
    ? [
        ['Dockerfiles', join(corpus, 'dockerfiles')],
        ['Compose files', join(corpus, 'compose')],
      ]
    : [
        ['Dockerfiles', copies(join(root, 'sample/web/Dockerfile'), join(folder, 'docker'), 'Dockerfile')],
        ['Compose files', copies(join(root, 'sample/compose.yaml'), join(folder, 'compose'), 'compose.yaml')],
      ];
  const source = corpus ? 'corpus' : 'copies of the sample';
  const jobs = [...new Set([1, availableParallelism()])];
  return kinds.flatMap(([name, path]) =>
    jobs.flatMap((count) => measure(`${name}, ${count} thread${count === 1 ? '' : 's'}`, path, count)),
  );

  function measure(name, path, count) {
    const runs = Array.from({ length: RUNS }, () => run(bin, path, count, folder, env));
    const speeds = runs.map(({ files, seconds }) => files / seconds);
    const memory = Math.max(...runs.map(({ rss }) => rss)) / 1024;
    const slow = -p95(speeds.map((speed) => -speed));
    const note = `${runs[0].files} files (${source}), at most ${memory.toFixed(0)} MB (aim: < 150)`;
    return [
      [name, `${median(speeds).toFixed(0)} /s`, `${slow.toFixed(0)} /s`, count > 1 ? '≥ 1500 /s' : '', note],
    ];
  }
}

/** A thousand of the same file, each in a folder of its own. */
function copies(file, folder, name) {
  for (let i = 0; i < 1000; i++) {
    mkdirSync(join(folder, String(i)), { recursive: true });
    copyFileSync(file, join(folder, String(i), name));
  }
  return folder;
}

function run(bin, path, jobs, folder, env) {
  const probe = join(folder, 'probe.cjs');
  const result = join(folder, 'rss');
  writeFileSync(
    probe,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(result)}, String(process.resourceUsage().maxRSS)))`,
  );
  const args = ['-r', probe, bin, 'check', '--format=json', '--fail-on=never', `--jobs=${jobs}`, path];
  const start = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, args, { env, maxBuffer: 1 << 30, encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  if (!stdout.startsWith('{')) throw new Error(stderr);
  return { files: JSON.parse(stdout).files.length, seconds, rss: Number(readFileSync(result, 'utf8')) };
}
