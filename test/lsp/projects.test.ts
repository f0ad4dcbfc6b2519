/** Projects of several files in an editor: findings follow every file of them, and fixes go to the file that says it. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CodeAction, Diagnostic, TextDocumentEdit } from 'vscode-languageserver-protocol';
import { ABLE, bundleServer, Editor, type EditorOptions, on, POOR } from './editor.ts';

const server = await bundleServer('server/src/main/server.ts');
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-projects-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const timeout = 30_000;
let projects = 0;

interface Project {
  readonly editor: Editor;
  uriOf(path: string): string;
  write(path: string, text: string): void;
}

/** An editor whose workspace is the folder `work` of these files. */
function projectTest(
  name: string,
  files: Readonly<Record<string, string>>,
  options: EditorOptions,
  run: (project: Project) => Promise<void>,
): void {
  test(name, { timeout }, async () => {
    const home = join(folder, String(++projects));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
    };
    for (const [path, text] of Object.entries(files)) write(path, text);
    const uriOf = (path: string): string => pathToFileURL(join(home, path)).href;
    const editor = await Editor.start(server, { folders: [uriOf('work')], ...options });
    try {
      await run({ editor, uriOf, write });
      assert.equal(await editor.stop(), 0);
    } finally {
      editor.process.kill('SIGKILL');
    }
  });
}

const HARDENED =
  '    security_opt: [no-new-privileges:true]\n    cap_drop: [ALL]\n    mem_limit: 512m\n    pids_limit: 200\n';
const WEB = `services:\n  web:\n    image: nginx:1.27@sha256:${'a'.repeat(64)}\n${HARDENED}`;
const INCLUDING = `include: [db/compose.yaml]\n${WEB}    read_only: true\n`;
const DB = `services:\n  db:\n    image: postgres:16@sha256:${'b'.repeat(64)}\n    network_mode: \${MODE}\n`;

function codesOf(items: readonly Diagnostic[]): unknown[] {
  return items.map(({ code }) => code);
}

function changesOf(action: CodeAction | undefined): readonly TextDocumentEdit[] {
  return (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
}

projectTest(
  'what a file includes is judged with its variables, and shows that wherever it is open',
  { 'work/.env': 'MODE=bridge\n' },
  {},
  async ({ editor, uriOf, write }) => {
    const [main, db, env] = [uriOf('work/compose.yaml'), uriOf('work/db/compose.yaml'), uriOf('work/.env')];
    await editor.open(main, INCLUDING, 'dockercompose');
    await editor.open(db, DB, 'dockercompose');
    assert.deepEqual(codesOf(await editor.items(main)), []);
    const first = await editor.pull(db);
    assert.ok(!codesOf(first.items).includes('no-open-port'));
    write('work/.env', 'MODE=host\n');
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: env, type: 2 }],
    });
    // The refresh is sent before this is answered.
    const second = await editor.pull(db, first.resultId);
    assert.equal(editor.refreshes, 1);
    assert.ok(codesOf(second.items).includes('no-open-port'));
    assert.equal((await editor.pull(db, second.resultId)).kind, 'unchanged');
    assert.deepEqual(codesOf(await editor.items(main)), []);
    await editor.change(main, 2, on(0, 0, 26), '');
    assert.ok(!codesOf(await editor.items(db)).includes('no-open-port'));
  },
);

projectTest(
  'a client that cannot pull is told of what changed elsewhere',
  {},
  { capabilities: POOR },
  async ({ editor, uriOf }) => {
    const [main, db, env] = [uriOf('work/compose.yaml'), uriOf('work/db/compose.yaml'), uriOf('work/.env')];
    const codes = (): unknown[] => codesOf(editor.pushed.get(db)?.diagnostics ?? []);
    await editor.open(db, DB, 'dockercompose');
    await editor.open(main, INCLUDING, 'dockercompose');
    await editor.pushes(() => editor.pushed.has(main) && editor.pushed.has(db));
    assert.ok(!codes().includes('no-open-port'));
    await editor.open(env, 'MODE=host\n', 'dotenv');
    await editor.pushes(() => codes().includes('no-open-port'));
    await editor.close(env);
    await editor.pushes(() => !codes().includes('no-open-port'));
  },
);

projectTest(
  'a fix is made in the file that says it, for the version that is open',
  { 'work/compose.override.yaml': 'services:\n  web:\n    read_only: false\n' },
  {},
  async ({ editor, uriOf }) => {
    const [main, override] = [uriOf('work/compose.yaml'), uriOf('work/compose.override.yaml')];
    await editor.open(main, WEB, 'dockercompose');
    assert.deepEqual(codesOf(await editor.items(main)), ['require-hardening']);
    const closed = changesOf((await editor.actions(main, on(1, 3), { only: ['quickfix'] }))[0]);
    const edits = [{ range: on(2, 15, 20), newText: 'true', annotationId: 'unsafe' }];
    assert.deepEqual(closed, [{ textDocument: { uri: override, version: null }, edits }]);
    await editor.open(override, 'services:\n  web:\n    read_only: false\n', 'dockercompose');
    const open = changesOf((await editor.actions(main, on(1, 3), { only: ['quickfix'] }))[0]);
    assert.deepEqual(open, [{ textDocument: { uri: override, version: 1 }, edits }]);
  },
);

const OUTSIDE = {
  'shared/common.yml': 'services:\n  base:\n    image: nginx:1.27\n    read_only: false\n',
  'shared/web.build': 'FROM alpine:3.20\nUSER app\n',
};
const EXTENDING = `services:\n  web:\n    extends: {file: ../shared/common.yml, service: base}\n${HARDENED}    build: {context: ../shared, dockerfile: web.build}\n`;

projectTest(
  'what lies outside the workspace is not written, and is watched',
  OUTSIDE,
  {
    capabilities: {
      ...ABLE,
      workspace: {
        ...ABLE.workspace,
        didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
      },
    },
  },
  async ({ editor, uriOf }) => {
    const main = uriOf('work/compose.yaml');
    await editor.open(main, EXTENDING, 'dockercompose');
    assert.ok(codesOf(await editor.items(main)).includes('require-hardening'));
    const actions = await editor.actions(main, on(1, 3), { only: ['quickfix'] });
    const mending = actions.filter(({ title }) => !title.startsWith('Switch'));
    const reasons = mending.flatMap(({ disabled }) => disabled?.reason ?? []);
    assert.deepEqual(reasons, ["It is to be mended in 'common.yml', which lies outside the workspace."]);
    const watched = JSON.stringify(editor.registered);
    for (const pattern of ['common.yml', 'web.build']) {
      assert.ok(watched.includes(JSON.stringify({ baseUri: uriOf('shared'), pattern })), watched);
    }
    await editor.open(uriOf('shared/common.yml'), OUTSIDE['shared/common.yml'], 'dockercompose');
    const [first] = await editor.actions(main, on(1, 3), { only: ['quickfix'] });
    assert.equal(changesOf(first)[0]?.textDocument.uri, uriOf('shared/common.yml'));
  },
);

projectTest(
  'an editor that escapes more than it must talks of the same files',
  { 'work/a (b)/compose.override.yaml': 'services:\n  web:\n    read_only: false\n' },
  {},
  async ({ editor, uriOf }) => {
    const escaped = (path: string): string => uriOf(path).replaceAll('(', '%28').replaceAll(')', '%29');
    const main = escaped('work/a (b)/compose.yaml');
    const override = escaped('work/a (b)/compose.override.yaml');
    await editor.open(main, WEB, 'dockercompose');
    assert.deepEqual(codesOf(await editor.items(main)), ['require-hardening']);
    await editor.open(override, 'services:\n  web:\n    read_only: false\n', 'dockercompose');
    const [action] = await editor.actions(main, on(1, 3), { only: ['quickfix'] });
    assert.deepEqual(changesOf(action)[0]?.textDocument, { uri: override, version: 1 });
    await editor.change(override, 2, on(2, 15, 20), 'true');
    assert.deepEqual(codesOf(await editor.items(main)), []);
  },
);
