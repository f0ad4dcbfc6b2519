/** The language server in a web worker: for VS Code in a browser, where there is neither a process nor a disk. */
/// <reference lib="webworker" />
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { today } from '../cli/today.ts';
import { pages } from '../generated/pages.ts';
import { registry } from '../generated/registry.ts';
import { createBrowserHost } from '../host/browser.ts';
import { serve } from '../lsp/server.ts';

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
const all: ReadonlyMap<string, string> = new Map(Object.entries({ ...pages.rules, ...pages.topics }));

serve({
  connection,
  host: createBrowserHost((level, message) => connection.console[level](message)),
  registry,
  pages: {
    load: (id) => Promise.resolve(all.get(id)),
    topics: () => Promise.resolve(Object.keys(pages.topics)),
    fileUri: () => undefined,
  },
  version: pages.version,
  today: () => today({}),
});
