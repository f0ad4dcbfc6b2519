/** The page of a report in a real browser: what it looks like to people and to axe, and the script that makes it live. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS } from './host.mjs';
import { needChromium, root } from './install.mjs';
import { viewSteps } from './report-view.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How people look at it: theme, forced colours, and the width of the window. */
const LOOKS = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'more contrast': { colorScheme: 'light', contrast: 'more' },
  'forced colours': { forcedColors: 'active' },
  narrow: { viewport: { width: 400, height: 800 } },
};

/** Makes the pages of reports on a copy of the sample, and looks at each in every way; pictures go into the folder `shots`. */
export async function driveReport(folder, shots) {
  mkdirSync(shots, { recursive: true });
  const { pagesFor, HOSTILE } = await bundled();
  const home = mkdtempSync(join(tmpdir(), 'bulkhead-report-'));
  const browser = await chromium.launch({ executablePath: needChromium(), args: CHROMIUM_ARGS });
  const count = { passed: 0, failed: 0 };
  try {
    const stage = {
      browser,
      home,
      shots,
      folder,
      pagesFor,
      hostile: HOSTILE,
      open: opener(browser, home),
      axe,
    };
    const steps = [...lookSteps(pagesFor(folder)), ...pageSteps(pagesFor(folder)), ...viewSteps];
    for (const [name, step] of steps) await run(name, () => step(stage), count);
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
  return count;
}

async function run(name, step, count) {
  const start = performance.now();
  try {
    await step();
    count.passed++;
    console.log(`ok ${name} (${Math.round(performance.now() - start)} ms)`);
  } catch (error) {
    count.failed++;
    console.log(`not ok ${name}\n${error.stack}`);
  }
}

/** The makers of pages, which are TypeScript. */
async function bundled() {
  const outfile = join(root, 'out/editor/report-pages.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/editor/report-pages.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(`${pathToFileURL(outfile).href}?${process.pid}`);
}

/** Gives a function that shows a page in a window of its own; what the page complains of is an error. */
function opener(browser, home) {
  return async (html, options = {}) => {
    const file = join(home, 'report.html');
    writeFileSync(file, html);
    const { prepare, ...look } = options;
    const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, ...look });
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(`a request: ${request.url()}`);
    });
    await prepare?.(page);
    await page.goto(pathToFileURL(file).href);
    const close = async () => {
      await context.close();
      if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join('\n')}`);
    };
    return { page, close };
  };
}

/** Unfolds the page and asks axe; throws what it finds. */
async function axe(page) {
  // The page's policy keeps scripts out; a debugger may run them all the same.
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll('details:not(.more)')) fold.open = true;
    // What is out of sight has no colours yet, and axe would not look at it.
    document.styleSheets[0].insertRule('* { content-visibility: visible !important; }');
  });
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'] }),
  );
  const said = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n  ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 160))
        .join('\n  ')}`,
  );
  if (said.length > 0) throw new Error(`axe found:\n${said.join('\n')}`);
}

/** Every page in every look: axe is silent, and nothing stands out to the side. */
function lookSteps(pages) {
  return Object.entries(LOOKS).flatMap(([look, options]) =>
    Object.entries(pages).map(([name, html]) => [
      `the report '${name}', ${look}`,
      async ({ open, shots }) => {
        const { page, close } = await open(html, options);
        await page.screenshot({ path: join(shots, `report-${name}-${look.replaceAll(' ', '-')}.png`) });
        await axe(page);
        const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        if (wide > window) throw new Error(`the page is ${wide} wide in a window of ${window}`);
        await close();
      },
    ]),
  );
}

/** What a reader does with an exported page. */
function pageSteps(pages) {
  return [
    ['what files say is shown and not run', ({ open, hostile }) => seeHostile(open, pages.hostile, hostile)],
    ['a link in the head opens the fold it leads to', ({ open }) => followLink(open, pages.many)],
    ['long lists show their beginning', ({ open }) => countShown(open, pages.many)],
    [
      'on paper all findings of a short report are shown',
      ({ open, shots }) => print(open, pages.sample, shots),
    ],
    ['with the keyboard, the skip link leads past the head', ({ open }) => skip(open, pages.sample)],
  ];
}

async function seeHostile(open, html, hostile) {
  const { page, close } = await open(html);
  const path = await page.locator('.finding .place').first().getAttribute('data-path');
  if (path !== `${hostile.replaceAll('/', '∕')}/compose.yaml`) throw new Error(`the path became ${path}`);
  const text = await page.locator('main').textContent();
  if (!text.includes('⟨U+202E⟩') || text.includes('\u202E')) throw new Error('the mark does not show');
  if (!text.includes('<script>alert(1)</script>')) throw new Error('the script is not shown as text');
  const strange = await page.locator('img, script, [onclick], [onerror], main style, main title').count();
  if (strange > 0) throw new Error('a text became an element');
  await close();
}

async function followLink(open, html) {
  const { page, close } = await open(html);
  const link = page.locator('.changes a').first();
  const target = page.locator(await link.getAttribute('href'));
  if (await target.evaluate((fold) => fold.open)) throw new Error('a long report begins unfolded');
  const item = page.locator('#standards .links a').first();
  const finding = page.locator(await item.getAttribute('href'));
  if (await finding.isVisible()) throw new Error('the finding is seen before its fold is opened');
  await item.click();
  await finding.waitFor({ state: 'visible' });
  await close();
}

async function countShown(open, html) {
  const { page, close } = await open(html);
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll('.rule')) fold.open = true;
  });
  const counts = await page
    .locator('.rule')
    .evaluateAll((rules) =>
      rules.map(
        (rule) => [...rule.querySelectorAll('.finding')].filter((item) => item.checkVisibility()).length,
      ),
    );
  if (Math.max(...counts) > 25) throw new Error(`up to ${Math.max(...counts)} findings are shown at once`);
  await page.locator('.rule .more > summary').first().click();
  await close();
}

async function print(open, html, shots) {
  const { page, close } = await open(html);
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = false;
  });
  await page.emulateMedia({ media: 'print' });
  const hidden = await page
    .locator('.finding, .sums, .checklist > li')
    .evaluateAll((items) => items.filter((item) => item.getBoundingClientRect().height === 0).length);
  if (hidden > 0) throw new Error(`${hidden} items are missing on paper`);
  await page.pdf({ path: join(shots, 'report-sample.pdf'), format: 'A4' });
  await close();
}

async function skip(open, html) {
  const { page, close } = await open(html);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const id = await page.evaluate(() => document.activeElement?.id);
  if (id !== 'main') throw new Error(`the focus is on ${id}`);
  await close();
}
