/** Paths in an image, as BuildKit puts WORKDIR and the targets of COPY together. */
import { type Refused, refuse } from './refusal.ts';

/** The working directory after a WORKDIR with this path; Windows gets its own separators and loses the drive. */
export function workdirAfter(current: string, path: string, isWindows: boolean): string | Refused {
  const parent = withoutDrive(current === '' ? '/' : current, isWindows);
  if (typeof parent !== 'string') return parent;
  const absolute = isAbsolute(parent, isWindows) ? parent : joinPaths('/', parent);
  const target = withoutDrive(path === '' ? absolute : path, isWindows);
  if (typeof target !== 'string') return target;
  const result = isAbsolute(target, isWindows) ? target : joinPaths(absolute, target);
  return isWindows ? result.replaceAll('/', '\\') : result;
}

/** The path without the letter of the system's drive and with slashes; a path for Linux stays as it is. */
export function withoutDrive(path: string, isWindows: boolean): string | Refused {
  if (!isWindows) return path;
  const slashed = path.replaceAll('\\', '/');
  if (slashed.length === 2 && slashed.endsWith(':'))
    return refuse(`No relative path specified in ${JSON.stringify(path)}`);
  if (slashed.startsWith('//')) return refuse('UNC paths are not supported');
  const colon = slashed.indexOf(':');
  if (colon < 0) return cleanPath(slashed);
  if (slashed.slice(0, colon).toLowerCase() !== 'c') {
    return refuse('The specified path is not on the system drive (C:)');
  }
  return cleanPath(slashed.slice(colon + 1));
}

/** Whether WORKDIR takes the path as it is. */
export function isAbsolute(path: string, isWindows: boolean): boolean {
  const plain = withoutDrive(path, isWindows);
  return typeof plain === 'string' && plain.startsWith('/');
}

export function joinPaths(...parts: readonly string[]): string {
  const joined = parts.filter((part) => part !== '').join('/');
  return joined === '' ? '' : cleanPath(joined);
}

/** The shortest path that means the same, as Go's `path.Clean` gives it. */
function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.length > 0 && names.at(-1) !== '..') names.pop();
    else if (!isRooted) names.push(name);
  }
  const cleaned = names.join('/');
  if (isRooted) return `/${cleaned}`;
  return cleaned === '' ? '.' : cleaned;
}
