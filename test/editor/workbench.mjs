/** What a person does in VS Code's workbench: looks at squiggles, hovers, presses the light bulb, opens pages; with pictures. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { REPORT_STEPS, showReport } from './report-steps.mjs';
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
  ...REPORT_STEPS,
];

const RESTRICTED_STEPS = [
  ['underlines findings in Restricted Mode', restricted],
  ['shows the page in the hover in Restricted Mode', hoverFinding],
  ['offers fixes in Restricted Mode and applies one', lightBulb],
  ['shows the report in Restricted Mode', showReport],
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
  await hover.locator('a', { hasText: 'Show Report' }).waitFor();
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
  const rows = view.page.locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  await view.shot('explain-rule');
  // Of a long list only a window is there.
  await view.page.keyboard.type('no-priv');
  const row = rows.filter({ hasText: 'no-privileged' }).first();
  await row.waitFor();
  await row.click();
  await view.preview().locator('h1', { hasText: 'no-privileged' }).waitFor();
}
