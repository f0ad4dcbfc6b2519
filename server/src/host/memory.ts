/** A host whose files are a map: for tests and for texts that have no disk. */
import type { Host } from '../base/host.ts';

/** A host over texts by URI; what is logged is kept in `logged`. */
export function createMemoryHost(files: ReadonlyMap<string, string>): Host & { readonly logged: string[] } {
  const logged: string[] = [];
  return {
    logged,
    readFile: (uri) => Promise.resolve(files.get(uri)),
    log: (level, message) => void logged.push(`${level}: ${message}`),
  };
}
