/** The pages of rules and the cheat sheets as virtual Markdown documents, shown in the editor's own preview; they come from the server, offline. */
import {
  CancellationTokenSource,
  commands,
  type Disposable,
  l10n,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { OpenPageCommand, ServerRequests, TopicSummary } from '../../server/src/protocol.ts';

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
      return withKnownFences(page.markdown);
    },
  });
}

/** The language by which the preview colours what a fence holds; it knows the notations of our pages by no other name. */
const LANGUAGES: Readonly<Record<string, string>> = {
  compose: 'yaml',
  'docker-run': 'sh',
  daemon: 'json',
  devcontainer: 'jsonc',
  quadlet: 'ini',
  'github-actions': 'yaml',
  'gitlab-ci': 'yaml',
};

/** A page whose fences say nothing but a language; what else stands behind it is for our tests. */
function withKnownFences(markdown: string): string {
  return markdown.replace(
    /^([ \t]*(?:`{3,}|~{3,}))([a-z-]+)(?:[ \t][^\n]*)?$/gmu,
    (_, fence: string, tag: string) => fence + (LANGUAGES[tag] ?? tag),
  );
}

/** Shows the page of a rule or a topic, at a section if one is named; beside what is in front if that is a text, or where `beside` says so. */
export async function openPage(
  id: unknown,
  section?: unknown,
  beside = window.activeTextEditor !== undefined,
): Promise<void> {
  // Anyone may run the command, with anything: only what can be an id becomes an address.
  if (!isName(id)) return;
  const fragment = isName(section) ? section : '';
  const uri = Uri.from({ scheme: SCHEME, path: `/${id}.md`, fragment });
  const command = beside ? 'markdown.showPreviewToSide' : 'markdown.showPreview';
  await commands.executeCommand(command, uri);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z\d][a-z\d_-]*$/u.test(value);
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

interface PageItem extends QuickPickItem {
  readonly page: string;
  readonly section?: string;
}

/** Lets the user choose a cheat sheet or a section of one, then shows it. */
export async function openCheatSheet(client: BaseLanguageClient): Promise<void> {
  const topics = client.isRunning() ? await ask(client, 'bulkhead/topics', null) : [];
  const chosen = await window.showQuickPick(topics.flatMap(itemsOf), {
    title: l10n.t('Open Cheat Sheet'),
    placeHolder: client.isRunning()
      ? l10n.t('Which page, and which part of it?')
      : l10n.t('The language server is not running.'),
    matchOnDetail: true,
    matchOnDescription: true,
  });
  if (chosen) await openPage(chosen.page, chosen.section);
}

/** A page below a line, then its sections; these name it, for when the list is filtered. */
function itemsOf({ id, title, summary, sections }: TopicSummary): PageItem[] {
  return [
    { label: '', kind: QuickPickItemKind.Separator, page: id },
    { label: `$(book) ${title}`, detail: summary, page: id },
    ...sections.map(({ title: label, slug }) => ({
      label: `$(blank) ${label}`,
      description: title,
      page: id,
      section: slug,
    })),
  ];
}
