/** Tells what the exceptions that a configuration file lists are used for, as far as that can be known. */
import { folderOf, resolvePath } from '../../base/uri.ts';
import type { ListedException } from '../../model/configuration.ts';
import type { ExceptedFinding } from '../../model/finding.ts';
import type { Problem } from '../../model/surface.ts';
import type { ListedUse } from '../verdict.ts';
import { keyOfListed } from './cover.ts';

/** A listed exception with the patterns of the paths that it is for. */
export interface ListedPaths {
  readonly exception: ListedException;
  readonly paths: readonly string[];
}

/** What came of a text that a listed exception names. */
export interface NamedText {
  readonly uri: string;
  readonly status: string;
  readonly excepted: readonly ExceptedFinding[];
  readonly problems: readonly Problem[];
}

/** No more texts are judged for the sake of one configuration file. */
const MOST = 50;

/** The texts that exceptions name plainly, by URI; those of patterns are not looked for. */
export function namedUris(file: string, listed: readonly ListedPaths[]): readonly string[] {
  const uris = listed.flatMap(({ paths }) => plainUris(file, paths) ?? []);
  return [...new Set(uris)].slice(0, MOST);
}

/** The texts of paths that are no patterns; undefined where any path may mean several texts. */
function plainUris(file: string, paths: readonly string[]): readonly string[] | undefined {
  // Without a slash inside, a path means files of that name in all folders below.
  const isPlain = (path: string): boolean => /^[^!*?[\]\\][^*?[\]\\]*$/u.test(path) && /\/./u.test(path);
  if (paths.length === 0 || !paths.every(isPlain)) return undefined;
  const folder = folderOf(file);
  return paths.map((path) => resolvePath(folder, path.replace(/^\//u, '')));
}

/** What each is used for, given what came of the texts that they name and of those that rest on them. */
export function listedUses(
  file: string,
  listed: readonly ListedPaths[],
  texts: readonly NamedText[],
): readonly ListedUse[] {
  const byUri = new Map(texts.map((text) => [text.uri, text]));
  return listed.map(({ exception, paths }) => {
    const named = plainUris(file, paths);
    const isCertain = named?.every((uri) => isWhole(byUri.get(uri)));
    if (!named || isCertain !== true) return { listed: exception };
    const usedFor = new Set(texts.flatMap((text) => usesIn(text, exception)));
    return { listed: exception, known: { usedFor, named } };
  });
}

function isWhole(text: NamedText | undefined): boolean {
  if (!text) return false;
  const { status, problems } = text;
  return status === 'judged' && !problems.some(({ severity }) => severity === 'error');
}

function usesIn({ excepted }: NamedText, listed: ListedException): readonly string[] {
  const key = keyOfListed(listed);
  return excepted.flatMap(({ finding, keys }) => (keys.includes(key) ? finding.ruleId : []));
}
