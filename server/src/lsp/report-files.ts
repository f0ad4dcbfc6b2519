/** Which files a report looks at, and how it calls them. */
import { resolvePath } from '../base/uri.ts';
import type { ReportRoot } from '../protocol.ts';
import { pathFrom } from '../report/paths.ts';
import type { Session } from './session.ts';

/** A file of a report. */
export interface ReportFile {
  readonly uri: string;
  /** From the folder of the report, with slashes; with several folders it begins with the name of its folder. */
  readonly path: string;
  /** Why it could not be looked at; absent for those that can. */
  readonly failure?: string;
  /** The path of another file from the folder of the report. */
  pathOf(uri: string): string;
}

/** The folders of a report. */
export interface Roots {
  /** Tells these folders from others. */
  readonly key: string;
  /** With names of which no two are the same. */
  readonly folders: readonly ReportRoot[];
  /** The URI of a path of the report; undefined for one that is in none of the folders. */
  uriOf(path: string): string | undefined;
}

/** The folders as a client named them; undefined when it named none. */
export function readRoots(given: unknown): Roots | undefined {
  const named = Array.isArray(given) ? given.filter(isRoot) : [];
  if (named.length === 0) return undefined;
  const folders = named.map((root, index) => ({
    ...root,
    uri: trimmed(root.uri),
    name: nameOf(named, index),
  }));
  return {
    key: JSON.stringify(folders.map(({ uri, files }) => [uri, files ?? null])),
    folders,
    uriOf: (path) => uriIn(folders, path),
  };
}

/** The files of all folders. */
export async function filesOf(session: Session, { folders }: Roots): Promise<readonly ReportFile[]> {
  const isOne = folders.length === 1;
  const files = new Map<string, ReportFile>();
  for (const folder of folders) {
    const pathOf = (uri: string): string => (isOne ? '' : `${folder.name}/`) + pathFrom(folder.uri, uri);
    for (const { uri, failure } of await foundIn(session, folder)) {
      const found = { uri, path: pathOf(uri), pathOf, ...(failure === undefined ? {} : { failure }) };
      // One folder of a workspace may lie in another.
      if (!files.has(uri)) files.set(uri, found);
    }
  }
  return [...files.values()];
}

/** A file that was found, or that could not be looked at. */
export interface FoundFile {
  readonly uri: string;
  /** Why it could not be looked at. */
  readonly failure?: string;
}

async function foundIn(session: Session, { uri, files }: ReportRoot): Promise<readonly FoundFile[]> {
  if (files) return files.map((file) => ({ uri: file }));
  return uri.startsWith('file:') ? ((await session.findFiles?.(uri)) ?? []) : [];
}

function uriIn(folders: readonly ReportRoot[], path: string): string | undefined {
  const [only] = folders;
  if (folders.length === 1 && only) return resolvePath(only.uri, path);
  const folder = folders.find(({ name }) => path.startsWith(`${name}/`));
  return folder && resolvePath(folder.uri, path.slice(folder.name.length + 1));
}

function isRoot(root: unknown): root is ReportRoot {
  if (typeof root !== 'object' || root === null || !('uri' in root) || !('name' in root)) return false;
  if (typeof root.uri !== 'string' || typeof root.name !== 'string' || root.uri === '') return false;
  return !('files' in root) || root.files === undefined || isListOfStrings(root.files);
}

function isListOfStrings(list: unknown): boolean {
  return Array.isArray(list) && list.every((item) => typeof item === 'string');
}

function trimmed(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri;
}

/** Folders of a workspace may be called alike: then those that come later are numbered. */
function nameOf(roots: readonly ReportRoot[], index: number): string {
  const name = roots[index]?.name ?? '';
  const earlier = roots.slice(0, index).filter((root) => root.name === name).length;
  return earlier === 0 ? name : `${name} (${earlier + 1})`;
}
