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
  const root = ROOT.exec(folder)?.[0] ?? '';
  const parts = path.startsWith('/') ? [] : folder.slice(root.length).split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length > 1) parts.pop();
      continue;
    }
    parts.push(encoded(part));
  }
  return `${root}${parts[0] === '' ? '' : '/'}${parts.join('/')}`;
}

const ROOT = /^[a-z][a-z\d+.-]*:(?:\/\/[^/]*)?/i;
/** A path that is spelled as it should be: nothing escaped, no empty names, no capital drive letter. */
const PLAIN = /^(?![A-Z]:)(?:[\w\-.!~*'()@+,;=&$:]+(?:\/|$))*$/u;
const DOTS = /(?:^|\/)\.\.?(?:\/|$)/u;

/**
 * The one spelling of a URI: editors and Node escape different characters, and a path may take detours.
 * What has no path (`untitled:`) stays, and so does all behind the path.
 */
export function canonicalUri(uri: string): string {
  const root = ROOT.exec(uri)?.[0];
  if (root === undefined || uri[root.length] !== '/') return uri;
  const rest = uri.slice(root.length + 1);
  if (PLAIN.test(rest) && !DOTS.test(rest)) return uri;
  const end = rest.search(/[?#]/u);
  const [path, tail] = end < 0 ? [rest, ''] : [rest.slice(0, end), rest.slice(end)];
  const parts: string[] = [];
  for (const [index, part] of path.split('/').entries()) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(respelled(part, index === 0));
  }
  const slash = parts.length > 0 && path.endsWith('/') ? '/' : '';
  return `${root}/${parts.join('/')}${slash}${tail}`;
}

function respelled(part: string, isFirst: boolean): string {
  if (isFirst && /^[A-Z](?::|%3A)$/i.test(part)) return `${part.charAt(0).toLowerCase()}:`;
  try {
    return encoded(decodeURIComponent(part));
  } catch {
    return part;
  }
}

/** A name as a part of a path, escaped as Node does it. */
function encoded(name: string): string {
  if (USUAL.test(name)) return name;
  return encodeURI(name.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /[?#/]/gu,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A name of which nothing is escaped. */
const USUAL = /^[\w.-]+$/u;
