/** The way from a folder to a file, as people read it: with slashes and without escapes. */

/** The path from a folder to a file, both as URIs; what lies outside begins with `..`. */
export function relativePath(folderUri: string, uri: string): string {
  // Most files lie below, under names that nobody has to escape.
  const way = uri.startsWith(`${folderUri}/`) ? uri.slice(folderUri.length + 1) : '';
  if (/^[\w.-]+(?:\/[\w.-]+)*$/u.test(way)) return way;
  const folder = namesIn(folderUri);
  const file = namesIn(uri);
  let shared = 0;
  while (shared < folder.length && shared < file.length - 1 && folder[shared] === file[shared]) shared++;
  return [...folder.slice(shared).map(() => '..'), ...file.slice(shared)].join('/');
}

/** The names in the path of a URI, with their escapes undone: editors and Node escape different characters. */
export function namesIn(uri: string): string[] {
  const path = uri.replace(/^[a-z][a-z\d+.-]*:(?:\/\/[^/]*)?/iu, '');
  return path
    .split('/')
    .filter((part) => part !== '')
    .map(unescaped);
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
