/** The command Open Sample Project: copies the sample to a folder of the user's choice, and opens that. */
import { commands, type ExtensionContext, l10n, type QuickPickItem, Uri, window, workspace } from 'vscode';

/** What a walkthrough's command gives, so that the editor opens the folder and then shows the walkthrough again. */
export interface Opened {
  readonly openFolder: Uri;
}

/** The file of the sample that shows the most. */
const MAIN_FILE = 'compose.yaml';
/** The context that the walkthrough waits for. */
const SAMPLE_COPIED = 'bulkhead.sampleCopied';
const FOLDER_NAME = 'bulkhead-sample';

/** Copies the sample and opens the copy; `from` says who asks. Nothing that exists is overwritten. */
export async function openSample(context: ExtensionContext, from?: unknown): Promise<Opened | undefined> {
  const texts = await sampleTexts(context.extensionUri);
  // An extension in a browser has no folder that an editor could open.
  if (context.globalStorageUri.scheme !== 'file') {
    await showUntitled(texts);
    return undefined;
  }
  const parent = await chooseParent(context.globalStorageUri);
  if (!parent) return undefined;
  const folder = await freshFolder(parent);
  await copyTo(folder, texts);
  // Who was asked and turned away has not done this step of the walkthrough.
  await commands.executeCommand('setContext', SAMPLE_COPIED, true);
  if (from === 'walkthrough') return { openFolder: folder };
  const forceNewWindow = workspace.workspaceFolders !== undefined;
  await commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
  return undefined;
}

/** The texts of the sample by their paths. */
async function sampleTexts(extension: Uri): Promise<ReadonlyMap<string, string>> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extension, 'dist/sample.json'));
  const texts: Record<string, string> = JSON.parse(new TextDecoder().decode(bytes));
  return new Map(Object.entries(texts));
}

async function chooseParent(storage: Uri): Promise<Uri | undefined> {
  const inStorage: QuickPickItem = {
    label: l10n.t('$(archive) In the Extension’s Own Storage'),
    detail: l10n.t('A new folder in {0}', storage.fsPath),
  };
  const elsewhere: QuickPickItem = {
    label: l10n.t('$(folder) In Another Folder…'),
    detail: l10n.t('A new folder “{0}” in the one that you choose', FOLDER_NAME),
  };
  const chosen = await window.showQuickPick([inStorage, elsewhere], {
    title: l10n.t('Open Sample Project'),
    placeHolder: l10n.t('Where should the copy of the sample be?'),
  });
  if (chosen === inStorage) return storage;
  if (chosen !== elsewhere) return undefined;
  const folders = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: l10n.t('Copy the Sample Here'),
  });
  return folders?.[0];
}

/** A folder that is not there yet: `bulkhead-sample`, `bulkhead-sample-2`, … */
async function freshFolder(parent: Uri): Promise<Uri> {
  for (let count = 1; ; count++) {
    const folder = Uri.joinPath(parent, count === 1 ? FOLDER_NAME : `${FOLDER_NAME}-${count}`);
    if (!(await exists(folder))) return folder;
  }
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    // There is no such thing, or it may not be looked at; a folder made there fails with the reason.
    return false;
  }
}

async function copyTo(folder: Uri, texts: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of texts) {
    await workspace.fs.writeFile(Uri.joinPath(folder, path), new TextEncoder().encode(text));
  }
}

async function showUntitled(texts: ReadonlyMap<string, string>): Promise<void> {
  const content = texts.get(MAIN_FILE) ?? '';
  const document = await workspace.openTextDocument({ language: 'dockercompose', content });
  await window.showTextDocument(document);
}

/** The Compose file of the sample that is open in this window, or of another project; undefined when there is none. */
export async function openedSample(): Promise<Uri | undefined> {
  for (const { uri } of workspace.workspaceFolders ?? []) {
    const file = Uri.joinPath(uri, MAIN_FILE);
    if (await exists(file)) return file;
  }
  return undefined;
}
