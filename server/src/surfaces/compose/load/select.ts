/** Which files make up the project that a text belongs to, and where its folder is. */
import { fileNameOf, folderOf, resolvePath } from '../../../base/uri.ts';
import { parseDotenv } from '../../../syntax/dotenv/parse.ts';
import type { Located, ReadOptions } from '../../../model/surface.ts';

/** The files of a project, in the order in which they are merged. */
export interface Selection {
  readonly files: readonly string[];
  /** The project's folder: paths are relative to it, and its name is the project's when nothing else says one. */
  readonly folder: string;
  /** The files that may hold variables; those that are not there hold none. */
  readonly envFiles: readonly string[];
  /** Whether the files were named, so that none was looked for. */
  readonly isExplicit: boolean;
}

export const BASE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
export const OVERRIDE_NAMES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** The project of a text that somebody looks at: as `docker compose` in its folder would see it, or as the options say. */
export function selectProject(
  uri: string,
  textOf: (uri: string) => string | undefined,
  options: ReadOptions = {},
): Selection {
  const folder = options.folder ?? folderOf(uri);
  const envFiles = options.envFiles ?? [resolvePath(folder, '.env')];
  if (options.files) return { files: [uri, ...options.files], folder, envFiles, isExplicit: true };
  const alone: Selection = { files: [uri], folder, envFiles, isExplicit: true };
  const named = namedInEnvironment(folder, envFiles, textOf);
  if (named) return named.includes(uri) ? { ...alone, files: named } : alone;
  const own = fileNameOf(uri);
  if (!BASE_NAMES.includes(own) && !OVERRIDE_NAMES.includes(own)) return alone;
  const there = (name: string): boolean => name === own || textOf(`${folder}/${name}`) !== undefined;
  const base = BASE_NAMES.find(there);
  const override = OVERRIDE_NAMES.find(there);
  if (base === undefined || (own !== base && own !== override)) return alone;
  const names = override === undefined ? [base] : [base, override];
  const files = names.map((name) => (name === own ? uri : `${folder}/${name}`));
  return { files, folder, envFiles, isExplicit: false };
}

export function isSameSelection(one: Selection, other: Selection): boolean {
  if (one.folder !== other.folder || one.isExplicit !== other.isExplicit) return false;
  return isSame(one.files, other.files) && isSame(one.envFiles, other.envFiles);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((uri, index) => uri === other[index]);
}

/** The project of a folder: what `COMPOSE_FILE` names, else the first Compose file of a usual name, here or above. */
export function locateProject(
  folder: string,
  textOf: (uri: string) => string | undefined,
  options: ReadOptions = {},
): Located | undefined {
  const envFiles = options.envFiles ?? [resolvePath(options.folder ?? folder, '.env')];
  const named = namedInEnvironment(folder, envFiles, textOf);
  if (named) {
    const [main = folder, ...files] = named;
    return { uri: main, options: { folder: folderOf(main), ...options, files } };
  }
  for (let place = folder; ; place = folderOf(place)) {
    const base = BASE_NAMES.map((name) => resolvePath(place, name)).find((uri) => textOf(uri) !== undefined);
    if (base !== undefined) return { uri: base, options: { folder: place, ...options } };
    if (place === folderOf(place) || !/^[a-z][a-z\d+.-]*:(?:\/\/[^/]*)?\/./iu.test(place)) return undefined;
  }
}

/** What `COMPOSE_FILE` names in the files of variables; undefined when it is not there. */
function namedInEnvironment(
  folder: string,
  envFiles: readonly string[],
  textOf: (uri: string) => string | undefined,
): readonly string[] | undefined {
  const values = new Map<string, string>();
  for (const envFile of envFiles) {
    const text = textOf(envFile);
    if (text === undefined || !text.includes('COMPOSE_FILE')) continue;
    for (const { name, bare } of parseDotenv(text).entries) values.set(name, bare);
  }
  const list = values.get('COMPOSE_FILE');
  if (list === undefined || list === '') return undefined;
  const separator = values.get('COMPOSE_PATH_SEPARATOR') ?? ':';
  return list
    .split(separator === '' ? ':' : separator)
    .filter((path) => path !== '')
    .map((path) => resolvePath(folder, path));
}
