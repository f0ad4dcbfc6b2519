/** What the services of a text say of their purpose: profiles, labels, the stage that they build. */
import type { PartMarks } from '../../model/surface.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../../syntax/yaml/tree.ts';

/** Reads the marks of services, in one text. */
export type MarksOf = (service: YamlNode) => PartMarks | undefined;

/** What a mapping says of the keys that are marks. */
type Said = ReadonlyMap<string, YamlNode>;

const KEYS: ReadonlySet<string> = new Set(['profiles', 'labels', 'build']);
const NOTHING: Said = new Map();
/** More merges of merges than any real file has. */
const DEEPEST = 50;

/** What was looked through once is remembered, as many services may lean on the same anchor. */
export function marksIn(): MarksOf {
  const known = new Map<YamlMapping, Said>();
  const profilesOf = remembering(textsOf);
  const labelsOf = remembering(labelsIn);
  const targetOf = remembering(targetOfBuild);
  return (service) => {
    const said = saidIn(service, known);
    if (said.size === 0) return undefined;
    const profiles = profilesOf(said.get('profiles')) ?? [];
    const labels = labelsOf(said.get('labels')) ?? [];
    const target = targetOf(said.get('build'));
    if (profiles.length === 0 && labels.length === 0 && target === undefined) return undefined;
    return { profiles, labels, ...(target === undefined ? {} : { target }) };
  };
}

/** The same as what reads a node, but for an alias what it stands for; each node is read once. */
function remembering<T>(read: (node: YamlNode) => T): (node: YamlNode | undefined) => T | undefined {
  const known = new Map<YamlNode, T>();
  return (node) => {
    const target = targetIn(node);
    if (!target) return undefined;
    const result = known.get(target) ?? read(target);
    known.set(target, result);
    return result;
  };
}

/** A mapping's own entries, and below them those of the mappings that are merged with it. */
function saidIn(node: YamlNode | undefined, known: Map<YamlMapping, Said>, depth = 0): Said {
  const mapping = targetIn(node);
  if (mapping?.kind !== 'mapping' || depth > DEEPEST) return NOTHING;
  const before = known.get(mapping);
  if (before) return before;
  // Whoever merges with itself adds nothing to itself.
  known.set(mapping, NOTHING);
  const said = new Map<string, YamlNode>();
  for (const { name, value } of mapping.entries) {
    if (name !== undefined && KEYS.has(name)) said.set(name, value);
  }
  for (const merged of mapping.entries.filter(isMerge).flatMap(({ value }) => mergedBy(value))) {
    for (const [name, value] of saidIn(merged, known, depth + 1)) if (!said.has(name)) said.set(name, value);
  }
  known.set(mapping, said);
  return said;
}

/** Whether an entry is a merge key. */
export function isMerge({ name, key }: YamlEntry): boolean {
  return name === '<<' && key.kind === 'scalar' && key.style === 'plain';
}

function mergedBy(value: YamlNode): readonly YamlNode[] {
  return value.kind === 'sequence' ? value.items.map((item) => item.value) : [value];
}

function targetIn(node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === 'alias' ? node.target : node;
}

/** The texts of a list; none at all when one of them is not known, as it may be the one that tells. */
function textsOf(list: YamlNode): readonly string[] {
  if (list.kind !== 'sequence') return [];
  const texts = list.items.map(({ value }) => textOf(value));
  return texts.every((text) => text !== undefined) ? texts : [];
}

/** `name=value` of each label that is known, whether they are a list or a mapping. */
function labelsIn(labels: YamlNode): readonly string[] {
  if (labels.kind === 'mapping') {
    return labels.entries.flatMap(({ name, value }) => {
      const text = textOf(value);
      return name === undefined || name.includes('$') || text === undefined ? [] : `${name}=${text}`;
    });
  }
  if (labels.kind !== 'sequence') return [];
  const texts = labels.items.flatMap(({ value }) => textOf(value) ?? []);
  return texts.map((text) => (text.includes('=') ? text : `${text}=`));
}

function targetOfBuild(build: YamlNode): string | undefined {
  if (build.kind !== 'mapping') return undefined;
  return textOf(build.entries.find(({ name }) => name === 'target')?.value);
}

/** The text of a scalar; undefined for anything else, and for what a variable may decide. */
function textOf(node: YamlNode | undefined): string | undefined {
  const scalar = targetIn(node);
  return scalar?.kind === 'scalar' && !scalar.text.includes('$') ? scalar.text : undefined;
}
