/** The commands behind the walkthrough "Get started with Bulkhead" that no other part of the extension has. */
import {
  commands,
  type Diagnostic,
  Disposable,
  type ExtensionContext,
  l10n,
  languages,
  type Range,
  Selection,
  type TextEditor,
  TextEditorRevealType,
  type Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { openedSample, openSample } from './sample.ts';

const CONTAINER_LANGUAGES: readonly string[] = ['dockerfile', 'dockercompose'];
/** So long a text may take until its findings are there. */
const PATIENCE = 10_000;

export function registerWalkthrough(context: ExtensionContext): Disposable {
  return Disposable.from(
    commands.registerCommand('bulkhead.openSample', (from?: unknown) => openSample(context, from)),
    commands.registerCommand('bulkhead.walkthrough.showFinding', () => atFinding('editor.action.showHover')),
    commands.registerCommand('bulkhead.walkthrough.fixFinding', () => atFinding('editor.action.quickFix')),
  );
}

/** Shows a text that has findings, puts the cursor on the gravest of them, and runs a command of the editor there. */
async function atFinding(command: string): Promise<void> {
  const uri = await textToShow();
  if (!uri) return offerSample();
  const editor = await window.showTextDocument(uri, { viewColumn: columnFor(uri) });
  const range = await gravestFinding(uri);
  if (!range) {
    const name = workspace.asRelativePath(uri);
    void window.showInformationMessage(l10n.t('Bulkhead found nothing in {0}.', name));
    return;
  }
  goTo(editor, range);
  await commands.executeCommand(command);
}

/** The container file in front, or that of the sample or the user's own project. */
async function textToShow(): Promise<Uri | undefined> {
  const inFront = window.visibleTextEditors.find(({ document }) =>
    CONTAINER_LANGUAGES.includes(document.languageId),
  );
  return inFront?.document.uri ?? (await openedSample());
}

/** The walkthrough itself stays in sight. */
function columnFor(uri: Uri): ViewColumn {
  const shown = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  return shown?.viewColumn ?? ViewColumn.Beside;
}

async function offerSample(): Promise<void> {
  const open = l10n.t('Open Sample Project');
  const message = l10n.t('Open the sample project first, or a Dockerfile or Compose file of your own.');
  const answer = await window.showInformationMessage(message, open);
  if (answer === open) await commands.executeCommand('bulkhead.openSample');
}

/** Where the gravest finding stands; waits for the first findings of a text that was just opened. */
async function gravestFinding(uri: Uri): Promise<Range | undefined> {
  const found = findingsOf(uri);
  const findings = found.length > 0 ? found : await nextFindings(uri);
  const [gravest] = [...findings].sort((a, b) => a.severity - b.severity);
  return gravest?.range;
}

function findingsOf(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === 'Bulkhead');
}

function nextFindings(uri: Uri): Promise<Diagnostic[]> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve(findingsOf(uri));
    };
    const listener = languages.onDidChangeDiagnostics(() => {
      if (findingsOf(uri).length > 0) end();
    });
    const timer = setTimeout(end, PATIENCE);
  });
}

function goTo(editor: TextEditor, range: Range): void {
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}
