/** The corpus: real files of other projects, kept outside this one. `BULKHEAD_CORPUS` names the folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A file of the corpus. */
export interface CorpusFile {
  /** From the corpus folder on, with slashes. */
  readonly path: string;
  readonly uri: string;
}

/** The folder of the corpus; undefined when this machine has none. */
export const corpusFolder = process.env['BULKHEAD_CORPUS'] || undefined;

/** The Dockerfiles and Compose files (without the `.env` files beside those), in a fixed order. */
export function containerFiles(folder: string): CorpusFile[] {
  return ['compose', 'dockerfiles']
    .flatMap((kind) => filesBelow(folder, kind))
    .filter(({ path }) => path.startsWith('dockerfiles/') || /\.ya?ml$/u.test(path));
}

/** The files in which nothing is to be found. */
export function quietFiles(folder: string): CorpusFile[] {
  const lines = readFileSync(join(folder, 'quiet.txt'), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((path) => toFile(folder, path));
}

function filesBelow(folder: string, kind: string): CorpusFile[] {
  return readdirSync(join(folder, kind), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).split(sep).join('/'))
    .map((path) => toFile(folder, path.replace(/^\/+/u, '')))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function toFile(folder: string, path: string): CorpusFile {
  return { path, uri: pathToFileURL(join(folder, path)).href };
}
