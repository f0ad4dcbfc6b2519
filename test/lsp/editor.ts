/** An editor as the tests need one: starts a server as a child process and talks LSP to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after } from 'node:test';
import { build } from 'esbuild';
import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

/** Everything that VS Code's own client can do and this server asks about. */
export const ABLE: ClientCapabilities = {
  textDocument: {
    synchronization: {},
    diagnostic: {
      relatedInformation: true,
      tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true,
      dataSupport: true,
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source'] } },
      isPreferredSupport: true,
      disabledSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
  workspace: {
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    didChangeConfiguration: { dynamicRegistration: true },
    configuration: true,
    workspaceFolders: true,
  },
  window: { showDocument: { support: true } },
};

/** The least that LSP lets a client do. */
export const POOR: ClientCapabilities = { textDocument: { synchronization: {} } };

const folder = `out/lsp-${process.pid}`;
after(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles a server's entry, once for each test process, and gives its path. */
export async function bundleServer(entry: string): Promise<string> {
  const outfile = join(folder, 'dist', `${entry.replace(/\W/gu, '-')}.cjs`);
  if (existsSync(outfile)) return outfile;
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    // One package's own bundle for Node loads its parts at run time.
    mainFields: ['module', 'main'],
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  mkdirSync(join(folder, 'dist'), { recursive: true });
  cpSync('package.json', join(folder, 'package.json'));
  for (const pages of ['pages.json', 'pages']) {
    if (existsSync(join('dist', pages)))
      cpSync(join('dist', pages), join(folder, 'dist', pages), { recursive: true });
  }
  return outfile;
}

export interface EditorOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly folders?: readonly string[];
  /** What `workspace/configuration` answers for the section `bulkhead`, by the URI that is asked about. */
  readonly settingsOf?: (uri: string) => unknown;
  /** The texts that `bulkhead/readFile` gives. */
  readonly files?: ReadonlyMap<string, string>;
}

/** A running server with the editor's side of the conversation. */
export class Editor {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  /** All diagnostics that were pushed, the latest for each URI. */
  readonly pushed = new Map<string, { version?: number; diagnostics: readonly Diagnostic[] }>();
  readonly logged: string[] = [];
  readonly registered: { method: string; options: unknown }[] = [];
  readonly shown: string[] = [];
  refreshes = 0;
  initialized!: InitializeResult;
  #pushListeners: (() => void)[] = [];

  private constructor(child: ChildProcess, options: EditorOptions) {
    this.process = child;
    if (!child.stdin || !child.stdout) throw new Error('the server has no streams');
    this.connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.#answer(options);
    this.connection.listen();
  }

  /** Starts a server and greets it. */
  static async start(serverPath: string, options: EditorOptions = {}): Promise<Editor> {
    const child = spawn(process.execPath, [resolve(serverPath), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const editor = new Editor(child, options);
    try {
      await editor.#greet(options);
    } catch (error) {
      // A server that nobody stops would keep the tests from ending.
      child.kill('SIGKILL');
      throw error;
    }
    return editor;
  }

  async #greet(options: EditorOptions): Promise<void> {
    this.initialized = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: options.capabilities ?? ABLE,
      workspaceFolders: (options.folders ?? []).map((uri) => ({ uri, name: uri })),
      ...(options.initializationOptions === undefined
        ? {}
        : { initializationOptions: options.initializationOptions }),
    });
    await this.connection.sendNotification('initialized', {});
  }

  #answer({ settingsOf, files }: EditorOptions): void {
    const { connection } = this;
    connection.onNotification('textDocument/publishDiagnostics', ({ uri, ...rest }) => {
      this.pushed.set(uri, rest);
      for (const listener of this.#pushListeners) listener();
    });
    connection.onNotification('window/logMessage', ({ message }) => void this.logged.push(message));
    connection.onRequest('client/registerCapability', ({ registrations }) => {
      for (const { method, registerOptions } of registrations) {
        this.registered.push({ method, options: registerOptions });
      }
      return null;
    });
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      return null;
    });
    connection.onRequest('workspace/configuration', ({ items }) =>
      items.map(({ scopeUri }: { scopeUri: string }) => settingsOf?.(scopeUri) ?? null),
    );
    connection.onRequest('window/showDocument', ({ uri }) => {
      this.shown.push(uri);
      return { success: true };
    });
    connection.onRequest('bulkhead/readFile', ({ uri }) => files?.get(uri) ?? null);
  }

  async open(uri: string, text: string, languageId = 'tiny'): Promise<void> {
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  async change(uri: string, version: number, range: Range, text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text }],
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test says what it expects of the report
  pull(uri: string, previousResultId?: string): Promise<any> {
    return this.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri },
      identifier: 'bulkhead',
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  async items(uri: string): Promise<Diagnostic[]> {
    return (await this.pull(uri)).items;
  }

  actions(uri: string, range: Range, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> {
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...context },
    });
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  }

  /** Waits until what was pushed is as wanted. */
  async pushes(wanted: () => boolean): Promise<void> {
    while (!wanted()) {
      await new Promise<void>((resolve) => {
        this.#pushListeners = [() => resolve()];
      });
    }
  }

  /** Says goodbye as LSP wants it; gives the exit code. */
  async stop(): Promise<number | null> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    return this.exitCode();
  }

  async exitCode(): Promise<number | null> {
    if (this.process.exitCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }
}

/** A range on one line. */
export function on(line: number, start = 0, end = start): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}
