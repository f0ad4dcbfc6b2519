/** What the address in a command or a variable says about the machine it leads to. */

/**
 * - `self`: this very machine
 * - `neighbour`: a name without a dot, as services of one project have
 * - `remote`: somebody else's
 * - `unknown`: an expansion decides it, or it is no address
 */
export type HostKind = 'self' | 'neighbour' | 'remote' | 'unknown';

/** The host of an address, in small letters, without user and port; `''` when there is none. */
export function hostOf(address: string): string {
  const found = /^(?:[a-z][a-z\d+.-]{0,20}:\/\/)?(?:[^/?#@\s]{0,200}@)?(\[[\da-f:.]+\]|[^/:?#@\s]+)/i.exec(
    address,
  );
  return (found?.[1] ?? '').toLowerCase();
}

/** `address` may hold U+FFFC for what an expansion decides. */
export function hostKindOf(address: string): HostKind {
  if (/^file:/i.test(address)) return 'self';
  const host = hostOf(address);
  if (host === '') return 'unknown';
  if (/^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1\]|[\w-]+\.localhost)$/u.test(host)) return 'self';
  if (host.includes('\uFFFC')) return 'unknown';
  return host.includes('.') || host.startsWith('[') ? 'remote' : 'neighbour';
}
