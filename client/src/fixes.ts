/** Asks before an unsafe fix: VS Code's own confirmation of edits hides what may break and leaves the edit unticked. */
import { l10n, Range, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { ApplyUnsafeFixCommand, UnsafeFix } from '../../server/src/protocol.ts';

export const APPLY_UNSAFE_FIX: ApplyUnsafeFixCommand = 'bulkhead.applyUnsafeFix';

/** Says what may break, and makes the edit when the user wants it and the text is still the one it was made for. */
export async function applyUnsafeFix({ title, breaks, uri, version, edits }: UnsafeFix): Promise<void> {
  const apply = l10n.t('Apply');
  const question = l10n.t('{0}?', title);
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const answer = await window.showWarningMessage(question, { modal: true, detail: breaks }, apply);
  if (answer !== apply || (version !== null && document.version !== version)) return;
  const edit = new WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    edit.replace(document.uri, new Range(start.line, start.character, end.line, end.character), newText);
  }
  await workspace.applyEdit(edit);
}
