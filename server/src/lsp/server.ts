/** The language server: which message is answered by what. Everything it knows is made at `initialize`. */
import {
  type CancellationToken,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { canonicalUri } from '../base/uri.ts';
import type {
  CheckWorkspaceParams,
  Page,
  RuleSummary,
  ServerNotifications,
  ServerRequests,
} from '../protocol.ts';
import { noCounts, WorkspaceCheck } from './check-workspace.ts';
import { tick } from './checklist.ts';
import { codeActions, EXPLAIN_COMMAND } from './code-actions.ts';
import { completionProvider, completionsAt, registerCompletion } from './completion.ts';
import { configures } from './configured.ts';
import { publish, pullDiagnostics, Pusher } from './diagnostics.ts';
import { describe } from './describe.ts';
import { FIX_ALL_KIND, resolveAction } from './fix-all.ts';
import { afterPause, guarded } from './guard.ts';
import { topicSummaries } from './headings.ts';
import { hoverAt } from './hover.ts';
import { Offers } from './offers.ts';
import { report } from './report.ts';
import { REWRITE_KIND } from './rewrite-action.ts';
import { createSession, type ServerParts, type Session } from './session.ts';
import {
  filesChanged,
  foldersChanged,
  type Listeners,
  refreshDependents,
  refreshEverything,
  registerWatchers,
  settingsChanged,
  textSaved,
} from './watch.ts';

export type { ServerParts } from './session.ts';
export type { Pages } from './pages.ts';

/** Answers `initialize` and, from then on, everything else; the connection must not listen yet. */
export function serve(parts: ServerParts): void {
  const { connection } = parts;
  connection.onInitialize((params): InitializeResult => {
    const session = createSession(parts, params);
    const listeners = {
      check: new WorkspaceCheck(session),
      pusher: session.abilities.pullDiagnostics ? undefined : new Pusher(session),
    };
    answerEditor(session, listeners);
    answerOwnRequests(session, listeners);
    followTexts(session, listeners);
    followWorld(session, listeners);
    return {
      capabilities: capabilitiesFor(session),
      serverInfo: { name: 'Bulkhead', version: parts.version },
    };
  });
  connection.listen();
}

function capabilitiesFor(session: Session): ServerCapabilities {
  const { abilities, options } = session;
  const completion = completionProvider(session);
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    ...(abilities.pullDiagnostics
      ? {
          diagnosticProvider: {
            identifier: 'bulkhead',
            interFileDependencies: true,
            // A whole workspace is judged when the user asks for it, not all the time.
            workspaceDiagnostics: false,
          },
        }
      : {}),
    codeActionProvider: {
      codeActionKinds: ['quickfix', REWRITE_KIND, FIX_ALL_KIND],
      resolveProvider: abilities.resolveEdit,
    },
    hoverProvider: true,
    ...(completion ? { completionProvider: completion } : {}),
    ...(options.pageLinks === 'editor' ? {} : { executeCommandProvider: { commands: [EXPLAIN_COMMAND] } }),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

/** The requests that LSP knows. */
function answerEditor(session: Session, { check }: Listeners): void {
  const { connection } = session;
  const { log } = session.host;
  if (session.abilities.pullDiagnostics) {
    connection.languages.diagnostics.on(
      guarded(log, 'textDocument/diagnostic', { kind: 'full', items: [] }, async (params, token) => {
        const report = await pullDiagnostics(
          session,
          params.textDocument.uri,
          params.previousResultId,
          token,
        );
        await check.shown(params.textDocument.uri);
        return report;
      }),
    );
  }
  connection.onHover(
    guarded(log, 'textDocument/hover', null, async (params) => {
      await session.layers.ready();
      return hoverAt(session, params.textDocument.uri, params.position);
    }),
  );
  connection.onCompletion(
    guarded(log, 'textDocument/completion', [], (params) => completionsAt(session, params)),
  );
  connection.onCodeAction(
    guarded(log, 'textDocument/codeAction', [], async (params, token) => {
      await session.layers.ready();
      return codeActions(session, params, token);
    }),
  );
  connection.onCodeActionResolve((action, token) =>
    guarded(log, 'codeAction/resolve', action, () => resolveAction(session, action, token))(),
  );
  connection.onExecuteCommand(
    guarded(log, 'workspace/executeCommand', null, async (params) => {
      if (params.command === EXPLAIN_COMMAND) await showPage(session, params.arguments?.[0]);
      return null;
    }),
  );
}

/** Opens a page in the editor, for a client that has no pages of its own. */
async function showPage(session: Session, id: unknown): Promise<void> {
  const uri = typeof id === 'string' ? session.pages.fileUri(id) : undefined;
  if (uri === undefined) return;
  if (session.abilities.showDocument) await session.connection.window.showDocument({ uri, takeFocus: true });
  else session.connection.window.showInformationMessage(`The page of ${String(id)}: ${uri}`);
}

/** The requests beyond LSP. */
function answerOwnRequests(session: Session, { check }: Listeners): void {
  const { connection } = session;
  const { log } = session.host;
  const onRequest = <Method extends keyof ServerRequests>(
    method: Method,
    empty: ServerRequests[Method]['result'],
    handler: Handler<Method>,
  ): void => {
    connection.onRequest(
      method,
      guarded(log, method, empty, async (...args: Parameters<Handler<Method>>) => {
        await session.layers.ready();
        return handler(...args);
      }),
    );
  };
  onRequest(
    'bulkhead/checkWorkspace',
    { ...noCounts(), cancelled: true },
    (params: CheckWorkspaceParams, token) => check.run(params, token),
  );
  onRequest('bulkhead/describe', null, ({ uri }) => describe(session, uri));
  onRequest('bulkhead/page', null, async ({ id }: { readonly id: unknown }): Promise<Page | null> => {
    const markdown = typeof id === 'string' ? await session.pages.load(id) : undefined;
    return markdown === undefined ? null : { id: String(id), markdown };
  });
  onRequest('bulkhead/rules', [], () =>
    session.service.rules.map(({ id, meta }): RuleSummary => ({
      id,
      summary: meta.summary,
      topic: meta.topic,
      severity: meta.severity,
    })),
  );
  onRequest('bulkhead/topics', [], () => topicSummaries(session.pages));
  const failure = 'It failed because of a bug in Bulkhead; the output has the details.';
  const offers = new Offers(session);
  onRequest('bulkhead/report', { failure }, (params, token) => report(session, offers, params, token));
  onRequest('bulkhead/fix', { failure }, (params) => offers.make(params));
  onRequest('bulkhead/tick', { failure }, (params) => tick(session, params));
}

type Handler<Method extends keyof ServerRequests> = (
  params: ServerRequests[Method]['params'],
  token: CancellationToken,
) => ServerRequests[Method]['result'] | Promise<ServerRequests[Method]['result']>;

/** While somebody types in a configuration, all other texts are not judged anew with every key; in milliseconds. */
const CONFIGURING_PAUSE = 200;

/** Texts that are opened, changed, saved and closed. */
function followTexts(session: Session, { check, pusher }: Listeners): void {
  const { connection, documents, service } = session;
  const { log } = session.host;
  const hidden = guarded(log, 'hidden', undefined, (uri: string) => check.hidden(uri));
  const reconfigured = afterPause(
    CONFIGURING_PAUSE,
    guarded(log, 'didChange', undefined, () => refreshEverything(session, { check, pusher })),
  );
  documents.onDidChangeContent(({ document }) => {
    const { uri, languageId } = document;
    if (session.names.has(canonicalUri(uri))) session.drafts.typed(uri);
    session.names.set(canonicalUri(uri), uri);
    service.open({ uri, languageId, text: document.getText() });
    if (configures(session, uri)) reconfigured();
    void guarded(log, 'didChange', undefined, async () => {
      if (pusher) {
        await check.shown(uri);
        pusher.schedule(uri);
      }
      await check.refresh([uri, ...service.dependents(uri)]);
    })();
  });
  documents.onDidSave(({ document: { uri } }) => {
    void guarded(log, 'didSave', undefined, () => textSaved(session, uri, { check, pusher }))();
  });
  documents.onDidClose(({ document }) => {
    const { uri } = document;
    session.drafts.closed(uri);
    session.names.delete(canonicalUri(uri));
    service.close(uri);
    void guarded(log, 'didClose', undefined, async () => {
      if (pusher) await publish(session, uri, []);
      await hidden(uri);
      // What was not saved does not count any more.
      await refreshDependents(session, uri, { check, pusher });
    })();
  });
  const tabClosed: keyof ServerNotifications = 'bulkhead/hidden';
  connection.onNotification(tabClosed, ({ uri }: ServerNotifications['bulkhead/hidden']) => hidden(uri));
  documents.listen(connection);
}

/** Files, settings and folders. */
function followWorld(session: Session, listeners: Listeners): void {
  const { connection, abilities } = session;
  const { log } = session.host;
  connection.onInitialized(
    guarded(log, 'initialized', undefined, async () => {
      await registerWatchers(session);
      await registerCompletion(session);
      if (!abilities.workspaceFolders) return;
      connection.workspace.onDidChangeWorkspaceFolders(
        guarded(log, 'didChangeWorkspaceFolders', undefined, (change) =>
          foldersChanged(session, change, listeners),
        ),
      );
    }),
  );
  connection.onDidChangeWatchedFiles(
    guarded(log, 'didChangeWatchedFiles', undefined, ({ changes }) =>
      filesChanged(session, changes, listeners),
    ),
  );
  connection.onDidChangeConfiguration(
    guarded(log, 'didChangeConfiguration', undefined, ({ settings }: { settings: unknown }) =>
      settingsChanged(session, settings, listeners),
    ),
  );
}
