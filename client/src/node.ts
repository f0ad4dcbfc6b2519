/** The extension's entry on the desktop and on remote machines: the server is a child process. */
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { startExtension } from './activate.ts';

let stop: (() => Promise<void>) | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/server.cjs');
  const transport = TransportKind.ipc;
  const options = {
    run: { module, transport },
    debug: { module, transport, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  stop = await startExtension(
    context,
    (clientOptions) => new LanguageClient('bulkhead', 'Bulkhead', options, clientOptions),
  );
}

export async function deactivate(): Promise<void> {
  await stop?.();
}
