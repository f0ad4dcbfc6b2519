/** Times `report` on many files in every format, and reads the most memory that it had. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, p95 } from './numbers.mjs';

const RUNS = 3;
const FORMATS = ['html', 'markdown', 'json', 'sarif'];

export function report(root, bin, folder, env) {
  const corpus = process.env.BULKHEAD_CORPUS;
  const path = corpus ?? copies(join(root, 'sample'), join(folder, 'report'));
  return FORMATS.map((format) => {
    const runs = Array.from({ length: RUNS }, () => run(bin, path, format, folder, env));
    const seconds = runs.map((one) => one.seconds);
    const memory = Math.max(...runs.map(({ rss }) => rss)) / 1024;
    const size = (runs[0].bytes / 1e6).toFixed(1);
    const source = corpus ? 'corpus' : '1,000 copies of the sample';
    const note = `${source}, ${size} MB long, at most ${memory.toFixed(0)} MB of memory (aim: < 500)`;
    return [`Report, ${format}`, inSeconds(median(seconds)), inSeconds(p95(seconds)), '< 20 s', note];
  });
}

function inSeconds(number) {
  return `${number.toFixed(2)} s`;
}

/** A thousand of the same project, each in a folder of its own. */
function copies(project, folder) {
  for (let i = 0; i < 1000; i++) {
    for (const name of ['compose.yaml', 'web/Dockerfile', 'proxy/Dockerfile']) {
      mkdirSync(join(folder, String(i), name, '..'), { recursive: true });
      copyFileSync(join(project, name), join(folder, String(i), name));
    }
  }
  return folder;
}

function run(bin, path, format, folder, env) {
  const probe = join(folder, 'probe-report.cjs');
  const result = join(folder, 'rss-report');
  const output = join(folder, `report.${format}`);
  writeFileSync(
    probe,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(result)}, String(process.resourceUsage().maxRSS)))`,
  );
  const args = ['-r', probe, bin, 'report', `--format=${format}`, '-o', output, path];
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(stderr);
  return { seconds, rss: Number(readFileSync(result, 'utf8')), bytes: statSync(output).size };
}
