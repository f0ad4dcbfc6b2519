/** Bundles test files and the sources they test into a folder under `out/`, so that Node can run them. */
import { readdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The paths of all test files, from `test/` on with slashes; the editor's run inside an editor and are built there. */
export function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.test.ts') && !path.startsWith('editor/'))
    .sort();
}

/** Bundles files of `test/` into a folder, which is emptied first, and gives the paths of what came out. */
export async function buildTests(files, folder) {
  const outdir = join(root, folder);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: files.map((file) => join('test', file)),
    outbase: 'test',
    outdir,
    entryNames: '[dir]/[name]',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
  return files.map((file) => join(outdir, file.replace(/\.ts$/, '.js')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildTests(testFiles(), 'out/test');
