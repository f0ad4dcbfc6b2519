/** Inside a configuration file, by the server as it ships: completion and hover. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionItem, Hover, TextEdit } from 'vscode-languageserver-protocol';
import { applyEdits } from '../../server/src/base/text.ts';
import { SNIPPETS } from './applied.ts';
import { bundleServer, Editor, type EditorOptions } from './editor.ts';
import { scratch } from './scratch.ts';

const server = await bundleServer('server/src/main/server.ts');
const { root } = scratch('configuration');

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

/** Opens a text and asks at the place of its `|`. */
async function at(editor: Editor, name: string, marked: string) {
  const offset = marked.indexOf('|');
  const before = marked.slice(0, offset).split('\n');
  const text = before.join('\n') + marked.slice(offset + 1);
  const uri = `${root}/${name}`;
  await editor.close(uri);
  await editor.open(uri, text, name.endsWith('.json') ? 'jsonc' : 'yaml');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { text, params: { textDocument: { uri }, position } };
}

async function completions(editor: Editor, name: string, marked: string): Promise<CompletionItem[]> {
  const { params } = await at(editor, name, marked);
  return editor.connection.sendRequest('textDocument/completion', params);
}

/** The text after an item was chosen; all stands on one line in these tests. */
async function completed(editor: Editor, name: string, marked: string, label: string): Promise<string> {
  const { text, params } = await at(editor, name, marked);
  const items: CompletionItem[] = await editor.connection.sendRequest('textDocument/completion', params);
  const item = items.find((each) => each.label === label);
  assert.ok(item?.textEdit, `${label} is among ${items.map((each) => each.label).join()}`);
  const { range, newText } = item.textEdit as TextEdit;
  const lines = text.split('\n');
  const start = lines.slice(0, range.start.line).reduce((sum, line) => sum + line.length + 1, 0);
  const edit = {
    range: { start: start + range.start.character, end: start + range.end.character },
    newText,
  };
  return applyEdits(text, [edit]) ?? '';
}

lspTest('keys, rules and words are completed where they can stand', async (editor) => {
  const labels = async (marked: string): Promise<string[]> =>
    (await completions(editor, '.bulkhead.yaml', marked)).map(({ label }) => label);
  const keys = await labels('|');
  for (const key of ['profile', 'rules', 'overrides', 'exceptions', 'baseline'])
    assert.ok(keys.includes(key), key);
  const rules = await labels('rules:\n  no-|\n');
  assert.ok(rules.includes('no-privileged') && !rules.includes('profile'), rules.join());
  assert.deepEqual((await labels('rules:\n  no-privileged: |\n')).slice(0, 5).sort(), [
    'error',
    'hint',
    'info',
    'off',
    'warning',
  ]);
  assert.deepEqual(await labels('profile: |\n'), ['recommended', 'strict', 'development']);
  assert.deepEqual(await labels('# |\n'), []);
});

lspTest('what is chosen is written so that the file is right', async (editor) => {
  const name = '.bulkhead.yaml';
  assert.equal(await completed(editor, name, 'profile: str|\n', 'strict'), 'profile: strict\n');
  assert.equal(
    await completed(editor, name, 'rules:\n  no-pri|\n', 'no-privileged'),
    'rules:\n  no-privileged: \n',
  );
  assert.equal(
    await completed(editor, '.bulkhead.json', '{"profile": |}\n', 'strict'),
    '{"profile": "strict"}\n',
  );
});

lspTest('each offer says what it means', async (editor) => {
  const items = await completions(editor, '.bulkhead.yaml', 'rules:\n  |\n');
  const rule = items.find(({ label }) => label === 'no-privileged');
  assert.equal(rule?.detail, 'Disallow privileged containers');
  assert.equal((rule.documentation as { kind: string }).kind, 'markdown');
});

lspTest('other texts are not completed', async (editor) => {
  assert.deepEqual(await completions(editor, 'compose.yaml', 'ser|\n'), []);
  assert.deepEqual(await completions(editor, 'bulkhead.yaml', '|\n'), []);
});

lspTest('a key and a rule are explained, the rule with its page', async (editor) => {
  const value = async (marked: string): Promise<string> => {
    const { params } = await at(editor, '.bulkhead.yaml', marked);
    const hover: Hover | null = await editor.connection.sendRequest('textDocument/hover', params);
    return (hover?.contents as { value: string } | undefined)?.value ?? '';
  };
  assert.match(await value('pro|file: strict\n'), /Example: `profile: /u);
  assert.match(
    await value('rules:\n  no-priv|ileged: off\n'),
    /Disallow privileged containers[\s\S]*\[Open the page of this rule\]\(file:.*no-privileged\.md\)/u,
  );
  assert.equal(await value('# pro|file\n'), '');
});

lspTest(
  'a client that can be told later is told for which names, but for those that it completes itself',
  async (editor) => {
    assert.equal(editor.initialized.capabilities.completionProvider, undefined);
    await editor.pull(`${root}/compose.yaml`);
    const registered = editor.registered.find(({ method }) => method === 'textDocument/completion');
    assert.deepEqual((registered?.options as { documentSelector: unknown }).documentSelector, [
      { pattern: '**/.bulkhead.{yaml,yml}' },
    ]);
    const { params } = await at(editor, '.bulkhead.json', '{"pro|file": "strict"}\n');
    assert.equal(await editor.connection.sendRequest('textDocument/hover', params), null);
  },
  {
    initializationOptions: { completesJson: true },
    capabilities: {
      ...SNIPPETS,
      textDocument: { ...SNIPPETS.textDocument, completion: { dynamicRegistration: true } },
    },
  },
);
