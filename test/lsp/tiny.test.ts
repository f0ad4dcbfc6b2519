/** The language server as an editor sees it, with a notation and rules that are made for these tests. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver-protocol';
import { ABLE, bundleServer, Editor, type EditorOptions, on, POOR } from './editor.ts';

const server = await bundleServer('test/lsp/tiny/server.ts');
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-lsp-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const root = pathToFileURL(folder).href;

/** A test with an editor of its own; the server must still be there at the end, and end in peace. */
function lspTest(name: string, options: EditorOptions, run: (editor: Editor) => Promise<void>): void {
  test(name, { timeout: 30_000 }, async () => {
    const editor = await Editor.start(server, options);
    try {
      await run(editor);
      assert.equal(await editor.stop(), 0);
    } finally {
      editor.process.kill('SIGKILL');
    }
  });
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return `${root}/${name}`;
}

/** The actions but for those that except a finding or switch its rule off; `exceptions.test.ts` looks at these. */
function mending(actions: readonly CodeAction[]): readonly CodeAction[] {
  return actions.filter(({ title }) => !/^(?:Except|Switch) /u.test(title));
}

function editsOf(action: CodeAction | undefined): TextDocumentEdit {
  const change = action?.edit?.documentChanges?.[0];
  assert.ok(change && 'textDocument' in change, 'the action has a document change');
  return change;
}

lspTest(
  'initialize says what the server can do',
  {},
  async ({ initialized: { capabilities, serverInfo } }) => {
    assert.equal(serverInfo?.name, 'Bulkhead');
    assert.equal(capabilities.positionEncoding, 'utf-16');
    assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2, save: true });
    assert.deepEqual(capabilities.diagnosticProvider, {
      identifier: 'bulkhead',
      interFileDependencies: true,
      workspaceDiagnostics: false,
    });
    assert.deepEqual(capabilities.codeActionProvider, {
      codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.bulkhead'],
      resolveProvider: true,
    });
  },
);

lspTest('a pulled finding carries its rule, its page and its place', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'OTHER=1\nCOUNT=3\n');
  assert.deepEqual(await editor.items(uri), [
    {
      range: on(1, 0, 7),
      severity: 2,
      code: 'no-count',
      codeDescription: { href: 'file:///pages/no-count.md' },
      source: 'Bulkhead',
      message: "Variable 'COUNT' is 3.",
      data: { rule: 'no-count', parts: [] },
    },
  ]);
});

lspTest('an increment is judged, and an untouched text is answered with unchanged', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'COUNT=3\n');
  const first = await editor.pull(uri);
  assert.equal(first.kind, 'full');
  assert.deepEqual(await editor.pull(uri, first.resultId), { kind: 'unchanged', resultId: first.resultId });
  await editor.change(uri, 2, on(0, 6, 7), '1');
  const second = await editor.pull(uri, first.resultId);
  assert.deepEqual([second.kind, second.items], ['full', []]);
  assert.notEqual(second.resultId, first.resultId);
});

lspTest('characters are counted as UTF-16 after emoji and CJK', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, '🐳容器 COUNT=3\n');
  assert.deepEqual((await editor.items(uri))[0]?.range, on(0, 5, 12));
  await editor.change(uri, 2, on(0, 0, 2), '🐳🐳');
  assert.deepEqual((await editor.items(uri))[0]?.range, on(0, 7, 14));
  const [fix] = await editor.actions(uri, on(0, 8));
  assert.deepEqual(editsOf(fix).edits, [{ range: on(0, 13, 14), newText: '2' }]);
});

lspTest('lines may end in carriage returns', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'A=1\r\nCOUNT=3\r\nB=2\r\n');
  assert.deepEqual((await editor.items(uri))[0]?.range, on(1, 0, 7));
  const [all] = await editor.actions(uri, on(0), { only: ['source.fixAll'] });
  const resolved = await editor.connection.sendRequest('codeAction/resolve', all);
  assert.deepEqual(editsOf(resolved as CodeAction).edits, [
    { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: 'COUNT=1\r\n' },
  ]);
});

lspTest('problems of the text itself are diagnostics too', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'what is this\n');
  const [problem] = await editor.items(uri);
  assert.deepEqual([problem?.code, problem?.severity, problem?.range], ['syntax', 1, on(0, 0, 12)]);
});

lspTest('useless text is faded, and the file a value comes from is named', {}, async (editor) => {
  file('.env', 'old\n');
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'USELESS=$\n');
  const [finding] = await editor.items(uri);
  assert.deepEqual([finding?.severity, finding?.tags], [4, [1]]);
  assert.deepEqual(finding?.relatedInformation, [
    { location: { uri: `${root}/.env`, range: on(0, 0, 3) }, message: 'the value comes from this file' },
  ]);
});

lspTest('a change of a file that a text rests on asks the editor to pull again', {}, async (editor) => {
  file('.env', 'old\n');
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'USELESS=$\n');
  const before = await editor.pull(uri);
  assert.equal(before.items.length, 1);
  file('.env', 'fine\n');
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: `${root}/.env`, type: 2 }],
  });
  const afterwards = await editor.pull(uri, before.resultId);
  assert.deepEqual([afterwards.kind, afterwards.items], ['full', []]);
  assert.equal(editor.refreshes, 1);
});

lspTest(
  'an unsaved text that others rest on brings their reports along',
  { capabilities: relatedDocuments() },
  async (editor) => {
    const [uri, env] = [`${root}/a.tiny`, `${root}/.env`];
    await editor.open(env, 'old', 'dotenv');
    await editor.open(uri, 'USELESS=$\n');
    assert.equal((await editor.items(uri)).length, 1);
    await editor.change(env, 2, on(0, 0, 3), 'fine');
    const report = await editor.pull(env);
    assert.deepEqual(report.items, []);
    assert.deepEqual(report.relatedDocuments[uri].items, []);
  },
);

function relatedDocuments() {
  const diagnostic = { ...ABLE.textDocument?.diagnostic, relatedDocumentSupport: true };
  return { ...ABLE, textDocument: { ...ABLE.textDocument, diagnostic } };
}

lspTest('the light bulb: safe first and preferred, unsafe asks first, the page last', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'COUNT=3\n');
  const actions = await editor.actions(uri, on(0, 2), { only: ['quickfix'] });
  const [safe, unsafe, page, ...rest] = mending(actions);
  assert.deepEqual(rest, []);
  assert.deepEqual([safe?.title, safe?.kind, safe?.isPreferred], ['Count down', 'quickfix', true]);
  assert.equal(safe?.diagnostics?.[0]?.code, 'no-count');
  assert.deepEqual(editsOf(safe), {
    textDocument: { uri, version: 1 },
    edits: [{ range: on(0, 6, 7), newText: '2' }],
  });
  assert.deepEqual([unsafe?.title, unsafe?.isPreferred], ['Take the count out (unsafe)', undefined]);
  assert.deepEqual(unsafe?.edit?.changeAnnotations, {
    unsafe: { label: 'The program may miss it.', needsConfirmation: true, description: 'Take the count out' },
  });
  assert.deepEqual(editsOf(unsafe).edits, [
    {
      range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
      newText: '',
      annotationId: 'unsafe',
    },
  ]);
  assert.equal(page?.title, 'Explain no-count');
  assert.deepEqual(page?.command?.arguments, ['no-count']);
});

lspTest(
  'a client that asks by itself gets unsafe fixes as a command',
  { initializationOptions: { unsafeFixCommand: true } },
  async (editor) => {
    const uri = `${root}/a.tiny`;
    await editor.open(uri, 'COUNT=3\n');
    const [safe, unsafe] = await editor.actions(uri, on(0, 2));
    assert.ok(safe?.edit);
    assert.equal(unsafe?.edit, undefined);
    assert.equal(unsafe?.command?.command, 'bulkhead.applyUnsafeFix');
    assert.deepEqual(unsafe.command.arguments, [
      {
        title: 'Take the count out',
        breaks: 'The program may miss it.',
        uri,
        version: 1,
        edits: [{ range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, newText: '' }],
      },
    ]);
  },
);

lspTest('a refused fix says why', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'REFUSED=1\n');
  const [refused, page] = mending(await editor.actions(uri, on(0, 2)));
  assert.deepEqual(refused?.disabled, { reason: 'Another file decides this value.' });
  assert.equal(refused?.edit, undefined);
  assert.equal(page?.title, 'Explain no-refused');
});

lspTest('a fix that crashes costs itself alone', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'BROKEN=1\nCOUNT=3\n');
  const both = { start: { line: 0, character: 0 }, end: { line: 1, character: 2 } };
  const actions = mending(await editor.actions(uri, both));
  assert.match(actions[2]?.disabled?.reason ?? '', /a bug in Bulkhead/u);
  assert.deepEqual(
    actions.map(({ title }) => title),
    [
      'Count down',
      'Take the count out (unsafe)',
      'Take it out',
      'Explain no-broken',
      'Explain no-count',
      'Fix all safe findings in this file',
    ],
  );
  assert.match(editor.logged.join('\n'), /no-broken.*on purpose/su);
});

lspTest('actions are those of the range, and of the kinds asked for', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'COUNT=3\nOTHER=1\n');
  assert.deepEqual(await editor.actions(uri, on(1, 2)), []);
  assert.deepEqual(await editor.actions(uri, on(0, 2), { only: ['refactor'] }), []);
  const kinds = (await editor.actions(uri, on(0, 2), { only: ['source'] })).map(({ kind }) => kind);
  assert.deepEqual(kinds, ['source.fixAll.bulkhead']);
});

lspTest(
  'fix all goes on until nothing is left, in one edit, and leaves unsafe fixes alone',
  {},
  async (editor) => {
    const uri = `${root}/a.tiny`;
    await editor.open(uri, 'A=1\nCOUNT=4\nREFUSED=1\n');
    const [action] = await editor.actions(uri, on(0), { only: ['source.fixAll.bulkhead'] });
    assert.equal(action?.edit, undefined);
    const resolved: CodeAction = await editor.connection.sendRequest('codeAction/resolve', action);
    assert.deepEqual(editsOf(resolved).edits, [
      { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: 'COUNT=1\n' },
    ]);
    await editor.change(uri, 2, on(1, 6, 7), '1');
    assert.deepEqual(await editor.actions(uri, on(0), { only: ['source.fixAll.bulkhead'] }), []);
  },
);

lspTest('hovering a finding shows the page in short', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'COUNT=3\n');
  const hover = await editor.hover(uri, { line: 0, character: 7 });
  assert.deepEqual(hover?.range, on(0, 0, 7));
  assert.deepEqual(hover?.contents, {
    kind: 'markdown',
    value: [
      '**Disallow counts above one** ([no-count](file:///pages/no-count.md "Open the page of this rule"))',
      'Looks at `COUNT`.',
      'A high count is **high**.',
      '**How to fix**',
      'Count [down](https://example.org/).',
      'More about it.',
    ].join('\n\n'),
  });
});

lspTest('hovering a key that can be hardened shows it too, and nothing elsewhere', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'OTHER=hello\n');
  const hover = await editor.hover(uri, { line: 0, character: 2 });
  assert.deepEqual(hover?.range, on(0, 0, 5));
  assert.match(JSON.stringify(hover?.contents), /Disallow counts above one/u);
  assert.equal(await editor.hover(uri, { line: 0, character: 9 }), null);
});

lspTest(
  'a client that can do little gets pushes and plain answers',
  { capabilities: POOR },
  async (editor) => {
    assert.equal(editor.initialized.capabilities.diagnosticProvider, undefined);
    const uri = `${root}/a.tiny`;
    await editor.open(uri, 'COUNT=3\n');
    await editor.pushes(() => editor.pushed.get(uri)?.diagnostics.length === 1);
    assert.deepEqual(editor.pushed.get(uri)?.diagnostics, [
      {
        range: on(0, 0, 7),
        severity: 2,
        code: 'no-count',
        source: 'Bulkhead',
        message: "Variable 'COUNT' is 3.",
      },
    ]);
    const hover = await editor.hover(uri, { line: 0, character: 1 });
    assert.deepEqual(hover?.contents, {
      kind: 'plaintext',
      value:
        'Disallow counts above one (no-count)\n\nLooks at COUNT.\n\nA high count is high.\n\nHow to fix\n\nCount down.\n\nMore about it.',
    });
    assert.deepEqual(await editor.actions(uri, on(0, 1)), []);
    await editor.change(uri, 2, on(0, 6, 7), '1');
    await editor.pushes(() => editor.pushed.get(uri)?.diagnostics.length === 0);
  },
);

lspTest(
  'pushes: dependents follow, and closing takes the findings away',
  { capabilities: POOR },
  async (editor) => {
    const [uri, env] = [`${root}/a.tiny`, `${root}/.env`];
    await editor.open(env, 'old', 'dotenv');
    await editor.open(uri, 'USELESS=$\n');
    await editor.pushes(() => editor.pushed.get(uri)?.diagnostics.length === 1);
    await editor.change(env, 2, on(0, 0, 3), 'fine');
    await editor.pushes(() => editor.pushed.get(uri)?.diagnostics.length === 0);
    await editor.change(env, 3, on(0, 0, 4), 'old');
    await editor.pushes(() => editor.pushed.get(uri)?.diagnostics.length === 1);
    await editor.close(uri);
    await editor.pushes(() => editor.pushed.get(uri)?.diagnostics.length === 0);
  },
);

lspTest(
  'without annotations and literals of VS Code, an unsafe fix says so in its title',
  { capabilities: plainActions() },
  async (editor) => {
    const uri = `${root}/a.tiny`;
    await editor.open(uri, 'COUNT=3\nREFUSED=1\n');
    const [safe, unsafe, page, all] = mending(await editor.actions(uri, on(0, 2)));
    assert.deepEqual(safe?.edit, { changes: { [uri]: [{ range: on(0, 6, 7), newText: '2' }] } });
    assert.equal(unsafe?.title, 'Take the count out (unsafe)');
    assert.equal(unsafe?.edit?.changeAnnotations, undefined);
    assert.equal(page?.command?.command, 'bulkhead.explain');
    assert.equal(all?.edit?.changes?.[uri]?.[0]?.newText, 'COUNT=1\n');
    assert.equal((await editor.actions(uri, on(1, 2))).length, 1, 'a refused fix is left out');
  },
);

function plainActions() {
  return {
    textDocument: {
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
    },
    window: { showDocument: { support: true } },
  };
}

lspTest('the server opens a page for a client without pages of its own', {}, async (editor) => {
  await editor.connection.sendRequest('workspace/executeCommand', {
    command: 'bulkhead.explain',
    arguments: ['no-count'],
  });
  assert.deepEqual(editor.shown, ['file:///pages/no-count.md']);
});

lspTest(
  'a client with pages of its own gets links that it can open',
  { initializationOptions: { pageLinks: 'editor' } },
  async (editor) => {
    assert.equal(editor.initialized.capabilities.executeCommandProvider, undefined);
    const uri = `${root}/a.tiny`;
    await editor.open(uri, 'COUNT=3\n');
    const [finding] = await editor.items(uri);
    assert.equal(finding?.codeDescription?.href, 'bulkhead:/no-count.md');
    const hover = await editor.hover(uri, { line: 0, character: 1 });
    assert.match(JSON.stringify(hover?.contents), /\(command:bulkhead\.openPage\?%5B%22no-count%22%5D /u);
    assert.deepEqual(await editor.connection.sendRequest('bulkhead/page', { id: 'nothing' }), null);
    const rules: { id: string }[] = await editor.connection.sendRequest('bulkhead/rules');
    assert.deepEqual(rules[0], {
      id: 'no-count',
      summary: 'Disallow counts above one',
      topic: 'secrets',
      severity: 'warning',
    });
  },
);

lspTest('untitled texts are judged', {}, async (editor) => {
  await editor.open('untitled:Untitled-1', 'COUNT=3\n');
  assert.equal((await editor.items('untitled:Untitled-1')).length, 1);
});

lspTest(
  'files of other schemes are read through the client',
  { initializationOptions: { readFile: true }, files: new Map([['mem:/a/.env', 'old']]) },
  async (editor) => {
    await editor.open('mem:/a/b.tiny', 'USELESS=$\n');
    assert.equal((await editor.items('mem:/a/b.tiny')).length, 1);
  },
);

lspTest('a closed text is read from disk again', {}, async (editor) => {
  const uri = file('closed.tiny', 'OTHER=1\n');
  await editor.open(uri, 'COUNT=3\n');
  assert.equal((await editor.items(uri)).length, 1);
  await editor.close(uri);
  assert.equal((await editor.items(uri)).length, 0);
});

lspTest('Check Workspace counts, and shows files that are not open', {}, async (editor) => {
  const [first, second, third] = [
    file('first.tiny', 'COUNT=3\n'),
    file('second.tiny', 'OTHER=1\nno pair\n'),
    file('third.txt', 'COUNT=3\n'),
  ];
  const steps: string[] = [];
  editor.connection.onNotification('$/progress', ({ token, value }) => {
    if (token === 'check') steps.push(value.kind);
  });
  const result = await editor.connection.sendRequest('bulkhead/checkWorkspace', {
    uris: [first, second, third, first],
    workDoneToken: 'check',
  });
  assert.deepEqual(result, {
    files: 2,
    filesWithFindings: 2,
    errors: 1,
    warnings: 1,
    infos: 0,
    hints: 0,
    skipped: 0,
    cancelled: false,
  });
  assert.deepEqual(steps, ['begin', 'report', 'report', 'report', 'end']);
  assert.deepEqual([...editor.pushed.keys()], [first, second]);
});

lspTest('a checked file is never shown twice, and follows the disk', {}, async (editor) => {
  const uri = file('checked.tiny', 'COUNT=3\n');
  const count = (): number | undefined => editor.pushed.get(uri)?.diagnostics.length;
  await editor.connection.sendRequest('bulkhead/checkWorkspace', { uris: [uri] });
  assert.equal(count(), 1);
  await editor.open(uri, 'COUNT=3\n');
  assert.equal((await editor.items(uri)).length, 1);
  await editor.pushes(() => count() === 0);
  await editor.connection.sendNotification('bulkhead/hidden', { uri });
  await editor.pushes(() => count() === 1);
  assert.equal((await editor.items(uri)).length, 1);
  await editor.pushes(() => count() === 0);
  await editor.close(uri);
  await editor.pushes(() => count() === 1);
  file('checked.tiny', 'COUNT=1\n');
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri, type: 2 }],
  });
  await editor.pushes(() => count() === 0);
  file('checked.tiny', 'COUNT=2\nREFUSED=1\n');
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri, type: 2 }],
  });
  await editor.pushes(() => count() === 2);
  rmSync(join(folder, 'checked.tiny'));
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri, type: 3 }],
  });
  await editor.pushes(() => count() === 0);
});

lspTest('Check Workspace can be stopped between two files', {}, async (editor) => {
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
  const source = new CancellationTokenSource();
  const uris = Array.from({ length: 500 }, (_, index) => file(`many-${index}.tiny`, 'COUNT=3\n'));
  editor.connection.onNotification('textDocument/publishDiagnostics', () => source.cancel());
  const result: { files: number; cancelled: boolean } = await editor.connection.sendRequest(
    'bulkhead/checkWorkspace',
    { uris },
    source.token,
  );
  assert.equal(result.cancelled, true);
  assert.ok(result.files > 0 && result.files < 500, `${result.files} files were checked`);
});

lspTest(
  'several folders: each file asks for its own settings',
  { folders: [`${root}/on`, `${root}/off`], settingsOf: (uri) => ({ enable: !uri.includes('/off/') }) },
  async (editor) => {
    await editor.open(`${root}/on/a.tiny`, 'COUNT=3\n');
    await editor.open(`${root}/off/a.tiny`, 'COUNT=3\n');
    assert.equal((await editor.items(`${root}/on/a.tiny`)).length, 1);
    assert.equal((await editor.items(`${root}/off/a.tiny`)).length, 0);
    assert.equal(await editor.hover(`${root}/off/a.tiny`, { line: 0, character: 1 }), null);
    assert.deepEqual(await editor.actions(`${root}/off/a.tiny`, on(0, 1)), []);
  },
);

test('a changed setting is asked for again', { timeout: 30_000 }, async () => {
  let enable = true;
  const editor = await Editor.start(server, { settingsOf: () => ({ enable }) });
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'COUNT=3\n');
  const before = await editor.pull(uri);
  assert.equal(before.items.length, 1);
  enable = false;
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  const afterwards = await editor.pull(uri, before.resultId);
  assert.deepEqual([afterwards.kind, afterwards.items], ['full', []]);
  assert.equal(editor.refreshes, 1);
  assert.equal(await editor.stop(), 0);
});

lspTest('the client is asked to watch Dockerfiles, Compose files and .env', {}, async (editor) => {
  await editor.pull(`${root}/a.tiny`);
  assert.deepEqual(editor.registered.map(({ method }) => method).sort(), [
    'workspace/didChangeConfiguration',
    'workspace/didChangeWatchedFiles',
  ]);
  assert.match(JSON.stringify(editor.registered), /Dockerfile.*yml.*\.env/u);
});

lspTest('a crashing rule costs its own findings only', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'CRASH=1\nCOUNT=3\n');
  assert.deepEqual(
    (await editor.items(uri)).map(({ code }) => code),
    ['no-count'],
  );
  assert.match(editor.logged.join('\n'), /no-crash.*on purpose/su);
});

lspTest('an endless text is given up, says so, and the next one is judged', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'ENDLESS=1\n');
  const [problem] = await editor.items(uri);
  assert.equal(problem?.code, 'skipped');
  assert.match(String(problem?.message), /longer than/u);
  await editor.open(`${root}/b.tiny`, 'COUNT=3\n');
  assert.equal((await editor.items(`${root}/b.tiny`)).length, 1);
});

lspTest('a failing request is logged, answers empty, and costs nothing else', {}, async (editor) => {
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'USELESS=1\nCOUNT=3\n');
  assert.equal(await editor.hover(uri, { line: 0, character: 1 }), null);
  assert.match(editor.logged.join('\n'), /textDocument\/hover failed.*damaged/su);
  assert.equal((await editor.items(uri)).length, 2);
});

lspTest('odd parameters do not take the server down', {}, async (editor) => {
  const { connection } = editor;
  const uri = `${root}/a.tiny`;
  await editor.open(uri, 'COUNT=3\n');
  assert.equal(await connection.sendRequest('textDocument/hover', { textDocument: {} }), null);
  assert.equal(await connection.sendRequest('textDocument/hover', {}), null);
  assert.deepEqual(await connection.sendRequest('textDocument/codeAction', { textDocument: { uri } }), []);
  assert.deepEqual(await connection.sendRequest('textDocument/diagnostic', {}), { kind: 'full', items: [] });
  const odd: Partial<CodeAction> = { title: 'odd', data: 7 };
  assert.deepEqual(await connection.sendRequest('codeAction/resolve', odd), odd);
  await connection.sendRequest('bulkhead/checkWorkspace', { uris: [1, null, 'not a uri'] });
  await connection.sendNotification('textDocument/didOpen', {});
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: 'file:///never-opened' },
  });
  await connection.sendNotification('textDocument/didClose', {
    textDocument: { uri: 'file:///never-opened' },
  });
  await editor.change(
    uri,
    2,
    { start: { line: 99, character: 99 }, end: { line: 999, character: 0 } },
    'X=1',
  );
  await connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: '%%%', type: 9 }],
  });
  assert.equal((await editor.items(uri)).length, 1);
});

test('initialize with odd options and capabilities is answered', { timeout: 30_000 }, async () => {
  for (const initializationOptions of [null, 7, 'text', [], { pageLinks: 3, settings: 'x' }]) {
    const editor = await Editor.start(server, { initializationOptions, capabilities: {} });
    assert.equal(editor.initialized.capabilities.hoverProvider, true);
    assert.equal(await editor.stop(), 0);
  }
});

test(
  'exit without shutdown, and an editor that goes away, end the server with 1',
  { timeout: 30_000 },
  async () => {
    const rude = await Editor.start(server);
    await rude.connection.sendNotification('exit');
    assert.equal(await rude.exitCode(), 1);
    const gone = await Editor.start(server);
    gone.process.stdin?.end();
    assert.equal(await gone.exitCode(), 1);
  },
);
