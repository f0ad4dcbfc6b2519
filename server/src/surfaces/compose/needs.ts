/** Which files a Compose file leans on: variables, overrides, what it includes and extends, and the Dockerfiles of its builds. */
import type { SourceText } from '../../base/text.ts';
import type { Near, ReadOptions } from '../../model/surface.ts';
import { buildsOf } from './builds.ts';
import { treeOf } from './detect.ts';
import { load } from './load/load.ts';
import { selectProject } from './load/select.ts';

/** Words without which a text leans on nothing but variables and an override. */
const LEANING = /\b(?:include|extends|build)\b/u;

/** URIs, there or not; asked again when some are there, until nothing new is named. */
export function needsOf(document: SourceText, near: Near, options?: ReadOptions): readonly string[] {
  const asked = new Set<string>();
  const textOf = (uri: string): string | undefined => {
    asked.add(uri);
    return uri === document.uri ? document.text : near.textOf(uri);
  };
  const { files, envFiles } = selectProject(document.uri, textOf, options);
  const texts = [...files, ...envFiles].map(textOf);
  if (texts.some((text) => text !== undefined && LEANING.test(text))) {
    const loaded = load(treeOf(document), textOf, options, { isCollecting: true });
    for (const uri of loaded.asked) asked.add(uri);
    for (const { uri, text } of buildsOf(loaded).values()) if (text === undefined) asked.add(uri);
  }
  asked.delete(document.uri);
  return [...asked];
}
