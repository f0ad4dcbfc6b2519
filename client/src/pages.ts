/** Rule pages as virtual Markdown documents, shown in the editor's own preview; they come from the server, offline. */
import {
  CancellationTokenSource,
  commands,
  type Disposable,
  l10n,
  type QuickPickItem,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { OpenPageCommand, ServerRequests } from '../../server/src/protocol.ts';

/** The command behind the links in hovers and the actions that explain a rule. */
export const OPEN_PAGE: OpenPageCommand = 'bulkhead.openPage';

const SCHEME = 'bulkhead';

/** Sends one of the server's own requests. */
export function ask<Method extends keyof ServerRequests>(
  client: BaseLanguageClient,
  method: Method,
  params: ServerRequests[Method]['params'],
  token = new CancellationTokenSource().token,
): Promise<ServerRequests[Method]['result']> {
  return client.sendRequest(method, params, token);
}

/** Gives the texts of `bulkhead:` documents. */
export function registerPages(client: BaseLanguageClient): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async ({ path }) => {
      const id = path.replace(/^\//u, '').replace(/\.md$/u, '');
      const page = client.isRunning() ? await ask(client, 'bulkhead/page', { id }) : null;
      if (!page) return l10n.t('There is no page for {0}.', id);
      // The preview colours YAML, and knows no other name for it.
      return page.markdown.replace(/^```compose$/gmu, '```yaml');
    },
  });
}

/** Shows a rule's page. */
export async function openPage(id: unknown): Promise<void> {
  // Anyone may run the command, with anything: only what can be a rule's id becomes an address.
  if (typeof id !== 'string' || !/^[a-z][a-z\d-]*$/u.test(id)) return;
  const uri = Uri.from({ scheme: SCHEME, path: `/${id}.md` });
  // Beside the text that it is about, if there is one.
  const command = window.activeTextEditor ? 'markdown.showPreviewToSide' : 'markdown.showPreview';
  await commands.executeCommand(command, uri);
}

/** Lets the user choose a rule, then shows its page. */
export async function explainRule(client: BaseLanguageClient): Promise<void> {
  const rules = client.isRunning() ? await ask(client, 'bulkhead/rules', null) : [];
  const items = rules.map(({ id, summary, topic }): QuickPickItem => ({
    label: id,
    detail: summary,
    description: topic,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Explain Rule'),
    placeHolder:
      rules.length === 0
        ? l10n.t('The language server is not running.')
        : l10n.t('Which rule should be explained?'),
    matchOnDetail: true,
    matchOnDescription: true,
  });
  if (chosen) await openPage(chosen.label);
}
