/** What a text comes to, as the language server says it: the document beside a file, and the summaries in hovers. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { MarkupContent } from 'vscode-languageserver-protocol';
import type { Description } from '../../server/src/protocol.ts';
import { bundleServer, Editor, type EditorOptions, on, POOR } from './editor.ts';

const server = await bundleServer('server/src/main/server.ts');
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-describe-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let projects = 0;

/** Writes files into a folder of their own; gives its URI. */
function project(files: Readonly<Record<string, string>>): string {
  const root = join(folder, `p${++projects}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return pathToFileURL(root).href;
}

async function withEditor(
  run: (editor: Editor) => Promise<void>,
  options: EditorOptions = {},
): Promise<void> {
  const editor = await Editor.start(server, options);
  try {
    await run(editor);
    assert.equal(await editor.stop(), 0);
  } finally {
    editor.process.kill('SIGKILL');
  }
}

const describe = (editor: Editor, uri: unknown): Promise<Description | null> =>
  editor.connection.sendRequest('bulkhead/describe', { uri });

/** The words that the links of a description stand under, each with the file and line that it leads to. */
function linked({ text, links }: Description): string[] {
  const lines = text.split('\n');
  return links.map(({ line, start, end, target }) => {
    const name = target.uri.slice(target.uri.lastIndexOf('/') + 1);
    return `${lines[line]?.slice(start, end)} leads to ${name} ${target.line + 1}`;
  });
}

async function hoverText(editor: Editor, uri: string, line: number, character: number): Promise<string> {
  const hover = await editor.hover(uri, { line, character });
  return (hover?.contents as MarkupContent | undefined)?.value ?? '';
}

const timeout = 30_000;

const SHOP = {
  'compose.yaml': 'services:\n  web:\n    build: web\n    ports:\n      - "8080:8000"\n',
  'compose.override.yaml': 'services:\n  web:\n    environment:\n      DEBUG: "1"\n',
  'web/Dockerfile':
    'FROM example/base:1.2 AS build\nFROM build AS runtime\nEXPOSE 8000\nUSER app\nCMD ["serve", "--all"]\n',
};

test('a project is described with the places of what other files say', { timeout }, () =>
  withEditor(async (editor) => {
    const root = project(SHOP);
    const uri = `${root}/compose.yaml`;
    await editor.open(uri, SHOP['compose.yaml'], 'dockercompose');
    const answer = await describe(editor, uri);
    assert.ok(answer);
    assert.equal(answer.languageId, 'yaml');
    assert.match(answer.text, /^# What runs, by compose\.yaml, compose\.override\.yaml/u);
    assert.match(answer.text, /\n {6}DEBUG: "1" # from compose\.override\.yaml:4\n/u);
    const links = linked(answer);
    assert.ok(links.includes('compose.override.yaml:4 leads to compose.override.yaml 4'), links.join('\n'));
    assert.ok(links.includes('compose.override.yaml leads to compose.override.yaml 1'), links.join('\n'));
    assert.ok(answer.basis.includes(`${root}/compose.override.yaml`), answer.basis.join());
  }),
);

test(
  'a description follows unsaved texts of the files that it rests on, and files on disk',
  { timeout },
  () =>
    withEditor(async (editor) => {
      const root = project(SHOP);
      const uri = `${root}/compose.yaml`;
      const other = `${root}/compose.override.yaml`;
      await editor.open(uri, SHOP['compose.yaml'], 'dockercompose');
      await editor.open(other, SHOP['compose.override.yaml'], 'dockercompose');
      await editor.change(other, 2, on(3, 14, 15), '2');
      assert.match((await describe(editor, uri))?.text ?? '', /DEBUG: "2" # from/u);
      await editor.close(other);
      assert.match((await describe(editor, uri))?.text ?? '', /DEBUG: "1" # from/u);
      rmSync(new URL(other));
      await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: other, type: 3 }],
      });
      assert.doesNotMatch((await describe(editor, uri))?.text ?? '', /DEBUG/u);
    }),
);

test('a project that Compose refuses says so at the top, with the place', { timeout }, () =>
  withEditor(async (editor) => {
    const root = project({
      'compose.yaml': 'services:\n  web:\n    extends: {file: common.yaml, service: web}\n',
      'common.yaml': 'services:\n  web:\n    extends: {file: compose.yaml, service: web}\n',
    });
    const answer = await describe(editor, `${root}/compose.yaml`);
    assert.match(
      answer?.text ?? '',
      /^# Compose would refuse this: .*circular.*\n# What runs, by compose\.yaml/iu,
    );
  }),
);

test('files that are missing are a part of what a description rests on', { timeout }, () =>
  withEditor(async (editor) => {
    const root = project({ 'compose.yaml': 'include: [gone.yaml]\nservices:\n  web:\n    image: a/b:1\n' });
    const answer = await describe(editor, `${root}/compose.yaml`);
    assert.match(answer?.text ?? '', /^# Compose would refuse this: .*gone\.yaml/u);
    assert.equal(answer?.isWhole, false);
    assert.ok(answer?.basis.includes(`${root}/gone.yaml`), answer?.basis.join());
  }),
);

test('a Dockerfile is described by the image that it makes', { timeout }, () =>
  withEditor(async (editor) => {
    const root = project(SHOP);
    const answer = await describe(editor, `${root}/web/Dockerfile`);
    assert.ok(answer);
    assert.match(answer.text, /^# What is built, by Dockerfile\n/u);
    assert.match(answer.text, /\n {2}User: app # from Dockerfile:4\n/u);
    assert.ok(linked(answer).includes('Dockerfile:4 leads to Dockerfile 4'), linked(answer).join('\n'));
  }),
);

test('every link of a description stands under the words that it leads to', { timeout }, () =>
  withEditor(async (editor) => {
    // A text that says the words of its own place, and a file whose name holds what Markdown and YAML make something of.
    const root = project({
      'compose.yaml': 'services:\n  web:\n    image: a/b:1\n',
      'compose.override.yaml':
        'services:\n  web:\n    labels:\n      a: "compose.override.yaml:4 \\n # from x:1"\n',
    });
    const answer = await describe(editor, `${root}/compose.yaml`);
    assert.ok(answer);
    for (const link of linked(answer))
      assert.match(link, /^([\w.]+)(?::(\d+) leads to \1 \2| leads to \1 1)$/u);
    assert.equal(answer.text.trimEnd().split('\n').length, 6, answer.text);
  }),
);

test('there is nothing to say of what is no container file, and nothing breaks', { timeout }, () =>
  withEditor(async (editor) => {
    const root = project({ 'values.yaml': 'replicas: 2\n' });
    for (const uri of [
      `${root}/values.yaml`,
      `${root}/missing/compose.yaml`,
      root,
      '',
      '%',
      'file:',
      'file:///%ZZ/compose.yaml',
      'untitled:compose.yaml',
      'constructor',
      5,
      null,
      [root],
      { uri: root },
      undefined,
    ]) {
      assert.equal(await describe(editor, uri), null, String(uri));
    }
    for (const params of [null, [], 'x', undefined]) {
      assert.equal(await editor.connection.sendRequest('bulkhead/describe', params), null);
    }
  }),
);

test('a hover on the name of a service sums up what runs there', { timeout }, () =>
  withEditor(async (editor) => {
    const root = project(SHOP);
    const uri = `${root}/compose.yaml`;
    await editor.open(uri, SHOP['compose.yaml'], 'dockercompose');
    const text = await hoverText(editor, uri, 1, 3);
    const [summary = ''] = text.split('\n\n---');
    assert.deepEqual(summary.replace(/\(file:[^)]*\)/gu, '()').split('\n'), [
      '**`web`** runs what [web/Dockerfile]() builds: stage `runtime`, on `example/base:1.2`',
      '',
      '- User: `app`, from [web/Dockerfile:4]()',
      "- Privileges: the engine's defaults",
      '- Ports: `8080 → 8000` on every interface',
      '- Made from: [compose.yaml](), [compose.override.yaml]() and [web/Dockerfile]()',
    ]);
    assert.match(summary, /\(file:[^)]*\/web\/Dockerfile#L4\)/u);
    assert.match(text, /\n---\n\n- \*\*Require the settings/u, 'the rules come after it, in a line each');
  }),
);

test('a hover on FROM sums up the image that comes of it', { timeout }, () =>
  withEditor(async (editor) => {
    const root = project(SHOP);
    const uri = `${root}/web/Dockerfile`;
    await editor.open(uri, SHOP['web/Dockerfile'], 'dockerfile');
    const [summary = ''] = (await hoverText(editor, uri, 1, 2)).split('\n\n---');
    assert.deepEqual(summary.replace(/\(file:[^)]*\)/gu, '()').split('\n'), [
      '**Stage `runtime`** is the image that is built',
      '',
      '- From: `example/base:1.2`, through stage `build`',
      '- User: `app`, from [Dockerfile:4]()',
      '- Exposes: `8000/tcp`',
      '- Command: `serve --all`',
    ]);
    assert.match(
      await hoverText(editor, await openUntagged(editor), 0, 8),
      /^\*\*Disallow.*How to fix/su,
      'on a finding in its line, the finding goes before',
    );
    const [ancestor = ''] = (await hoverText(editor, uri, 0, 9)).split('\n\n---');
    assert.match(
      ancestor,
      /is a part of the image .*\n\n- From: `example\/base:1\.2`\n- User: whichever its base image sets/u,
    );
  }),
);

async function openUntagged(editor: Editor): Promise<string> {
  const uri = `${project({})}/Dockerfile`;
  await editor.open(uri, 'FROM python\nUSER app\n', 'dockerfile');
  return uri;
}

test('a service is summed up in every file that names it', { timeout }, () =>
  withEditor(async (editor) => {
    const root = project(SHOP);
    const uri = `${root}/compose.override.yaml`;
    await editor.open(uri, SHOP['compose.override.yaml'], 'dockercompose');
    const text = await hoverText(editor, uri, 1, 3);
    assert.match(text, /^\*\*`web`\*\* runs what \[web\/Dockerfile\]/u);
    assert.match(text, /- Ports: `8080 → 8000` on every interface\n/u);
  }),
);

test(
  'a Dockerfile inside a Compose file is summed up with the place of its lines in that file',
  { timeout },
  () =>
    withEditor(async (editor) => {
      const uri = `${project({})}/compose.yaml`;
      const lines = [
        'services:',
        '  web:',
        '    build:',
        '      dockerfile_inline: |',
        '        FROM a/b:1',
        '        USER app',
        '',
      ];
      await editor.open(uri, lines.join('\n'), 'dockercompose');
      const text = await hoverText(editor, uri, 1, 3);
      assert.match(
        text,
        /^\*\*`web`\*\* runs what \[compose\.yaml\]\(file:[^)#]*\) builds: stage 0, on `a\/b:1`\n/u,
      );
      assert.match(text, /- User: `app`, from \[compose\.yaml\]\(file:[^)#]*\)\n/u);
      assert.doesNotMatch(text, /Made from/u);
    }),
);

test('a text that multiplies itself without end is given up, and said to be', { timeout }, () =>
  withEditor(async (editor) => {
    const lines = ['x-0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]'];
    for (let level = 1; level < 12; level++) {
      lines.push(
        `x-${level}: &a${level} [${Array<string>(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    lines.push('services:', '  web:', '    image: a/b:1', '    labels: *a11', '');
    const uri = `${project({})}/compose.yaml`;
    await editor.open(uri, lines.join('\n'), 'dockercompose');
    const answer = await describe(editor, uri);
    assert.match(answer?.text ?? '', /^# \S[^\n]{0,400}\n/u);
    assert.ok((answer?.text.length ?? Infinity) < 1_000_000);
    await editor.hover(uri, { line: 13, character: 3 });
  }),
);

test('summaries are as good in plain text', { timeout }, () =>
  withEditor(
    async (editor) => {
      const root = project(SHOP);
      const uri = `${root}/compose.yaml`;
      await editor.open(uri, SHOP['compose.yaml'], 'dockercompose');
      const text = await hoverText(editor, uri, 1, 3);
      assert.match(text, /^web runs what web\/Dockerfile builds: stage runtime, on example\/base:1\.2\n/u);
      assert.match(text, /\n- User: app, from web\/Dockerfile:4\n/u);
    },
    { capabilities: POOR },
  ),
);

test('no name of a file or a service breaks out of a summary', { timeout }, () =>
  withEditor(async (editor) => {
    const root = project({ 'a)[b](c d/Dockerfile': 'FROM x/y:1\nUSER "`id` **me**"\n' });
    const uri = `${root}/compose.yaml`;
    const build = 'build: "a)[b](c d"';
    await editor.open(uri, `services:\n  web:\n    ${build}\n    network_mode: host\n`, 'dockercompose');
    const text = await hoverText(editor, uri, 1, 3);
    assert.match(text, /runs what \[a\)\\\[b\\\]\(c d\/Dockerfile\]\(file:[^\s()]*\) builds/u);
    assert.match(text, /- User: `` `id` \*\*me\*\* ``, from/u);
    assert.match(text, /- Privileges: network of the host/u);
    const other = `${project({})}/compose.yaml`;
    const name = '"w` [x](command:y)"';
    await editor.open(other, `services:\n  ${name}:\n    image: a/b:1\n`, 'dockercompose');
    assert.match(
      await hoverText(editor, other, 1, 5),
      /^\*\*`` w` \[x\]\(command:y\) ``\*\* runs the image `a\/b:1`/u,
    );
  }),
);

test('a service that a refused project names is summed up all the same', { timeout }, () =>
  withEditor(async (editor) => {
    const uri = `${project({})}/compose.yaml`;
    await editor.open(
      uri,
      'services:\n  web:\n    image: a/b:1\n    privileged: true\n    surprise: 1\n',
      'dockercompose',
    );
    const text = await hoverText(editor, uri, 1, 3);
    assert.match(text, /^\*\*`web`\*\* runs the image `a\/b:1`\n/u);
    assert.match(text, /- Privileges: \*\*privileged\*\*/u);
  }),
);

test('with checks switched off there is no summary', { timeout }, () =>
  withEditor(
    async (editor) => {
      const uri = `${project({})}/compose.yaml`;
      await editor.open(uri, SHOP['compose.yaml'], 'dockercompose');
      assert.equal(await editor.hover(uri, { line: 1, character: 3 }), null);
    },
    { settingsOf: () => ({ enable: false }) },
  ),
);
