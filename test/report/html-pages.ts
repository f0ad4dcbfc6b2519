/** The Markdown of rules and topics, straight from the source. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../harness/root.ts';

export function pageOf(id: string): string | undefined {
  const paths = [`rules/${id}/docs.md`, `topics/${id}.md`].map((path) => join(root, 'server/src', path));
  const path = paths.find((path) => existsSync(path));
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}
