/** Finds the files to check: those named on the line, and those of a kind we know in the folders named. */
import { lstatSync, readdirSync, statSync, type Dirent, type Stats } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { reasonOf } from './fault.ts';
import { innerRules, isIgnored, outerRules, type IgnoreChain } from './ignore-files.ts';

/** One file to check. */
export interface Target {
  /** The name to show: as given on the line, with slashes. */
  readonly path: string;
  /** The absolute path. */
  readonly file: string;
  /** Whether it was named on the line itself: then it is read whatever it is called. */
  readonly named: boolean;
}

/** A path that could not be looked at. */
export interface Failure {
  readonly path: string;
  readonly reason: string;
}

export interface Found {
  readonly targets: readonly Target[];
  readonly failures: readonly Failure[];
}

/** Of pipes, sockets and devices, from which reading may never come back. */
const NOT_REGULAR = 'is not a regular file';

/** Folders that hold other people's files or none of ours. */
const LEFT_OUT = new Set(['node_modules', '.git']);

/** The files of the paths in the order given; those of a folder sorted by their paths, none of them twice. */
export function findFiles(
  cwd: string,
  paths: readonly string[],
  isCandidate: (file: string) => boolean,
): Found {
  const seen = new Set<string>();
  const targets: Target[] = [];
  const failures: Failure[] = [];
  const take = (target: Target): void => {
    if (!seen.has(target.file)) targets.push(target);
    seen.add(target.file);
  };
  for (const path of paths) {
    const file = resolve(cwd, path);
    const facts = factsOf(file);
    if (typeof facts === 'string') failures.push({ path: slashed(path), reason: facts });
    else if (facts.isFile()) take({ path: slashed(path), file, named: true });
    else if (!facts.isDirectory()) failures.push({ path: slashed(path), reason: NOT_REGULAR });
    else searchFolder(file, shownFolder(path), outerRules(file), { isCandidate, take, failures });
  }
  return { targets, failures };
}

interface Search {
  readonly isCandidate: (file: string) => boolean;
  readonly take: (target: Target) => void;
  readonly failures: Failure[];
}

/** Links to folders are not followed, as git does not: what they lead to is found where it is, and no search runs in circles. */
function searchFolder(folder: string, shown: string, outer: IgnoreChain, search: Search): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    search.failures.push({ path: shown === '' ? '.' : shown.slice(0, -1), reason: reasonOf(error) });
    return;
  }
  const chain = entries.some((entry) => entry.name === '.gitignore') ? innerRules(outer, folder) : outer;
  for (const entry of entries.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (LEFT_OUT.has(entry.name) || isIgnored(chain, file, true)) continue;
      searchFolder(file, `${shown}${entry.name}/`, chain, search);
    } else if (search.isCandidate(file) && !isIgnored(chain, file, false)) {
      takeEntry(entry, file, shown + entry.name, search);
    }
  }
}

function takeEntry(entry: Dirent, file: string, path: string, search: Search): void {
  if (entry.isFile()) return search.take({ path, file, named: false });
  const facts = factsOf(file);
  if (typeof facts === 'string') search.failures.push({ path, reason: facts });
  else if (facts.isFile()) search.take({ path, file, named: false });
  else if (!facts.isDirectory()) search.failures.push({ path, reason: NOT_REGULAR });
}

/** A folder's files stand where its name with a slash would, so that the whole list is in the order of the paths. */
function sortKey(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

/** What a path is, or why that cannot be told. */
function factsOf(file: string): Stats | string {
  try {
    return statSync(file);
  } catch (error) {
    const reason = reasonOf(error);
    return reason === 'no such file or folder' && isLink(file)
      ? 'a link to a file that does not exist'
      : reason;
  }
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

/** `.` adds nothing to the names of its files; every other folder is shown as given. */
function shownFolder(path: string): string {
  const shown = slashed(path);
  if (shown === '.') return '';
  return shown.endsWith('/') ? shown : `${shown}/`;
}

function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
