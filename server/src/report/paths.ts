/** Names of files as a report gives them: from its folder, with slashes, never as the machine has them. */

/** The path from a folder to a file, both as URIs; what lies outside begins with `..`. */
export function pathFrom(folderUri: string, uri: string): string {
  const folder = partsOf(folderUri);
  const file = partsOf(uri);
  let shared = 0;
  while (shared < folder.length && shared < file.length - 1 && folder[shared] === file[shared]) shared++;
  return [...folder.slice(shared).map(() => '..'), ...file.slice(shared)].join('/');
}

/** The name of a folder, for the title of a report; the root has none of its own. */
export function folderName(folderUri: string): string {
  return partsOf(folderUri).at(-1) ?? '/';
}

/** The names in a path, with their escapes undone: editors and Node escape different characters. */
function partsOf(uri: string): string[] {
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
