/** Finds the files that a report looks at: what `check` would take, and files of notations that are not understood. */
import { resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { notationOf } from '../report/notations.ts';
import { isConfiguration, type Registry } from '../service.ts';
import { findFiles, type Found } from './find-files.ts';
import { knowsName } from './recognise.ts';

/** A file below a folder. */
export interface FolderFile {
  readonly uri: string;
  /** Why it could not be looked at; absent for those that can be read. */
  readonly failure?: string;
}

/** The same files that `bulkhead report` takes when it runs in the folder, for skins that know folders by their URIs. */
export function findFolderFiles(folderUri: string, registry: Registry): readonly FolderFile[] {
  const folder = fileURLToPath(folderUri);
  const { targets, failures } = findReportFiles(folder, ['.'], registry);
  return [
    ...targets.map(({ file }) => ({ uri: pathToFileURL(file).href })),
    ...failures.map(({ path, reason }) => ({
      uri: pathToFileURL(resolve(folder, path)).href,
      failure: reason,
    })),
  ];
}

/** YAML files of any name are among them: what they hold is known when they are read. */
export function findReportFiles(cwd: string, paths: readonly string[], registry: Registry): Found {
  const isCandidate = (file: string): boolean =>
    /\.ya?ml$/iu.test(file) ||
    knowsName(file, registry) ||
    isConfiguration(pathToFileURL(file).href) ||
    notationOf(file.split(sep).join('/')) !== undefined;
  return findFiles(cwd, paths, isCandidate);
}
