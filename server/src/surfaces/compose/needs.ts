/** Which files a Compose file leans on: variables, overrides, what it includes and extends, and the Dockerfiles of its builds. */
import type { SourceText } from '../../base/text.ts';
import type { Near, ReadOptions } from '../../model/surface.ts';
import { buildsOf } from './builds.ts';
import { treeOf } from './detect.ts';
import { load, loadLeniently } from './load/load.ts';
import { selectProject } from './load/select.ts';

/** Words without which a text leans on nothing but variables and an override. */
const LEANING = /\b(?:include|extends|build)\b/u;

/** Words that name further Compose files: where the project cannot be loaded, all of them are looked for before any is missed. */
const FILES = /\b(?:include|extends)\b/u;

/** URIs, there or not; asked again when some are there, until nothing new is named. */
export function needsOf(document: SourceText, near: Near, options?: ReadOptions): readonly string[] {
  const asked = new Set<string>();
  const textOf = (uri: string): string | undefined => {
    asked.add(uri);
    return uri === document.uri ? document.text : near.textOf(uri);
  };
  const { files, envFiles } = selectProject(document.uri, textOf, options);
  const texts = [...files, ...envFiles].map(textOf);
  const has = (words: RegExp): boolean => texts.some((text) => text !== undefined && words.test(text));
  if (has(LEANING)) {
    const whole = loadLeniently(treeOf(document), textOf, options);
    const isWhole = !has(FILES) || (whole.project !== undefined && !whole.isPretended);
    const loaded = isWhole ? whole : load(treeOf(document), textOf, options, { isCollecting: true });
    for (const uri of loaded.asked) asked.add(uri);
    for (const { uri, text } of buildsOf(loaded).values()) if (text === undefined) asked.add(uri);
  }
  asked.delete(document.uri);
  return [...asked];
}
