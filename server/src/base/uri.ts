/** The little that the engine needs to know of URIs: their folder, a path beside them, their file name. */

/** The URI of the folder that holds a file, without a slash at its end. */
export function folderOf(uri: string): string {
  const slash = uri.lastIndexOf('/');
  return slash < 0 ? uri : uri.slice(0, slash);
}

/** The file name of a URI, with its escapes undone. */
export function fileNameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The URI of a relative path (slashes, `.` and `..` allowed) in a folder; an absolute path replaces the folder's. */
export function resolvePath(folder: string, path: string): string {
  const root = /^[a-z][a-z\d+.-]*:(?:\/\/[^/]*)?/i.exec(folder)?.[0] ?? '';
  const parts = path.startsWith('/') ? [] : folder.slice(root.length).split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length > 1) parts.pop();
      continue;
    }
    parts.push(encodeURIComponent(part));
  }
  return `${root}${parts[0] === '' ? '' : '/'}${parts.join('/')}`;
}
