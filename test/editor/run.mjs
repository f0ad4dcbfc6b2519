/** The editor suite: packs the extension, runs the tests inside VS Code, drives its workbench as a person would; other editors on demand. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { attachEditor } from './attach.mjs';
import { driveBrowser } from './browser.mjs';
import { driveExceptions } from './exceptions.mjs';
import { installVsCode, needChromium, root } from './install.mjs';
import { driveReport } from './report.mjs';
import { driveRuns } from './runs.mjs';
import { driveWalkthrough } from './walkthrough.mjs';
import { driveRestricted, driveWorkbench } from './workbench.mjs';

const { values: options } = parseArgs({
  options: {
    /** Takes a desktop VS Code: the one that VSCODE_EXECUTABLE names, else one that is downloaded. */
    desktop: { type: 'boolean', default: false },
    /** Takes the oldest VS Code that the extension promises to run in. */
    oldest: { type: 'boolean', default: false },
    /** Only the part with this name; `neovim` and `emacs` run when they are named, if there is such an editor. */
    only: { type: 'string' },
    /** The colour theme of the pictures in shots/, such as 'Default High Contrast'. */
    theme: { type: 'string' },
  },
});

process.chdir(root);
if (options.oldest) process.env.EDITOR_TESTS_VSCODE = 'oldest';

/** What runs by itself, and what runs only when it is named. */
const USUAL = {
  'in-host': inHost,
  workbench,
  restricted,
  browser: () => counted(driveBrowser),
  runs,
  report,
  walkthrough,
  exceptions,
};
const NAMED = { neovim: () => attach('neovim'), emacs: () => attach('emacs') };
const vsix = join(root, 'out/editor/bulkhead.vsix');
const shots = join(root, 'shots', options.theme ?? '');
let passed = 0;
let failed = 0;
try {
  await runParts();
} catch (error) {
  failed++;
  console.error(error.message);
}
console.log(`editor: ${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function runParts() {
  const parts = options.only === undefined ? USUAL : pick(options.only);
  if (!existsSync('dist/client.cjs')) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  if (Object.keys(parts).some((name) => name in USUAL)) prepareVsCode();
  for (const [name, run] of Object.entries(parts)) {
    const start = performance.now();
    const ok = await run();
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  }
}

function pick(name) {
  const all = { ...USUAL, ...NAMED };
  if (Object.hasOwn(all, name)) return { [name]: all[name] };
  throw new Error(`There is no part '${name}': there are ${Object.keys(all).join(', ')}.`);
}

function prepareVsCode() {
  if (!options.desktop) needChromium();
  installVsCode();
  execFileSync(process.execPath, ['server/scripts/package.mjs', vsix], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The mocha suite in the extension host, on a workspace of two folders: a copy of the sample and another. */
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
  let text = await runInHost();
  // Now and then, under load, a window comes up without having read its workspace file; a person would reload it.
  for (let more = 6; more > 0 && /waited in vain for the folders/.test(text); more--)
    text = await runInHost();
  const count = /host: (\d+) passed, (\d+) failed/.exec(text);
  passed += Number(count?.[1] ?? 0);
  failed += Number(count?.[2] ?? 1);
  return count !== null && Number(count[2]) === 0;
}

/** Runs the suite in a new window; gives what was printed. */
async function runInHost() {
  const executable = options.desktop ? process.env.VSCODE_EXECUTABLE : join(root, 'test/editor/stand-in.mjs');
  const lines = captureLines();
  try {
    await inCopy((folder) =>
      runTests({
        ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
        extensionDevelopmentPath: root,
        extensionTestsPath: join(root, 'out/editor/in-host.cjs'),
        launchArgs: [workspaceOf(folder), '--disable-extensions'],
      }),
    );
  } catch (error) {
    // The count below says which tests failed; without one, the host itself did.
    if (!lines.text().includes('not ok ')) console.error(error.message);
  } finally {
    lines.stop();
  }
  return lines.text();
}

/** The packed extension, installed, in a real window. */
function workbench() {
  return counted((folder) => driveWorkbench({ vsix, folder, shots, theme: options.theme }));
}

/** The same in a folder that is not trusted. */
function restricted() {
  return counted((folder) => driveRestricted({ vsix, folder, shots: join(shots, 'restricted') }));
}

/** What runs, on a project of its own. */
function runs() {
  return counted((folder) => driveRuns({ vsix, folder, shots, theme: options.theme }));
}

/** The page of a report, without an editor around it. */
function report() {
  return counted((folder) => driveReport(folder, shots));
}

/** The walkthrough, from an empty window on. */
function walkthrough() {
  return counted((folder) => driveWalkthrough({ vsix, folder, shots, theme: options.theme }));
}

/** Saying no with a reason: exceptions, configuration and a baseline. */
function exceptions() {
  return counted((folder) => driveExceptions({ vsix, folder, shots, theme: options.theme }));
}

/** Another editor's own client. */
function attach(editor) {
  return counted((folder) => attachEditor(editor, folder));
}

/** A window under load may lose a key or a message, as it would for a person, who would try again: what fails twice has failed. */
async function counted(work) {
  let steps = await inCopy(work);
  if (steps.failed > 0) {
    console.log(`once more, because of ${steps.failed} that failed:`);
    steps = await inCopy(work);
  }
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

/** A workspace file beside a folder, for that folder and a second one. */
function workspaceOf(folder) {
  const second = join(folder, '../mail');
  mkdirSync(second);
  writeFileSync(
    join(second, 'compose.yaml'),
    'services:\n  relay:\n    image: example/relay:1.2\n    privileged: true\n',
  );
  const file = join(folder, '../both.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'shop' }, { path: 'mail' }] }));
  return file;
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
