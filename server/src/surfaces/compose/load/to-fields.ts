/** A merged project as the readers of the surface take it: the fields and elements that count, as they were written. */
import type { ContentNode, Element, Field, Fields, Reached } from '../../../syntax/yaml/follow.ts';
import type { Mapping, Said, Value } from './value.ts';

/** The fields of the whole project. */
export function toFields(project: Mapping): Fields {
  return childrenOf(project).fields;
}

interface Children {
  readonly fields: Fields;
  readonly elements: readonly Element[];
}

/** What a value holds; a range of ports that became several is one element still. */
function childrenOf(value: Value): Children {
  let fields: Map<string, Field> | undefined;
  let elements: Map<object, Element> | undefined;
  const take = (child: Value): void => {
    const { holder } = child.said;
    if (!holder) return;
    if ('entry' in holder) {
      fields ??= new Map();
      fields.set(holder.name, fieldOf(holder, child));
      return;
    }
    elements ??= new Map();
    for (const { said } of twins(child)) {
      if (said.holder && 'item' in said.holder) elements.set(said.holder.item, elementOf(said.holder, said));
    }
    elements.set(holder.item, elementOf(holder, child.said));
  };
  if (value.kind === 'mapping') value.entries.forEach(take);
  else if (value.kind === 'sequence') value.items.forEach(take);
  return { fields: fields ?? NO_FIELDS, elements: elements ? [...elements.values()] : NO_ELEMENTS };
}

const NO_FIELDS: Fields = new Map();
const NO_ELEMENTS: readonly Element[] = [];

/** What the same file says twice is there twice: to mend one of them would leave the other. */
function twins({ also, said }: Value): readonly Value[] {
  if (!also) return NO_TWINS;
  return also.filter((other) => other.said.file === said.file && other.said.holder !== said.holder);
}

const NO_TWINS: readonly Value[] = [];

function fieldOf(holder: Field, value: Value): Field {
  if (value.kind === 'scalar' && isUnchanged(holder, value.said)) return holder;
  const { name, file, entry, steps } = holder;
  const field = { name, file, entry, steps, value: reachedOf(value) };
  // A field as it is written knows of no way and hides nothing.
  return value.said.through || value.said.hides ? { ...field, ...wayOf(value.said) } : field;
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
  const { fields, elements } = childrenOf(value);
  return { file, node: content, steps, fields, elements };
}

/** What is said behind an alias is never an alias. */
const NOTHING: ContentNode = { kind: 'scalar', style: 'plain', text: '', range: { start: 0, end: 0 } };
