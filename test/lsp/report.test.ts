/** Reports as an editor asks for them: the same bytes as from the command line, live texts, fixes made afresh, ticks. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, LSPErrorCodes, ProgressType } from 'vscode-languageserver-protocol';
import type {
  OfferedFix,
  ReportParams,
  ReportResult,
  ReportText,
  TickParams,
  TickResult,
} from '../../server/src/protocol.ts';
import type { Report, ReviewFinding } from '../../server/src/report/report.ts';
import { bundleServer, Editor, type EditorOptions, on } from './editor.ts';

const server = await bundleServer('server/src/main/server.ts');
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-report-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const root = pathToFileURL(folder).href;

const COMPOSE = `version: "3.8"
services:
  web:
    image: example/web:1.2
    privileged: true
    env_file: web.env
`;
const FILES = {
  'compose.yaml': COMPOSE,
  'web/Dockerfile': 'FROM example/base:1.2\nADD app.py /srv/\nUSER app\n',
  '.devcontainer/devcontainer.json': '{ "image": "example/dev:1" }\n',
  'values.yaml': 'replicas: 2\n',
  'left-out/Dockerfile': 'FROM example/left-out\n',
  '.gitignore': 'left-out/\n',
};
for (const [path, text] of Object.entries(FILES)) write(path, text);

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return pathToFileURL(file).href;
}

const timeout = 60_000;

async function withEditor(
  run: (editor: Editor) => Promise<void>,
  options: EditorOptions = {},
): Promise<void> {
  const editor = await Editor.start(server, { folders: [root], ...options });
  try {
    await run(editor);
    assert.equal(await editor.stop(), 0);
  } finally {
    editor.process.kill('SIGKILL');
  }
}

function ask({ connection }: Editor, params: unknown): Promise<ReportResult> {
  return connection.sendRequest('bulkhead/report', params);
}

async function make(editor: Editor, params: Partial<ReportParams> = {}): Promise<ReportText> {
  const roots = [{ uri: root, name: 'shop' }];
  const result = await ask(editor, { roots, format: 'json', ...params });
  assert.ok('text' in result, JSON.stringify(result));
  return result;
}

async function makeJson(editor: Editor, params: Partial<ReportParams> = {}): Promise<Report> {
  return JSON.parse((await make(editor, params)).text) as Report;
}

function findingOf(report: Report, ruleId: string): ReviewFinding {
  const finding = report.files.flatMap(({ findings }) => findings).find((each) => each.ruleId === ruleId);
  assert.ok(finding, `the report has a finding of ${ruleId}`);
  return finding;
}

const VIEW = { format: 'view', view: { nonce: 'n0nce', script: 'https://example.org/view.js' } } as const;

test('a report has the very bytes that the command line writes', { timeout }, () =>
  withEditor(async (editor) => {
    for (const format of ['html', 'markdown', 'json', 'sarif'] as const) {
      const args = ['dist/bulkhead.cjs', 'report', folder, '--format', format];
      const written = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
      const { text, title } = await make(editor, { format });
      assert.equal(title, basename(folder));
      assert.equal(text, written, format);
    }
  }),
);

test('a report looks at what the command line would, and says where each file is', { timeout }, () =>
  withEditor(async (editor) => {
    const { text, places } = await make(editor);
    const { files } = JSON.parse(text) as Report;
    assert.deepEqual(
      files.map(({ path, status }) => [path, status]),
      [
        ['.devcontainer/devcontainer.json', 'not understood'],
        ['compose.yaml', 'judged'],
        ['web/Dockerfile', 'judged'],
      ],
    );
    assert.equal(places['web/Dockerfile'], `${root}/web/Dockerfile`);
  }),
);

test(
  'the page for an editor is the page of the file with a script, and its policy lets nothing else in',
  { timeout },
  () =>
    withEditor(async (editor) => {
      const { text: page } = await make(editor, { format: 'html' });
      const { text: live } = await make(editor, VIEW);
      const script = /<script nonce="n0nce" src="https:\/\/example\.org\/view\.js"[^>]*><\/script>/u;
      assert.match(live, script);
      const policy = / script-src &#39;nonce-n0nce&#39;;/u;
      assert.match(live, policy);
      assert.equal(live.replace(script, '').replace(policy, ''), page);
    }),
);

test('what is typed counts before it is saved', { timeout }, () =>
  withEditor(async (editor) => {
    const uri = `${root}/compose.yaml`;
    await editor.open(uri, COMPOSE, 'dockercompose');
    findingOf(await makeJson(editor), 'no-privileged');
    await editor.change(uri, 2, { start: { line: 4, character: 0 }, end: { line: 5, character: 0 } }, '');
    const ids = (await makeJson(editor)).files.flatMap(({ findings }) =>
      findings.map(({ ruleId }) => ruleId),
    );
    assert.ok(!ids.includes('no-privileged'), ids.join());
  }),
);

test('several folders have their names before their paths, even where those are the same', { timeout }, () =>
  withEditor(async (editor) => {
    const other = write('../mail/compose.yaml', COMPOSE).replace(/\/compose\.yaml$/u, '');
    after(() => rmSync(join(folder, '../mail'), { recursive: true, force: true }));
    const roots = [
      { uri: `${root}/web`, name: 'part' },
      { uri: `${other}/`, name: 'part' },
    ];
    const { text, title, places } = await make(editor, { roots, title: 'Both' });
    assert.equal(title, 'Both');
    assert.deepEqual(
      (JSON.parse(text) as Report).files.map(({ path }) => path),
      ['part (2)/compose.yaml', 'part/Dockerfile'],
    );
    assert.equal(places['part (2)/compose.yaml'], `${other}/compose.yaml`);
  }),
);

test('files that are on no disk come from the client', { timeout }, () => {
  const uri = 'vscode-vfs://example/shop/compose.yaml';
  const files = new Map([[uri, COMPOSE]]);
  const options = { files, initializationOptions: { readFile: true } };
  return withEditor(async (editor) => {
    const roots = [{ uri: 'vscode-vfs://example/shop', name: 'shop', files: [uri] }];
    const { text, title, places } = await make(editor, { roots });
    assert.equal(title, 'shop');
    assert.deepEqual(places, { 'compose.yaml': uri });
    findingOf(JSON.parse(text) as Report, 'no-privileged');
  }, options);
});

test('files for which checking is switched off are named, without what is in them', { timeout }, () =>
  withEditor(
    async (editor) => {
      const { files } = await makeJson(editor);
      assert.deepEqual(
        files.map(({ path, status, findings }) => [path, status, findings.length > 0]),
        [
          ['.devcontainer/devcontainer.json', 'not understood', false],
          ['compose.yaml', 'judged', true],
          ['web/Dockerfile', 'skipped', false],
        ],
      );
    },
    { settingsOf: (uri) => ({ enable: !uri.includes('/web/') }) },
  ),
);

test('a report is compared with an earlier one, and says what is no report', { timeout }, () =>
  withEditor(async (editor) => {
    const { text: earlier } = await make(editor);
    const uri = `${root}/compose.yaml`;
    await editor.open(uri, COMPOSE.replace('    privileged: true\n', ''), 'dockercompose');
    const { comparison } = await makeJson(editor, { earlier });
    assert.deepEqual(
      comparison?.mended.map(({ ruleId }) => ruleId),
      ['no-privileged'],
    );
    const roots = [{ uri: root, name: 'shop' }];
    const broken = await ask(editor, { roots, format: 'json', earlier: '{}' });
    assert.match(
      'failure' in broken ? broken.failure : '',
      /^The earlier report is not a report of Bulkhead/u,
    );
  }),
);

test('progress is told, and whoever cancels gets no report', { timeout }, () =>
  withEditor(async (editor) => {
    const said: { kind: string; message?: string }[] = [];
    editor.connection.onProgress(new ProgressType<{ kind: string; message?: string }>(), 'token', (value) => {
      said.push(value);
    });
    await make(editor, { workDoneToken: 'token' });
    assert.deepEqual([said[0]?.message, said.at(-2)?.message, said.at(-1)?.kind], ['0/4', '4/4', 'end']);
    const source = new CancellationTokenSource();
    const roots = [{ uri: root, name: 'shop' }];
    const stopped = editor.connection.sendRequest('bulkhead/report', { roots, format: 'html' }, source.token);
    source.cancel();
    await assert.rejects(stopped, { code: LSPErrorCodes.RequestCancelled });
  }),
);

async function fixOf(
  editor: Editor,
  ruleId: string,
): Promise<(fix?: number) => Promise<OfferedFix | { failure: string }>> {
  const roots = [{ uri: root, name: 'shop' }];
  const { fingerprint } = findingOf(await makeJson(editor), ruleId);
  await make(editor, VIEW);
  return (fix = 0) => editor.connection.sendRequest('bulkhead/fix', { roots, fingerprint, fix });
}

test('a fix of a report is made for the text as it is now', { timeout }, () =>
  withEditor(async (editor) => {
    const uri = `${root}/compose.yaml`;
    await editor.open(uri, COMPOSE, 'dockercompose');
    const fix = await fixOf(editor, 'no-privileged');
    await editor.change(uri, 2, on(0), '# Two lines\n# more\n');
    const offered = await fix();
    assert.ok('edits' in offered, JSON.stringify(offered));
    assert.equal(offered.uri, uri);
    assert.equal(offered.version, 2);
    assert.match(offered.breaks ?? '', /\.$/u);
    assert.deepEqual(offered.edits, [
      { range: { start: { line: 6, character: 0 }, end: { line: 7, character: 0 } }, newText: '' },
    ]);
  }),
);

test('a safe fix breaks nothing, and a text that is not open has no version', { timeout }, () =>
  withEditor(async (editor) => {
    const offered = await (await fixOf(editor, 'prefer-copy'))();
    assert.ok('edits' in offered, JSON.stringify(offered));
    assert.deepEqual([offered.breaks, offered.version], [undefined, null]);
  }),
);

test('a fix whose finding is gone is refused, on the disk too', { timeout }, () =>
  withEditor(async (editor) => {
    const fix = await fixOf(editor, 'prefer-copy');
    try {
      // Nobody tells the server.
      write('web/Dockerfile', 'FROM example/base:1.2\nCOPY app.py /srv/\nUSER app\n');
      assert.deepEqual(await fix(), { failure: 'This finding is not there any more.' });
      assert.ok('failure' in (await fix(7)));
    } finally {
      write('web/Dockerfile', FILES['web/Dockerfile']);
    }
  }),
);

test('a tick is written sorted among the others, and taken away again', { timeout }, () =>
  withEditor(async (editor) => {
    const tick = (params: TickParams): Promise<TickResult> =>
      editor.connection.sendRequest('bulkhead/tick', params);
    const item = 'trusted-users';
    const result = await tick({ folder: root, item, ticked: true });
    assert.ok('text' in result);
    assert.equal(result.uri, `${root}/.bulkhead-checklist.json`);
    assert.match(result.text, /"trusted-users": "\d{4}-\d\d-\d\d"/u);
    write('.bulkhead-checklist.json', result.text);
    try {
      const { checklist } = await makeJson(editor);
      assert.ok(checklist.find(({ id }) => id === item)?.ticked);
      const undone = await tick({ folder: root, item, ticked: false });
      assert.ok('text' in undone && !undone.text.includes(item));
      assert.ok('failure' in (await tick({ folder: root, item: 'no-such-item', ticked: true })));
      write('.bulkhead-checklist.json', 'somebody else wrote this');
      const refused = await tick({ folder: root, item, ticked: true });
      assert.match('failure' in refused ? refused.failure : '', /^\.bulkhead-checklist\.json is not JSON/u);
    } finally {
      rmSync(join(folder, '.bulkhead-checklist.json'));
    }
  }),
);

test('whatever a client sends is answered', { timeout }, () =>
  withEditor(async (editor) => {
    const roots = [{ uri: root, name: 'shop' }];
    const strange: readonly unknown[] = [
      null,
      {},
      { roots: [], format: 'html' },
      { roots: 'all', format: 'html' },
      { roots: [{ uri: 5, name: {} }, null], format: 'html' },
      { roots, format: 'constructor' },
      { roots, format: ['html'] },
      { roots: [{ uri: root, name: 'shop', files: [5] }], format: 'html' },
    ];
    for (const params of strange) {
      assert.ok('failure' in (await ask(editor, params)), JSON.stringify(params));
    }
    for (const uri of ['file:///no/such/folder', 'untitled:x', 'no uri', `${root}/compose.yaml`]) {
      const result = await ask(editor, { roots: [{ uri, name: 'x' }], format: 'markdown' });
      assert.ok('text' in result || 'failure' in result, uri);
    }
    for (const method of ['bulkhead/fix', 'bulkhead/tick']) {
      for (const params of [
        null,
        {},
        { roots, fingerprint: '__proto__', fix: -1 },
        { folder: 5, item: [] },
      ]) {
        const result: object = await editor.connection.sendRequest(method, params);
        assert.ok('failure' in result, `${method} ${JSON.stringify(params)}`);
      }
    }
  }),
);
