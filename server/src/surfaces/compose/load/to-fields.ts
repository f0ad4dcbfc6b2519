/** A merged project as the readers of the surface take it: the fields and elements that count, as they were written. */
import type { ContentNode, Element, Field, Fields, Reached } from '../../../syntax/yaml/follow.ts';
import type { Mapping, Said, Value } from './value.ts';

/** The fields of the whole project. */
export function toFields(project: Mapping): Fields {
  return childrenOf(project).fields;
}

interface Children {
  readonly fields: Map<string, Field>;
  readonly elements: readonly Element[];
}

/** What a value holds; a range of ports that became several is one element still. */
function childrenOf(value: Value): Children {
  const fields = new Map<string, Field>();
  const elements = new Map<object, Element>();
  const values =
    value.kind === 'mapping' ? value.entries.values() : value.kind === 'sequence' ? value.items : [];
  for (const child of values) {
    const { holder } = child.said;
    if (!holder) continue;
    if ('entry' in holder) {
      fields.set(holder.name, fieldOf(holder, child));
      continue;
    }
    for (const { said } of twins(child)) {
      if (said.holder && 'item' in said.holder) elements.set(said.holder.item, elementOf(said.holder, said));
    }
    elements.set(holder.item, elementOf(holder, child.said));
  }
  return { fields, elements: [...elements.values()] };
}

/** What the same file says twice is there twice: to mend one of them would leave the other. */
function twins({ also = [], said }: Value): readonly Value[] {
  return also.filter((other) => other.said.file === said.file && other.said.holder !== said.holder);
}

function fieldOf(holder: Field, value: Value): Field {
  if (value.kind === 'scalar' && isUnchanged(holder, value.said)) return holder;
  const { under: _, ...field } = holder;
  return { ...field, ...wayOf(value.said), value: reachedOf(value) };
}

/** Whether a value counts as it is written. */
function isUnchanged(holder: Field, { through, hides, node }: Said): boolean {
  return !through && !hides && !holder.under && node === holder.value?.node;
}

function elementOf(holder: Element, said: Said): Element {
  if (!said.through && !said.hides) return holder;
  return { ...holder, ...wayOf(said) };
}

function wayOf({ through, hides }: Said): Pick<Field, 'through' | 'hides'> {
  return { ...(through ? { through } : {}), ...(hides ? { hides } : {}) };
}

function reachedOf(value: Value): Reached {
  const { file, node, steps } = value.said;
  const content: ContentNode = node.kind === 'alias' ? NOTHING : node;
  if (content.kind === 'scalar') return { file, node: content, steps };
  return { file, node: content, steps, ...childrenOf(value) };
}

/** What is said behind an alias is never an alias. */
const NOTHING: ContentNode = { kind: 'scalar', style: 'plain', text: '', range: { start: 0, end: 0 } };
