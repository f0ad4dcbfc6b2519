/** What a reader does in a report: opens a place or a page, applies a fix, ticks an item of the checklist. */
import { l10n, Range, type Uri, ViewColumn, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { OfferedFix } from '../../server/src/protocol.ts';
import { applyOfferedFix } from './fixes.ts';
import type { MadeReport } from './make-report.ts';
import { ask, openPage } from './pages.ts';

/** Where an action takes place. */
export interface Stage {
  readonly client: BaseLanguageClient;
  /** The report that is shown. */
  readonly made: MadeReport;
  /** The column of its panel. */
  readonly column: ViewColumn | undefined;
}

/** A message from the page; it is made of files' texts, so nothing in it is taken on trust. */
export type Said = Readonly<Record<string, unknown>>;

/** Opens the file at the place, beside the report. */
export async function openPlace(stage: Stage, said: Said): Promise<void> {
  const uri = uriOf(stage, said['path']);
  if (!uri) return;
  const numbers = [said['line'], said['character'], said['endLine'], said['endCharacter']].map(countOf);
  const [line = 0, character = 0, endLine = 0, endCharacter = 0] = numbers;
  await showFile(uri, stage, new Range(line, character, endLine, endCharacter));
}

/** Applies a fix to the text as it is now. */
export async function applyFix(stage: Stage, said: Said): Promise<void> {
  const { client, made } = stage;
  const [fingerprint, index] = [said['fingerprint'], said['fix']];
  const uri = uriOf(stage, said['path']);
  if (!uri || typeof fingerprint !== 'string' || typeof index !== 'number' || !client.isRunning()) return;
  // From now on the server sees what is in the editor, and knows its version.
  await workspace.openTextDocument(uri);
  const offered = await ask(client, 'bulkhead/fix', { roots: made.roots, fingerprint, fix: index });
  if ('failure' in offered) return void window.showWarningMessage(offered.failure);
  const failure = await applyOfferedFix(client, offered);
  if (failure !== undefined) return void window.showWarningMessage(failure);
  // What the preview has shown need not be shown again.
  if (offered.breaks === undefined) await showFile(uri, stage, startOf(offered), true);
}

function startOf({ edits: [first] }: OfferedFix): Range | undefined {
  const start = first?.range.start;
  return start && new Range(start.line, start.character, start.line, start.character);
}

/** Writes a tick into the checklist of the folder, or takes it away; gives whether the file says so now. */
export async function tick({ client, made }: Stage, said: Said): Promise<boolean> {
  const [root] = made.roots;
  const item = said['item'];
  if (!root || typeof item !== 'string' || !client.isRunning()) return false;
  const params = { folder: root.uri, item, ticked: said['ticked'] === true };
  const result = await ask(client, 'bulkhead/tick', params);
  if ('failure' in result) {
    void window.showWarningMessage(result.failure);
    return false;
  }
  const uri = client.protocol2CodeConverter.asUri(result.uri);
  try {
    await workspace.fs.writeFile(uri, new TextEncoder().encode(result.text));
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(l10n.t('The checklist could not be written: {0}', reason));
    return false;
  }
}

/** Shows a cheat sheet or the page of a rule beside the report. */
export async function openPageBeside(said: Said): Promise<void> {
  await openPage(said['page'], said['section'] === '' ? undefined : said['section'], true);
}

/** Only files that the report names can be opened. */
function uriOf({ client, made }: Stage, path: unknown): Uri | undefined {
  if (typeof path !== 'string' || !Object.hasOwn(made.places, path)) return undefined;
  const uri = made.places[path];
  return uri === undefined ? undefined : client.protocol2CodeConverter.asUri(uri);
}

/** Where texts are shown already, but not over the report. */
async function showFile(uri: Uri, { column }: Stage, range?: Range, preserveFocus = false): Promise<void> {
  const shown = window.visibleTextEditors.find(
    ({ viewColumn }) => viewColumn !== undefined && viewColumn !== column,
  );
  try {
    const document = await workspace.openTextDocument(uri);
    const viewColumn = shown?.viewColumn ?? ViewColumn.Beside;
    const selection = range && document.validateRange(range);
    await window.showTextDocument(document, {
      viewColumn,
      preserveFocus,
      ...(selection ? { selection } : {}),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(l10n.t('The file could not be opened: {0}', reason));
  }
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}
