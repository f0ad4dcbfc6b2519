/**
 * Makes `dist/sample.json`: the sample project as texts by their paths.
 * One file of texts can be read where an extension may not list a folder, and the package carries no `.env`, which its packer forbids.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sample = join(root, 'sample');
const files = readdirSync(sample, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const texts = files.map((file) => [relative(sample, file).split(sep).join('/'), readFileSync(file, 'utf8')]);
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist/sample.json'), JSON.stringify(Object.fromEntries(texts)));
