/** The host of a browser: it has no files of its own, as the client reads them, and nothing that could interrupt work. */
import type { Host } from '../base/host.ts';

/** A host in a web worker. `log` receives one line a message. */
export function createBrowserHost(log: Host['log']): Host {
  return { readFile: () => Promise.resolve(undefined), log };
}
