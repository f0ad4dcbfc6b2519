/** What every entry of the extension shares: the client, its commands, its pages and its status. */
import { commands, type ExtensionContext, l10n, window, workspace } from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  type DocumentSelector,
  ErrorAction,
  type ErrorHandler,
  type LanguageClientOptions,
  RevealOutputChannelOn,
} from 'vscode-languageclient';
import type { ClientOptions } from '../../server/src/protocol.ts';
import { followAlways, WorkspaceChecker } from './check.ts';
import { answerFileRequests, tellHidden } from './files.ts';
import { APPLY_UNSAFE_FIX, applyUnsafeFix } from './fixes.ts';
import { explainRule, OPEN_PAGE, openCheatSheet, openPage, registerPages } from './pages.ts';
import { Reports } from './report.ts';
import { registerRuns } from './runs.ts';
import { Status } from './status.ts';
import { registerWalkthrough } from './walkthrough.ts';

/** Starts the extension with whatever client the entry makes; gives the way to stop it. */
export async function startExtension(
  context: ExtensionContext,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
): Promise<() => Promise<void>> {
  const output = window.createOutputChannel('Bulkhead', { log: true });
  const client = createClient(clientOptions(output));
  const status = new Status(client);
  const checker = new WorkspaceChecker(client);
  answerFileRequests(client);
  context.subscriptions.push(
    output,
    status,
    checker,
    new Reports(client, context),
    registerPages(client),
    registerRuns(client),
    tellHidden(client),
    registerWalkthrough(context),
    commands.registerCommand(OPEN_PAGE, (id: unknown, section: unknown) => openPage(id, section)),
    commands.registerCommand(APPLY_UNSAFE_FIX, applyUnsafeFix),
    commands.registerCommand('bulkhead.explainRule', () => explainRule(client)),
    commands.registerCommand('bulkhead.openCheatSheet', () => openCheatSheet(client)),
    commands.registerCommand('bulkhead.checkWorkspace', () => checker.run()),
    commands.registerCommand('bulkhead.cancelCheck', () => checker.cancel()),
    commands.registerCommand('bulkhead.showOutput', () => output.show()),
    commands.registerCommand('bulkhead.restartServer', () => restart(client, status)),
  );
  await tryTo(() => client.start(), status);
  context.subscriptions.push(followAlways(client, checker));
  return () => client.dispose();
}

async function restart(client: BaseLanguageClient, status: Status): Promise<void> {
  await tryTo(async () => {
    if (client.isRunning()) await client.stop();
    await client.start();
  }, status);
}

/** A server that does not start is a matter for the status item and the output, not for a message that pops up. */
async function tryTo(start: () => Promise<void>, status: Status): Promise<void> {
  try {
    await start();
  } catch (error) {
    status.failed(error);
  }
}

function clientOptions(output: ReturnType<typeof window.createOutputChannel>): LanguageClientOptions {
  const options: ClientOptions = {
    pageLinks: 'editor',
    unsafeFixCommand: true,
    readFile: true,
    completesJson: true,
    analyzed: true,
  };
  return {
    documentSelector: documentSelector(),
    initializationOptions: options,
    ...('logLevel' in output ? { outputChannel: output } : {}),
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    markdown: { isTrusted: { enabledCommands: [OPEN_PAGE] } },
    diagnosticPullOptions: { onChange: true, onFocus: true },
    initializationFailedHandler: () => false,
    errorHandler: quietErrorHandler(),
  };
}

/**
 * Documents that somebody works on. Left out are those of other schemes, such as the old side of a comparison.
 * YAML is included because some Compose files are told by their content alone; the server says nothing of the rest.
 */
function documentSelector(): DocumentSelector {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  const schemes = new Set(['file', 'untitled', 'vscode-remote', 'vscode-vfs', ...folders]);
  return [...schemes].flatMap((scheme) => [
    { scheme, language: 'dockerfile' },
    { scheme, language: 'dockercompose' },
    { scheme, language: 'yaml' },
    // The variables of a Compose file, so that it follows while they are typed.
    { scheme, pattern: '**/.env' },
    // What configures Bulkhead, in JSON; in YAML it is among the languages above.
    { scheme, pattern: '**/.bulkhead{,-baseline}.json' },
  ]);
}

const MOST_RESTARTS = 4;
const RESTART_WINDOW = 3 * 60_000;

/** Starts a server again that went away, but not one that keeps going away; never with a message that pops up. */
function quietErrorHandler(): ErrorHandler {
  const restarts: number[] = [];
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      const now = Date.now();
      while (restarts[0] !== undefined && now - restarts[0] > RESTART_WINDOW) restarts.shift();
      restarts.push(now);
      const again = restarts.length <= MOST_RESTARTS;
      return {
        action: again ? CloseAction.Restart : CloseAction.DoNotRestart,
        message: l10n.t('The language server stopped.'),
        handled: true,
      };
    },
  };
}
