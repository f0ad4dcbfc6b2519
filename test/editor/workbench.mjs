/** What a person does in VS Code's workbench: looks at squiggles, hovers, presses the light bulb, opens pages; with pictures. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { driveWindow, poll } from './window.mjs';

/** All steps with the packed extension on a copy of the sample. */
export function driveWorkbench({ theme, ...where }) {
  const settings = theme === undefined ? {} : { 'workbench.colorTheme': theme };
  return driveWindow(STEPS, { ...where, settings });
}

/** What still works in a folder that nobody has trusted yet. */
export function driveRestricted(where) {
  // The banner would take the room of lines that the steps look at; the status bar says it too.
  const settings = {
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
  };
  return driveWindow(RESTRICTED_STEPS, { ...where, settings, trust: true });
}

const STEPS = [
  ['opens a Compose file and underlines findings', squiggles],
  ['stays silent at the start: no message pops up', silence],
  ['shows the page in the hover of a finding', hoverFinding],
  ['opens the page from the link in the hover', openFromHover],
  ['opens the cheat sheet at its section from the link in the hover', sectionFromHover],
  ['follows a link from one page to another', linkBetweenPages],
  ['Open Cheat Sheet offers pages and their sections', openCheatSheet],
  ['shows the page in the hover of a hardened key', hoverKey],
  ['opens the page from the code beside the message', openFromCode],
  ['offers fixes in the light bulb and applies one', lightBulb],
  ['asks before an unsafe fix', unsafeFix],
  ['says in the language status how many findings there are', languageStatus],
  ['starts the language server again when it dies, without a message', serverDies],
  ['Check Workspace shows files that are not open', checkWorkspace],
  ['Explain Rule offers all rules', explainRule],
  ['Show Hardening Report opens a page about the folder', showReport],
  ['opens the file from a place of the report', placeOfReport],
  ['opens a cheat sheet from the report', pageOfReport],
  ['Save Hardening Report asks for a format and a place', saveReport],
  ['applies a safe fix of the report, and the report follows where the reader is', safeFixOfReport],
  ['shows an unsafe fix of the report in the preview of the editor first', unsafeFixOfReport],
  ['Compare Hardening Report says what was mended since', compareReport],
  ['keeps what is ticked in the report in the folder', tickOfReport],
  ['gives an open report back when the window is loaded again', reportAgain],
];

const RESTRICTED_STEPS = [
  ['underlines findings in Restricted Mode', restricted],
  ['shows the page in the hover in Restricted Mode', hoverFinding],
  ['offers fixes in Restricted Mode and applies one', lightBulb],
];

async function squiggles(view) {
  await view.open('compose.yaml');
  await view.line('privileged: true').waitFor();
  await view.editor.locator('.squiggly-error').first().waitFor();
  await view.shot('squiggles');
}

async function restricted(view) {
  await squiggles(view);
  await view.page.locator('[id="status.workspaceTrust"]', { hasText: 'Restricted Mode' }).waitFor();
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

async function sectionFromHover(view) {
  const hover = await view.hover('privileged: true', 'privileged', 'Disallow privileged containers');
  await hover.locator('a', { hasText: 'cheat sheet: Privileged containers' }).last().click();
  await isAtTop(view, 'h3', 'Privileged containers');
  await view.rest();
  await hover.waitFor({ state: 'hidden' });
  await view.shot('cheat-sheet-section');
}

/** The links at the end of a cheat sheet lead to the pages of rules, and theirs back to cheat sheets. */
async function linkBetweenPages(view) {
  await view.preview().locator('a[href*="no-privileged"]', { hasText: 'no-privileged' }).first().click();
  await view.preview().locator('h1', { hasText: 'no-privileged' }).waitFor();
  await view.shot('page-from-page');
  await view.closePage('no-privileged');
}

async function openCheatSheet(view) {
  await view.command('Bulkhead: Open Cheat Sheet');
  const rows = view.page.locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  await view.shot('cheat-sheets');
  await view.page.keyboard.type('no new priv');
  await view.shot('cheat-sheets-filtered');
  await rows.filter({ hasText: 'No new privileges' }).first().click();
  await isAtTop(view, 'h3', 'No new privileges');
  await view.shot('cheat-sheet');
  await view.closePage('privileges');
}

/** The heading stands where the preview begins. */
async function isAtTop(view, tag, title) {
  const heading = view.preview().locator(tag, { hasText: title });
  await heading.waitFor();
  await poll(async () => {
    const { top } = await heading.evaluate((element) => element.getBoundingClientRect());
    return top > -40 && top < 120;
  }, `'${title}' to be at the top`);
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
  await view.choose(first);
  await line.waitFor({ state: 'detached' });
  await view.page.keyboard.press('Control+S');
  await poll(() => !view.read('compose.yaml').includes('version:'), 'the saved file to be without the line');
}

/** An unsafe fix says what may break, and waits. */
async function unsafeFix(view) {
  const menu = await view.actions('compose.yaml', 'privileged: true', 'Explain no-privileged');
  await view.choose(menu.locator('.monaco-list-row.action', { hasText: '(unsafe)' }).first());
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

async function showReport(view) {
  await view.command('View: Close All Editors');
  await view.command('Bulkhead: Show Hardening Report');
  await view.preview().locator('h1').waitFor();
  // An earlier step may have opened the panel with the problems, which takes the room.
  if (await view.page.locator('.part.panel').isVisible()) await view.page.keyboard.press('Control+J');
  await view.rest();
  await view.shot('report');
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
  const fix = inReport(view, '.fix[data-applicability="unsafe"][data-path="compose.yaml"]');
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
