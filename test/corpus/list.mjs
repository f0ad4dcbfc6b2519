/** `npm run findings`: shows what a rule finds in the corpus, with the lines around it. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { buildTests, root } from '../build.mjs';

process.chdir(root);
execFileSync(process.execPath, ['server/scripts/generate.mjs'], { stdio: 'inherit' });
const folder = `out/findings-${process.pid}`;
try {
  const [file] = await buildTests(['corpus/findings.ts'], folder);
  const { showFindings } = await import(pathToFileURL(file).href);
  await showFindings(process.argv.slice(2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
