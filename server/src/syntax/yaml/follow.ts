/** Looks through aliases and merge keys, and remembers the way: what a mapping holds and how each entry came there. */
import type { Location, TextRange } from '../../base/text.ts';
import type { Source } from '../../model/setting.ts';
import type {
  YamlEntry,
  YamlFile,
  YamlItem,
  YamlMapping,
  YamlNode,
  YamlScalar,
  YamlSequence,
} from './tree.ts';

/** One alias or merge key on the way to a node. */
export interface Step extends Location {
  readonly kind: 'alias' | 'merge';
  /** The anchor's name. */
  readonly name: string;
}

/** A node (never an alias) and the way to it, outermost step first. */
export interface Reached<Node extends YamlNode = ContentNode> {
  readonly file: YamlFile;
  readonly node: Node;
  readonly steps: readonly Step[];
  /** What the mapping holds in fact, where other mappings were merged with the node; else the node's own entries count. */
  readonly fields?: Fields;
  /** The same of a sequence. */
  readonly elements?: readonly Element[];
}

export type ContentNode = YamlScalar | YamlMapping | YamlSequence;

/** An entry of a mapping as reached from outside. The steps are the way to the entry; its value may lie behind further ones. */
export interface Field {
  readonly name: string;
  readonly file: YamlFile;
  readonly entry: YamlEntry;
  readonly steps: readonly Step[];
  /** Absent when an alias leads nowhere or in a circle. */
  readonly value?: Reached;
  /** The field of the same name that an earlier document says; its lists and mappings still count. */
  readonly under?: Field;
  /** The `extends` and `include` entries that brought it here, outermost first; absent when there are none. */
  readonly through?: readonly Location[];
  /** What this field overrules: the same key in a file that was read before, or in a service that is extended. */
  readonly hides?: Location;
}

/** An item of a sequence as reached from outside. */
export interface Element {
  readonly file: YamlFile;
  readonly item: YamlItem;
  readonly steps: readonly Step[];
  readonly value?: Reached;
  /** As in a field. */
  readonly through?: readonly Location[];
  readonly hides?: Location;
}

export type Fields = ReadonlyMap<string, Field>;

/** More entries than any real file reaches through aliases; a text that multiplies itself ends here. */
const MOST_REACHED = 200_000;
const LONGEST_WAY = 100;

/** Follows aliases and merge keys in the files of one reading, within a budget. */
export class Follower {
  #left = MOST_REACHED;
  readonly #open = new Set<YamlMapping>();
  readonly #merged = new Map<YamlMapping, Fields>();

  /** Whether something was left out because the text multiplies itself. */
  get isExhausted(): boolean {
    return this.#left <= 0;
  }

  /** The content behind a node, through any number of aliases. */
  reach(file: YamlFile, node: YamlNode, steps: readonly Step[] = []): Reached | undefined {
    if (node.kind !== 'alias') return { file, node, steps };
    let current: YamlNode = node;
    const way = [...steps];
    while (current.kind === 'alias') {
      if (!current.target || way.length > LONGEST_WAY) return undefined;
      way.push({ uri: file.uri, range: current.range, kind: 'alias', name: current.name });
      current = current.target;
    }
    return { file, node: current, steps: way };
  }

  /** The entries of a mapping with those that it merges in; an own entry hides a merged one, an earlier merge a later one. */
  fields(mapping: Reached): Fields {
    const { node } = mapping;
    if (mapping.fields) return mapping.fields;
    if (node.kind !== 'mapping') return NO_FIELDS;
    const own = this.#fieldsOf(mapping.file, node);
    if (mapping.steps.length === 0) return own;
    const result = new Map<string, Field>();
    for (const field of own.values()) {
      if (!this.#spend()) break;
      result.set(field.name, this.#behind(mapping.steps, field));
    }
    return result;
  }

  /** What a mapping would hold under a name if it did not say it itself, but for what it merges in. */
  merged({ file, node }: Reached, name: string): Field | undefined {
    if (node.kind !== 'mapping') return undefined;
    const result = new Map<string, Field>();
    for (const entry of node.entries) {
      if (isMerge(entry)) this.#merge(file, entry, result);
    }
    return result.get(name);
  }

  /** The items of a sequence. */
  elements(sequence: Reached): readonly Element[] {
    const { node, file, steps } = sequence;
    if (sequence.elements) return sequence.elements;
    if (node.kind !== 'sequence') return [];
    const result: Element[] = [];
    for (const item of node.items) {
      if (steps.length > 0 && !this.#spend()) break;
      const value = this.reach(file, item.value, steps);
      result.push(value ? { file, item, steps, value } : { file, item, steps });
    }
    return result;
  }

  #fieldsOf(file: YamlFile, mapping: YamlMapping): Fields {
    const known = this.#merged.get(mapping);
    if (known) return known;
    // A mapping that merges itself adds nothing to itself.
    if (this.#open.has(mapping) || this.#open.size > LONGEST_WAY) return NO_FIELDS;
    this.#open.add(mapping);
    const result = new Map<string, Field>();
    for (const entry of mapping.entries) {
      if (entry.name === undefined || isMerge(entry) || result.has(entry.name)) continue;
      result.set(entry.name, this.#field(file, entry, entry.name));
    }
    for (const entry of mapping.entries) {
      if (isMerge(entry)) this.#merge(file, entry, result);
    }
    this.#open.delete(mapping);
    this.#merged.set(mapping, result);
    return result;
  }

  #field(file: YamlFile, entry: YamlEntry, name: string): Field {
    const value = this.reach(file, entry.value);
    return value ? { name, file, entry, steps: [], value } : { name, file, entry, steps: [] };
  }

  #merge(file: YamlFile, entry: YamlEntry, into: Map<string, Field>): void {
    const parts =
      entry.value.kind === 'sequence' ? entry.value.items.map((item) => item.value) : [entry.value];
    for (const part of parts) {
      const target = this.reach(file, part)?.node;
      if (target?.kind !== 'mapping') continue;
      const name = part.kind === 'alias' ? part.name : '';
      const step: Step = { uri: file.uri, range: entry.range, kind: 'merge', name };
      for (const field of this.#fieldsOf(file, target).values()) {
        if (!this.#spend()) return;
        if (!into.has(field.name)) into.set(field.name, this.#behind([step], field));
      }
    }
  }

  #behind(steps: readonly Step[], field: Field): Field {
    const value = field.value && { ...field.value, steps: [...steps, ...field.value.steps] };
    return { ...field, steps: [...steps, ...field.steps], ...(value ? { value } : {}) };
  }

  #spend(): boolean {
    this.#left--;
    return this.#left > 0;
  }
}

const MERGE = '<<';
const NO_FIELDS: Fields = new Map();

/** Whether an entry merges another mapping in; a quoted key does not. */
export function isMerge({ name, key }: YamlEntry): boolean {
  return name === MERGE && key.kind === 'scalar' && key.style === 'plain';
}

/** Where something at the end of a way stands for whoever reads it at its beginning. */
export function sourceOf(file: YamlFile, range: TextRange, steps: readonly Step[]): Source {
  const first = steps[0];
  if (!first) return { uri: file.uri, range, via: [] };
  return { ...locationOf(first), via: [...steps.slice(1).map(locationOf), { uri: file.uri, range }] };
}

/**
 * The source of what an entry says: the whole entry where it is written here, else the place that brings it here.
 * Where the value is an alias, what it stands for is on the way, too.
 */
export function sourceOfField(field: Field): Source {
  const source = withWay(sourceOf(field.file, field.entry.range, field.steps), field);
  const { value } = field;
  if (!value || value.steps.length <= field.steps.length) return source;
  const further = value.steps.slice(field.steps.length + 1).map(locationOf);
  return { ...source, via: [...source.via, ...further, { uri: value.file.uri, range: value.node.range }] };
}

/** A source with what the merging of files adds to it. */
function withWay(source: Source, { through, hides }: Pick<Field, 'through' | 'hides'>): Source {
  if (!through && !hides) return source;
  return { ...source, via: [...(through ?? []), ...source.via], ...(hides ? { hides } : {}) };
}

function locationOf(step: Step): Location {
  return { uri: step.uri, range: step.range };
}

export function sourceOfElement(element: Element): Source {
  return withWay(sourceOf(element.file, element.item.range, element.steps), element);
}
