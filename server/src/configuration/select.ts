/** Finds what of a ground is for one text, by the text's path. */
import type { ListedException } from '../model/configuration.ts';
import { contentsIn } from './chain.ts';
import type { Contents, ForPaths, Said, Statement } from './contents.ts';
import { DEFAULT_DEVELOPMENT } from './defaults.ts';
import type { Ground, Selection } from './merge.ts';
import { type PathMatcher, pathMatcher, pathParts } from './paths.ts';
import { folderOf } from '../base/uri.ts';

/** A selection with a name that is equal for equal selections of the same ground. */
export interface NamedSelection {
  readonly name: string;
  /** Put together when it is asked for: as a rule the name is known already. */
  selection(): Selection;
}

/** Tells what of a ground is for a text. */
export type Selector = (uri: string) => NamedSelection;

/** Everything that asks for no path is done once. */
export function selectorIn({ chain, layer }: Ground): Selector {
  const files = contentsIn(chain).map((file) => byPaths(file, layer?.namedFor));
  return (uri) => {
    const path = partsOf(uri);
    const selected = files.map((file) => file(uri, path));
    const isDevelopment = isMatched(USUAL_DEVELOPMENT, path) || selected.some((each) => each.isDevelopment);
    let name = isDevelopment ? 'd' : '';
    for (const [index, each] of selected.entries()) if (each !== NOTHING) name += `${index}:${each.name};`;
    return { name, selection: () => selectionOf(selected, isDevelopment, layer?.order === 'without files') };
  };
}

function selectionOf(
  selected: readonly FileSelection[],
  isDevelopment: boolean,
  isAlone: boolean,
): Selection {
  // Files further down have the last word on what is left out.
  const said = selected.findLast(({ excluded }) => excluded !== undefined)?.excluded;
  return {
    overrides: selected.map(({ overrides }) => overrides),
    listed: isAlone ? [] : selected.flatMap(({ listed }) => listed),
    ...(said ? { excluded: said } : {}),
    isDevelopment,
  };
}

const ROOT = /^[a-z][a-z\d+.-]*:(?:\/\/[^/]*)?\/?/iu;
const USUAL_DEVELOPMENT = pathMatcher(DEFAULT_DEVELOPMENT.paths);

/** The parts of a path from the root, with escapes undone. */
function partsOf(uri: string): readonly string[] {
  const path = uri.replace(ROOT, '');
  return pathParts(path.includes('%') ? decoded(path) : path);
}

/** What one file has for one path. */
interface FileSelection {
  readonly name: string;
  readonly overrides: readonly Statement[];
  readonly listed: readonly ListedException[];
  /** False where the file takes the path back in. */
  readonly excluded: Said<string> | false | undefined;
  readonly isDevelopment: boolean;
}

/** Of most files nothing is for a path in particular. */
const NOTHING: FileSelection = {
  name: '',
  overrides: [],
  listed: [],
  excluded: undefined,
  isDevelopment: false,
};

function byPaths(
  file: Contents,
  namedFor: string | undefined,
): (uri: string, path: readonly string[]) => FileSelection {
  const own = folderOf(file.uri);
  // A file that was named may lie elsewhere; then its patterns count from the folder for which it was named.
  const bases = [own, ...(namedFor === undefined ? [] : [namedFor])].map((folder) => ({
    folder: `${folder}/`,
    depth: partsOf(`${folder}/x`).length - 1,
  }));
  const overrides = file.overrides.map(compiled);
  const except = file.except.map(compiled);
  const exclude = pathMatcher(file.exclude.map(({ value }) => value));
  const development = pathMatcher(file.development.paths.map(({ value }) => value));
  return (uri, whole) => {
    const base = bases.find(({ folder }) => uri.startsWith(folder));
    const path = base ? whole.slice(base.depth) : whole;
    const match = exclude(path);
    const excluded = match && !match.isNegated ? file.exclude[match.index] : match && (false as const);
    const isDevelopment = isMatched(development, path);
    const chosen = indexesOf(overrides, path);
    const listed = indexesOf(except, path);
    if (!match && !isDevelopment && chosen.length === 0 && listed.length === 0) return NOTHING;
    const left = excluded === false ? '!' : excluded && match ? match.index : '';
    return {
      name: `${chosen.join(',')}|${listed.join(',')}|${left}|${isDevelopment ? 'd' : ''}`,
      overrides: chosen.flatMap((index) => file.overrides[index]?.value ?? []),
      listed: listed.flatMap((index) => file.except[index]?.value ?? []),
      excluded,
      isDevelopment,
    };
  };
}

/** Undefined for what is for all paths. */
function compiled({ paths }: ForPaths<unknown>): PathMatcher | undefined {
  return paths.length === 0 ? undefined : pathMatcher(paths);
}

function indexesOf(
  matchers: readonly (PathMatcher | undefined)[],
  path: readonly string[],
): readonly number[] {
  const indexes: number[] = [];
  for (const [index, matcher] of matchers.entries()) {
    if (!matcher || isMatched(matcher, path)) indexes.push(index);
  }
  return indexes;
}

function isMatched(matcher: PathMatcher, path: readonly string[]): boolean {
  return matcher(path)?.isNegated === false;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
