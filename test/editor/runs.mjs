/** What runs, seen by a person: problems that follow another file, the document beside a file, the summaries in hovers; with pictures. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { driveWindow, poll } from './window.mjs';

/** All steps with the packed extension, on a small project of several files. */
export function driveRuns({ folder, theme, ...where }) {
  const project = join(folder, '../kiosk/app');
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  const settings = {
    ...(theme === undefined ? {} : { 'workbench.colorTheme': theme }),
    // Suggestions would lie over the next lines.
    'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  };
  return driveWindow(STEPS, { ...where, folder: project, settings });
}

const FILES = {
  'compose.yaml': `services:
  web:
    build:
      context: web
      target: runtime
      args:
        BASE: python
    ports:
      - "8080:8000"
    volumes:
      - ./menu:/srv/menu:ro
    depends_on: [cache]
  cache:
    extends:
      file: ../common/services.yaml
      service: cache
  mail:
    image: example/mail:\${MAIL_TAG:-2.1}
    profiles: [post]
`,
  'compose.override.yaml': `services:
  web:
    environment:
      DEBUG: "1"
    ports:
      - "127.0.0.1:9229:9229"
    cap_add: [NET_ADMIN]
`,
  'web/Dockerfile': `ARG BASE=python:3.13-slim
FROM \${BASE} AS base
RUN useradd --system kiosk
WORKDIR /srv

FROM base AS runtime
COPY menu.py ./
EXPOSE 8000
USER kiosk
CMD ["python", "menu.py"]
`,
  'values.yaml': 'replicas: 2\n',
  // Outside the folder that is opened.
  '../common/services.yaml': `services:
  cache:
    image: redis:7.4
    read_only: true
    cap_drop: [ALL]
    mem_limit: 256m
`,
};

const STEPS = [
  ['shows a problem of a Compose file that comes from its Dockerfile', problemAppears],
  ['the problem goes and comes while the Dockerfile is edited, unsaved, in another tab', problemFollows],
  ['sums up a service in the hover on its name', hoverService],
  ['Show What Runs opens the project beside the file, in colours', showProject],
  ['what runs follows an unsaved edit and stays where it is scrolled to', followsEdits],
  ['what runs follows a file outside the folder, on disk', followsDisk],
  ['says at the top why Compose would refuse the project', showsRefusal],
  ['leads from a line to the place that says it', followsLink],
  ['sums up an image in the hover on FROM', hoverFrom],
  ['Show What Runs shows the image of a Dockerfile', showImage],
  ['says so where a file is neither Compose file nor Dockerfile', saysNothingRuns],
];

const PROBLEM = "Image 'python' has no tag";

/** The line of the Problems panel that says this. */
function problem(view, text) {
  return view.page.locator('.markers-panel .monaco-list-row', { hasText: text }).first();
}

/** The editor beside the first one. */
function beside(view) {
  return view.page.locator('.part.editor .editor-group-container').nth(1);
}

function lineBeside(view, text) {
  return beside(view).locator('.view-line', { hasText: text }).first();
}

/** Puts a file in front in the first group of editors. */
async function openFile(view, path) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const tab = view.page.locator('.tab', { hasText: new RegExp(`^${name}`) });
  if ((await tab.count()) > 0) await tab.first().click();
  else {
    const input = view.page.locator('.quick-input-widget input[type="text"]');
    await view.retry(() => view.page.keyboard.press('Control+P'), input);
    await input.fill(path);
    await view.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  }
  await view.page
    .locator('.tab.active', { hasText: new RegExp(`^${name}`) })
    .first()
    .waitFor();
}

/** Puts other words in place of a line of the file in front, without saving. */
async function replaceLine(view, file, line, words) {
  await view.goTo(file, line);
  await view.page.keyboard.press('End');
  // To where the words begin, whatever the indentation.
  await view.page.keyboard.press('Home');
  await view.page.keyboard.press('Shift+End');
  await view.page.keyboard.insertText(words);
}

async function problemAppears(view) {
  await view.open('compose.yaml');
  await view.line('BASE: python').waitFor();
  await view.editor.locator('.squiggly-warning').first().waitFor();
  await view.retry(() => view.command('Problems: Focus on Problems View'), problem(view, PROBLEM));
  await view.shot('runs-problem');
}

async function problemFollows(view) {
  await openFile(view, 'web/Dockerfile');
  await view.line('FROM ${BASE} AS base').waitFor();
  await replaceLine(view, 'web/Dockerfile', 'FROM ${BASE}', 'FROM python:3.13-slim AS base');
  await problem(view, PROBLEM).waitFor({ state: 'detached' });
  await view.shot('runs-problem-gone');
  if (view.read('web/Dockerfile') !== FILES['web/Dockerfile']) throw new Error('the Dockerfile was saved');
  await replaceLine(view, 'web/Dockerfile', 'FROM ${BASE}', 'FROM ${BASE} AS base');
  await problem(view, PROBLEM).waitFor();
  await view.shot('runs-problem-again');
  await view.command('File: Revert File');
  await view.command('View: Hide Panel');
  await openFile(view, 'compose.yaml');
}

async function hoverService(view) {
  await view.line('BASE: python').waitFor();
  const hover = await view.hover('web:', 'web', 'runs what');
  const text = await hover.innerText();
  for (const part of [
    'web/Dockerfile builds: stage runtime',
    'User: kiosk, from web/Dockerfile:9',
    'NET_ADMIN',
    'compose.override.yaml',
  ]) {
    if (!text.includes(part)) throw new Error(`the hover does not say '${part}':\n${text}`);
  }
  await view.shot('runs-hover-service');
  await view.rest();
}

async function showProject(view) {
  const tab = view.page.locator('.tab', { hasText: 'What runs: compose.yaml' });
  await view.retry(() => view.command('Bulkhead: Show What Runs'), tab);
  await lineBeside(view, 'DEBUG: "1" # from compose.override.yaml:4').waitFor();
  // A text is there before its colours are.
  await poll(async () => (await coloursBeside(view)) >= 3, 'colours');
  await view.shot('runs-project');
}

function coloursBeside(view) {
  return beside(view)
    .locator('.view-line span span')
    .evaluateAll((spans) => new Set(spans.map((span) => getComputedStyle(span).color)).size);
}

/** The first line that can be seen beside. */
async function topLine(view) {
  const top = await beside(view)
    .locator('.view-line')
    .evaluateAll((lines) => {
      const seen = lines.filter((line) => line.getBoundingClientRect().top >= 70);
      seen.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
      return seen[0]?.textContent ?? '';
    });
  return top.replaceAll('\u00a0', ' ');
}

async function followsEdits(view) {
  await openFile(view, 'compose.override.yaml');
  await lineBeside(view, 'NET_ADMIN').hover();
  await view.page.mouse.wheel(0, 300);
  await poll(async () => !(await topLine(view)).startsWith('#'), 'the document to scroll');
  const before = await topLine(view);
  await replaceLine(view, 'compose.override.yaml', 'cap_add', 'cap_add: [SYS_TIME, NET_RAW]');
  await lineBeside(view, 'SYS_TIME').waitFor();
  const after = await topLine(view);
  if (before !== after) throw new Error(`'${before}' was at the top, then '${after}'`);
  await view.shot('runs-follows');
  await view.command('File: Revert File');
  await lineBeside(view, 'NET_ADMIN').waitFor();
}

async function followsDisk(view) {
  const changed = FILES['../common/services.yaml'].replace('redis:7.4', 'redis:8.0');
  writeFileSync(join(view.folder, '../common/services.yaml'), changed);
  await lineBeside(view, 'redis:8.0 # from ../common/services.yaml:3').waitFor();
}

async function showsRefusal(view) {
  await replaceLine(view, 'compose.override.yaml', 'cap_add', 'cap_add: NET_ADMIN');
  await beside(view).locator('.view-lines').hover();
  await view.page.mouse.wheel(0, -2000);
  await lineBeside(view, '# Compose would refuse this').waitFor();
  // What was there before stays, so that nothing jumps while somebody types.
  await lineBeside(view, 'target: runtime').waitFor();
  await view.shot('runs-refusal');
  await view.command('File: Revert File');
  await lineBeside(view, 'Compose would refuse this').waitFor({ state: 'detached' });
  await openFile(view, 'compose.yaml');
}

async function followsLink(view) {
  // Its end may lie under the minimap.
  const place = lineBeside(view, 'DEBUG').locator('.detected-link').first();
  const cursor = view.page.locator('[id="status.editor.selection"]', { hasText: 'Ln 4, Col 1' });
  await view.retry(async () => {
    await view.rest();
    await place.click({ modifiers: ['Control'], position: { x: 10, y: 8 } });
  }, cursor);
  await view.page.locator('.tab.active', { hasText: 'compose.override.yaml' }).first().waitFor();
  await view.shot('runs-link');
  await view.command('View: Close All Editors');
}

async function hoverFrom(view) {
  await openFile(view, 'web/Dockerfile');
  await view.line('FROM base AS runtime').waitFor();
  const hover = await view.hover('FROM base AS runtime', 'FROM', 'is the image that is built');
  const text = await hover.innerText();
  for (const part of ['python:3.13-slim, through stage base', 'kiosk, from Dockerfile:9', '8000/tcp']) {
    if (!text.includes(part)) throw new Error(`the hover does not say '${part}':\n${text}`);
  }
  await view.shot('runs-hover-from');
  await view.rest();
}

async function showImage(view) {
  const tab = view.page.locator('.tab', { hasText: 'What runs: Dockerfile' });
  await view.retry(() => view.command('Bulkhead: Show What Runs'), tab);
  await lineBeside(view, 'User: kiosk # from Dockerfile:9').waitFor();
  await view.shot('runs-image');
  await replaceLine(view, 'web/Dockerfile', 'USER kiosk', 'USER 1000');
  await lineBeside(view, 'User: "1000"').waitFor();
  await view.command('File: Revert File');
  await view.command('View: Close All Editors');
}

async function saysNothingRuns(view) {
  await openFile(view, 'values.yaml');
  await view.command('Bulkhead: Show What Runs');
  await view.page
    .locator('.notification-toast', { hasText: 'values.yaml is neither a Compose file nor a Dockerfile' })
    .waitFor();
  await view.shot('runs-nothing');
}
