/** Times the start of `check` on one small file against the start of Node itself, turn by turn. */
import { spawnSync } from 'node:child_process';
import { median, milliseconds, p95 } from './numbers.mjs';

const PAIRS = 60;

export function coldStart(bin, file, env) {
  const [bare, checks] = [[], []];
  for (let i = -3; i < PAIRS; i++) {
    const times = [time(['-e', '0'], env), time([bin, 'check', '--fail-on=never', file], env)];
    // The first rounds fill the disk's cache.
    if (i < 0) continue;
    bare.push(times[0]);
    checks.push(times[1]);
  }
  const ratios = checks.map((value, i) => value / bare[i]);
  return [
    ['start: node -e 0', milliseconds(median(bare)), milliseconds(p95(bare)), '', `${PAIRS} pairs`],
    ['start: check, 900-byte Dockerfile', milliseconds(median(checks)), milliseconds(p95(checks)), '', ''],
    ['start: ratio of the two', `${median(ratios).toFixed(2)} ×`, `${p95(ratios).toFixed(2)} ×`, '≤ 2 ×', ''],
  ];
}

function time(args, env) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) throw new Error(`node ${args.join(' ')} gave ${status}: ${stderr}`);
  return performance.now() - start;
}
