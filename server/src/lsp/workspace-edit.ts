/** Edits of a text as the client takes them: with the version they were made for, with a question before an unsafe one. */
import type { ChangeAnnotation, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../base/text.ts';
import type { FixOffer } from '../model/finding.ts';
import type { UnsafeFix } from '../protocol.ts';
import { toEdits, toSnippets } from './convert.ts';
import type { Session } from './session.ts';

/** A text that edits are of, as the engine calls it. */
export interface EditedText {
  readonly uri: string;
  readonly text: string;
}

/** The edits of a fix for the very version that was judged; an unsafe fix asks first, where the client can ask. */
export function workspaceEdit(
  session: Session,
  edited: EditedText,
  edits: readonly TextEdit[],
  fix?: Pick<FixOffer, 'applicability' | 'breaks' | 'title'>,
): WorkspaceEdit {
  const uri = session.nameOf(edited.uri);
  if (!session.abilities.documentChanges) return { changes: { [uri]: toEdits(edited.text, edits) } };
  const converted = session.abilities.snippetEdits
    ? toSnippets(edited.text, edits)
    : toEdits(edited.text, edits);
  const version = session.documents.get(uri)?.version ?? null;
  const change = (list: TextDocumentEdit['edits']): TextDocumentEdit => ({
    textDocument: { uri, version },
    edits: list,
  });
  if (!fix || fix.applicability === 'safe' || !session.abilities.changeAnnotations) {
    return { documentChanges: [change(converted)] };
  }
  return {
    documentChanges: [change(converted.map((edit) => ({ ...edit, annotationId: ANNOTATION })))],
    changeAnnotations: { [ANNOTATION]: annotation(fix) },
  };
}

/** Makes a file; what is there already is left alone. */
export function newFileEdit(uri: string, text: string): WorkspaceEdit {
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      { kind: 'create', uri, options: { ignoreIfExists: true } },
      {
        textDocument: { uri, version: null },
        edits: [{ range: { start, end: start }, newText: text }],
      },
    ],
  };
}

/** An unsafe fix for a client that asks by itself. */
export function unsafeFix(
  session: Session,
  edited: EditedText,
  { title, breaks }: Pick<FixOffer, 'breaks' | 'title'>,
  edits: readonly TextEdit[],
): UnsafeFix {
  return {
    title,
    breaks: breaks ?? UNKNOWN_EFFECT,
    uri: session.nameOf(edited.uri),
    version: session.documentOf(edited.uri)?.version ?? null,
    edits: toSnippets(edited.text, edits).map((edit) =>
      'snippet' in edit ? { range: edit.range, newText: '', snippet: edit.snippet.value } : edit,
    ),
  };
}

const UNKNOWN_EFFECT = 'It may change what runs.';

const ANNOTATION = 'unsafe';

function annotation({ title, breaks }: Pick<FixOffer, 'breaks' | 'title'>): ChangeAnnotation {
  return { label: breaks ?? UNKNOWN_EFFECT, needsConfirmation: true, description: title };
}
