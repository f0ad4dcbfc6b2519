/** The services of a Compose file as parts of its text, and the places of what stands in them. */
import { encloses, type TextRange } from '../../base/text.ts';
import type { Part, Place } from '../../model/surface.ts';
import type { YamlFile, YamlNode } from '../../syntax/yaml/tree.ts';

/** One part a service that the text itself names. */
export function partsOf(file: YamlFile): readonly Part[] {
  return file.roots.flatMap((root) => {
    if (root.kind !== 'mapping') return [];
    const services = root.entries.filter(({ name }) => name === 'services');
    return services.flatMap(({ value }) =>
      value.kind !== 'mapping'
        ? []
        : value.entries.flatMap(({ name, key, range }): Part[] =>
            name === undefined ? [] : [{ kind: 'service', name, head: key.range, extent: range }],
          ),
    );
  });
}

/** The keys that lead to a range, and what the range says. */
export function placeOf(file: YamlFile, parts: readonly Part[], range: TextRange): Place {
  const part = parts.find(({ extent }) => encloses(extent, range));
  const path = file.roots.flatMap((root) => keysTo(root, range));
  const value = file.text.slice(range.start, range.end).replace(/\s+/gu, ' ').trim();
  return { ...(part ? { part } : {}), path: part ? path.slice(2) : path, value };
}

function keysTo(node: YamlNode, range: TextRange): readonly string[] {
  if (node.kind === 'mapping') {
    const entry = node.entries.find((each) => encloses(each.range, range));
    return entry ? [entry.name ?? '', ...keysTo(entry.value, range)] : [];
  }
  if (node.kind !== 'sequence') return [];
  const item = node.items.find((each) => encloses(each.range, range));
  return item ? keysTo(item.value, range) : [];
}
