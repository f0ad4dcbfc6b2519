/** The files that configure something, and where they are looked for. */
import type { Location, SourceText } from '../base/text.ts';
import { folderOf } from '../base/uri.ts';
import type { Configured } from '../model/configuration.ts';

/** The names of configuration files, the one that counts first where a folder has several. */
export const CONFIGURATION_NAMES = ['.bulkhead.yaml', '.bulkhead.yml', '.bulkhead.json'] as const;
export { BASELINE_NAME } from '../model/configuration.ts';

/** The texts that configurations are read from. */
export interface Texts {
  /** Whether it is known whether there is such a text. */
  isKnown(uri: string): boolean;
  /** The text; undefined for one that is not there or not known yet. */
  peek(uri: string): SourceText | undefined;
}

/** Files that must be read first. */
export interface Missing {
  readonly missing: readonly string[];
}

/** A baseline, and who says that it counts; the default is that it lies about. */
export interface Baseline {
  readonly uri: string;
  readonly by: Configured<unknown>['by'];
  readonly at?: Location;
}

/** The folders of a text, the nearest first; none where its name has no path, or is that of a text nobody saved. */
export function foldersAbove(uri: string): readonly string[] {
  const root = ROOT.exec(uri)?.[0];
  if (root === undefined || uri.startsWith('untitled:') || uri[root.length] !== '/') return [];
  const folders: string[] = [];
  for (let folder = folderOf(uri); folder.length >= root.length; folder = folderOf(folder)) {
    folders.push(folder);
    if (folder.length === root.length) break;
  }
  return folders;
}

const ROOT = /^[a-z][a-z\d+.-]*:(?:\/\/[^/]*)?/iu;
