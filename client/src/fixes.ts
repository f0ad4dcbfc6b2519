/** Applies fixes that change what runs: in a text after a question, from a report through the editor's own preview. */
import {
  l10n,
  Range,
  SnippetString,
  SnippetTextEdit,
  TextEdit,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type WorkspaceEditEntryMetadata,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ApplyUnsafeFixCommand, OfferedFix, UnsafeFix } from '../../server/src/protocol.ts';

export const APPLY_UNSAFE_FIX: ApplyUnsafeFixCommand = 'bulkhead.applyUnsafeFix';

const SHOWN_FOR = 10_000;

/**
 * Says what may break, and makes the edit when the user wants it and the text is still the one it was made for.
 * Beside the light bulb a question does: VS Code's own preview of edits opens a panel and leaves the edit unticked.
 */
export async function applyUnsafeFix({ title, breaks, uri, version, edits }: UnsafeFix): Promise<void> {
  const apply = l10n.t('Apply');
  const question = l10n.t('{0}?', title);
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const answer = await window.showWarningMessage(question, { modal: true, detail: breaks }, apply);
  if (answer !== apply || (version !== null && document.version !== version)) return;
  await workspace.applyEdit(editOf(document.uri, edits));
}

/** Applies a fix that a report offers; one that may break something is shown in the editor's preview first. Gives why it was not. */
export async function applyOfferedFix(
  client: BaseLanguageClient,
  { title, breaks, uri, version, edits }: OfferedFix,
): Promise<string | undefined> {
  const document = await workspace.openTextDocument(client.protocol2CodeConverter.asUri(uri));
  // The edits are for a text that the server saw; here it may have grown meanwhile.
  if (document.version !== version) {
    return l10n.t('{0} has just changed; try again.', workspace.asRelativePath(document.uri));
  }
  if (breaks !== undefined) {
    await previewFix(editOf(document.uri, edits, { label: breaks, description: title }), breaks);
    return undefined;
  }
  const isApplied = await workspace.applyEdit(editOf(document.uri, edits));
  return isApplied ? undefined : l10n.t('The editor did not take the fix.');
}

/** Grouped by file, as it is at first, the editor's preview does not show what may break, and it leaves the change unticked. */
async function previewFix(edit: WorkspaceEdit, breaks: string): Promise<void> {
  const applied = workspace.applyEdit(edit, { isRefactoring: true });
  window.setStatusBarMessage(`$(warning) ${breaks}`, applied);
  if (await applied) return;
  // The editor does not tell who discarded the preview from who applied it without a tick, and the latter may wonder.
  const hint = l10n.t('Nothing was changed: only what is ticked in the preview is applied.');
  window.setStatusBarMessage(`$(info) ${hint}`, SHOWN_FOR);
}

/** Edits with a preview that says what they may break, where there is something to say. */
function editOf(
  uri: Uri,
  edits: OfferedFix['edits'],
  preview?: { readonly label: string; readonly description: string },
): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  const metadata = preview && { needsConfirmation: true, ...preview };
  const changes = edits.map(({ range: { start, end }, newText, snippet }): Change => {
    const place = new Range(start.line, start.character, end.line, end.character);
    if (snippet === undefined) return [TextEdit.replace(place, newText), metadata];
    return [SnippetTextEdit.replace(place, new SnippetString(snippet)), metadata];
  });
  edit.set(uri, changes);
  return edit;
}

type Change = [TextEdit | SnippetTextEdit, WorkspaceEditEntryMetadata | undefined];
