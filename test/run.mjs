/** The test command: all checks in order, or only some tests (`--only rules`, `--rule no-privileged`). */
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { run as runTests } from 'node:test';
import { parseArgs } from 'node:util';
import { buildTests, root, testFiles } from './build.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    rule: { type: 'string' },
    update: { type: 'boolean', default: false },
    'no-editor': { type: 'boolean', default: false },
  },
});

process.chdir(root);
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --enable-source-maps`.trim();
if (options.update) process.env.UPDATE_CASES = '1';
if (options.rule) {
  process.env.BULKHEAD_RULE = options.rule;
  options.only.push('rules.test');
}

/** After this many milliseconds a test file counts as hanging. */
const LONGEST_FILE = 15 * 60 * 1000;

const total = { passed: 0, failed: 0 };
const part = options.only.length > 0;
await step('generate', () => command('npm', 'run', '--silent', 'generate'));
if (!part) {
  await step('types', () => command('npm', 'run', '--silent', 'check:types'));
  await step('lint', () => command('npm', 'run', '--silent', 'check:lint'));
  await step('format', () => command('npm', 'run', '--silent', 'check:format'));
  await step('build', () => command('npm', 'run', '--silent', 'build'));
}
await step('tests', unitTests);
if (!part && !options['no-editor'] && existsSync('test/editor/run.mjs')) await step('editor', editorTests);
finish();

/** Runs one step and says how long it took; the first that fails ends the whole. */
async function step(name, work) {
  const start = performance.now();
  const ok = await work();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (ok) return;
  console.log(`Stopped: the step '${name}' failed.`);
  finish(1);
}

function finish(code = 0) {
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(code);
}

/** Runs a program with its output shown; gives whether it succeeded. */
function command(program, ...args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    child.on('error', (error) => resolve(console.error(error.message)));
    child.on('close', (code) => resolve(code === 0));
  });
}

async function unitTests() {
  const files = testFiles().filter((file) => !part || options.only.some((word) => file.includes(word)));
  if (files.length === 0) return console.error(`No test file has ${options.only.join(' or ')} in its path.`);
  // A part goes to a folder of its own, so that two runs at a time do not pull the files from under each other.
  const folder = part ? `out/test-${process.pid}` : 'out/test';
  try {
    const built = await buildTests(files, folder);
    return await report(runTests({ files: built, concurrency: 2, timeout: LONGEST_FILE }));
  } finally {
    if (part) rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts tests as they end and shows what failed. A skipped test counts as failed: there is no such thing here. */
async function report(events) {
  const failed = [];
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') process.stdout.write(data.message);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' && data.details?.error?.failureType !== 'hookFailed') continue;
    const passed = type === 'test:pass' && data.skip === undefined && data.todo === undefined;
    if (passed) total.passed++;
    else failed.push(data);
  }
  total.failed += failed.length;
  for (const data of failed) {
    console.log(`\n✖ ${data.name} (${relative(root, data.file ?? '')})\n${explain(data)}`);
  }
  return failed.length === 0;
}

function explain(data) {
  const error = data.details?.error;
  if (!error) return '  skipped, or yet to be done';
  const cause = error.cause ?? error;
  const text = cause.code === 'ERR_ASSERTION' ? cause.message : (cause.stack ?? String(cause));
  return text.replace(/^/gm, '  ');
}

/** The editor suite runs on its own; its last count is added to ours. */
function editorTests() {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['test/editor/run.mjs'], { stdio: ['inherit', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
    });
    child.on('error', (error) => resolve(console.error(error.message)));
    child.on('close', (code) => {
      total.passed += lastNumber(output, /\b(\d+) (?:passing|passed)/g);
      total.failed += lastNumber(output, /\b(\d+) (?:failing|failed)/g);
      resolve(code === 0);
    });
  });
}

function lastNumber(text, pattern) {
  return Number([...text.matchAll(pattern)].at(-1)?.[1] ?? 0);
}
