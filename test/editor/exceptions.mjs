/** What a person does who says no with a reason: excepts a finding, meets an expired exception, configures, sets a baseline; with pictures. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';
import { driveWindow, poll } from './window.mjs';

/** All steps with the packed extension on a copy of the sample. */
export function driveExceptions({ theme, ...where }) {
  const settings = theme === undefined ? {} : { 'workbench.colorTheme': theme };
  return driveWindow(EXCEPTION_STEPS, { ...where, settings });
}

/** They build on one another, and begin with the sample as it is. */
export const EXCEPTION_STEPS = [
  ['offers four ways to live with a finding', fourWays],
  ['writes the exception and puts the cursor on its reason', cursorOnReason],
  ['says in the hover what the exception covers', hoverException],
  ['shows an expired exception, its finding, and how to renew it', expired],
  ['switches a rule off in a configuration that it makes', switchOff],
  ['fades what the baseline knows', baseline],
  ['completes keys, rules and words in the configuration, and explains them', configuration],
  ['marks what is wrong in the configuration', wrongConfiguration],
];

const FILE = 'compose.yaml';
const REASON = 'loads its own kernel module';

async function fourWays(view) {
  await view.open(FILE);
  await view.line('privileged: true').waitFor();
  await view.editor.locator('.squiggly-error').first().waitFor();
  const menu = await view.actions(FILE, 'privileged: true', 'Explain no-privileged');
  const offered = await menu.locator('.monaco-list-row.action').allInnerTexts();
  for (const title of [
    'Except here, with a reason',
    "Except for the service 'worker', with a reason",
    'Except for this file, with a reason',
    'Switch the rule off in .bulkhead.yaml',
  ]) {
    if (!offered.some((each) => each.includes(title))) throw new Error(`there is no '${title}': ${offered}`);
  }
  await view.shot('except-light-bulb');
}

async function cursorOnReason(view) {
  const menu = view.page.locator('.action-widget');
  await view.choose(menu.locator('.monaco-list-row.action', { hasText: 'Except here' }).first());
  const comment = view.line('bulkhead: ignore no-privileged');
  await comment.waitFor();
  await view.shot('except-reason');
  // Nothing is clicked in between: what is typed stands where the cursor was left.
  await view.page.keyboard.type(REASON);
  await view.line(`# bulkhead: ignore no-privileged -- ${REASON}`).waitFor();
  await view.page.keyboard.press('Escape');
  await view.page.keyboard.press('Control+S');
  const lines = [
    '    user: root',
    `    # bulkhead: ignore no-privileged -- ${REASON}`,
    '    privileged: true',
  ];
  await poll(() => view.read(FILE).includes(lines.join('\n')), 'the saved file to have the exception');
  await view.rest();
  await view.shot('except-written');
}

async function hoverException(view) {
  const hover = await view.hover('bulkhead: ignore', 'ignore', 'covers one finding');
  const text = await hover.innerText();
  for (const part of [REASON, 'without an end', 'no-privileged']) {
    if (!text.includes(part)) throw new Error(`the hover does not say '${part}':\n${text}`);
  }
  await view.shot('except-hover');
}

async function expired(view) {
  const text = view.read(FILE).replace('ignore no-privileged --', 'ignore no-privileged until 2025-06-30 --');
  writeFileSync(join(view.folder, FILE), text);
  await view.line('until 2025-06-30').waitFor();
  const hover = await view.hover('until 2025-06-30', '2025-06-30', 'no-expired-exception');
  await view.shot('except-expired');
  await view.rest();
  await hover.waitFor({ state: 'hidden' });
  await view.editor.locator('.squiggly-error').first().waitFor();
  const menu = await view.actions(FILE, 'until 2025-06-30', 'Explain no-expired-exception', 42);
  await view.shot('except-renew');
  await view.choose(menu.locator('.monaco-list-row.action', { hasText: 'Renew' }).first());
  await view.page.keyboard.type('2099-12-31');
  await view.line('until 2099-12-31').waitFor();
  await view.page.keyboard.press('Escape');
  await view.page.keyboard.press('Control+S');
}

async function switchOff(view) {
  const menu = await view.actions(FILE, 'version: "3.8"', 'Explain no-obsolete-version');
  await view.choose(menu.locator('.monaco-list-row.action', { hasText: 'Switch the rule off' }).first());
  await view.editor.locator('.squiggly-inline-unnecessary').first().waitFor({ state: 'detached' });
  await view.command('File: Save All');
  await poll(
    () => view.read('.bulkhead.yaml') === 'rules:\n  no-obsolete-version: off\n',
    'the saved configuration',
  );
  await view.shot('except-switched-off');
}

async function baseline(view) {
  execFileSync(process.execPath, [join(root, 'dist/bulkhead.cjs'), 'baseline', view.folder]);
  await view.editor.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  await view.editor.locator('.squiggly-inline-unnecessary').first().waitFor();
  const hover = await view.hover('user: root', 'root', 'It is in the baseline.');
  await view.shot('baseline-fades');
  await view.rest();
  await hover.waitFor({ state: 'hidden' });
  const fresh = 'services:\n  fresh:\n    image: example/fresh:1.2\n    privileged: true\n\n';
  writeFileSync(join(view.folder, FILE), view.read(FILE).replace('services:\n', fresh));
  await view.editor.locator('.squiggly-error').first().waitFor();
  await view.shot('baseline-new-finding');
}

async function configuration(view) {
  await view.open('.bulkhead.yaml');
  await view.line('no-obsolete-version').waitFor();
  await view.hover('no-obsolete-version', 'no-obsolete-version', 'Open the page of this rule');
  await view.shot('configuration-hover');
  await view.rest();
  await view.goTo('.bulkhead.yaml', 'no-obsolete-version');
  await view.page.keyboard.press('End');
  await view.page.keyboard.press('Enter');
  await view.page.keyboard.type('no-priv');
  const row = view.page.locator('.suggest-widget .monaco-list-row', { hasText: 'no-privileged' }).first();
  await view.retry(() => view.page.keyboard.press('Control+Space'), row);
  await view.shot('configuration-completion');
  await view.page.keyboard.press('Enter');
  const word = view.page.locator('.suggest-widget .monaco-list-row', { hasText: 'warning' }).first();
  await view.retry(() => view.page.keyboard.press('Control+Space'), word);
  await view.shot('configuration-words');
  const twice = await view.page.locator('.suggest-widget .monaco-list-row', { hasText: 'warning' }).count();
  if (twice !== 1) throw new Error(`'warning' is offered ${twice} times`);
  await view.page.keyboard.type('warn');
  await word.waitFor();
  await view.page.keyboard.press('Enter');
  await view.line('no-privileged: warning').waitFor();
  await view.page.keyboard.press('Control+S');
  const expected = 'rules:\n  no-obsolete-version: off\n  no-privileged: warning\n';
  await poll(() => view.read('.bulkhead.yaml') === expected, 'the saved configuration');
}

async function wrongConfiguration(view) {
  await view.page.keyboard.press('Control+End');
  await view.page.keyboard.type('proflie: strict\n');
  await view.page.keyboard.press('Escape');
  await view.editor.locator('.squiggly-error').first().waitFor();
  await view.hover('proflie', 'proflie', "'profile'");
  await view.shot('configuration-wrong');
}
