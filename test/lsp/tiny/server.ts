/** The real language server over standard streams, with the tiny registry. */
import { createConnection } from 'vscode-languageserver/node';
import { createNodeHost } from '../../../server/src/host/node.ts';
import { serve } from '../../../server/src/lsp/server.ts';
import { registry } from './registry.ts';

const PAGE = [
  '# no-count',
  '',
  'Disallow counts above one.',
  '',
  '## What it does',
  '',
  'Looks at `COUNT`.',
  '',
  '## Why it matters',
  '',
  'A high count is **high**.',
  '',
  '## Incorrect',
  '',
  '```tiny',
  '## How to fix',
  '```',
  '',
  '## How to fix',
  '',
  'Count [down](https://example.org/).',
  '',
  'More about it.',
  '',
].join('\n');

const connection = createConnection(process.stdin, process.stdout);
const host = createNodeHost((level, message) => connection.console[level](message));
serve({
  connection,
  host,
  registry,
  pages: {
    load: (id) =>
      id === 'no-useless'
        ? Promise.reject(new Error('the page is damaged'))
        : Promise.resolve(id === 'no-count' ? PAGE : undefined),
    topics: () => Promise.resolve([]),
    fileUri: (id) => `file:///pages/${id}.md`,
  },
  version: '0.0.0',
  today: () => '2026-03-31',
});
