/** Edits that the engine made, as an action: whether they may be written, into which text, and how. */
import type { CodeAction } from 'vscode-languageserver';
import { presentable } from '../base/presentable.ts';
import type { TextEdit } from '../base/text.ts';
import { fileNameOf } from '../base/uri.ts';
import type { Finding, FixOffer } from '../model/finding.ts';
import type { Lowered } from '../model/surface.ts';
import type { ApplyUnsafeFixCommand } from '../protocol.ts';
import { isWritable, type Session } from './session.ts';
import { type EditedText, unsafeFix, workspaceEdit } from './workspace-edit.ts';

/** Edits with the text that they are of. */
export interface Change {
  readonly text: EditedText;
  readonly edits: readonly TextEdit[];
}

/** The edits with their text; refused where that is not to be written. */
export function writable(
  session: Session,
  finding: Finding,
  lowered: Lowered,
): Change | { readonly refused: string } {
  if ('refused' in lowered) return lowered;
  const uri = lowered.uri ?? finding.uri;
  const text = session.service.textOf(uri);
  const name = `'${presentable(fileNameOf(uri))}'`;
  if (text === undefined) return { refused: `It is to be mended in ${name}, which is not there any more.` };
  if (!isWritable(session, uri)) {
    return { refused: `It is to be mended in ${name}, which lies outside the workspace.` };
  }
  return { text: { uri, text }, edits: lowered.edits };
}

/** What the action does: an edit, or a command of the client that asks before it makes the edit. */
export function changeOf(
  session: Session,
  { text, edits }: Change,
  fix: FixOffer,
): Pick<CodeAction, 'edit' | 'command'> {
  if (fix.applicability === 'safe' || session.options.unsafeFixCommand !== true) {
    return { edit: workspaceEdit(session, text, edits, fix) };
  }
  const command: ApplyUnsafeFixCommand = 'bulkhead.applyUnsafeFix';
  return { command: { title: fix.title, command, arguments: [unsafeFix(session, text, fix, edits)] } };
}

/** A fix that may change what runs says so in its title. */
export function titleOf(fix: FixOffer): string {
  return fix.applicability === 'safe' ? fix.title : `${fix.title} (unsafe)`;
}
