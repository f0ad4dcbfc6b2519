/** Paths between URIs, and joined paths, as Go's `filepath` makes them. */

/** The way from a folder to a file or folder: `.`, `./sub/x`, `../x`; the URI itself where they have no root in common. */
export function relativePath(folder: string, uri: string): string {
  const from = partsOf(folder);
  const to = partsOf(uri);
  if (from[0] !== to[0]) return uri;
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  const up = from.slice(same).map(() => '..');
  const path = [...up, ...to.slice(same)].join('/');
  if (path === '') return '.';
  return up.length > 0 ? path : `./${path}`;
}

/** The scheme and host as one part, then the names with their escapes undone. */
function partsOf(uri: string): readonly string[] {
  const root = /^[a-z][a-z\d+.-]*:(?:\/\/[^/]*)?/i.exec(uri)?.[0] ?? '';
  const names = uri
    .slice(root.length)
    .split('/')
    .filter((name) => name !== '');
  return [root, ...names.map(decoded)];
}

function decoded(name: string): string {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
