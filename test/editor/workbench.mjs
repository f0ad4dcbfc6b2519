/** Drives VS Code's workbench as a person would: looks at squiggles, hovers, presses the light bulb, opens pages; with pictures. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, startHost } from './host.mjs';
import { needChromium } from './install.mjs';

/** Runs all steps in order with the packed extension on a folder; the first that fails ends the run. */
export async function driveWorkbench({ vsix, folder, shots, theme }) {
  mkdirSync(shots, { recursive: true });
  rmSync(join(shots, 'failed.png'), { force: true });
  const settings = theme === undefined ? {} : { 'workbench.colorTheme': theme };
  const host = await startHost({ extensions: [vsix], settings });
  const browser = await chromium.launch({ executablePath: needChromium(), args: CHROMIUM_ARGS });
  const count = { passed: 0, failed: 0 };
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(30_000);
    const view = new Workbench(page, host, folder, shots);
    for (const [name, step] of STEPS) {
      const start = performance.now();
      try {
        await step(view);
        count.passed++;
        console.log(`ok ${name} (${Math.round(performance.now() - start)} ms)`);
      } catch (error) {
        count.failed++;
        await view.shot('failed');
        console.log(`not ok ${name}\n${error.stack}\n(see shots/failed.png)`);
        break;
      }
    }
  } finally {
    await browser.close();
    await host.stop();
  }
  return count;
}

const STEPS = [
  ['opens a Compose file and underlines findings', squiggles],
  ['stays silent at the start: no message pops up', silence],
  ['shows the page in the hover of a finding', hoverFinding],
  ['opens the page from the link in the hover', openFromHover],
  ['shows the page in the hover of a hardened key', hoverKey],
  ['opens the page from the code beside the message', openFromCode],
  ['offers fixes in the light bulb and applies one', lightBulb],
  ['asks before an unsafe fix', unsafeFix],
  ['says in the language status how many findings there are', languageStatus],
  ['starts the language server again when it dies, without a message', serverDies],
  ['Check Workspace shows files that are not open', checkWorkspace],
  ['Explain Rule offers all rules', explainRule],
];

/** One window on a folder. */
class Workbench {
  constructor(page, host, folder, shots) {
    this.page = page;
    this.host = host;
    this.folder = folder;
    this.shots = shots;
  }

  get editor() {
    return this.page.locator('.part.editor .monaco-editor').first();
  }

  async open(file) {
    const open = [['openFile', `vscode-remote://${this.host.authority}${join(this.folder, file)}`]];
    const query = new URLSearchParams({ folder: this.folder, payload: JSON.stringify(open) });
    await this.page.goto(`${this.host.url}?${query}`);
    await this.page.locator('.monaco-workbench').waitFor();
  }

  async shot(name) {
    // Menus and hovers fade in.
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: join(this.shots, `${name}.png`) });
  }

  /** What a file on disk says. */
  read(file) {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  line(text) {
    return this.editor.locator('.view-line', { hasText: text }).first();
  }

  /** Moves the pointer to where nothing is, so that neither hovers nor menus get in the way. */
  async rest() {
    await this.page.mouse.move(200, 600);
  }

  /** A person tries again when a menu closes under the pointer; so does this. */
  async retry(action, wanted, tries = 6) {
    for (let i = 1; ; i++) {
      await action();
      try {
        await wanted.waitFor({ timeout: i < tries ? 4000 : 30_000 });
        return wanted;
      } catch (error) {
        if (i === tries) throw error;
      }
    }
  }

  async hover(line, word, wanted) {
    const target = this.line(line).locator('span', { hasText: word }).last();
    const hover = this.page.locator('.monaco-hover:visible', { hasText: wanted }).first();
    return this.retry(async () => {
      await this.rest();
      await target.hover();
    }, hover);
  }

  async command(title) {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await this.retry(() => this.page.keyboard.press('F1'), input);
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** The preview of a page: a document in a frame in a frame. */
  preview() {
    return this.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  }

  async closePage(id) {
    const tab = this.page.locator('.tab', { hasText: id });
    await tab.last().click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  }

  /** Puts the cursor on the line of a file that says this, wherever it is scrolled to. */
  async goTo(file, text) {
    const number =
      this.read(file)
        .split('\n')
        .findIndex((line) => line.includes(text)) + 1;
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    const there = this.page.locator('[id="status.editor.selection"]', { hasText: `Ln ${number}, Col 5` });
    await this.retry(async () => {
      await this.retry(() => this.page.keyboard.press('Control+G'), input);
      await input.fill(`:${number}:5`);
      await this.page.keyboard.press('Enter');
    }, there);
  }

  /** The menu of the light bulb on that line. */
  async actions(file, text, wanted) {
    await this.goTo(file, text);
    await this.rest();
    const menu = this.page.locator('.action-widget', { hasText: wanted });
    return this.retry(() => this.page.keyboard.press('Control+.'), menu);
  }
}

async function squiggles(view) {
  await view.open('compose.yaml');
  await view.line('privileged: true').waitFor();
  await view.editor.locator('.squiggly-error').first().waitFor();
  await view.shot('squiggles');
}

async function silence(view) {
  await view.page.waitForTimeout(1500);
  const toasts = await view.page.locator('.notification-toast').allInnerTexts();
  if (toasts.length > 0) throw new Error(`messages popped up: ${toasts.join(' | ')}`);
}

async function hoverFinding(view) {
  const hover = await view.hover('privileged: true', 'privileged', 'Disallow privileged containers');
  const text = await hover.innerText();
  for (const part of ['no-privileged', 'How to fix']) {
    if (!text.includes(part)) throw new Error(`the hover does not say '${part}':\n${text}`);
  }
  await view.shot('hover-finding');
}

async function openFromHover(view) {
  const hover = await view.hover('privileged: true', 'privileged', 'Disallow privileged containers');
  await hover.locator('a', { hasText: 'no-privileged' }).last().click();
  await view.preview().locator('h1', { hasText: 'no-privileged' }).waitFor();
  await view.rest();
  await hover.waitFor({ state: 'hidden' });
  await view.shot('page');
  await view.closePage('no-privileged');
}

async function hoverKey(view) {
  await view.line('services:').waitFor();
  await view.hover('read_only: true', 'read_only', 'require-hardening');
  await view.shot('hover-key');
}

async function openFromCode(view) {
  const hover = await view.hover('privileged: true', 'privileged', 'Disallow privileged containers');
  await hover.locator('a.code-link', { hasText: 'no-privileged' }).first().click();
  await view.preview().locator('h1', { hasText: 'no-privileged' }).waitFor();
  await view.closePage('no-privileged');
}

/** A safe fix is the first in the menu and is applied at once. */
async function lightBulb(view) {
  const line = view.line('version: "3.8"');
  await line.waitFor();
  const menu = await view.actions('compose.yaml', 'version: "3.8"', 'Explain no-obsolete-version');
  await view.shot('light-bulb');
  const first = menu.locator('.monaco-list-row.action').first();
  if (!(await first.innerText()).includes('Remove the version'))
    throw new Error('the safe fix is not the first');
  await first.click();
  await line.waitFor({ state: 'detached' });
  await view.page.keyboard.press('Control+S');
  await poll(() => !view.read('compose.yaml').includes('version:'), 'the saved file to be without the line');
}

/** An unsafe fix says what may break, and waits. */
async function unsafeFix(view) {
  const menu = await view.actions('compose.yaml', 'privileged: true', 'Explain no-privileged');
  await menu.locator('.monaco-list-row.action', { hasText: '(unsafe)' }).first().click();
  const dialog = view.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  await view.shot('unsafe-fix');
  if (view.read('compose.yaml').split('privileged: true').length !== 2)
    throw new Error('it was applied unasked');
  await dialog.locator('.monaco-button', { hasText: 'Apply' }).click();
  await view.line('privileged: true').waitFor({ state: 'detached' });
  await view.page.keyboard.press('Control+S');
  await poll(
    () => !view.read('compose.yaml').includes('privileged'),
    'the saved file to be without the line',
  );
}

async function languageStatus(view) {
  const status = view.page.locator('[id="status.languageStatus"]');
  await status.hover();
  const hover = view.page.locator('.monaco-hover:visible', { hasText: 'findings' }).first();
  await hover.waitFor();
  await view.shot('language-status');
  await view.rest();
}

async function serverDies(view) {
  const before = serversOf(view.host);
  if (before.length !== 1) throw new Error(`${before.length} language servers run`);
  process.kill(before[0], 'SIGKILL');
  await poll(() => serversOf(view.host).some((id) => id !== before[0]), 'another server');
  await view.goTo('compose.yaml', 'services:');
  await view.page.keyboard.press('Home');
  await view.page.keyboard.type('version: "3.8"\n');
  await view.editor.locator('.squiggly-inline-unnecessary').first().waitFor();
  await view.command('File: Revert File');
  await view.editor.locator('.squiggly-inline-unnecessary').first().waitFor({ state: 'detached' });
  await view.editor.locator('.squiggly-warning').first().waitFor();
  await silence(view);
}

/** The process ids of the language servers that a host runs: those of the extension in its own folder. */
function serversOf({ folder }) {
  const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
  return lines
    .filter((line) => line.includes(join(folder, 'e')) && line.includes('server.cjs'))
    .map((line) => Number.parseInt(line, 10));
}

async function checkWorkspace(view) {
  await view.command('Bulkhead: Check Workspace');
  await view.page.locator('.statusbar-item', { hasText: 'container files' }).waitFor();
  const markers = view.page.locator('.markers-panel');
  await markers.locator('.monaco-list-row').first().waitFor();
  await view.rest();
  await view.shot('check-workspace');
  await view.page.getByPlaceholder('Filter (e.g.').fill('**/Dockerfile');
  await markers.locator('.monaco-list-row', { hasText: 'Dockerfile' }).first().waitFor();
  await markers.locator('.monaco-list-row', { hasText: 'Bulkhead' }).first().waitFor();
  await view.shot('check-workspace-closed-files');
}

async function explainRule(view) {
  await view.command('Bulkhead: Explain Rule');
  const row = view.page.locator('.quick-input-list .monaco-list-row', { hasText: 'no-privileged' }).first();
  await row.waitFor();
  await view.shot('explain-rule');
  await row.click();
  await view.preview().locator('h1', { hasText: 'no-privileged' }).waitFor();
}

async function poll(look, what) {
  for (let i = 0; i < 100; i++) {
    if (look()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited in vain for ${what}`);
}
