#!/usr/bin/env node
/** Stands in for the `code` executable of a desktop VS Code: takes the arguments of `@vscode/test-electron`, ends with the tests' exit code. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, startHost } from './host.mjs';
import { needChromium } from './install.mjs';

const LIMIT = 300_000;

const { values, positionals } = parseArgs({
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    // A profile of its own is thrown away anyway.
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
  },
  // A desktop VS Code takes many more flags that mean nothing here.
  strict: false,
  allowPositionals: true,
});

/** Lines that VS Code itself logs without compiled helpers and without a network. */
const NOISE =
  /Could not locate the bindings file|Cannot find module|Ignoring fetching additional builtin|connection token|Creating a socket|\[reconnection-grace-time\]|\[AccountPolicyGate\]|\[AgentHost|Updating additional builtin|Loading development extension|\[Service Worker\] registration|Canceled|waiting for authentication provider/;

const host = await startHost({ isDriven: true });
let browser;
process.exitCode = 1;
try {
  browser = await chromium.launch({ executablePath: needChromium(), args: CHROMIUM_ARGS });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  process.exitCode = await runTests(page);
} catch (error) {
  console.error(error);
} finally {
  await browser?.close();
  await host.stop();
}

/** Opens the workbench with the extension and its tests; the workbench calls back with what they print and how they end. */
async function runTests(page) {
  const done = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    if (!NOISE.test(String(args[0]))) console.log(...args);
  });
  const uri = (path) => `vscode-remote://${host.authority}${resolve(path)}`;
  const url = new URL(host.url);
  const isWorkspace = positionals[0].endsWith('.code-workspace');
  url.searchParams.set(isWorkspace ? 'workspace' : 'folder', resolve(positionals[0]));
  url.searchParams.set(
    'payload',
    JSON.stringify([
      ['extensionDevelopmentPath', uri(values.extensionDevelopmentPath)],
      ['extensionTestsPath', uri(values.extensionTestsPath)],
    ]),
  );
  await page.goto(url.href);
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, LIMIT);
  });
  const code = await Promise.race([done, late]);
  clearTimeout(timer);
  if (code === undefined) console.error(`the tests did not end within ${LIMIT / 1000} s`);
  return code ?? 124;
}
