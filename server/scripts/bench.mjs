/** `npm run bench`: how fast and how large, in one table of medians, p95 and ratios. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coldStart } from './bench/cold-start.mjs';
import { configured } from './bench/configured.mjs';
import { keystrokes } from './bench/keystrokes.mjs';
import { projects } from './bench/projects.mjs';
import { report } from './bench/report.mjs';
import { sizes } from './bench/sizes.mjs';
import { throughput } from './bench/throughput.mjs';
import { composeOf, longDockerfile, smallDockerfile } from './bench/texts.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'dist/bulkhead.cjs');
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-bench-'));
// Node reads that file at every start, which is 35 ms of nothing to do with us.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform}\n`);
const rows = [['What', 'Median', 'p95', 'Aim', 'Notes']];
try {
  const small = join(folder, 'Dockerfile');
  writeFileSync(small, smallDockerfile(900));
  rows.push(...coldStart(bin, small, env));
  rows.push(...throughput(root, bin, folder, env));
  rows.push(...configured(root, bin, folder, env));
  rows.push(...report(root, bin, folder, env));
  rows.push(...(await keystrokes(bin, 'Dockerfile', 'dockerfile', longDockerfile(300), env)));
  rows.push(...(await keystrokes(bin, 'compose.yaml', 'dockercompose', composeOf(300), env)));
  rows.push(...(await projects(bin, folder, env)));
  rows.push(...sizes(root));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
print(rows);

function print(table) {
  const widths = table[0].map((_cell, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table) {
    const cells = row.map((cell, i) =>
      i === 1 || i === 2 ? cell.padStart(widths[i]) : cell.padEnd(widths[i]),
    );
    console.log(cells.join('  ').trimEnd());
  }
}
