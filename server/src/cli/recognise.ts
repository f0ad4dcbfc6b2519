/** Tells what a file is before it is checked: by its name and, where it was named on the line, by how it begins. */
import { pathToFileURL } from 'node:url';
import type { SourceText } from '../base/text.ts';
import type { Registry, Service } from '../service.ts';
import type { Target } from './find-files.ts';

/** The text under the file's URI. One named on the line whose name says nothing is a Dockerfile when it begins like one. */
export function documentOf(
  { file, named }: Target,
  text: string,
  registry: Registry,
  service: Service,
): SourceText {
  const uri = pathToFileURL(file).href;
  const isDockerfile =
    named &&
    !knowsName(file, registry) &&
    service.surfaceOf({ uri, text }) === undefined &&
    beginsLikeDockerfile(text);
  return { uri, text, ...(isDockerfile ? { languageId: 'dockerfile' } : {}) };
}

/**
 * Whether a surface knows a file by its name alone.
 * Without a text there is nothing that could take long, so no clock need run: a folder has many other files.
 */
export function knowsName(file: string, registry: Registry): boolean {
  const empty = { uri: pathToFileURL(file).href, text: '' };
  return registry.surfaces.some((surface) => surface.detect(empty));
}

function beginsLikeDockerfile(text: string): boolean {
  return /^(?:FROM|ARG)[ \t]/iu.test(text.replace(/^\uFEFF?(?:[ \t]*(?:#[^\n]*)?\r?\n)*/u, ''));
}
