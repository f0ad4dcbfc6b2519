/** A folder on disk for the tests of one file, which is gone when they end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';

export function scratch(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `bulkhead-${name}-`));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const root = pathToFileURL(folder).href;
  return {
    folder,
    /** Its URI, without a slash at the end. */
    root,
    /** Writes a file and gives its URI. */
    write: (path: string, text: string): string => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      return `${root}/${path}`;
    },
    remove: (path: string): void => rmSync(join(folder, path)),
  };
}
