/** Tells Compose files from everything else that is written in YAML. */
import type { SourceText } from '../../base/text.ts';
import { fileNameOf } from '../../base/uri.ts';
import { isNull, type YamlFile, type YamlMapping, type YamlNode } from '../../syntax/yaml/tree.ts';
import { treeOfText } from './trees.ts';

const LANGUAGES = new Set(['dockercompose', 'docker-compose', 'yaml.docker-compose']);
const YAML_NAME = /\.ya?ml$/i;
const COMPOSE_NAME = /^compose(?:\.[^/]*)?\.ya?ml$|docker[^/]*compose[^/]*\.ya?ml$/i;

/** Keys that no Compose file has at its top. With one of them the text is something else, whatever it is called. */
const FOREIGN_KEYS = [
  'apiVersion',
  'kind',
  'on',
  'stages',
  '_format_version',
  'parameters',
  'script',
  'steps',
  'pipelines',
];
const COMPOSE_KEYS = new Set([
  'services',
  'include',
  'volumes',
  'networks',
  'secrets',
  'configs',
  'version',
  'name',
]);

const parsed = new WeakMap<SourceText, YamlFile>();

/** The tree of a document; the one that was made to recognise it serves to read it. */
export function treeOf(document: SourceText): YamlFile {
  const known = parsed.get(document);
  if (known) return known;
  const file = treeOfText(document.uri, document.text);
  parsed.set(document, file);
  return file;
}

export function isCompose(document: SourceText): boolean {
  const name = fileNameOf(document.uri);
  const { languageId } = document;
  const isNamed = COMPOSE_NAME.test(name);
  if ((languageId !== undefined && LANGUAGES.has(languageId)) || isNamed) {
    return (isNamed || YAML_NAME.test(name) || languageId !== undefined) && !isForeign(document);
  }
  const isYaml = languageId === undefined ? YAML_NAME.test(name) : languageId === 'yaml';
  if (!isYaml || !/^\uFEFF?["']?services["']?[ \t]*:/mu.test(document.text)) return false;
  return hasServices(treeOf(document), /compose/i.test(name));
}

/** Whether a text that is called like a Compose file is clearly another one: a workflow, a manifest, a list, prose. */
function isForeign(document: SourceText): boolean {
  if (!/^(?![\s#]|---)./mu.test(document.text)) return false;
  const tops = topMappings(treeOf(document));
  if (tops.length === 0) return treeOf(document).roots.some((root) => !isNull(root) && !isStarted(root));
  return tops.some((top) => {
    const names = namesOf(top);
    if (FOREIGN_KEYS.some((key) => names.has(key))) return true;
    return names.size > 2 && ![...names].some((name) => COMPOSE_KEYS.has(name) || name.startsWith('x-'));
  });
}

/** The first word of a file that somebody is writing. */
function isStarted(root: YamlNode): boolean {
  return root.kind === 'scalar' && root.style === 'plain' && /^[\w-]*$/u.test(root.text);
}

/** Whether a text holds services that run an image or build one; those of an override need not, where its name says so. */
function hasServices(file: YamlFile, isCalledCompose: boolean): boolean {
  const tops = topMappings(file);
  const [top] = tops;
  if (!top || tops.some((other) => FOREIGN_KEYS.some((key) => namesOf(other).has(key)))) return false;
  const services = top.entries.find((entry) => entry.name === 'services')?.value;
  if (services?.kind !== 'mapping') return false;
  return (
    hasOnlyServices(services) && (isCalledCompose || services.entries.some((entry) => isService(entry.value)))
  );
}

/** Services are mappings; what aliases and merge keys bring counts as well. */
function hasOnlyServices(services: YamlMapping): boolean {
  return (
    services.entries.every(({ value }) => value.kind !== 'scalar' || isNull(value)) &&
    services.entries.every(({ value }) => value.kind !== 'sequence')
  );
}

function isService(value: YamlNode): boolean {
  if (value.kind !== 'mapping') return false;
  return value.entries.some((entry) => {
    if (entry.name === 'image') return entry.value.kind === 'scalar' && !isNull(entry.value);
    if (entry.name === 'build') return entry.value.kind !== 'sequence' && !isNull(entry.value);
    return false;
  });
}

function topMappings(file: YamlFile): YamlMapping[] {
  return file.roots.flatMap((root) => (root.kind === 'mapping' ? root : []));
}

function namesOf(mapping: YamlMapping): Set<string> {
  return new Set(mapping.entries.flatMap((entry) => entry.name ?? []));
}
