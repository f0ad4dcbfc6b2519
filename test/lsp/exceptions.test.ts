/** Exceptions in an editor, by the server as it ships: what the light bulb offers, what it writes, and what is shown of them afterwards. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeAction } from 'vscode-languageserver-protocol';
import { applied, editsOf, SNIPPETS, snippetOf } from './applied.ts';
import { ABLE, bundleServer, Editor, type EditorOptions, on } from './editor.ts';
import { scratch } from './scratch.ts';

const server = await bundleServer('server/src/main/server.ts');
const { root, write } = scratch('exceptions');

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
const DOCKERFILE = [
  'FROM example/base:1.2 AS build',
  'ADD https://example.org/app.tar /srv/',
  'FROM example/base:1.2',
  'USER app',
  '',
].join('\n');

async function offers(editor: Editor, uri: string, line: number): Promise<CodeAction[]> {
  const actions = await editor.actions(uri, on(line, 5));
  return actions.filter(({ title }) => /^(?:Except|Switch) /u.test(title));
}

async function codes(editor: Editor, uri: string): Promise<unknown[]> {
  return (await editor.items(uri)).map(({ code }) => code);
}

async function offer(editor: Editor, uri: string, line: number, title: RegExp): Promise<CodeAction> {
  const found = (await offers(editor, uri, line)).find((each) => title.test(each.title));
  assert.ok(found, `${title} is offered`);
  return found;
}

const WHOLE = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

lspTest('the light bulb offers four ways to live with a finding in a Compose file', async (editor) => {
  const uri = `${root}/four/compose.yaml`;
  await editor.open(uri, COMPOSE, 'dockercompose');
  const titles = (await editor.actions(uri, on(3, 6))).map(({ title }) => title);
  assert.deepEqual(titles, [
    'Run without privileges (unsafe)',
    'Except here, with a reason',
    "Except for the service 'web', with a reason",
    'Except for this file, with a reason',
    'Switch the rule off in .bulkhead.yaml',
    'Explain no-privileged',
  ]);
  for (const { kind, isPreferred, diagnostics } of await offers(editor, uri, 3)) {
    assert.deepEqual([kind, isPreferred, diagnostics?.[0]?.code], ['quickfix', undefined, 'no-privileged']);
  }
  assert.deepEqual(await editor.actions(uri, on(3, 6), { only: ['refactor'] }), []);
});

lspTest('the comment stands above what it covers, and the cursor on the reason', async (editor) => {
  const uri = `${root}/cursor/compose.yaml`;
  await editor.open(uri, COMPOSE, 'dockercompose');
  const [here, service, file] = await offers(editor, uri, 3);
  assert.equal(snippetOf(here), '    # bulkhead: ignore no-privileged -- $1\n');
  assert.equal(snippetOf(service), '  # bulkhead: ignore no-privileged -- $1\n');
  assert.equal(snippetOf(file), '# bulkhead: ignore-file no-privileged -- $1\n');
});

lspTest(
  'a finding ends with each of its exceptions, and nothing is wrong with a narrow one',
  async (editor) => {
    for (const [title, left] of [
      [/here/u, []],
      [/service/u, ['no-wide-exception']],
      [/file/u, ['no-wide-exception']],
    ] as const) {
      const uri = `${root}/${String(title).replace(/\W/gu, '')}/compose.yaml`;
      await editor.open(uri, COMPOSE, 'dockercompose');
      const text = applied(COMPOSE, await offer(editor, uri, 3, title), 'a test needs it');
      await editor.change(uri, 2, WHOLE, text);
      const about = (await codes(editor, uri)).filter((code) => /privileged|exception/u.test(String(code)));
      assert.deepEqual(about, left, text);
    }
  },
);

lspTest('in a Dockerfile a stage takes the place of the service', async (editor) => {
  const uri = `${root}/stage/Dockerfile`;
  await editor.open(uri, DOCKERFILE, 'dockerfile');
  const [here, stage, file] = await offers(editor, uri, 1);
  assert.deepEqual(
    [here?.title, stage?.title],
    ['Except here, with a reason', "Except for the stage 'build', with a reason"],
  );
  const id = String(here?.diagnostics?.[0]?.code);
  assert.equal(snippetOf(here), `# bulkhead: ignore ${id} -- $1\n`);
  assert.equal(snippetOf(stage), `# bulkhead: ignore-stage ${id} -- $1\n`);
  assert.equal(snippetOf(file), `# bulkhead: ignore-file ${id} -- $1\n`);
  await editor.change(uri, 2, WHOLE, applied(DOCKERFILE, stage ?? assert.fail(), 'it is checked later'));
  assert.ok(!(await codes(editor, uri)).includes(id));
});

lspTest('a stage without a name is called this stage', async (editor) => {
  const uri = `${root}/unnamed/Dockerfile`;
  await editor.open(
    uri,
    'FROM example/base:1.2\nADD https://example.org/app.tar /srv/\nUSER app\n',
    'dockerfile',
  );
  const titles = (await offers(editor, uri, 1)).map(({ title }) => title);
  assert.equal(titles[1], 'Except for this stage, with a reason');
});

lspTest('with several rules under the cursor each offer names its rule', async (editor) => {
  const uri = `${root}/several/compose.yaml`;
  const text = COMPOSE.replace('web:1.2', 'web:latest');
  await editor.open(uri, text, 'dockercompose');
  const both = { start: { line: 2, character: 5 }, end: { line: 3, character: 9 } };
  const titles = (await editor.actions(uri, both)).map(({ title }) => title);
  assert.ok(titles.includes('Except no-privileged here, with a reason'), titles.join('\n'));
  assert.ok(titles.includes('Switch no-privileged off in .bulkhead.yaml'), titles.join('\n'));
  assert.equal(new Set(titles).size, titles.length, 'no title twice');
});

lspTest(
  'an editor without snippets gets the same text, without a cursor in it',
  async (editor) => {
    const uri = `${root}/plain/compose.yaml`;
    await editor.open(uri, COMPOSE, 'dockercompose');
    const [here] = await offers(editor, uri, 3);
    assert.deepEqual(editsOf(here).edits, [
      { range: on(3), newText: '    # bulkhead: ignore no-privileged -- \n' },
    ]);
  },
  { capabilities: ABLE },
);

lspTest('line ends and tabs stay as the text has them', async (editor) => {
  const uri = `${root}/crlf/Dockerfile`;
  const text = 'FROM example/base:1.2\r\n\tADD https://example.org/app.tar /srv/\r\nUSER app\r\n';
  await editor.open(uri, text, 'dockerfile');
  const after = applied(text, await offer(editor, uri, 1, /here/u), 'it is checked later');
  assert.match(after, /\r\n\t?# bulkhead: ignore [a-z-]+ -- it is checked later\r\n\tADD/u);
  assert.doesNotMatch(after, /[^\r]\n/u);
});

lspTest('where the configuration forbids comments, it can list the exception itself', async (editor) => {
  const FORBIDDEN = 'exceptions:\n  comments: forbidden\n';
  for (const [index, [before, written]] of [
    [
      FORBIDDEN,
      'except:\n  - rules: [no-privileged]\n    paths: [/compose.yaml]\n    parts: [web]\n    reason: $1',
    ],
    [
      `except:\n- rules: [no-sudo]\n  reason: old # yes\n\n${FORBIDDEN}`,
      '- rules: [no-privileged]\n  paths: [/compose.yaml]\n  parts: [web]\n  reason: $1',
    ],
    [
      `except:\n${FORBIDDEN}`,
      '  - rules: [no-privileged]\n    paths: [/compose.yaml]\n    parts: [web]\n    reason: $1',
    ],
  ].entries()) {
    const file = write(`forbidden-${index}/.bulkhead.yaml`, before ?? '');
    const uri = `${root}/forbidden-${index}/compose.yaml`;
    await editor.open(uri, COMPOSE, 'dockercompose');
    const [here, listed, off, ...rest] = await offers(editor, uri, 3);
    assert.match(here?.disabled?.reason ?? '', /configuration does not allow/u);
    assert.equal(listed?.title, 'Except in .bulkhead.yaml, with a reason');
    assert.equal(off?.title, 'Switch the rule off in .bulkhead.yaml');
    assert.deepEqual(rest, []);
    assert.equal(snippetOf(listed)?.trimStart(), written?.trimStart().replace('$1', '${1:reason}'));
    write(`forbidden-${index}/.bulkhead.yaml`, applied(before ?? '', listed, 'it is a VPN'));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: file, type: 2 }],
    });
    assert.ok(!(await codes(editor, uri)).includes('no-privileged'));
    assert.deepEqual(await codes(editor, file), []);
  }
});

lspTest(
  'an exception itself cannot be excepted; its fixes come first, and one that asks is never preferred',
  async (editor) => {
    const uri = `${root}/noreason/compose.yaml`;
    await editor.open(
      uri,
      COMPOSE.replace('    priv', '    # bulkhead: ignore no-privileged\n    priv'),
      'dockercompose',
    );
    const actions = await editor.actions(uri, on(3, 8));
    const [ask] = actions;
    assert.equal(ask?.title, 'Write the reason');
    assert.equal(ask.isPreferred, undefined);
    assert.match(snippetOf(ask) ?? '', / -- \$\{1:reason\}$/u);
    assert.deepEqual(
      actions.filter(({ title }) => /^(?:Except|Switch)/u.test(title)),
      [],
    );
    // What a person must fill in is not mended by filling in nothing.
    const all = await editor.actions(uri, on(0), { only: ['source.fixAll'] });
    assert.deepEqual(all, []);
  },
);

lspTest('an expired exception leaves the finding, and is renewed with a date to fill in', async (editor) => {
  const uri = `${root}/expired/compose.yaml`;
  const comment = '    # bulkhead: ignore no-privileged until 2020-01-31 -- until the hosts are new\n';
  const text = COMPOSE.replace('    priv', `${comment}    priv`);
  await editor.open(uri, text, 'dockercompose');
  const found = await codes(editor, uri);
  assert.ok(found.includes('no-privileged') && found.includes('no-expired-exception'), found.join());
  const actions = await editor.actions(uri, on(3, comment.indexOf('2020')));
  const renew = actions.find((action) => /\$\{1:\d{4}-/u.test(action.edit ? (snippetOf(action) ?? '') : ''));
  assert.ok(renew, JSON.stringify(actions, null, 1));
  await editor.change(uri, 2, WHOLE, applied(text, renew, '2099-12-31'));
  assert.ok(!(await codes(editor, uri)).includes('no-privileged'));
});

lspTest('an exception that covers nothing fades, and is removed by fix all', async (editor) => {
  const uri = `${root}/unused/compose.yaml`;
  const comment = '    # bulkhead: ignore no-privileged -- until the hosts are new\n';
  await editor.open(uri, `services:\n  web:\n${comment}    image: example/web:1.2\n`, 'dockercompose');
  const unused = (await editor.items(uri)).find(({ code }) => code === 'no-unused-exception');
  assert.deepEqual([unused?.tags, unused?.severity], [[1], 3]);
  const [all] = await editor.actions(uri, on(0), { only: ['source.fixAll'] });
  const resolved: CodeAction = await editor.connection.sendRequest('codeAction/resolve', all);
  assert.doesNotMatch(applied('', resolved, ''), /bulkhead/u);
});

lspTest('fix all leaves an exception that another text has a use for', async (editor) => {
  const comment = '# bulkhead: ignore no-root-user -- it steps down by itself\n';
  const dockerfile = `FROM alpine:3.20 AS one\n${comment}USER root\nFROM alpine:3.20 AS two\nUSER 1\n`;
  const [uri, compose] = [`${root}/used/Dockerfile`, `${root}/used/compose.yaml`];
  await editor.open(uri, dockerfile, 'dockerfile');
  const text = 'services:\n  web:\n    build: { context: ., target: one }\n';
  await editor.open(compose, text, 'dockercompose');
  assert.ok(!(await codes(editor, compose)).includes('no-root-user'));
  assert.ok(!(await codes(editor, uri)).includes('no-unused-exception'));
  assert.deepEqual(await editor.actions(uri, on(0), { only: ['source.fixAll'] }), []);
  // With another fix beside it the exception stays, too.
  const changed = dockerfile.replace('FROM alpine:3.20 AS two', '$&\nADD a.txt /a');
  await editor.change(uri, 2, WHOLE, changed);
  await codes(editor, uri);
  const [all] = await editor.actions(uri, on(0), { only: ['source.fixAll'] });
  assert.ok(all);
  const resolved: CodeAction = await editor.connection.sendRequest('codeAction/resolve', all);
  assert.equal(applied(changed, resolved, ''), changed.replace('ADD', 'COPY'));
});

lspTest('a hover on an exception says what it covers, why and until when', async (editor) => {
  const uri = `${root}/hover/compose.yaml`;
  const comment = '    # bulkhead: ignore no-privileged until 2099-12-31 -- loads *its* module [x](y)\n';
  await editor.open(uri, COMPOSE.replace('    priv', `${comment}    priv`), 'dockercompose');
  const hover = await editor.hover(uri, { line: 3, character: 10 });
  assert.equal(hover?.range?.start.line, 3);
  const { value } = hover?.contents as { value: string };
  assert.match(
    value,
    /^\*\*Exception: covers one finding, until 2099\\-12\\-31 \\\(\d+ more days\\\)\*\*$/mu,
  );
  assert.match(value, /^- line 5: .*privileged/mu);
  assert.match(value, /Reason: loads \\\*its\\\* module \\\[x\\\]\\\(y\\\)/u);
  assert.match(value, /\*\*Disallow privileged containers\*\* \(\[no-privileged\]/u);
});

lspTest(
  'a comment for another tool can be written for Bulkhead, though no finding asks for it',
  async (editor) => {
    const uri = `${root}/foreign/Dockerfile`;
    const text = 'FROM example/base:1.2\n# hadolint ignore=DL3020\nADD app.py /srv/\nUSER app\n';
    await editor.open(uri, text, 'dockerfile');
    assert.ok(!(await codes(editor, uri)).includes('prefer-copy'));
    const [action, ...rest] = await editor.actions(uri, on(1, 5), { only: ['refactor'] });
    assert.deepEqual([action?.kind, rest], ['refactor.rewrite', []]);
    assert.ok(action);
    assert.equal(
      applied(text, action, 'the archive is unpacked'),
      text.replace('hadolint ignore=DL3020', 'bulkhead: ignore prefer-copy -- the archive is unpacked'),
    );
    assert.deepEqual(await editor.actions(uri, on(2, 5), { only: ['refactor'] }), []);
  },
);
