/** The editor suite: packs the extension, runs the tests inside VS Code, then drives its workbench as a person would. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { installVsCode, needChromium, root } from './install.mjs';
import { driveWorkbench } from './workbench.mjs';

const { values: options } = parseArgs({
  options: {
    /** Takes a desktop VS Code: the one that VSCODE_EXECUTABLE names, else one that is downloaded. */
    desktop: { type: 'boolean', default: false },
    /** Only the part with this name: `in-host` or `workbench`. */
    only: { type: 'string' },
  },
});

process.chdir(root);
const parts = [
  ['in-host', inHost],
  ['workbench', workbench],
].filter(([name]) => options.only === undefined || options.only === name);

if (!existsSync('dist/client.cjs')) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
let passed = 0;
let failed = 0;
try {
  if (!options.desktop) needChromium();
  installVsCode();
  for (const [name, run] of parts) {
    const start = performance.now();
    const ok = await run();
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  }
} catch (error) {
  failed++;
  console.error(error.message);
}
console.log(`editor: ${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** The mocha suite in the extension host, on a copy of the sample. */
async function inHost() {
  await build({
    entryPoints: ['test/editor/in-host.ts'],
    outfile: 'out/editor/in-host.cjs',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const executable = options.desktop ? process.env.VSCODE_EXECUTABLE : join(root, 'test/editor/stand-in.mjs');
  const lines = captureLines();
  try {
    await inCopy((folder) =>
      runTests({
        ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
        extensionDevelopmentPath: root,
        extensionTestsPath: join(root, 'out/editor/in-host.cjs'),
        launchArgs: [folder, '--disable-extensions'],
      }),
    );
  } catch (error) {
    // The count below says which tests failed; without one, the host itself did.
    if (!lines.text().includes('not ok ')) console.error(error.message);
  } finally {
    lines.stop();
  }
  const count = /host: (\d+) passed, (\d+) failed/.exec(lines.text());
  passed += Number(count?.[1] ?? 0);
  failed += Number(count?.[2] ?? 1);
  return count !== null && Number(count[2]) === 0;
}

/** The packed extension, installed, in a real window. */
async function workbench() {
  const vsix = join(root, 'out/editor/bulkhead.vsix');
  execFileSync(process.execPath, ['server/scripts/package.mjs', vsix], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const steps = await inCopy((folder) => driveWorkbench({ vsix, folder, shots: join(root, 'shots') }));
  passed += steps.passed;
  failed += steps.failed;
  return steps.failed === 0;
}

/** Gives a copy of the sample: tests edit and save files. */
async function inCopy(work) {
  const parent = mkdtempSync(join(tmpdir(), 'bulkhead-'));
  const folder = join(parent, 'shop');
  try {
    cpSync('sample', folder, { recursive: true });
    return await work(folder);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Listens to what is printed, because `runTests` hands the host's output straight to ours. */
function captureLines() {
  const write = process.stdout.write;
  let said = '';
  process.stdout.write = function (chunk, ...rest) {
    said += chunk;
    return write.call(process.stdout, chunk, ...rest);
  };
  return {
    text: () => said,
    stop: () => {
      process.stdout.write = write;
    },
  };
}
