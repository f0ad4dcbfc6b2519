/** Takes the pictures of the README: the real editor on the sample, and the real output of the command line in a terminal's colours. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { driveExceptions } from './exceptions.mjs';
import { CHROMIUM_ARGS } from './host.mjs';
import { installVsCode, needChromium, root } from './install.mjs';
import { driveWorkbench } from './workbench.mjs';

/** The SGR codes that the command line uses, as styles on a dark ground. */
const STYLES = {
  1: 'font-weight: bold',
  2: 'opacity: 0.7',
  31: 'color: #f26d78',
  32: 'color: #7fd88f',
  33: 'color: #f0c674',
  34: 'color: #6cb6ff',
  35: 'color: #d2a8ff',
  36: 'color: #56d4dd',
};
/** Codes that end a style, with those that they end. */
const ENDS = { 22: ['1', '2'], 39: ['31', '32', '33', '34', '35', '36'] };

/** `ESC [ number m`, which switches a style on or off. */
const CODE = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`, 'u');

/** How many findings the picture of the terminal shows. */
const FINDINGS = 7;
const media = join(root, 'client/media');

process.chdir(root);
mkdirSync(media, { recursive: true });
execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
needChromium();
installVsCode();
await pictureTerminal();
await pictureReport();
await pictureEditor();

async function pictureTerminal() {
  const { stdout } = run(['dist/bulkhead.cjs', 'check', '--color', 'sample']);
  const text = stdout.split('\n\n').slice(0, FINDINGS).join('\n\n');
  const body = `<pre><span style="opacity: 0.7">$ bulkhead check sample</span>\n${toHtml(text)}</pre>`;
  const style =
    'body { margin: 0; background: #1b1f27; color: #e6e9ef } pre { margin: 0; padding: 20px 24px; width: max-content; font: 14px/1.45 "DejaVu Sans Mono", monospace }';
  const browser = await chromium.launch({ executablePath: needChromium(), args: CHROMIUM_ARGS });
  const page = await browser.newPage({ viewport: { width: 1200, height: 400 } });
  await page.setContent(`<!doctype html><style>${style}</style>${body}`);
  await page.locator('pre').screenshot({ path: join(media, 'terminal.png') });
  await browser.close();
}

/** The head of the report, as a browser shows the exported page. */
async function pictureReport() {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-'));
  const file = join(folder, 'report.html');
  cpSync('sample', join(folder, 'shop'), { recursive: true });
  run(['dist/bulkhead.cjs', 'report', join(folder, 'shop'), '-o', file]);
  const browser = await chromium.launch({ executablePath: needChromium(), args: CHROMIUM_ARGS });
  const page = await browser.newPage({ viewport: { width: 1100, height: 860 } });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: join(media, 'report.png') });
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Findings make the exit code 1, which is no failure here. */
function run(args) {
  try {
    return { stdout: execFileSync(process.execPath, args, { encoding: 'utf8' }) };
  } catch (error) {
    if (error.status === 1) return { stdout: error.stdout };
    throw error;
  }
}

/** Terminal text as HTML: escapes what is text, and turns the codes into spans. */
function toHtml(text) {
  let active = [];
  return text
    .split(CODE)
    .map((part, index) => {
      if (index % 2 === 0) return span(part, active);
      active = ENDS[part] ? active.filter((code) => !ENDS[part].includes(code)) : [...active, part];
      return '';
    })
    .join('');
}

function span(text, codes) {
  const escaped = text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;');
  const style = codes.map((code) => STYLES[code]).join('; ');
  return style === '' || text === '' ? escaped : `<span style="${style}">${escaped}</span>`;
}

async function pictureEditor() {
  const vsix = join(root, 'out/editor/bulkhead.vsix');
  execFileSync(process.execPath, ['server/scripts/package.mjs', vsix], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await pictureSteps(driveWorkbench, vsix, {
    'hover-finding.png': 'hover.png',
    'check-workspace.png': 'check-workspace.png',
  });
  await pictureSteps(driveExceptions, vsix, {
    'except-light-bulb.png': 'except.png',
    'baseline-new-finding.png': 'baseline.png',
  });
}

/** Takes pictures that steps make on the way, by what they are called here and in the README. */
async function pictureSteps(drive, vsix, names) {
  const parent = mkdtempSync(join(tmpdir(), 'bulkhead-'));
  const folder = join(parent, 'shop');
  cpSync('sample', folder, { recursive: true });
  const shots = join(root, 'shots');
  const { failed } = await drive({ vsix, folder, shots });
  rmSync(parent, { recursive: true, force: true });
  if (failed > 0) throw new Error('the editor did not do all steps; the pictures are left as they were');
  for (const [shot, name] of Object.entries(names)) copyFileSync(join(shots, shot), join(media, name));
}
