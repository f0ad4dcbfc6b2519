/** The language server as it ships, with its real rules and pages, on a Dockerfile and a Compose file. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver-protocol';
import { bundleServer, Editor, on } from './editor.ts';

const server = await bundleServer('server/src/main/server.ts');
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-product-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const root = pathToFileURL(folder).href;

const COMPOSE = [
  'version: "3.8"',
  'services:',
  '  web:',
  '    image: example/web:1.2',
  '    privileged: true',
  '',
];
const DOCKERFILE = ['FROM example/base:1.2', 'ADD app.py /srv/', 'USER app', ''];

async function withEditor(run: (editor: Editor) => Promise<void>): Promise<void> {
  const editor = await Editor.start(server, { folders: [root] });
  try {
    await run(editor);
    assert.equal(await editor.stop(), 0);
  } finally {
    editor.process.kill('SIGKILL');
  }
}

const timeout = 30_000;

test('the server says which version it is', { timeout }, () =>
  withEditor(async ({ initialized }) => {
    assert.match(initialized.serverInfo?.version ?? '', /^\d+\.\d+\.\d+/u);
  }),
);

test('a Compose file has findings whose pages are on disk', { timeout }, () =>
  withEditor(async (editor) => {
    const uri = `${root}/compose.yaml`;
    await editor.open(uri, COMPOSE.join('\n'), 'dockercompose');
    const finding = (await editor.items(uri)).find(({ code }) => code === 'no-privileged');
    assert.deepEqual(finding?.range, on(4, 4, 20));
    const page = finding?.codeDescription?.href ?? '';
    assert.ok(existsSync(fileURLToPath(page)), `${page} is there`);
    const hover = await editor.hover(uri, { line: 4, character: 6 });
    assert.match(JSON.stringify(hover?.contents), /Disallow privileged containers.*How to fix/u);
  }),
);

test('a hover is short, and its lists are lists', { timeout }, () =>
  withEditor(async (editor) => {
    const uri = `${root}/compose.yaml`;
    const text =
      'services:\n  web:\n    image: nginx:1.29\n    ports:\n      - "80:8080"\n    cap_add: [SYS_ADMIN]\n';
    await editor.open(uri, text, 'dockercompose');
    for (const position of [
      { line: 4, character: 10 },
      { line: 5, character: 15 },
    ]) {
      const hover = JSON.stringify(await editor.hover(uri, position));
      assert.match(hover, /How to fix\*\*\\n\\n/u);
      // The file's address in it may be long; the words are what counts.
      assert.ok(hover.replace(/\(file:[^)]*\)/u, '').length < 2600, `${hover.length} characters`);
      assert.doesNotMatch(hover, /\|---/u, 'no tables');
      assert.doesNotMatch(hover, /:\\n\\n(?!- )/u, 'no paragraph that announces what is left out');
    }
  }),
);

test('every language id under which editors know Compose files is taken', { timeout }, () =>
  withEditor(async (editor) => {
    for (const languageId of ['dockercompose', 'yaml', 'yaml.docker-compose', 'docker-compose']) {
      const uri = `${root}/${languageId}/compose.yaml`;
      await editor.open(uri, COMPOSE.join('\n'), languageId);
      const codes = (await editor.items(uri)).map(({ code }) => code);
      assert.ok(codes.includes('no-privileged'), languageId);
    }
  }),
);

test('a Dockerfile has findings, and all safe fixes at once mend what they can', { timeout }, () =>
  withEditor(async (editor) => {
    const uri = `${root}/Dockerfile`;
    await editor.open(uri, DOCKERFILE.join('\n'), 'dockerfile');
    const codes = (await editor.items(uri)).map(({ code }) => code);
    assert.ok(codes.includes('prefer-copy'), codes.join());
    const [all] = await editor.actions(uri, on(0), { only: ['source.fixAll'] });
    const fixed: CodeAction = await editor.connection.sendRequest('codeAction/resolve', all);
    const change = fixed.edit?.documentChanges?.[0] as TextDocumentEdit;
    assert.deepEqual(change.edits, [
      {
        range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } },
        newText: 'COPY app.py /srv/\n',
      },
    ]);
  }),
);

test('half-typed texts are answered after every keystroke', { timeout }, () =>
  withEditor(async (editor) => {
    for (const [name, text] of [
      ['Dockerfile', 'FROM example/base:1.2 AS a\nRUN <<EOF\ncurl -k https://example.org | sh\nEOF\nCMD ["'],
      ['compose.yaml', 'services:\n  web: {image: "x:${TAG:-"\n    ports:\n  - "80:80"\n   user: *a\n<<'],
    ] as const) {
      const uri = `${root}/typed/${name}`;
      await editor.open(uri, '', name === 'Dockerfile' ? 'dockerfile' : 'dockercompose');
      let [line, character, version] = [0, 0, 1];
      for (const key of text) {
        await editor.change(uri, ++version, on(line, character), key);
        [line, character] = key === '\n' ? [line + 1, 0] : [line, character + 1];
        const report = await editor.pull(uri);
        assert.equal(report.kind, 'full');
      }
    }
    assert.ok(
      editor.logged.every((line) => !line.includes('failed')),
      editor.logged.join('\n'),
    );
  }),
);

test('a workspace is checked without opening anything', { timeout }, () =>
  withEditor(async (editor) => {
    writeFileSync(join(folder, 'stack.yml'), COMPOSE.join('\n'));
    writeFileSync(join(folder, 'other.yml'), 'on: push\nprivileged: true\n');
    const uris = [`${root}/stack.yml`, `${root}/other.yml`, `${root}/missing/Dockerfile`];
    const result: { files: number; filesWithFindings: number } = await editor.connection.sendRequest(
      'bulkhead/checkWorkspace',
      { uris },
    );
    assert.deepEqual([result.files, result.filesWithFindings], [1, 1]);
    assert.deepEqual([...editor.pushed.keys()], [`${root}/stack.yml`]);
  }),
);

test('every rule has a page', { timeout }, () =>
  withEditor(async (editor) => {
    const rules: { id: string; summary: string }[] = await editor.connection.sendRequest('bulkhead/rules');
    assert.ok(rules.length > 0);
    for (const { id, summary } of rules) {
      const page: { markdown: string } | null = await editor.connection.sendRequest('bulkhead/page', { id });
      assert.ok(page?.markdown.startsWith(`# ${id}\n\n${summary}.`), id);
    }
  }),
);

test('hovers link to the section of the cheat sheet, and the link leads there', { timeout }, () =>
  withEditor(async (editor) => {
    const uri = `${root}/compose.yaml`;
    await editor.open(uri, COMPOSE.join('\n'), 'dockercompose');
    const hover = JSON.stringify(await editor.hover(uri, { line: 4, character: 6 }));
    const [, file = '', section = ''] =
      /\[cheat sheet: Privileged containers\]\((file:[^#)]*)#([^)\s]*)/u.exec(hover) ?? [];
    assert.ok(existsSync(fileURLToPath(file)), hover);
    assert.equal(section, 'privileged-containers');
  }),
);

test('in an editor with pages of its own, hovers link to its command', { timeout }, async () => {
  const editor = await Editor.start(server, {
    folders: [root],
    initializationOptions: { pageLinks: 'editor' },
  });
  try {
    const uri = `${root}/compose.yaml`;
    await editor.open(uri, 'services:\n  web:\n    image: example/web:1.2\n    read_only: true\n', 'yaml');
    // A hardened key without a finding.
    const hover = JSON.stringify(await editor.hover(uri, { line: 3, character: 6 }));
    const links = [...hover.matchAll(/\(command:bulkhead\.openPage\?([^)\s]*)/gu)].map(([, query = '']) =>
      JSON.parse(decodeURIComponent(query)),
    );
    assert.deepEqual(links, [['require-hardening'], ['privileges', 'hardening-for-every-service']]);
    assert.equal(await editor.stop(), 0);
  } finally {
    editor.process.kill('SIGKILL');
  }
});

interface Topic {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly sections: readonly { readonly title: string; readonly slug: string }[];
}

test('cheat sheets are listed with their sections, and each has a page', { timeout }, () =>
  withEditor(async (editor) => {
    const topics: Topic[] = await editor.connection.sendRequest('bulkhead/topics');
    const privileges = topics.find(({ id }) => id === 'privileges');
    assert.equal(privileges?.title, 'Privileges');
    assert.ok(
      privileges.sections.some(
        ({ title, slug }) => title === 'No new privileges' && slug === 'no-new-privileges',
      ),
    );
    for (const { id, title, summary, sections } of topics) {
      const page: { markdown: string } | null = await editor.connection.sendRequest('bulkhead/page', { id });
      assert.ok(page?.markdown.startsWith(`# ${title}\n\n`), id);
      assert.match(summary, /^[^`[\]].*\.$/u, id);
      assert.equal(new Set(sections.map(({ slug }) => slug)).size, sections.length, id);
    }
  }),
);

test('pages that nobody wrote are not there, whatever they are called', { timeout }, () =>
  withEditor(async (editor) => {
    for (const id of ['', '../pages', 'constructor', '__proto__', 5, null, ['privileges']]) {
      assert.equal(await editor.connection.sendRequest('bulkhead/page', { id }), null, String(id));
    }
  }),
);
