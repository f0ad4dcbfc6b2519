/** What a person does with a hardening report in VS Code's workbench. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from './window.mjs';

/** In this order: each goes on where the one before has stopped. */
export const REPORT_STEPS = [
  ['Show Hardening Report opens a page about the folder', showReport],
  ['shows the report of a folder from the menu of the explorer', reportOfFolder],
  ['opens the file from a place of the report', placeOfReport],
  ['opens a cheat sheet from the report', pageOfReport],
  ['Save Hardening Report asks for a format and a place', saveReport],
  ['applies a safe fix of the report, and the report follows where the reader is', safeFixOfReport],
  ['shows an unsafe fix of the report in the preview of the editor first', unsafeFixOfReport],
  ['Compare Hardening Report says what was mended since', compareReport],
  ['keeps what is ticked in the report in the folder', tickOfReport],
  ['takes a tick back that could not be written, and says so', tickInVain],
  ['gives an open report back when the window is loaded again', reportAgain],
];

export async function showReport(view) {
  await view.command('View: Close All Editors');
  await view.command('Bulkhead: Show Hardening Report');
  await view.preview().locator('h1').waitFor();
  // An earlier step may have opened the panel with the problems, which takes the room.
  if (await view.page.locator('.part.panel').isVisible()) await view.page.keyboard.press('Control+J');
  await view.rest();
  await view.shot('report');
}

async function reportOfFolder(view) {
  const tab = view.page.locator('.tab', { hasText: 'web: Hardening Report' });
  const item = view.page.locator('.monaco-menu .action-label', { hasText: 'Show Hardening Report' });
  const folder = view.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'web' }).first();
  await view.retry(() => folder.click({ button: 'right' }), item);
  await view.shot('explorer-menu');
  await view.choose(item);
  await tab.waitFor();
  await inReport(view, 'h1', 'web').waitFor();
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
}

/** What makes a place, a fix, a tick or a page of the report live. */
function inReport(view, selector, text) {
  const found = view.preview().locator(selector);
  return (text === undefined ? found : found.filter({ hasText: text })).first();
}

/** Opens the folds that something stands in, as a reader does who looks for it. */
async function unfold(element) {
  await element.evaluate((node) => {
    for (let fold = node.closest('details'); fold; fold = fold.parentElement?.closest('details'))
      fold.open = true;
  });
  await element.scrollIntoViewIfNeeded();
}

async function placeOfReport(view) {
  const place = inReport(view, '.place[data-path="compose.yaml"]', 'compose.yaml:');
  await unfold(place);
  const line = Number(await place.getAttribute('data-line')) + 1;
  await place.click();
  await view.page.locator('[id="status.editor.selection"]', { hasText: `Ln ${line},` }).waitFor();
  await view.shot('report-place');
}

async function pageOfReport(view) {
  const page = inReport(view, '.page[data-page="privileges"]');
  await unfold(page);
  await page.click();
  await view.page.locator('.tab', { hasText: 'Preview privileges.md' }).waitFor();
  await view.closePage('privileges');
}

/** Answers the dialog that asks for a file. */
async function nameFile(view, path, button) {
  const input = view.page.locator('.quick-input-widget input[type="text"]');
  await view.page.locator('.quick-input-widget', { hasText: button }).waitFor();
  // The dialog proposes a name as soon as it has looked at the folder, over whatever was typed before.
  await poll(async () => {
    await input.fill(path);
    await view.page.waitForTimeout(500);
    return (await input.inputValue()) === path;
  }, 'the path to stay');
  await input.press('Enter');
}

async function saveReport(view) {
  await inReport(view, 'button', 'Save').click();
  await view.page.locator('.quick-input-list .monaco-list-row', { hasText: 'JSON' }).first().waitFor();
  await view.shot('report-formats');
  await view.page.locator('.quick-input-list .monaco-list-row', { hasText: 'JSON' }).first().click();
  const file = join(view.folder, 'web/earlier.json');
  await nameFile(view, file, 'OK');
  await poll(() => existsSync(file) && view.read('web/earlier.json').endsWith('}\n'), 'the saved report');
}

async function compareReport(view) {
  await inReport(view, 'button', 'Compare').click();
  await nameFile(view, join(view.folder, 'web/earlier.json'), 'Compare');
  await inReport(view, '#comparison').waitFor();
  await inReport(view, '#comparison').scrollIntoViewIfNeeded();
  await view.shot('report-compared');
}

/** How far the report is scrolled. */
function scrolled(view) {
  return view
    .preview()
    .locator('html')
    .evaluate(({ scrollTop }) => scrollTop);
}

async function safeFixOfReport(view) {
  const fix = inReport(view, '.fix[data-applicability="safe"]');
  await unfold(fix);
  const fingerprint = await fix.getAttribute('data-fingerprint');
  const before = await scrolled(view);
  await view.shot('report-fixes');
  await fix.click();
  await view
    .preview()
    .locator(`.fix[data-fingerprint="${fingerprint}"]`)
    .first()
    .waitFor({ state: 'detached' });
  const after = await scrolled(view);
  if (before === 0 || Math.abs(after - before) > 400) throw new Error(`scrolled from ${before} to ${after}`);
  await view.shot('report-fixed');
}

/** The preview leaves the change unticked, and who applies it like that is told why nothing happens. */
async function unsafeFixOfReport(view) {
  const fix = inReport(
    view,
    '.fix[data-applicability="unsafe"][data-path="compose.yaml"]:has-text("Publish on 127.0.0.1 only")',
  );
  await unfold(fix);
  const fingerprint = await fix.getAttribute('data-fingerprint');
  const line = view.page.locator('.bulk-edit-panel .monaco-list-row').last();
  const apply = view.page.locator('.bulk-edit-panel .monaco-button', { hasText: 'Apply' });
  await fix.click();
  await line.waitFor();
  await view.page.locator('.statusbar-item', { hasText: 'Other machines can no longer reach' }).waitFor();
  await view.shot('refactor-preview');
  await apply.click();
  await view.page.locator('.statusbar-item', { hasText: 'Nothing was changed' }).waitFor();
  await fix.click();
  await line.locator('.monaco-checkbox, .edit-checkbox').first().click();
  await apply.click();
  await inReport(view, `.fix[data-fingerprint="${fingerprint}"]`).waitFor({ state: 'detached' });
  await view.shot('refactored');
}

async function tickOfReport(view) {
  const tick = inReport(view, '.tick[data-item="trusted-users"] input');
  await unfold(tick);
  await tick.click();
  await poll(() => existsSync(join(view.folder, '.bulkhead-checklist.json')), 'the file of the checklist');
  await view.preview().locator('.tick[data-item="trusted-users"][data-ticked^="2"]').first().waitFor();
  await view.shot('report-checklist');
}

async function tickInVain(view) {
  writeFileSync(join(view.folder, '.bulkhead-checklist.json'), 'not JSON');
  const tick = inReport(view, '.tick[data-item="audit-programs"] input');
  await unfold(tick);
  await tick.click();
  await view.page.locator('.notification-toast', { hasText: 'is not JSON' }).waitFor();
  await poll(async () => !(await tick.isChecked()), 'the box to be empty again');
  await view.shot('report-tick-in-vain');
  await view.command('Notifications: Clear All Notifications');
}

async function reportAgain(view) {
  // Texts that are not saved would hold the window back.
  view.page.on('dialog', (dialog) => void dialog.accept());
  // Without a file to open, the window opens what was open.
  await view.page.goto(`${view.host.url}?${new URLSearchParams({ folder: view.folder })}`);
  await view.page.locator('.tab', { hasText: 'shop: Hardening Report' }).waitFor();
  await inReport(view, 'h1', 'shop').waitFor();
  await view.rest();
  await view.shot('report-again');
}
