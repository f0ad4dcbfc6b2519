/** The tests that run inside VS Code's web worker host, where the extension has neither Node nor a disk. */
import assert from 'node:assert';
import {
  type CodeAction,
  commands,
  type Diagnostic,
  env,
  extensions,
  type Hover,
  languages,
  type MarkdownString,
  UIKind,
  Uri,
  window,
  workspace,
  type WorkspaceFolder,
} from 'vscode';

const TESTS: Readonly<Record<string, (folder: WorkspaceFolder) => Promise<void>>> = {
  'runs in a worker: there is no process': async () => {
    assert.equal(env.uiKind, UIKind.Web);
    assert.equal(typeof process === 'object' && typeof process.versions?.node === 'string', false);
    await extensions.getExtension('bulkhead.bulkhead')?.activate();
  },
  'finds what is wrong in a Compose file, and reads the .env beside it through the editor': async (
    folder,
  ) => {
    const found = await diagnosticsOf(Uri.joinPath(folder.uri, 'compose.yaml'));
    const codes = new Set(found.map(({ code }) => (typeof code === 'object' ? code.value : code)));
    assert.ok(codes.has('no-engine-socket') && codes.has('no-open-port'), [...codes].join(' '));
  },
  'explains a finding': async (folder) => {
    const uri = Uri.joinPath(folder.uri, 'compose.yaml');
    const [first] = await diagnosticsOf(uri);
    assert.ok(first);
    const hovers = await commands.executeCommand<Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      first.range.start,
    );
    const text = hovers
      .flatMap(({ contents }) => contents.map((one) => (one as MarkdownString).value))
      .join('\n');
    assert.match(text, /How to fix/u);
  },
  'shows what runs by files that only the editor can read': async (folder) => {
    await commands.executeCommand('bulkhead.showWhatRuns', Uri.joinPath(folder.uri, 'compose.yaml'));
    const shown = await until(
      async () => workspace.textDocuments.find(({ uri }) => uri.scheme === 'bulkhead-runs'),
      'the document',
    );
    assert.equal(shown.languageId, 'yaml');
    assert.match(shown.getText(), /^# What runs, by compose\.yaml.*\.env\n(?:[^\n]*\n)*?services:\n/u);
  },
  'offers fixes': async (folder) => {
    const uri = Uri.joinPath(folder.uri, 'web/Dockerfile');
    const found = await diagnosticsOf(uri);
    assert.ok(found.length > 0);
    const range = (await workspace.openTextDocument(uri)).validateRange(
      found.map((one) => one.range).reduce((a, b) => a.union(b)),
    );
    const actions = await until(async () => {
      const all = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, range);
      return all.length > 0 ? all : undefined;
    }, 'fixes');
    assert.ok(actions.some(({ title }) => title.startsWith('Explain ')));
  },
  'has the pages of rules and cheat sheets': async () => {
    for (const [id, word] of [
      ['no-open-port', 'What it does'],
      ['capabilities', 'NET_BIND_SERVICE'],
    ]) {
      const page = await workspace.openTextDocument(Uri.from({ scheme: 'bulkhead', path: `/${id}.md` }));
      assert.ok(page.getText().includes(word ?? ''), id);
    }
  },
  'reports on files that only the editor can read': async ({ uri, name }) => {
    const target = Uri.joinPath(uri, 'report.md');
    await commands.executeCommand('bulkhead.saveReport', uri, { format: 'markdown', target });
    const report = new TextDecoder().decode(await workspace.fs.readFile(target));
    assert.ok(report.startsWith(`# Hardening report: ${name}\n`), report.slice(0, 200));
    for (const part of ['compose.yaml', 'web/Dockerfile', 'proxy/Dockerfile', 'database']) {
      assert.ok(report.includes(part), part);
    }
    await commands.executeCommand('bulkhead.showReport', uri);
    const title = `${name}: Hardening Report`;
    await until(async () => {
      const labels = window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
      return labels.includes(title) ? title : undefined;
    }, 'the panel');
  },
};

/** What the workbench calls; it takes a rejection for a failure. */
export async function run(): Promise<void> {
  const folder = await until(async () => workspace.workspaceFolders?.[0], 'the folder');
  let failed = 0;
  for (const [title, work] of Object.entries(TESTS)) {
    try {
      await work(folder);
      console.log(`ok ${title}`);
    } catch (error) {
      failed++;
      console.log(
        `not ok ${title}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
  console.log(`in the browser: ${Object.keys(TESTS).length - failed} passed, ${failed} failed`);
  if (failed > 0) throw new Error(`${failed} failed`);
}

async function diagnosticsOf(uri: Uri): Promise<Diagnostic[]> {
  await window.showTextDocument(await workspace.openTextDocument(uri));
  return until(async () => {
    const found = languages.getDiagnostics(uri).filter(({ source }) => source === 'Bulkhead');
    return found.length > 0 ? found : undefined;
  }, `findings of ${uri.path}`);
}

async function until<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited in vain for ${what}`);
}
