/** The script that makes the page of a report live, with the editor's part played by the tests. */
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const NONCE = 'c3RhZ2U';

/** The variables of VS Code's themes that the page uses, as their webviews set them. */
const THEMES = {
  dark: {
    '--vscode-editor-background': '#1f1f1f',
    '--vscode-editor-foreground': '#cccccc',
    '--vscode-descriptionForeground': '#9d9d9d',
    '--vscode-widget-border': '#313131',
    '--vscode-textLink-foreground': '#4daafc',
    '--vscode-textCodeBlock-background': '#2b2b2b',
    '--vscode-focusBorder': '#0078d4',
    '--vscode-charts-red': '#f14c4c',
    '--vscode-charts-orange': '#d18616',
    '--vscode-charts-yellow': '#cca700',
    '--vscode-charts-green': '#89d185',
    '--vscode-charts-blue': '#3794ff',
    '--vscode-font-size': '13px',
  },
  'high-contrast': {
    '--vscode-editor-background': '#000000',
    '--vscode-editor-foreground': '#ffffff',
    '--vscode-descriptionForeground': 'rgba(255, 255, 255, 0.7)',
    '--vscode-contrastBorder': '#6fc3df',
    '--vscode-textLink-foreground': '#21a6ff',
    '--vscode-textCodeBlock-background': '#000000',
    '--vscode-focusBorder': '#f38518',
    '--vscode-charts-red': '#f48771',
    '--vscode-charts-orange': '#d18616',
    '--vscode-charts-yellow': '#ffcc00',
    '--vscode-charts-green': '#89d185',
    '--vscode-charts-blue': '#59a4f9',
    '--vscode-font-size': '13px',
  },
};

export const viewSteps = [
  ...Object.keys(THEMES).map((theme) => [
    `the report in an editor, ${theme}`,
    (stage) => inTheme(stage, theme),
  ]),
  ['places, pages, fixes and buttons say what they are used for', useMarks],
  ['a tick is told and stays', tick],
  ['the filter shows what was asked for', filter],
  ['a new report leaves the reader where they are', update],
  ['a page that was hidden begins where it was left', comeBack],
  ['progress is shown and can be stopped', progress],
];

/** Shows a report with its script; gives the page with what it told the editor. */
async function show({ open, home, folder, pagesFor }, { name = 'sample', theme = 'dark', state } = {}) {
  copyFileSync(join(root, 'dist/report-view.js'), join(home, 'report-view.js'));
  const html = pagesFor(folder, { nonce: NONCE, script: 'report-view.js' })[name];
  const prepare = (page) => page.addInitScript(playEditor, { variables: THEMES[theme], theme, state });
  const { page, close } = await open(html, { prepare, colorScheme: theme === 'light' ? 'light' : 'dark' });
  const told = () => page.evaluate(() => globalThis.told);
  await page.waitForFunction(() => globalThis.told.some(({ kind }) => kind === 'ready'));
  const send = (message) => page.evaluate((data) => window.postMessage(data, '*'), message);
  return { page, close, html, send, last: async () => (await told()).at(-1) };
}

/** What an editor does before a page of its own runs. */
function playEditor({ variables, theme, state }) {
  globalThis.told = [];
  globalThis.kept = state;
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => globalThis.told.push(message),
    getState: () => globalThis.kept,
    setState: (kept) => {
      globalThis.kept = kept;
    },
  });
  addEventListener('DOMContentLoaded', () => {
    document.body.classList.add(`vscode-${theme}`);
    for (const [name, value] of Object.entries(variables))
      document.documentElement.style.setProperty(name, value);
  });
}

async function inTheme(stage, theme) {
  const { page, close } = await show(stage, { name: 'full', theme });
  await page.screenshot({ path: join(stage.shots, `report-view-${theme}.png`) });
  await page.evaluate(() => document.querySelector('#findings').scrollIntoView());
  await page.screenshot({ path: join(stage.shots, `report-view-${theme}-findings.png`) });
  await stage.axe(page);
  await page.setViewportSize({ width: 400, height: 800 });
  await page.screenshot({ path: join(stage.shots, `report-view-${theme}-narrow.png`) });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 400, `the page is ${wide} wide in a window of 400`);
  await close();
}

async function useMarks(stage) {
  const { page, close, last } = await show(stage);
  const finding = page.locator('#r-no-privileged .finding').first();
  await finding.getByRole('link').first().click();
  const line = 36;
  assert.deepEqual(await last(), {
    kind: 'open',
    path: 'compose.yaml',
    line: line - 1,
    character: 4,
    endLine: line - 1,
    endCharacter: 20,
  });
  await finding.getByRole('button', { name: 'Run without privileges' }).focus();
  await page.keyboard.press('Space');
  const { fingerprint, ...fix } = await last();
  assert.deepEqual(fix, { kind: 'fix', path: 'compose.yaml', fix: 0, applicability: 'unsafe' });
  assert.equal(`f-${fingerprint}`, await finding.getAttribute('id'));
  await page.getByRole('link', { name: 'no-privileged', exact: true }).first().press('Enter');
  assert.deepEqual(await last(), { kind: 'page', page: 'no-privileged' });
  await page.getByRole('button', { name: 'Save…' }).click();
  assert.deepEqual(await last(), { kind: 'save' });
  await page.getByRole('button', { name: 'Compare…' }).click();
  assert.deepEqual(await last(), { kind: 'compare' });
  await close();
}

async function tick(stage) {
  const { page, close, html, send, last } = await show(stage);
  await page.locator('#host .rule > summary').first().click();
  const box = page.getByRole('checkbox', { name: /own, so that it cannot fill/ });
  await box.check();
  assert.deepEqual(await last(), { kind: 'tick', item: 'data-partition', ticked: true });
  // A report that was begun before the tick does not know of it.
  await send({ kind: 'update', html });
  await page.waitForFunction(() => document.querySelector('.tick input'));
  assert.equal(await box.isChecked(), true);
  await close();
}

async function filter(stage) {
  const { page, close } = await show(stage);
  const shown = () => page.locator('.finding:visible').count();
  const all = await shown();
  await page.getByRole('searchbox').fill('Privileged worker');
  assert.equal(await page.getByRole('status').textContent(), `1 of ${all} findings`);
  assert.equal(await shown(), 1);
  await page.getByRole('searchbox').fill('');
  await page.getByRole('group', { name: 'Severities' }).getByLabel('hint').uncheck();
  assert.equal(await page.locator('.finding.hint:visible').count(), 0);
  assert.ok((await shown()) > 0);
  await close();
}

async function update(stage) {
  const { page, close, html, send } = await show(stage);
  const card = page.locator('.card').nth(1);
  await card.locator('summary').click();
  const place = page.locator('.finding .place').nth(8);
  await place.scrollIntoViewIfNeeded();
  await place.focus();
  const where = () =>
    place.evaluate((mark) => [
      Math.round(mark.getBoundingClientRect().top),
      mark.dataset.path,
      mark.dataset.line,
    ]);
  await settled(page);
  const before = await where();
  // What was found above is gone, so all below has moved up; the reader shall not notice.
  const shorter = html.replace(/<nav class="contents"[\s\S]*?<\/nav>/, '');
  assert.notEqual(shorter, html);
  await send({ kind: 'update', html: shorter });
  await page.locator('nav.contents').waitFor({ state: 'detached' });
  assert.equal(await card.evaluate((fold) => fold.open), true);
  assert.equal(await place.evaluate((mark) => mark === document.activeElement), true);
  await settled(page);
  const after = await where();
  assert.ok(Math.abs(after[0] - before[0]) <= 2, `the place moved from ${before[0]} to ${after[0]}`);
  assert.deepEqual(after.slice(1), before.slice(1));
  await close();
}

/** What comes into sight takes its true height, and moves the rest, within some frames. */
async function settled(page) {
  await page.evaluate(async () => {
    let height;
    for (let still = 0; still < 5; still++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      if (height !== document.documentElement.scrollHeight) still = 0;
      height = document.documentElement.scrollHeight;
    }
  });
}

async function comeBack(stage) {
  const first = await show(stage);
  await first.page.locator('.card').nth(2).locator('summary').click();
  await first.page.locator('.finding').nth(5).scrollIntoViewIfNeeded();
  await first.page.waitForFunction(() => globalThis.kept?.scroll > 0 && globalThis.kept.scroll === scrollY);
  const state = await first.page.evaluate(() => globalThis.kept);
  await first.close();
  const second = await show(stage, { state });
  assert.equal(
    await second.page
      .locator('.card')
      .nth(2)
      .evaluate((fold) => fold.open),
    true,
  );
  const { id, offset } = state.top;
  await second.page.waitForFunction(
    ([id, offset]) => Math.abs(document.getElementById(id).getBoundingClientRect().top - offset) <= 2,
    [id, offset],
  );
  await second.close();
}

async function progress(stage) {
  const { page, close, html, send, last } = await show(stage);
  const bar = page.getByRole('progressbar');
  assert.equal(await bar.isVisible(), false);
  await send({ kind: 'progress', done: 3, total: 12 });
  await bar.waitFor();
  assert.equal(await bar.evaluate(({ position }) => position), 0.25);
  await send({ kind: 'progress', done: 0, total: 0 });
  await page.waitForFunction(() => document.querySelector('progress').position === -1);
  await send({ kind: 'update', html });
  await bar.waitFor({ state: 'hidden' });
  await send({ kind: 'progress', done: 1, total: 2 });
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.deepEqual(await last(), { kind: 'cancel' });
  await bar.waitFor({ state: 'hidden' });
  await close();
}
