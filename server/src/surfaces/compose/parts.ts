/** The services of a Compose file as parts of its text, and the places of what stands in them. */
import { enclosing } from '../../base/search.ts';
import { type Slice, textWithin } from '../../base/slice.ts';
import { encloses, type TextRange } from '../../base/text.ts';
import type { Part, Place } from '../../model/surface.ts';
import { scalarSlice } from '../../syntax/yaml/scalar-slice.ts';
import type { YamlEntry, YamlFile, YamlItem, YamlNode, YamlScalar } from '../../syntax/yaml/tree.ts';
import { isMerge, marksIn } from './marks.ts';
import { spellingOf, spellingOfEntries, squeezed } from './spelling.ts';

/** The parts of a text, and where something stands among them. */
export interface Places {
  /** One a service that the text itself names. */
  readonly parts: readonly Part[];
  placeOf(range: TextRange): Place;
}

/** Makes the index once; after that a place costs a way down the tree. */
export function placesIn(file: YamlFile): Places {
  const index: Index = { file, parts: partsOf(file), slices: new Map() };
  const known = new Map<string, Place>();
  return {
    parts: [...index.parts.values()],
    placeOf: (range) => {
      const name = `${range.start} ${range.end}`;
      const place = known.get(name) ?? findPlace(index, range);
      known.set(name, place);
      return place;
    },
  };
}

interface Index {
  readonly file: YamlFile;
  /** By the entries of `services`. */
  readonly parts: ReadonlyMap<YamlEntry, Part>;
  /** The scalars in which something was looked for. */
  readonly slices: Map<YamlScalar, Slice>;
}

function partsOf(file: YamlFile): ReadonlyMap<YamlEntry, Part> {
  const parts = new Map<YamlEntry, Part>();
  const marksOf = marksIn();
  for (const root of file.roots) {
    for (const { name: top, value } of entriesOf(root)) {
      if (top !== 'services') continue;
      for (const entry of entriesOf(value)) {
        const { name, key, range } = entry;
        if (name === undefined || isMerge(entry)) continue;
        const marks = marksOf(entry.value);
        const part = { kind: 'service', name, key: name, head: key.range, extent: range } as const;
        parts.set(entry, marks ? { ...part, marks } : part);
      }
    }
  }
  return parts;
}

function entriesOf(node: YamlNode): readonly YamlEntry[] {
  return node.kind === 'mapping' ? node.entries : [];
}

function findPlace(index: Index, range: TextRange): Place {
  let part: Part | undefined;
  let path: string[] = [];
  const at = (value: string): Place => ({ ...(part ? { part } : {}), path, value });
  let node = enclosing(index.file.roots, range, rangeOf);
  while (node) {
    const found = childAt(node, range);
    if (!found) return at(spellingWithin(index, node, range));
    if ('key' in found) {
      const own = index.parts.get(found);
      part = own ?? part;
      path = own ? [] : [...path, found.name ?? ''];
      // A key alone says no more than the path; and a part is told by its name, whatever else it says.
      if (encloses(found.key.range, range)) return at('');
      if (encloses(range, found.range)) return at(own ? '' : spellingOf(found.value));
    } else if (encloses(range, found.range)) return at(spellingOf(found.value));
    node = found.value;
  }
  return at(squeezed(index.file.text.slice(range.start, range.end)));
}

/** The entry or item of a node in which all of a range stands. */
function childAt(node: YamlNode, range: TextRange): YamlEntry | YamlItem | undefined {
  if (node.kind === 'mapping') return enclosing(node.entries, range, rangeOf);
  return node.kind === 'sequence' ? enclosing(node.items, range, rangeOf) : undefined;
}

/** What a range says that is a part of a node, all of it, or several of its entries or items. */
function spellingWithin(index: Index, node: YamlNode, range: TextRange): string {
  if (node.kind === 'scalar') return squeezed(textWithin(sliceOf(index, node), range));
  if (encloses(range, node.range)) return spellingOf(node);
  if (node.kind === 'mapping') {
    const entries = node.entries.filter((entry) => encloses(range, entry.range));
    if (entries.length > 0) return spellingOfEntries(entries);
  } else if (node.kind === 'sequence') {
    const items = node.items.filter((item) => encloses(range, item.range));
    if (items.length > 0) return items.map(({ value }) => spellingOf(value)).join(' ');
  }
  return squeezed(index.file.text.slice(range.start, range.end));
}

function sliceOf({ file, slices }: Index, scalar: YamlScalar): Slice {
  const slice = slices.get(scalar) ?? scalarSlice(file.text, scalar);
  slices.set(scalar, slice);
  return slice;
}

function rangeOf({ range }: { readonly range: TextRange }): TextRange {
  return range;
}
