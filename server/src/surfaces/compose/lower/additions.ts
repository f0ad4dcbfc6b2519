/** What a fix adds to a service: keys, items, lists, and values in the place of others. */
import type { TextEdit } from '../../../base/text.ts';
import type { ListKey, ScalarKey } from '../../../model/change.ts';
import { isNull, type YamlEntry, type YamlMapping, type YamlSequence } from '../../../syntax/yaml/tree.ts';
import type { Frame, ValueType } from '../frame.ts';
import { entryEdits, itemEdits, listEdits, type NewEntry } from './insertion.ts';
import type { Collection, Holder, Outline } from './outline.ts';
import { behindAlias, fromVariable } from './replacement.ts';
import { scalarText, styled } from './scalar-text.ts';

export const SCALARS: Readonly<Record<ScalarKey, { readonly name: string; readonly type: ValueType }>> = {
  user: { name: 'user', type: 'text' },
  readOnly: { name: 'read_only', type: 'boolean' },
  memoryLimit: { name: 'mem_limit', type: 'number' },
  pidsLimit: { name: 'pids_limit', type: 'number' },
};
export const LISTS: Readonly<Record<ListKey, string>> = { capDrop: 'cap_drop', securityOpt: 'security_opt' };
/** Limits are written where limits are already: Compose refuses those that stand in two places. */
export const LIMITS: Readonly<Partial<Record<ScalarKey, string>>> = {
  memoryLimit: 'memory',
  pidsLimit: 'pids',
};

/** Gathers what is added, so that several additions to one place become edits that fit together. */
export class Additions {
  readonly #outline: Outline;
  readonly #frame: Frame;
  readonly #removed: ReadonlySet<Holder>;
  readonly #overwrites: TextEdit[] = [];
  readonly #newEntries = new Map<YamlMapping, NewEntry[]>();
  readonly #newItems = new Map<YamlSequence, string[]>();
  readonly #newLists = new Map<YamlEntry, { readonly mapping: YamlMapping; readonly items: string[] }>();

  /** `removed` is what the same fix takes out; it may grow. */
  constructor(outline: Outline, frame: Frame, removed: ReadonlySet<Holder>) {
    this.#outline = outline;
    this.#frame = frame;
    this.#removed = removed;
  }

  /** Edits that put a value in the place of another. */
  get overwrites(): readonly TextEdit[] {
    return this.#overwrites;
  }

  /** The mappings and lists that something is added to; they stay, even when all that they held is removed. */
  get collections(): ReadonlySet<Collection> {
    return new Set([...this.#newEntries.keys(), ...this.#newItems.keys()]);
  }

  /** Edits that write what is new; `gone` is all that will not be there any more. */
  edits(gone: ReadonlySet<Holder>): TextEdit[] {
    // Of two things that are added at one place the deeper one comes first: items of the last list, then keys behind it.
    const byDepth = [...this.#newEntries].sort(([a], [b]) => b.range.start - a.range.start);
    return [
      ...[...this.#newItems].flatMap(([list, items]) => itemEdits(this.#outline, list, items, gone)),
      ...[...this.#newLists].flatMap(([entry, { mapping, items }]) =>
        listEdits(this.#outline, mapping, entry, items),
      ),
      ...byDepth.flatMap(([mapping, entries]) => entryEdits(this.#outline, mapping, entries, gone)),
    ];
  }

  /** Writes a value under a key of a service; gives the reason when it cannot be done. */
  set(service: YamlMapping, key: ScalarKey, value: string | number | boolean): string | undefined {
    const limits = LIMITS[key] === undefined ? undefined : this.#limits(service);
    if (typeof limits === 'string') return limits;
    const name = (limits && LIMITS[key]) ?? SCALARS[key].name;
    // Compose refuses a bare number as `memory` in `limits`, but wants one as `pids`.
    const type = limits && key === 'memoryLimit' ? 'text' : SCALARS[key].type;
    const written = key === 'memoryLimit' ? sizeText(Number(value)) : String(value);
    return this.#write(limits ?? service, name, written, type);
  }

  #write(mapping: YamlMapping, name: string, value: string, type: ValueType): string | undefined {
    const entry = mapping.entries.find((other) => other.name === name);
    if (entry && !this.#removed.has(entry)) return this.#overwrite(entry, value, type);
    // A user such as 1000:1000 is a number to some readers of YAML.
    const text = scalarText(value, type);
    pushTo(this.#newEntries, mapping, { name, value: text });
    return undefined;
  }

  #overwrite(entry: YamlEntry, value: string, type: ValueType): string | undefined {
    const { value: node, range } = entry;
    if (node.tag === '!reset') return RESET;
    if (node.kind !== 'scalar')
      return node.kind === 'alias' ? behindAlias(node.name) : 'Its value is not a single one.';
    if (node.text.includes('$')) return fromVariable([node.text]);
    if (node.range.start === node.range.end) {
      this.#overwrites.push({
        range: { start: range.end, end: range.end },
        newText: ` ${styled(value, type, 'plain')}`,
      });
    } else this.#overwrites.push({ range: node.range, newText: styled(value, type, node.style) });
    return undefined;
  }

  /** The mapping `deploy.resources.limits` of a service, when it has one; a text says why it cannot be changed. */
  #limits(service: YamlMapping): YamlMapping | string | undefined {
    let mapping = service;
    for (const name of ['deploy', 'resources', 'limits']) {
      const entry = mapping.entries.find((other) => other.name === name);
      if (!entry && this.#comesByMerge(mapping, name))
        return 'The limits come through a merge key; change them there.';
      if (!entry || isNull(entry.value)) return undefined;
      if (entry.value.kind === 'alias') return behindAlias(entry.value.name);
      if (entry.value.kind !== 'mapping') return 'The limits are not written as a mapping.';
      mapping = entry.value;
    }
    return mapping;
  }

  #comesByMerge(mapping: YamlMapping, name: string): boolean {
    if (!mapping.entries.some((entry) => entry.name === '<<')) return false;
    const reached = { file: this.#outline.file, node: mapping, steps: [] };
    return this.#frame.follower.fields(reached).has(name);
  }

  /** Adds an item to a list of a service, and the list if there is none; gives the reason when it cannot be done. */
  append(service: YamlMapping, key: ListKey, item: string): string | undefined {
    const name = LISTS[key];
    const written = scalarText(item, 'text');
    const entry = service.entries.find((other) => other.name === name);
    if (!entry) {
      if (this.#comesByMerge(service, name)) return 'The list comes through a merge key; add it there.';
      return this.#appendToNew(service, name, written);
    }
    if (entry.value.tag === '!reset') return RESET;
    if (entry.value.kind === 'alias') return behindAlias(entry.value.name);
    if (entry.value.kind === 'sequence') pushTo(this.#newItems, entry.value, written);
    else if (isNull(entry.value)) {
      const list = this.#newLists.get(entry) ?? { mapping: service, items: [] };
      list.items.push(written);
      this.#newLists.set(entry, list);
    } else return `'${name}' is not written as a list.`;
    return undefined;
  }

  #appendToNew(service: YamlMapping, name: string, item: string): undefined {
    const entries = this.#newEntries.get(service) ?? [];
    const index = entries.findIndex((entry) => entry.name === name);
    const known = entries[index];
    if (known && typeof known.value !== 'string') entries[index] = { name, value: [...known.value, item] };
    else entries.push({ name, value: [item] });
    this.#newEntries.set(service, entries);
    return undefined;
  }
}

function pushTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const RESET = "The tag '!reset' takes away whatever is written here.";

const MEBIBYTE = 1024 * 1024;

export function sizeText(bytes: number): string {
  return bytes % MEBIBYTE === 0 ? `${bytes / MEBIBYTE}m` : String(bytes);
}
