/** A window of VS Code as the tests drive it: what a person can do in the workbench, with pictures. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, startHost } from './host.mjs';
import { needChromium } from './install.mjs';

/**
 * Runs steps in order with the packed extension on a folder; the first that fails ends the run.
 * `settings` and `trust` are those of `startHost`; pictures go into the folder `shots`.
 */
export async function driveWindow(steps, { vsix, folder, shots, settings = {}, trust = false }) {
  mkdirSync(shots, { recursive: true });
  rmSync(join(shots, 'failed.png'), { force: true });
  const host = await startHost({ extensions: [vsix], settings, trust });
  const count = { passed: 0, failed: 0 };
  let browser;
  try {
    browser = await chromium.launch({ executablePath: needChromium(), args: CHROMIUM_ARGS });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(30_000);
    const view = new Window(page, host, folder, shots);
    for (const [name, step] of steps) {
      const start = performance.now();
      try {
        await step(view);
        count.passed++;
        console.log(`ok ${name} (${Math.round(performance.now() - start)} ms)`);
      } catch (error) {
        count.failed++;
        await view.shot('failed');
        console.log(`not ok ${name}\n${error.stack}\n(see ${join(shots, 'failed.png')})`);
        break;
      }
    }
  } finally {
    await browser?.close();
    await host.stop();
  }
  return count;
}

/** One window on a folder. */
class Window {
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
  async goTo(file, text, column = 5) {
    const number =
      this.read(file)
        .split('\n')
        .findIndex((line) => line.includes(text)) + 1;
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    const there = this.page.locator('[id="status.editor.selection"]', {
      hasText: `Ln ${number}, Col ${column}`,
    });
    await this.retry(async () => {
      await this.retry(() => this.page.keyboard.press('Control+G'), input);
      await input.fill(`:${number}:${column}`);
      await this.page.keyboard.press('Enter');
    }, there);
  }

  /** The menu of the light bulb on that line. */
  async actions(file, text, wanted, column = 5) {
    await this.goTo(file, text, column);
    await this.rest();
    const menu = this.page.locator('.action-widget', { hasText: wanted });
    return this.retry(() => this.page.keyboard.press('Control+.'), menu);
  }

  /** Clicks an entry of a menu, after moving there: something unseen lies over the menu until the pointer moves. */
  async choose(entry) {
    const { x, y, width, height } = await entry.boundingBox();
    await this.page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
    await entry.click();
  }
}

/** Waits until a look finds something. */
export async function poll(look, what) {
  for (let i = 0; i < 100; i++) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited in vain for ${what}`);
}
