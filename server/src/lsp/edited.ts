/** Whether edits that the engine made may be written, and into which text. */
import { presentable } from '../base/presentable.ts';
import type { TextEdit } from '../base/text.ts';
import { fileNameOf } from '../base/uri.ts';
import type { Finding } from '../model/finding.ts';
import type { Lowered } from '../model/surface.ts';
import { isWritable, type Session } from './session.ts';
import type { EditedText } from './workspace-edit.ts';

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
