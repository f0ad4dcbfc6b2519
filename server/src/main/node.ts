/** The language server as a process of its own: for the extension's child process and for `bulkhead lsp --stdio`. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { createConnection } from 'vscode-languageserver/node';
import { traceOf } from '../base/trace.ts';
import { findFolderFiles } from '../cli/report-files.ts';
import { today } from '../cli/today.ts';
import { registry } from '../generated/registry.ts';
import { createNodeHost } from '../host/node.ts';
import { type Pages, serve } from '../lsp/server.ts';

/** How the server talks: over the standard streams, or over the channel that a parent process opened. */
export type Transport = 'stdio' | 'ipc';

/** V8 lets garbage grow to several times of what is in use before it collects; a server that lives all day collects earlier. */
const HEAP_GROWTH = 40;

/**
 * Starts the server; the process ends when the client says `exit` or goes away.
 * `folder` is where `pages.json` and `pages/` are: the folder of the bundle, beside the `package.json`.
 */
export function startServer(folder: string, transport: Transport = 'stdio'): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  const connection =
    transport === 'ipc' ? createConnection() : createConnection(process.stdin, process.stdout);
  const log = connection.console;
  process.on('unhandledRejection', (error) => log.error(`unexpected: ${traceOf(error)}`));
  const host = createNodeHost((level, message) => log[level](message));
  serve({
    connection,
    host,
    registry,
    pages: pagesIn(folder),
    version: versionIn(join(folder, '..')),
    today: () => today(process.env),
    findFiles: async (root) => findFolderFiles(root, registry),
  });
}

function versionIn(folder: string): string {
  const { version }: { version?: unknown } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return String(version);
}

/** The pages that the package carries. */
function pagesIn(folder: string): Pages {
  let loaded: Promise<StoredPages> | undefined;
  const stored = (): Promise<StoredPages> => (loaded ??= readPages(join(folder, 'pages.json')));
  return {
    load: async (id) => {
      const { rules, topics } = await stored();
      return [rules, topics].find((pages) => Object.hasOwn(pages, id))?.[id];
    },
    topics: async () => Object.keys((await stored()).topics),
    fileUri: (id) =>
      /^[a-z][a-z\d-]*$/u.test(id) && existsSync(join(folder, 'pages', `${id}.md`))
        ? pathToFileURL(join(folder, 'pages', `${id}.md`)).href
        : undefined,
  };
}

/** What `scripts/generate.mjs` writes: Markdown by the ids of rules and of topics. */
interface StoredPages {
  readonly rules: Readonly<Record<string, string>>;
  readonly topics: Readonly<Record<string, string>>;
}

async function readPages(path: string): Promise<StoredPages> {
  return JSON.parse(await readFile(path, 'utf8'));
}
