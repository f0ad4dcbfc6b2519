/** Completion inside configuration files: keys, rules and words, where they can stand. */
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionParams,
  CompletionRequest,
  type CompletionRegistrationOptions,
  InsertTextFormat,
  InsertTextMode,
} from 'vscode-languageserver';
import { indexLines } from '../base/line-index.ts';
import type { ConfigurationCompletion } from '../service.ts';
import { fromPosition, toRange } from './convert.ts';
import { toPlainText } from './pages.ts';
import type { Session } from './session.ts';

/** Behind these a value, an element or a quoted word begins. */
const TRIGGERS = [' ', '"', '-', ','];

/** What the server says of itself to a client that cannot be told later. */
export function completionProvider({
  abilities,
}: Session): { readonly triggerCharacters: string[] } | undefined {
  return abilities.registerCompletion ? undefined : { triggerCharacters: TRIGGERS };
}

/** Registers for the names of configurations, so that no other text is asked about. */
export async function registerCompletion({ connection, abilities, options }: Session): Promise<void> {
  if (!abilities.registerCompletion) return;
  const pattern = options.completesJson === true ? '**/.bulkhead.{yaml,yml}' : '**/.bulkhead.{yaml,yml,json}';
  const registered: CompletionRegistrationOptions = {
    documentSelector: [{ pattern }],
    triggerCharacters: TRIGGERS,
  };
  await connection.client.register(CompletionRequest.type, registered);
}

/** Answers `textDocument/completion`. */
export function completionsAt(
  session: Session,
  { textDocument, position }: CompletionParams,
): CompletionItem[] {
  const document = session.documentOf(textDocument.uri);
  if (!document) return [];
  const text = document.getText();
  const found = session.service.configurationCompletions(textDocument.uri, fromPosition(text, position));
  const lines = indexLines(text);
  return found.map((each, index) => ({
    ...itemOf(session, each, text),
    sortText: String(index).padStart(4, '0'),
    textEdit: { range: toRange(lines, each.range), newText: each.newText },
  }));
}

const KINDS: Readonly<Record<ConfigurationCompletion['kind'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  rule: CompletionItemKind.Reference,
  word: CompletionItemKind.EnumMember,
};

function itemOf(
  { abilities, options }: Session,
  { label, kind, detail, says, newText, range }: ConfigurationCompletion,
  text: string,
): CompletionItem {
  const isMarkdown = abilities.hoverFormat === 'markdown';
  const isQuoted = text[range.start] === '"';
  // Where a value is to follow, the next list opens by itself.
  const goesOn = options.pageLinks === 'editor' && /[\s"]$/u.test(newText) && kind !== 'word';
  return {
    label,
    kind: KINDS[kind],
    insertTextFormat: InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.asIs,
    filterText: isQuoted ? `"${label}"` : label,
    ...(detail === '' ? {} : { detail }),
    ...(says === ''
      ? {}
      : { documentation: { kind: abilities.hoverFormat, value: isMarkdown ? says : toPlainText(says) } }),
    ...(goesOn ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } } : {}),
  };
}
