/** Packs the extension: what it needs at run time and nothing else, so that the command line is not in it, and the sample as one file of texts. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stage = join(root, 'out/package');

/** Everything that is packed besides the manifest; what is not there yet is left out. */
const CONTENTS = [
  'dist/client.cjs',
  'dist/server.cjs',
  'dist/client-browser.js',
  'dist/worker.js',
  'dist/report-view.js',
  'dist/pages.json',
  'dist/pages',
  'dist/bulkhead.schema.json',
  'dist/sample.json',
  'dist/third-party-licenses.txt',
  'client/media',
  'snippets',
  'syntaxes',
  'package.nls.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
// `type` as well: the worker host of VS Code would take the bundles, which are CommonJS, for ES modules.
for (const name of ['bin', 'files', 'scripts', 'devDependencies', 'type']) delete manifest[name];
const target = resolve(process.argv[2] ?? join(root, `bulkhead-${manifest.version}.vsix`));

rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
for (const path of CONTENTS) {
  if (existsSync(join(root, path))) cpSync(join(root, path), join(stage, path), { recursive: true });
}
// Nothing is left out of the folder; the file keeps the packer from asking for one.
writeFileSync(join(stage, '.vscodeignore'), '');
mkdirSync(join(target, '..'), { recursive: true });
const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
// Pictures and links of the README are relative to a repository that the manifest may not name.
const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
execFileSync(process.execPath, [vsce, 'package', ...flags, `--out=${target}`], {
  cwd: stage,
  stdio: ['ignore', 'ignore', 'inherit'],
});
console.log(target);
