/** What a newcomer does: follows the walkthrough from the sample project to the report; with pictures. */
import { driveWindow } from './window.mjs';

/** All steps with the packed extension, from an empty window on. */
export function driveWalkthrough({ theme, ...where }) {
  const settings = theme === undefined ? {} : { 'workbench.colorTheme': theme };
  return driveWindow(STEPS, { ...where, settings });
}

const STEPS = [
  ['opens the walkthrough, which has five steps', openWalkthrough],
  ['opens a copy of the sample, and the walkthrough again beside it', openSample],
  ['shows a finding with its hover', showFinding],
  ['opens the light bulb at a finding', fixFinding],
  ['offers the cheat sheets', openCheatSheet],
  ['shows the report', showReport],
];

/** The steps of the walkthrough in the page that shows it. */
function stepsIn(view) {
  return view.page.locator('.getting-started-step');
}

/** Unfolds a step and gives the button that it offers. */
async function button(view, title, label) {
  const step = stepsIn(view).filter({ hasText: title }).first();
  if (!(await step.getAttribute('class')).includes('expanded')) {
    await step.click();
    // The page puts the focus on a step a quarter of a second after it was chosen, and what opens until then closes again.
    await view.page.waitForTimeout(600);
  }
  const found = view.page.locator('.getting-started-step.expanded .monaco-button', { hasText: label });
  await found.first().waitFor();
  return found.first();
}

async function isDone(view, title) {
  const step = stepsIn(view).filter({ hasText: title }).first();
  await step.locator('.codicon.complete, .codicon-getting-started-step-checked').first().waitFor();
}

async function openWalkthrough(view) {
  await view.page.goto(`${view.host.url}?ew=true`);
  await view.page.locator('.monaco-workbench').waitFor();
  await view.command('Welcome: Open Walkthrough');
  const row = view.page.locator('.quick-input-list .monaco-list-row', {
    hasText: 'Get started with Bulkhead',
  });
  await row.first().click();
  await stepsIn(view).first().waitFor();
  const count = await stepsIn(view).count();
  if (count !== 5) throw new Error(`there are ${count} steps`);
  await view.shot('walkthrough-start');
}

async function openSample(view) {
  await (await button(view, 'Open the sample project', 'Open Sample Project')).click();
  const row = view.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Own Storage' });
  await row.first().waitFor();
  await view.shot('walkthrough-where');
  await row.first().click();
  await view.page.locator('.explorer-folders-view', { hasText: 'compose.yaml' }).waitFor({ timeout: 60_000 });
  await view.page.locator('.explorer-folders-view', { hasText: '.env' }).waitFor();
  await stepsIn(view).first().waitFor();
  await isDone(view, 'Open the sample project');
  await view.shot('walkthrough-sample');
}

async function showFinding(view) {
  await (await button(view, 'Look at a finding', 'Show a Finding')).click();
  const hover = view.page.locator('.monaco-hover:visible', { hasText: 'Disallow privileged containers' });
  await hover.first().waitFor();
  await isDone(view, 'Look at a finding');
  await view.shot('walkthrough-finding');
}

async function fixFinding(view) {
  await view.page.keyboard.press('Escape');
  await (await button(view, 'Mend it', 'Fix a Finding')).click();
  const menu = view.page.locator('.action-widget', { hasText: 'Run without privileges' });
  await menu.waitFor();
  await isDone(view, 'Mend it');
  await view.shot('walkthrough-fix');
  await view.page.keyboard.press('Escape');
  await menu.waitFor({ state: 'detached' });
}

async function openCheatSheet(view) {
  await (await button(view, 'Read a cheat sheet', 'Open a Cheat Sheet')).click();
  await view.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await view.shot('walkthrough-cheat-sheet');
  await view.page.keyboard.press('Escape');
  await isDone(view, 'Read a cheat sheet');
}

async function showReport(view) {
  await (await button(view, 'Show the report', 'Show Hardening Report')).click();
  await view.preview().locator('h1', { hasText: 'bulkhead-sample' }).waitFor();
  await view.shot('walkthrough-report');
  await view.page.locator('.tab', { hasText: 'Welcome' }).click();
  await isDone(view, 'Show the report');
}
