/** The tree of a file from the inside out: what holds an entry or item, and who refers to an anchor. */
import type { TextRange } from '../../../base/text.ts';
import { encloses } from '../../../base/text.ts';
import type {
  YamlAlias,
  YamlEntry,
  YamlFile,
  YamlItem,
  YamlMapping,
  YamlNode,
  YamlScalar,
  YamlSequence,
} from '../../../syntax/yaml/tree.ts';

/** An entry or an item: what can be taken out of a text. */
export type Holder = YamlEntry | YamlItem;
export type Collection = YamlMapping | YamlSequence;

/** Where an entry or item stands. */
export interface Place {
  readonly collection: Collection;
  /** The entry or item whose value the collection is; absent at the top. */
  readonly within?: Holder;
  /** 0 for the entries at the top, 1 for services, 2 for their keys. */
  readonly depth: number;
}

const outlines = new WeakMap<YamlFile, Outline>();

/** The outline of a file; every fix of the file asks for it. */
export function outlineOf(file: YamlFile): Outline {
  const known = outlines.get(file) ?? new Outline(file);
  outlines.set(file, known);
  return known;
}

/** The places of all entries and items of one file; looked for when one is asked for, since most fixes only add something. */
export class Outline {
  readonly file: YamlFile;
  #known: Map<Holder, Place> | undefined;
  readonly #aliases: YamlAlias[] = [];

  constructor(file: YamlFile) {
    this.file = file;
  }

  get #places(): ReadonlyMap<Holder, Place> {
    if (this.#known) return this.#known;
    const places = new Map<Holder, Place>();
    for (const root of this.file.roots) this.#add(places, root, undefined, 0);
    return (this.#known = places);
  }

  placeOf(holder: Holder): Place | undefined {
    return this.#places.get(holder);
  }

  /** All collections in the order of the text. */
  *collections(): Iterable<Collection> {
    const seen = new Set<Collection>();
    for (const { collection } of this.#places.values()) {
      if (!seen.has(collection)) yield collection;
      seen.add(collection);
    }
  }

  /** The items that lie wholly inside a range, the words of a command that is written as a list. */
  itemsWithin(range: TextRange): Holder[] {
    return [...this.#places.keys()].filter((holder) => !('key' in holder) && encloses(range, holder.range));
  }

  /** The scalar that a range lies in. */
  scalarAround(range: TextRange): YamlScalar | undefined {
    for (const { value } of this.#places.keys()) {
      if (value.kind === 'scalar' && encloses(value.range, range)) return value;
    }
    return undefined;
  }

  /** The name of an anchor inside one of these ranges that something outside them refers to. */
  anchorInUse(ranges: readonly TextRange[]): string | undefined {
    // To look for the places finds the aliases, too.
    if (ranges.length === 0 || this.#places.size === 0) return undefined;
    const isInside = (range: TextRange): boolean => ranges.some((outer) => encloses(outer, range));
    return this.#aliases.find((alias) => {
      return alias.target !== undefined && isInside(alias.target.range) && !isInside(alias.range);
    })?.name;
  }

  #add(places: Map<Holder, Place>, node: YamlNode, within: Holder | undefined, depth: number): void {
    if (node.kind === 'alias') this.#aliases.push(node);
    for (const child of childrenOf(node)) {
      if (node.kind !== 'mapping' && node.kind !== 'sequence') continue;
      places.set(child, within ? { collection: node, within, depth } : { collection: node, depth });
      this.#add(places, child.value, child, depth + 1);
    }
  }
}

export function childrenOf(node: YamlNode): readonly Holder[] {
  if (node.kind === 'mapping') return node.entries;
  return node.kind === 'sequence' ? node.items : [];
}

/** Where an entry or item begins, its dash included. */
export function beginOf(holder: Holder): number {
  return 'dash' in holder && holder.dash !== undefined ? holder.dash : holder.range.start;
}
