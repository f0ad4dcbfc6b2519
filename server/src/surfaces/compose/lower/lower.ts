/** Turns changes of the model into edits of the text, or says why this text cannot take them. */
import { compareRanges, type TextEdit } from '../../../base/text.ts';
import type { Change, ListKey, ScalarKey } from '../../../model/change.ts';
import type { Wrapper } from '../../../model/command.ts';
import type { Sourced } from '../../../model/setting.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Lowered } from '../../../model/surface.ts';
import type { Step } from '../../../syntax/yaml/follow.ts';
import {
  isNull,
  type YamlEntry,
  type YamlFile,
  type YamlMapping,
  type YamlSequence,
} from '../../../syntax/yaml/tree.ts';
import type { Frame, Origin, ValueType } from '../frame.ts';
import { entryEdits, itemEdits, listEdits, type NewEntry } from './insertion.ts';
import { type Collection, type Holder, type Outline, outlineOf } from './outline.ts';
import { removalEdits, withEmptied } from './removal.ts';
import { fromVariable, type Outcome, replacementOf } from './replacement.ts';
import { scalarText, styled } from './scalar-text.ts';
import { scriptOf, wrapperIn, wrapperRemoval } from './wrapper.ts';

/** Lowers all changes together: what one of them adds takes into account what another takes away. */
export function lowerChanges(
  file: YamlFile,
  frame: Frame,
  subject: Subject,
  changes: readonly Change[],
): Lowered {
  // Behind a quote that is not closed, what is written becomes part of a text.
  if (file.problems.length > 0) return { refused: 'This text cannot be read as YAML; mend that first.' };
  const plan = new Plan(outlineOf(file), frame, subject);
  for (const change of changes) {
    const refused = plan.take(change);
    if (refused !== undefined) return { refused };
  }
  return plan.finish();
}

const SCALARS: Readonly<Record<ScalarKey, { readonly name: string; readonly type: ValueType }>> = {
  user: { name: 'user', type: 'text' },
  readOnly: { name: 'read_only', type: 'boolean' },
  memoryLimit: { name: 'mem_limit', type: 'number' },
  pidsLimit: { name: 'pids_limit', type: 'number' },
};
const LISTS: Readonly<Record<ListKey, string>> = { capDrop: 'cap_drop', securityOpt: 'security_opt' };
/** Limits are written where limits are already: Compose refuses those that stand in two places. */
const LIMITS: Readonly<Partial<Record<ScalarKey, string>>> = { memoryLimit: 'memory', pidsLimit: 'pids' };

class Plan {
  readonly #outline: Outline;
  readonly #frame: Frame;
  readonly #subject: Subject;
  readonly #edits: TextEdit[] = [];
  readonly #removed = new Set<Holder>();
  readonly #newEntries = new Map<YamlMapping, NewEntry[]>();
  readonly #newItems = new Map<YamlSequence, string[]>();
  readonly #newLists = new Map<YamlEntry, { readonly mapping: YamlMapping; readonly items: string[] }>();

  constructor(outline: Outline, frame: Frame, subject: Subject) {
    this.#outline = outline;
    this.#frame = frame;
    this.#subject = subject;
  }

  /** Plans one change; gives the reason when it cannot be done. */
  take(change: Change): string | undefined {
    if (change.kind === 'remove') return this.#remove(change.target);
    if (change.kind === 'replace') return this.#replace(change.target, change.value);
    const service = this.#serviceMapping();
    if (typeof service === 'string') return service;
    if (change.kind === 'set') return this.#set(service, change.key, change.value);
    return this.#append(service, LISTS[change.key], change.item);
  }

  finish(): Lowered {
    const kept: ReadonlySet<Collection> = new Set([...this.#newEntries.keys(), ...this.#newItems.keys()]);
    const gone = withEmptied(this.#outline, this.#removed, kept);
    const anchor = this.#outline.anchorInUse([...gone].map((holder) => holder.range));
    if (anchor !== undefined)
      return { refused: `Other places use the anchor '&${anchor}' that stands in it.` };
    this.#edits.push(...removalEdits(this.#outline, this.#removed, kept));
    // Of two things that are added at one place the deeper one comes first: items of the last list, then keys behind it.
    for (const [list, items] of this.#newItems)
      this.#edits.push(...itemEdits(this.#outline, list, items, gone));
    for (const [entry, { mapping, items }] of this.#newLists) {
      this.#edits.push(...listEdits(this.#outline, mapping, entry, items));
    }
    const byDepth = [...this.#newEntries].sort(([a], [b]) => b.range.start - a.range.start);
    for (const [mapping, entries] of byDepth) {
      this.#edits.push(...entryEdits(this.#outline, mapping, entries, gone));
    }
    return { edits: this.#edits.sort((a, b) => compareRanges(a.range, b.range)) };
  }

  #remove(target: Sourced): string | undefined {
    const wrapper = wrapperIn(this.#subject, target);
    if (wrapper) return this.#unwrap(wrapper);
    const origin = this.#frame.origins.get(target);
    const refused = this.#whyNot(origin);
    if (refused !== undefined || !origin) return refused;
    if (origin.part) return 'This is a part of a text; remove the whole of it.';
    if (isOnlyVariable(origin)) return fromVariable(origin.variables);
    const hiding = this.#hiddenBehind(origin.holder);
    if (hiding !== undefined)
      return `The anchor '&${hiding}' says it, too; without this entry that would count.`;
    this.#removed.add(origin.holder);
    return undefined;
  }

  #unwrap(wrapper: Wrapper): string | undefined {
    const script = scriptOf(this.#subject);
    const refused = this.#whyNot(script && this.#frame.origins.get(script));
    if (refused !== undefined) return refused;
    const outcome = wrapperRemoval(this.#outline, wrapper);
    if (!('items' in outcome)) return this.#add(outcome);
    for (const item of outcome.items) this.#removed.add(item);
    return undefined;
  }

  #replace(target: Sourced, value: string): string | undefined {
    const origin = this.#frame.origins.get(target);
    const refused = this.#whyNot(origin);
    if (refused !== undefined || !origin) return refused;
    return this.#add(replacementOf(this.#outline, origin, value));
  }

  #add(outcome: Outcome): string | undefined {
    if ('refused' in outcome) return outcome.refused;
    this.#edits.push(...outcome.edits);
    return undefined;
  }

  #whyNot(origin: Origin | undefined): string | undefined {
    if (!origin) return 'It is not written in this file.';
    if (origin.file !== this.#outline.file) return 'It is written in another file.';
    return elsewhere(origin.steps);
  }

  /** The anchor that says the same key as an entry, by a merge key beside it. */
  #hiddenBehind(holder: Holder): string | undefined {
    if (!('key' in holder) || holder.name === undefined) return undefined;
    const mapping = this.#outline.placeOf(holder)?.collection;
    const merges = mapping?.kind === 'mapping' ? mapping.entries.filter((entry) => entry.name === '<<') : [];
    for (const { value } of merges) {
      const parts = value.kind === 'sequence' ? value.items.map((item) => item.value) : [value];
      for (const part of parts) {
        const reached = this.#frame.follower.reach(this.#outline.file, part);
        if (reached && this.#frame.follower.fields(reached).has(holder.name)) {
          return part.kind === 'alias' ? part.name : '<<';
        }
      }
    }
    return undefined;
  }

  #serviceMapping(): YamlMapping | string {
    const service = this.#frame.origins.get(this.#subject);
    const refused = this.#whyNot(service);
    if (refused !== undefined || !service) return refused ?? 'This is no service.';
    const { value } = service.holder;
    return value.kind === 'mapping' && value.entries.length > 0
      ? value
      : 'This service is not written as a mapping.';
  }

  #set(service: YamlMapping, key: ScalarKey, value: string | number | boolean): string | undefined {
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
      this.#edits.push({
        range: { start: range.end, end: range.end },
        newText: ` ${styled(value, type, 'plain')}`,
      });
    } else this.#edits.push({ range: node.range, newText: styled(value, type, node.style) });
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

  #append(service: YamlMapping, name: string, item: string): string | undefined {
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

function elsewhere(steps: readonly Step[]): string | undefined {
  const step = steps.at(-1);
  if (!step) return undefined;
  if (step.kind === 'alias') return behindAlias(step.name);
  const anchor = step.name === '' ? '' : ` from the anchor '&${step.name}'`;
  return `It comes${anchor} through a merge key; change it there.`;
}

function behindAlias(name: string): string {
  return `It comes from the anchor '&${name}' through an alias; change it there.`;
}

/** Whether the value is nothing but a variable, so that the entry is the place where somebody switches it. */
function isOnlyVariable({ scalar, variables }: Origin): boolean {
  return variables.length > 0 && scalar !== undefined && /^\$(?:\w+|\{.*\})$/u.test(scalar.text);
}

const RESET = "The tag '!reset' takes away whatever is written here.";

const MEBIBYTE = 1024 * 1024;

function sizeText(bytes: number): string {
  return bytes % MEBIBYTE === 0 ? `${bytes / MEBIBYTE}m` : String(bytes);
}
