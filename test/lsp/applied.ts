/** What an editor makes of an action's edits: with snippets, in which a person types. */
import assert from 'node:assert/strict';
import type {
  ClientCapabilities,
  CodeAction,
  Range,
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit,
} from 'vscode-languageserver-protocol';
import { applyEdits } from '../../server/src/base/text.ts';
import { indexLines, offsetAt } from '../../server/src/base/line-index.ts';
import { ABLE } from './editor.ts';

/** A client that can also leave the cursor on a blank, and make files. */
export const SNIPPETS: ClientCapabilities = {
  ...ABLE,
  workspace: {
    ...ABLE.workspace,
    workspaceEdit: {
      ...ABLE.workspace?.workspaceEdit,
      snippetEditSupport: true,
      resourceOperations: ['create'],
    },
  },
};

/** The edits of the one text that an action changes. */
export function editsOf(action: CodeAction | undefined): TextDocumentEdit {
  const change = action?.edit?.documentChanges?.find((each) => 'textDocument' in each);
  assert.ok(change, `${action?.title} changes a text; ${action?.disabled?.reason}`);
  return change;
}

/** The one snippet of an action. */
export function snippetOf(action: CodeAction | undefined): string | undefined {
  const [edit] = editsOf(action).edits;
  return edit && isSnippet(edit) ? edit.snippet.value : undefined;
}

/** The text after the action; `typed` is what a person types where the cursor stands. */
export function applied(text: string, action: CodeAction, typed: string): string {
  const lines = indexLines(text);
  const edits = editsOf(action).edits.map((edit) => ({
    range: toOffsets(edit.range),
    newText: isSnippet(edit) ? filled(edit.snippet.value, typed) : edit.newText,
  }));
  const result = applyEdits(text, edits);
  assert.ok(result !== undefined, 'the edits do not overlap');
  return result;

  function toOffsets({ start, end }: Range) {
    return { start: offsetAt(lines, start), end: offsetAt(lines, end) };
  }
}

function filled(snippet: string, typed: string): string {
  const stop = /\$1|\$\{1:(?:[^\\}]|\\.)*\}/u;
  assert.equal(snippet.split(stop).length, 2, `${snippet} has one stop`);
  return snippet.replace(stop, () => typed).replace(/\\([\\$}])/gu, '$1');
}

function isSnippet(edit: TextEdit | SnippetTextEdit): edit is SnippetTextEdit {
  return 'snippet' in edit;
}
