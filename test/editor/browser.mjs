/** Runs the extension and its tests in VS Code's web worker host, as in a purely web VS Code. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, startHost } from './host.mjs';
import { needChromium, root } from './install.mjs';

const LIMIT = 120_000;
const SUITE = 'out/editor/in-browser.js';
const TYPES = { '.js': 'text/javascript', '.json': 'application/json', '.md': 'text/markdown' };

/** Gives how many tests passed and failed. */
export async function driveBrowser(folder) {
  await bundleSuite();
  const files = await serveFiles();
  const host = await startHost({ isDriven: true });
  let browser;
  try {
    browser = await chromium.launch({ executablePath: needChromium(), args: CHROMIUM_ARGS });
    // The workbench's own policy lets it load from its own origin only, and the extension comes from another port.
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
    return await runSuite(page, host, folder, { scheme: 'http', authority: files.authority });
  } finally {
    await browser?.close();
    await host.stop();
    files.close();
  }
}

/** The suite uses one Node module, for its assertions: a few lines stand in for it. */
function bundleSuite() {
  return build({
    entryPoints: ['test/editor/in-browser.ts'],
    outfile: SUITE,
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
    alias: { 'node:assert': './test/editor/assert-in-browser.ts' },
    logLevel: 'warning',
  });
}

/** What is packed, and the suite beside it, over HTTP for this machine only. */
async function serveFiles() {
  const server = createServer((request, response) => {
    const head = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
    const asked = `.${decodeURIComponent(new URL(request.url, 'http://host').pathname)}`;
    const folder = asked === `./${SUITE}` ? root : join(root, 'out/package');
    const path = resolve(folder, asked);
    if (relative(folder, path).startsWith('..') || extname(path) === '' || !existsSync(path)) {
      response.writeHead(404, head).end();
      return;
    }
    response.writeHead(200, { ...head, 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' });
    response.end(readFileSync(path));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { authority: `127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function runSuite(page, host, folder, origin) {
  let count;
  const ended = new Promise((done) => page.exposeFunction('codeAutomationExit', done));
  await page.exposeFunction('codeAutomationLog', (_type, [text]) => {
    const line = String(text);
    if (/^(?:not )?ok |^in the browser/.test(line)) console.log(line);
    count ??= /in the browser: (\d+) passed, (\d+) failed/.exec(line);
  });
  await page.addInitScript(announceExtension, {
    extensions: [{ ...origin, path: '/' }],
    extensionTestsPath: { ...origin, path: `/${SUITE}` },
  });
  const url = new URL(host.url);
  url.searchParams.set('folder', folder);
  await page.goto(url.href);
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, LIMIT);
  });
  await Promise.race([ended, late]);
  clearTimeout(timer);
  if (!count) console.error('the tests in the browser did not end');
  return { passed: Number(count?.[1] ?? 0), failed: Number(count?.[2] ?? 1) };
}

/** Runs in the page: the web host looks for extensions under development in the configuration only, which the server does not fill. */
function announceExtension(options) {
  const announce = () => {
    const meta = document.getElementById('vscode-workbench-web-configuration');
    if (!meta) return;
    const configuration = JSON.parse(meta.getAttribute('data-settings'));
    configuration.developmentOptions = { ...configuration.developmentOptions, ...options };
    meta.setAttribute('data-settings', JSON.stringify(configuration));
  };
  document.addEventListener('readystatechange', announce, { once: true });
}
