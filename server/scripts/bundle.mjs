/**
 * Bundles the entries into `dist/`: the command line with its code cache, the language server, the extension.
 * With `--dev` they are left readable and have source maps, for a debugger.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const { values: options } = parseArgs({ options: { dev: { type: 'boolean', default: false } } });

/** Options that all bundles share: CommonJS, which Node and VS Code load fastest, for Node 20. */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: !options.dev,
  sourcemap: options.dev,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // Node 20 knows `\p{…}`; esbuild would make a new expression of such a literal at every use.
  supported: { 'regexp-unicode-property-escapes': true },
  // The packages' modules are smaller and evaluate faster than their CommonJS builds.
  mainFields: ['module', 'main'],
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  // `bulkhead.cjs` reads the bundle as Latin-1, the fastest way, and relies on this.
  charset: 'ascii',
};

/** `import('./server.ts')` and `import('./report.ts')` mean bundles of their own, loaded when they are needed. */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(?:server|report)\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: path.replace(/\.ts$/, '.cjs'), external: true } : undefined,
    );
  },
};

/** For VS Code in a browser, which loads a classic worker and an extension in CommonJS. */
const inBrowser = { platform: 'browser', format: 'iife', target: 'es2022', conditions: ['browser'] };

const bundles = [
  {
    entry: 'server/src/main/cli.ts',
    out: 'cli.cjs',
    // Loaded from a code cache it is a script of its own, in which `import()` would not work.
    options: { plugins: [apart], supported: { ...common.supported, 'dynamic-import': false } },
  },
  { entry: 'server/src/main/report.ts', out: 'report.cjs', options: {} },
  { entry: 'server/src/main/server.ts', out: 'server.cjs', options: {} },
  { entry: 'client/src/node.ts', out: 'client.cjs', options: { external: ['vscode'] } },
  { entry: 'server/src/main/worker.ts', out: 'worker.js', options: inBrowser },
  {
    entry: 'client/src/browser.ts',
    out: 'client-browser.js',
    options: { ...inBrowser, format: 'cjs', external: ['vscode'] },
  },
  { entry: 'client/src/report-view/main.ts', out: 'report-view.js', options: inBrowser },
];

mkdirSync(dist, { recursive: true });
const packages = new Set();
for (const { entry, out, options } of bundles) {
  if (!existsSync(join(root, entry))) continue;
  // An earlier build for a debugger may have left its map, which must not be packed.
  rmSync(join(dist, `${out}.map`), { force: true });
  const { metafile } = await build({ ...common, ...options, entryPoints: [entry], outfile: join(dist, out) });
  for (const input of Object.keys(metafile.inputs)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (name) packages.add(name);
  }
}
writeFileSync(join(dist, 'third-party-licenses.txt'), licenses([...packages].sort()));
await bundleBin();

/** The program itself: loads `cli.cjs` with what V8 had compiled of it when it was built. */
async function bundleBin() {
  const outfile = join(dist, 'bulkhead.cjs');
  const entryPoints = ['server/scripts/bulkhead.cjs'];
  const define = { BUILD_V8: JSON.stringify(process.versions.v8) };
  await build({
    ...common,
    sourcemap: false,
    entryPoints,
    outfile,
    define,
    banner: { js: '#!/usr/bin/env node' },
  });
  chmodSync(outfile, 0o755);
  const maker = [join(root, 'server/scripts/cache.cjs'), dist];
  execFileSync(process.execPath, maker, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The licences of the packages whose code the bundles contain, as those licences demand. */
function licenses(names) {
  return names
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = ['LICENSE', 'LICENSE.md', 'LICENSE-MIT', 'License.txt', 'LICENSE.txt', 'license'].find(
        (file) => existsSync(join(folder, file)),
      );
      const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
      return `${name} ${version}\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
