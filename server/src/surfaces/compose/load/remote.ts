/** Which paths of a Compose file lead away from this machine: nothing behind them is ever fetched. */

/** A file that `include` or `extends` takes from Git or from an OCI registry; any other address is taken for a path. */
export function isRemoteFile(path: string): boolean {
  if (/^oci:\/\//iu.test(path)) return true;
  if (/^(?:git|ssh|git\+https?|git\+ssh):\/\//iu.test(path) || /^git@[\w.-]+:/iu.test(path)) return true;
  return /^https?:\/\/[^#?]+\.git(?:[#?]|$)/iu.test(path) || /^github\.com\//iu.test(path);
}

/** The context of a build that is a repository or an archive. */
export function isRemoteContext(path: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/|^git@|^github\.com\//iu.test(path);
}
