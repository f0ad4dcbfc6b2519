/** The extension's entry in a browser: the server is a web worker. */
/// <reference lib="webworker" />
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { startExtension } from './activate.ts';

let stop: (() => Promise<void>) | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/worker.js').toString(true);
  stop = await startExtension(
    context,
    (clientOptions) => new LanguageClient('bulkhead', 'Bulkhead', new Worker(script), clientOptions),
  );
}

export async function deactivate(): Promise<void> {
  await stop?.();
}
