/** Configuration in an editor, by the server as it ships: settings, configuration files and baselines, and what changes with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineText } from '../../server/src/service.ts';
import { outcomeOf } from '../baseline/known.ts';
import { applied, editsOf, SNIPPETS } from './applied.ts';
import { bundleServer, Editor, type EditorOptions, on, POOR } from './editor.ts';
import { scratch } from './scratch.ts';

const server = await bundleServer('server/src/main/server.ts');
const { root, write, remove } = scratch('settings');

function lspTest(name: string, run: (editor: Editor) => Promise<void>, options: EditorOptions = {}): void {
  test(name, { timeout: 30_000 }, async () => {
    const editor = await Editor.start(server, { folders: [root], capabilities: SNIPPETS, ...options });
    try {
      await run(editor);
      assert.equal(await editor.stop(), 0);
    } finally {
      editor.process.kill('SIGKILL');
    }
  });
}

const COMPOSE = ['services:', '  web:', '    image: example/web:1.2', '    privileged: true', ''].join('\n');
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

/** The severity of `no-privileged`: 1 is an error; undefined when it is not found. */
async function severity(editor: Editor, uri: string): Promise<number | undefined> {
  return (await editor.items(uri)).find(({ code }) => code === 'no-privileged')?.severity;
}

async function changedOnDisk(editor: Editor, uri: string, type: 1 | 2 | 3 = 2): Promise<void> {
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
}

/** Resolves when the editor was asked to pull again. */
async function refreshed(editor: Editor, before: number): Promise<void> {
  while (editor.refreshes === before) await new Promise((resolve) => setTimeout(resolve, 10));
}

lspTest(
  'each folder has its own settings',
  async (editor) => {
    for (const [folder, expected] of [
      ['hint', 4],
      ['off', undefined],
      ['plain', 1],
    ] as const) {
      const uri = `${root}/${folder}/compose.yaml`;
      await editor.open(uri, COMPOSE, 'dockercompose');
      assert.equal(await severity(editor, uri), expected, folder);
    }
  },
  {
    folders: [`${root}/hint`, `${root}/off`, `${root}/plain`],
    settingsOf: (uri = '') => ({
      rules: uri.endsWith('/hint')
        ? { 'no-privileged': 'hint' }
        : uri.endsWith('/off')
          ? { 'no-priv*': 'off' }
          : {},
    }),
  },
);

test('a changed severity holds at once, without a reload', { timeout: 30_000 }, async () => {
  let rules: unknown = {};
  const editor = await Editor.start(server, {
    folders: [root],
    capabilities: SNIPPETS,
    settingsOf: () => ({ rules }),
  });
  const uri = `${root}/at-once/compose.yaml`;
  await editor.open(uri, COMPOSE, 'dockercompose');
  assert.equal(await severity(editor, uri), 1);
  rules = { 'no-privileged': 'info' };
  const before = editor.refreshes;
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  assert.equal(await severity(editor, uri), 3);
  await refreshed(editor, before);
  rules = undefined;
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  assert.equal(await severity(editor, uri), 1);
  assert.equal(await editor.stop(), 0);
});

for (const [configurationPreference, expected] of [
  [undefined, 3],
  ['filesFirst', 3],
  ['editorFirst', 4],
  ['editorOnly', 4],
] as const) {
  lspTest(
    `between a file and the settings, ${configurationPreference ?? 'no preference'} decides`,
    async (editor) => {
      write('order/.bulkhead.yaml', 'rules:\n  no-privileged: info\n');
      const uri = `${root}/order/compose.yaml`;
      await editor.open(uri, COMPOSE, 'dockercompose');
      assert.equal(await severity(editor, uri), expected);
    },
    { settingsOf: () => ({ rules: { 'no-privileged': 'hint' }, configurationPreference }) },
  );
}

lspTest(
  'with the settings alone, nothing of the files is left',
  async (editor) => {
    write('alone/.bulkhead.yaml', 'rules:\n  no-privileged: off\n');
    const uri = `${root}/alone/compose.yaml`;
    await editor.open(uri, COMPOSE, 'dockercompose');
    assert.equal(await severity(editor, uri), 1);
  },
  { settingsOf: () => ({ configurationPreference: 'editorOnly' }) },
);

lspTest(
  'a file that a setting names is read in place of those that lie about',
  async (editor) => {
    write('named/.bulkhead.yaml', 'rules:\n  no-privileged: off\n');
    write('team.yaml', 'rules:\n  no-privileged: hint\n');
    const uri = `${root}/named/compose.yaml`;
    await editor.open(uri, COMPOSE, 'dockercompose');
    assert.equal(await severity(editor, uri), 4);
    write('team.yaml', 'rules:\n  no-privileged: warning\n');
    await changedOnDisk(editor, `${root}/team.yaml`);
    assert.equal(await severity(editor, uri), 2);
  },
  { settingsOf: () => ({ configuration: 'team.yaml' }) },
);

lspTest(
  'what is of the wrong kind is ignored, and the log says so once',
  async (editor) => {
    for (const name of ['a', 'b']) {
      const uri = `${root}/wrong-${name}/compose.yaml`;
      await editor.open(uri, COMPOSE, 'dockercompose');
      assert.equal(await severity(editor, uri), 4);
    }
    const said = editor.logged.filter((line) => line.includes('setting bulkhead.'));
    assert.deepEqual(said.sort(), [
      'The setting bulkhead.check is ignored: it must be one of onType, onSave.',
      'The setting bulkhead.configuration is ignored: it must be the path of a file.',
      'The setting bulkhead.profile is ignored: it must be one of recommended, strict, development.',
      "The setting bulkhead.rules: 'no-open-port' is ignored: it must be off, hint, info, warning, error.",
      "The setting bulkhead.rules: 'no-such-rule' is ignored: there is no such rule.",
    ]);
  },
  {
    settingsOf: () => ({
      check: 'never',
      profile: 7,
      configuration: ['a'],
      rules: { 'no-privileged': 'hint', 'no-open-port': 'loud', 'no-such-rule': 'off' },
      other: 1,
    }),
  },
);

lspTest(
  'checked on save, findings wait until the text is saved',
  async (editor) => {
    const uri = write('saved/compose.yaml', COMPOSE);
    await editor.open(uri, COMPOSE, 'dockercompose');
    const first = await editor.pull(uri);
    assert.ok(first.items.length > 0);
    const text = COMPOSE.replace('    privileged: true\n', '');
    await editor.change(uri, 2, WHOLE, text);
    assert.deepEqual(await editor.pull(uri, first.resultId), { kind: 'unchanged', resultId: first.resultId });
    write('saved/compose.yaml', text);
    const before = editor.refreshes;
    await editor.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
    await refreshed(editor, before);
    assert.equal(await severity(editor, uri), undefined);
    // Taken back by hand, it is what is on disk again.
    await editor.change(uri, 3, WHOLE, `${text}# more\n`);
    const held = await editor.pull(uri);
    await editor.change(uri, 4, WHOLE, text);
    assert.deepEqual((await editor.pull(uri)).items, held.items);
  },
  { settingsOf: () => ({ check: 'onSave' }) },
);

lspTest(
  'checked on save, a text that rests on an unsaved one waits as well',
  async (editor) => {
    const env = write('rests/.env', 'TAG=1.2\n');
    const uri = write('rests/compose.yaml', 'services:\n  web:\n    image: example/web:${TAG}\n');
    await editor.open(env, 'TAG=1.2\n', 'dotenv');
    await editor.open(uri, 'services:\n  web:\n    image: example/web:${TAG}\n', 'dockercompose');
    const first = await editor.pull(uri);
    await editor.change(env, 2, WHOLE, 'TAG=latest\n');
    assert.equal((await editor.pull(uri, first.resultId)).kind, 'unchanged');
    write('rests/.env', 'TAG=latest\n');
    await editor.connection.sendNotification('textDocument/didSave', { textDocument: { uri: env } });
    const codes = (await editor.items(uri)).map(({ code }) => code);
    assert.ok(codes.includes('no-untagged-image'), codes.join());
  },
  { settingsOf: () => ({ check: 'onSave' }) },
);

lspTest(
  'checked on save, an editor that is pushed to hears nothing in between',
  async (editor) => {
    const uri = write('pushed/compose.yaml', COMPOSE);
    await editor.open(uri, COMPOSE, 'dockercompose');
    await editor.pushes(() => (editor.pushed.get(uri)?.diagnostics.length ?? 0) > 0);
    await editor.change(uri, 2, WHOLE, 'services: {}\n');
    write('pushed/compose.yaml', 'services: {}\n');
    await editor.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
    await editor.pushes(() => editor.pushed.get(uri)?.diagnostics.length === 0);
  },
  { capabilities: POOR, initializationOptions: { settings: { check: 'onSave' } } },
);

lspTest(
  'always checked: a file that appears is judged unasked, and one that is not wanted any more is forgotten',
  async (editor) => {
    const uri = write('always/compose.yaml', COMPOSE);
    await changedOnDisk(editor, uri, 1);
    await editor.pushes(() => (editor.pushed.get(uri)?.diagnostics.length ?? 0) > 0);
    write('always/.bulkhead.yaml', 'exclude: ["*"]\n');
    await changedOnDisk(editor, `${root}/always/.bulkhead.yaml`, 1);
    await editor.pushes(() => editor.pushed.get(uri)?.diagnostics.length === 0);
  },
  { settingsOf: () => ({ workspace: 'always' }) },
);

lspTest(
  'switched off: nothing is checked but what is open',
  async (editor) => {
    const uri = write('never/compose.yaml', COMPOSE);
    const result = await editor.connection.sendRequest('bulkhead/checkWorkspace', { uris: [uri] });
    assert.deepEqual([(result as { files: number }).files, editor.pushed.size], [0, 0]);
    await editor.open(uri, COMPOSE, 'dockercompose');
    assert.equal(await severity(editor, uri), 1);
  },
  { settingsOf: () => ({ workspace: 'off' }) },
);

lspTest(
  'a configuration is followed while it is typed, on disk, and when it is closed unsaved',
  async (editor) => {
    const file = write('followed/.bulkhead.yaml', 'rules:\n  no-privileged: info\n');
    const uri = `${root}/followed/compose.yaml`;
    await editor.open(uri, COMPOSE, 'dockercompose');
    assert.equal(await severity(editor, uri), 3);
    await editor.open(file, 'rules:\n  no-privileged: info\n', 'yaml');
    let before = editor.refreshes;
    await editor.change(file, 2, on(1, 17, 21), 'hint');
    assert.equal(await severity(editor, uri), 4);
    await refreshed(editor, before);
    before = editor.refreshes;
    await editor.close(file);
    await refreshed(editor, before);
    assert.equal(await severity(editor, uri), 3);
    remove('followed/.bulkhead.yaml');
    before = editor.refreshes;
    await changedOnDisk(editor, file, 3);
    await refreshed(editor, before);
    assert.equal(await severity(editor, uri), 1);
  },
);

lspTest('a wrong configuration is judged where it stands, and says nothing', async (editor) => {
  const file = `${root}/judged/.bulkhead.yaml`;
  await editor.open(file, 'rules:\n  no-privileged: of\nexlude: [a]\n', 'yaml');
  const problems = await editor.items(file);
  assert.deepEqual(
    problems.map(({ range, severity: weight }) => [range.start.line, weight]),
    [
      [1, 1],
      [2, 1],
    ],
  );
  const uri = `${root}/judged/compose.yaml`;
  await editor.open(uri, COMPOSE, 'dockercompose');
  assert.equal(await severity(editor, uri), 1);
  const off = (await editor.actions(uri, on(3, 5))).find(({ title }) => title.startsWith('Switch'));
  assert.match(off?.disabled?.reason ?? '', /has errors/u);
});

const WRITTEN: readonly (readonly [name: string, before: string, after: string | RegExp])[] = [
  ['.bulkhead.yaml', '', 'rules:\n  no-privileged: off\n'],
  ['.bulkhead.yaml', '# ours\n', '# ours\nrules:\n  no-privileged: off\n'],
  ['.bulkhead.yaml', 'profile: strict', 'profile: strict\nrules:\n  no-privileged: off'],
  [
    '.bulkhead.yaml',
    'rules: # graded\n  no-open-port: off # for now\n\nprofile: strict\n',
    'rules: # graded\n  no-open-port: off # for now\n  no-privileged: off\n\nprofile: strict\n',
  ],
  ['.bulkhead.yaml', 'rules:\nroot: true\n', 'rules:\n  no-privileged: off\nroot: true\n'],
  [
    '.bulkhead.yaml',
    'rules:\r\n    no-priv*: hint\r\n',
    'rules:\r\n    no-priv*: hint\r\n    no-privileged: off\r\n',
  ],
  ['.bulkhead.yaml', 'rules:\n  no-privileged: info # yet\n', 'rules:\n  no-privileged: off # yet\n'],
  ['.bulkhead.yaml', 'rules: {no-open-port: off}\n', 'rules: {"no-privileged": "off", no-open-port: off}\n'],
  ['.bulkhead.yaml', '{profile: strict}\n', '{"rules": {"no-privileged": "off"}, profile: strict}\n'],
  [
    '.bulkhead.yaml',
    'rules:\n  no-privileged:\n    severity: info\n',
    'rules:\n  no-privileged:\n    severity: off\n',
  ],
  ['.bulkhead.yml', 'profile: strict\n', 'profile: strict\nrules:\n  no-privileged: off\n'],
  ['.bulkhead.json', '{}\n', '{"rules": {"no-privileged": "off"}}\n'],
  [
    '.bulkhead.json',
    '{\n  // ours\n  "rules": {\n    "no-open-port": "off",\n  },\n}\n',
    '{\n  // ours\n  "rules": {\n    "no-privileged": "off",\n    "no-open-port": "off",\n  },\n}\n',
  ],
  [
    '.bulkhead.json',
    '{\n  "profile": "strict"\n}\n',
    '{\n  "rules": {\n    "no-privileged": "off"\n  },\n  "profile": "strict"\n}\n',
  ],
  ['.bulkhead.yaml', 'rules: [a]\n', /has errors/u],
  [
    '.bulkhead.yaml',
    'overrides:\n  - paths: ["*.yaml"]\n    rules:\n      no-privileged: hint\n',
    /^An override in/u,
  ],
];

lspTest('a rule is switched off by an edit that leaves the rest as it is', async (editor) => {
  for (const [index, [name, before, after]] of WRITTEN.entries()) {
    write(`off-${index}/${name}`, before);
    const uri = `${root}/off-${index}/compose.yaml`;
    await editor.open(uri, COMPOSE, 'dockercompose');
    const action = (await editor.actions(uri, on(3, 5))).find(({ title }) => title.startsWith('Switch'));
    assert.equal(action?.title, `Switch the rule off in ${name}`);
    if (typeof after !== 'string') {
      assert.match(action.disabled?.reason ?? applied(before, action, ''), after, before);
      continue;
    }
    assert.equal(editsOf(action).textDocument.uri, `${root}/off-${index}/${name}`);
    assert.equal(applied(before, action, ''), after);
    write(`off-${index}/${name}`, after);
    await changedOnDisk(editor, `${root}/off-${index}/${name}`);
    assert.equal(await severity(editor, uri), undefined, after);
  }
});

lspTest('where there is no configuration, one is made in the folder of the workspace', async (editor) => {
  const uri = `${root}/none/deep/compose.yaml`;
  await editor.open(uri, COMPOSE, 'dockercompose');
  const action = (await editor.actions(uri, on(3, 5))).find(({ title }) => title.startsWith('Switch'));
  assert.deepEqual(action?.edit?.documentChanges?.[0], {
    kind: 'create',
    uri: `${root}/.bulkhead.yaml`,
    options: { ignoreIfExists: true },
  });
  assert.equal(applied('', action, ''), 'rules:\n  no-privileged: off\n');
});

lspTest('what the baseline knows fades, and a change of the baseline counts at once', async (editor) => {
  const { next } = await outcomeOf({ 'compose.yaml': COMPOSE }, '{"version": 1, "findings": []}\n');
  const text = baselineText(next.entries);
  const uri = write('known/compose.yaml', COMPOSE);
  await editor.open(uri, COMPOSE, 'dockercompose');
  assert.equal(await severity(editor, uri), 1);
  const file = write('known/.bulkhead-baseline.json', text);
  await changedOnDisk(editor, file, 1);
  const known = (await editor.items(uri)).find(({ code }) => code === 'no-privileged');
  assert.deepEqual([known?.severity, known?.tags], [4, [1]]);
  assert.match(String(known?.message), /\. It is in the baseline\.$/u);
  // Another value of the same thing is another finding.
  await editor.change(uri, 2, WHOLE, COMPOSE.replace('web:1.2', 'web:latest'));
  const untagged = (await editor.items(uri)).find(({ code }) => code === 'no-untagged-image');
  assert.deepEqual([untagged?.severity, untagged?.tags], [2, undefined]);
  // Emptied in the editor, it knows nothing any more, saved or not.
  await editor.open(file, text, 'json');
  const before = editor.refreshes;
  await editor.change(file, 2, WHOLE, '{"version": 1, "findings": []}\n');
  await refreshed(editor, before);
  assert.equal(await severity(editor, uri), 1);
});

lspTest('a baseline with the marks of a merge has a problem where they stand', async (editor) => {
  const file = `${root}/merged/.bulkhead-baseline.json`;
  await editor.open(
    file,
    '{"version": 1, "findings": [\n<<<<<<< ours\n=======\n>>>>>>> theirs\n]}\n',
    'json',
  );
  const [problem] = await editor.items(file);
  assert.deepEqual([problem?.severity, problem?.range.start.line], [1, 1]);
});
