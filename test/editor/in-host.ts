/** The tests that run inside VS Code's extension host, through the same interface as any extension. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type Mocha from 'mocha';
import {
  type CodeAction,
  CodeActionKind,
  commands,
  ConfigurationTarget,
  type Diagnostic,
  DiagnosticSeverity,
  extensions,
  type Hover,
  languages,
  type MarkdownString,
  Position,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import { insertEverySnippet } from './snippets-in-host.ts';

/** What `@vscode/test-electron` calls. */
export async function run(): Promise<void> {
  // Under load a window may come up without having read its workspace file. Who starts us opens another one then.
  await until(() => workspace.workspaceFolders?.length === 2, 'the folders of the workspace', 8_000);
  // An ES module: the oldest host's Node cannot `require` one.
  const { default: Mocha } = await import('mocha');
  // Mocha calls the reporter and asks nothing else of it, whatever the type demands.
  const reporter = Reporter as unknown as Mocha.ReporterConstructor;
  const mocha = new Mocha({ ui: 'tdd', timeout: 30_000, color: false, reporter });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  defineSuite();
  const failures = await new Promise<number>((resolve) => void mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** One line a test, each as one string, so that it passes through the window's console whole. */
class Reporter {
  constructor(runner: Mocha.Runner) {
    let passed = 0;
    let failed = 0;
    runner.on('pass', (test) => {
      passed++;
      console.log(`ok ${test.title} (${test.duration} ms)`);
    });
    runner.on('fail', (test, error: Error) => {
      failed++;
      console.log(`not ok ${test.title}\n${error.stack ?? error.message}`);
    });
    runner.once('end', () => console.log(`in the extension host: ${passed} passed, ${failed} failed`));
  }
}

function defineSuite(): void {
  suite('Bulkhead in the extension host', () => {
    test('activates by a Dockerfile, without a message', async () => {
      const start = performance.now();
      const uri = await show('web/Dockerfile');
      await until(() => extensions.getExtension('bulkhead.bulkhead')?.isActive, 'activation');
      const active = performance.now();
      await findingOf(uri, 'no-untagged-image');
      const [open, found] = [active - start, performance.now() - active].map(Math.round);
      console.log(`   opened and active after ${open} ms, first finding ${found} ms later`);
    });

    test('reports findings with rule, page and source', async () => {
      const uri = await show('compose.yaml');
      const finding = await findingOf(uri, 'no-privileged');
      assert.equal(finding.source, 'Bulkhead');
      assert.equal(finding.severity, DiagnosticSeverity.Error);
      assert.equal(targetOf(finding)?.toString(), 'bulkhead:/no-privileged.md');
    });

    test('shows the page in a hover on the finding, and on a hardened key', async () => {
      const uri = await show('compose.yaml');
      const finding = await findingOf(uri, 'no-privileged');
      assert.match(await hoverText(uri, finding.range.start), /Disallow privileged containers/u);
      const { line } = positionOf(document(uri), 'read_only: true');
      assert.match(await hoverText(uri, new Position(line, 6)), /require-hardening/u);
    });

    test('offers fixes, and the finding ends with the fix', async () => {
      const uri = await show('compose.yaml');
      const finding = await findingOf(uri, 'no-obsolete-version');
      const actions = await actionsAt(uri, finding.range, 'Explain no-obsolete-version');
      const fix = actions.find(({ edit }) => edit !== undefined);
      assert.ok(fix?.edit, 'there is a fix');
      assert.equal(fix.isPreferred, true);
      assert.ok(await workspace.applyEdit(fix.edit));
      await until(
        () => findings(uri).every(({ code }) => idOf(code) !== 'no-obsolete-version'),
        'the finding to end',
      );
      await commands.executeCommand('workbench.action.files.revert');
    });

    test('follows typing, in an untitled text too', async () => {
      const untitled = await workspace.openTextDocument({
        language: 'dockercompose',
        content: 'services:\n  web:\n    image: example/web:1.2\n',
      });
      await window.showTextDocument(untitled);
      const edit = new WorkspaceEdit();
      edit.insert(untitled.uri, new Position(3, 0), '    privileged: true\n');
      await workspace.applyEdit(edit);
      const finding = await findingOf(untitled.uri, 'no-privileged');
      assert.equal(finding.range.start.line, 3);
      await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    test('tells Compose files among YAML by their content', async () => {
      const services = 'services:\n  web:\n    image: example/web:1.2\n    privileged: true\n';
      const stack = await write('deploy/stack.yaml', services);
      const other = await write('deploy/values.yaml', 'replicas: 2\nprivileged: true\n');
      await show('deploy/values.yaml');
      await show('deploy/stack.yaml');
      await findingOf(stack, 'no-privileged');
      assert.deepEqual(findings(other), []);
    });

    test('underlines an untitled Dockerfile, and says nothing of a workflow', async () => {
      const untitled = await workspace.openTextDocument({
        language: 'dockerfile',
        content: 'FROM ubuntu:latest\nUSER root\n',
      });
      await window.showTextDocument(untitled);
      assert.equal((await findingOf(untitled.uri, 'no-untagged-image')).range.start.line, 0);
      const workflow = await write('.github/workflows/test.yml', WORKFLOW);
      await show('.github/workflows/test.yml');
      // The answer to a later question comes after the findings, if there were any.
      await write('by-content.yml', 'services:\n  web:\n    image: example/web:1.2\n    privileged: true\n');
      await findingOf(await show('by-content.yml'), 'no-privileged');
      assert.equal(document(inWorkspace('by-content.yml')).languageId, 'yaml');
      assert.equal(document(workflow).languageId, 'yaml');
      assert.deepEqual(findings(workflow), []);
      await window.showTextDocument(untitled);
      await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    test('finds in every folder of the workspace, and Check Workspace covers all', async () => {
      const second = inWorkspace('compose.yaml', 1);
      await findingOf(await show('compose.yaml'), 'no-privileged');
      assert.deepEqual(findings(second), []);
      await commands.executeCommand('bulkhead.checkWorkspace');
      await findingOf(second, 'no-privileged');
      assert.ok(
        findings(inWorkspace('proxy/Dockerfile')).length + findings(inWorkspace('web/Dockerfile')).length > 0,
      );
      await window.showTextDocument(second);
      const own = await findingOf(second, 'no-privileged');
      assert.match(await hoverText(second, own.range.start), /no-privileged/u);
    });

    test('sees a file change on disk that a Compose file rests on', async () => {
      const uri = await write('env/compose.yaml', 'services:\n  web:\n    image: example/web:${TAG}\n');
      await write('env/.env', 'TAG=1.2\n');
      await show('env/compose.yaml');
      await until(() => findings(uri).length > 0, 'the first findings');
      assert.ok(findings(uri).every(({ code }) => idOf(code) !== 'no-untagged-image'));
      await write('env/.env', 'TAG=latest\n');
      await findingOf(uri, 'no-untagged-image');
    });

    test('Check Workspace reports files that are not open, once', async () => {
      const uri = await write(
        'closed/compose.yaml',
        'services:\n  a:\n    image: example/a:1\n    privileged: true\n',
      );
      await write('node_modules/x/compose.yaml', 'services:\n  a:\n    image: a\n    privileged: true\n');
      await commands.executeCommand('bulkhead.checkWorkspace');
      const count = (): number => findings(uri).filter(({ code }) => idOf(code) === 'no-privileged').length;
      await until(() => count() === 1, 'the finding in the closed file');
      assert.deepEqual(findings(inWorkspace('node_modules/x/compose.yaml')), []);
      const before = findings(uri).length;
      await show('closed/compose.yaml');
      await until(() => hasHover(uri, new Position(3, 5)), 'the server to know the open text');
      await until(() => findings(uri).length === before, 'no finding twice');
      assert.equal(count(), 1);
      await commands.executeCommand('workbench.action.closeActiveEditor');
      await until(() => count() === 1, 'the findings after closing');
      await write('closed/compose.yaml', 'services:\n  a:\n    image: example/a:1\n');
      await until(() => count() === 0, 'the findings to follow the disk');
    });

    test('opens the page of a rule as a preview, offline', async () => {
      await commands.executeCommand('bulkhead.openPage', 'no-privileged');
      await until(() => tabLabels().some((label) => label.includes('no-privileged')), 'the preview');
      const page = await workspace.openTextDocument(Uri.parse('bulkhead:/no-privileged.md'));
      assert.match(page.getText(), /^# no-privileged\n\nDisallow privileged containers\./u);
    });

    test('opens a cheat sheet at a section, with fences that the preview knows', async () => {
      await commands.executeCommand('bulkhead.openPage', 'privileges', 'no-new-privileges');
      await until(() => tabLabels().some((label) => label.includes('privileges')), 'the preview');
      const page = await workspace.openTextDocument(Uri.parse('bulkhead:/privileges.md'));
      assert.match(page.getText(), /^# Privileges\n/u);
      assert.match(page.getText(), /^```yaml$/mu);
      assert.doesNotMatch(page.getText(), /^```(?:compose|docker-run|daemon)/mu);
    });

    test('shows a report in one panel for each thing that it is about', async () => {
      const reports = (): string[] => tabLabels().filter((label) => label.endsWith(': Hardening Report'));
      await commands.executeCommand('bulkhead.showReport');
      await commands.executeCommand('bulkhead.showReport', inWorkspace('web'));
      await commands.executeCommand('bulkhead.showReport', inWorkspace('compose.yaml'), [inWorkspace('web')]);
      await commands.executeCommand('bulkhead.showReport', inWorkspace('web'));
      await until(() => reports().length === 3, 'the panels');
      assert.deepEqual(reports().slice(1), ['web: Hardening Report', 'compose.yaml: Hardening Report']);
      await commands.executeCommand('workbench.action.closeAllEditors');
      await until(() => reports().length === 0, 'the panels to close');
    });

    test('saves the very bytes that the command line writes, and compares with them', async () => {
      await commands.executeCommand('workbench.action.files.revert');
      const folder = inWorkspace('');
      for (const format of ['html', 'markdown', 'json', 'sarif']) {
        const target = inWorkspace(`saved.${format}`, 1);
        await commands.executeCommand('bulkhead.saveReport', folder, { format, target });
        const saved = Buffer.from(await workspace.fs.readFile(target)).toString('utf8');
        assert.equal(saved, reportOfCommandLine(folder.fsPath, format), format);
      }
      await commands.executeCommand('bulkhead.compareReport', folder, inWorkspace('saved.json', 1));
      await until(() => tabLabels().some((label) => label.endsWith(': Hardening Report')), 'the panel');
      await commands.executeCommand('workbench.action.closeAllEditors');
    });

    test('can be switched off and on', async () => {
      const uri = await show('compose.yaml');
      await until(() => findings(uri).length > 0, 'findings');
      await workspace.getConfiguration('bulkhead').update('enable', false);
      await until(() => findings(uri).length === 0, 'silence');
      await workspace.getConfiguration('bulkhead').update('enable', undefined);
      await until(() => findings(uri).length > 0, 'findings again');
    });

    test('weighs a rule by the setting of its folder, at once', async () => {
      const [first, second] = [await show('compose.yaml'), inWorkspace('compose.yaml', 1)];
      await window.showTextDocument(second, { preview: false });
      await findingOf(second, 'no-privileged');
      const settings = workspace.getConfiguration('bulkhead', second);
      const folder = ConfigurationTarget.WorkspaceFolder;
      await settings.update('rules', { 'no-priv*': 'info' }, folder);
      await until(
        () => severityOf(second, 'no-privileged') === DiagnosticSeverity.Information,
        'the new severity',
      );
      assert.equal(severityOf(first, 'no-privileged'), DiagnosticSeverity.Error);
      await settings.update('rules', undefined, folder);
      await until(() => severityOf(second, 'no-privileged') === DiagnosticSeverity.Error, 'the old severity');
    });

    test('checks on save when that is set', async () => {
      const text = 'services:\n  a:\n    image: example/a:1\n';
      const uri = await write('on-save/compose.yaml', text);
      const settings = workspace.getConfiguration('bulkhead');
      await settings.update('check', 'onSave');
      await show('on-save/compose.yaml');
      await until(() => findings(uri).length > 0, 'the first findings');
      const edit = new WorkspaceEdit();
      edit.insert(uri, new Position(3, 0), '    privileged: true\n');
      await workspace.applyEdit(edit);
      // The hover is of the text as it is: when it is there, the server has the new text.
      await until(() => hasHover(uri, new Position(3, 6)), 'the server to have the text');
      assert.equal(severityOf(uri, 'no-privileged'), undefined);
      await document(uri).save();
      await findingOf(uri, 'no-privileged');
      await settings.update('check', undefined);
      await commands.executeCommand('workbench.action.closeActiveEditor');
    });

    test('checks all files from the start when that is set, and none when it is off', async () => {
      await commands.executeCommand('workbench.action.closeAllEditors');
      const uri = await write('always/compose.yaml', COMPOSE);
      const settings = workspace.getConfiguration('bulkhead');
      await settings.update('workspace', 'always');
      await findingOf(uri, 'no-privileged');
      const later = await write('always/later/compose.yaml', COMPOSE);
      await findingOf(later, 'no-privileged');
      await settings.update('workspace', 'off');
      await until(() => findings(uri).length + findings(later).length === 0, 'silence');
      assert.equal(await commands.executeCommand('bulkhead.checkWorkspace'), undefined);
      await settings.update('workspace', undefined);
    });

    test('follows a configuration that changes on disk', async () => {
      const uri = await write('configured/compose.yaml', COMPOSE);
      await show('configured/compose.yaml');
      await findingOf(uri, 'no-privileged');
      const file = await write('configured/.bulkhead.yaml', 'rules:\n  no-privileged: hint\n');
      await until(() => severityOf(uri, 'no-privileged') === DiagnosticSeverity.Hint, 'the new severity');
      await workspace.fs.delete(file);
      await until(() => severityOf(uri, 'no-privileged') === DiagnosticSeverity.Error, 'the old severity');
      await commands.executeCommand('workbench.action.closeActiveEditor');
    });

    test('opens the JSON form of a configuration as JSON with comments', async () => {
      const uri = await write('json/.bulkhead.json', '{\n  // ours\n  "proflie": "strict"\n}\n');
      await show('json/.bulkhead.json');
      assert.equal(document(uri).languageId, 'jsonc');
      const problem = await until(() => findings(uri)[0], 'the problem');
      assert.match(problem.message, /'profile'/u);
      await commands.executeCommand('workbench.action.closeActiveEditor');
    });

    test('survives a restart of its server', async () => {
      const uri = await show('compose.yaml');
      await commands.executeCommand('bulkhead.restartServer');
      await until(() => findings(uri).length > 0, 'findings');
      assert.match(
        await hoverText(uri, (await findingOf(uri, 'no-privileged')).range.start),
        /no-privileged/u,
      );
    });

    test('makes of every snippet what it says', insertEverySnippet);
  });
}

/** What `bulkhead report` prints for a folder. */
function reportOfCommandLine(folder: string, format: string): string {
  const extension = extensions.getExtension('bulkhead.bulkhead');
  assert.ok(extension);
  const program = join(extension.extensionPath, 'dist/bulkhead.cjs');
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const args = [program, 'report', folder, '--format', format];
  return execFileSync(process.execPath, args, { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 });
}

const COMPOSE = 'services:\n  a:\n    image: example/a:1\n    privileged: true\n';

const WORKFLOW = `name: test
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    services:
      database:
        image: postgres:latest
        options: --privileged
    steps:
      - run: docker run --privileged example/web
`;

function inWorkspace(path: string, index = 0): Uri {
  const folder = workspace.workspaceFolders?.[index]?.uri;
  assert.ok(folder, 'there is such a folder in the workspace');
  return Uri.joinPath(folder, path);
}

async function show(path: string): Promise<Uri> {
  const uri = inWorkspace(path);
  await window.showTextDocument(uri, { preview: false });
  return uri;
}

async function write(path: string, text: string): Promise<Uri> {
  const uri = inWorkspace(path);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

function document(uri: Uri): TextDocument {
  const found = workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  assert.ok(found, `${uri.toString()} is open`);
  return found;
}

function positionOf(text: TextDocument, part: string): Position {
  const offset = text.getText().indexOf(part);
  assert.ok(offset >= 0, `the text says ${part}`);
  return text.positionAt(offset);
}

function findings(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === 'Bulkhead');
}

function idOf(code: Diagnostic['code']): unknown {
  return typeof code === 'object' ? code.value : code;
}

function targetOf({ code }: Diagnostic): Uri | undefined {
  return typeof code === 'object' ? code.target : undefined;
}

function severityOf(uri: Uri, id: string): DiagnosticSeverity | undefined {
  return findings(uri).find(({ code }) => idOf(code) === id)?.severity;
}

async function findingOf(uri: Uri, id: string): Promise<Diagnostic> {
  return until(() => findings(uri).find(({ code }) => idOf(code) === id), `${id} in ${uri.path}`);
}

async function hoverText(uri: Uri, position: Position): Promise<string> {
  const text = async (): Promise<string> => {
    const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, position);
    return hovers
      .flatMap(({ contents }) => contents as MarkdownString[])
      .map(({ value }) => value)
      .join('\n');
  };
  return until(text, 'a hover');
}

async function hasHover(uri: Uri, position: Position): Promise<boolean> {
  return (await hoverText(uri, position)).length > 0;
}

/** Asked more than once: while the host is still warming up, the first answer can be empty. */
async function actionsAt(uri: Uri, range: Range, title: string): Promise<CodeAction[]> {
  return until(async () => {
    const kind = CodeActionKind.QuickFix.value;
    const command = 'vscode.executeCodeActionProvider';
    const actions = await commands.executeCommand<CodeAction[]>(command, uri, range, kind, 50);
    return actions.some((action) => action.title === title) ? actions : undefined;
  }, title);
}

function tabLabels(): string[] {
  return window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
}

const PATIENCE = 20_000;

async function until<T>(
  look: () => T | undefined | false | '' | Promise<T | undefined | false | ''>,
  what: string,
  patience = PATIENCE,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
