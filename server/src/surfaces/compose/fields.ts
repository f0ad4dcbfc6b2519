/** The mappings and lists of a project, with aliases followed, documents merged, and `!reset` and `!override` obeyed. */
import type { Element, Field, Fields, Reached } from '../../syntax/yaml/follow.ts';
import { isNull } from '../../syntax/yaml/tree.ts';
import type { Frame } from './frame.ts';

const NONE: Fields = new Map();

/** The entries of the whole project: the documents of its file, merged in turn. */
export function topFields(frame: Frame, roots: readonly Reached[]): Fields {
  return roots.reduce<Fields>((base, root) => merge(base, frame.follower.fields(root)), NONE);
}

/** The entries of the mapping that a field holds; none when it holds something else. */
export function fieldsOf(frame: Frame, field: Field | undefined): Fields {
  if (!field) return NONE;
  const base = field.under ? fieldsOf(frame, field.under) : NONE;
  if (field.value?.node.kind !== 'mapping') return base;
  return merge(base, frame.follower.fields(field.value));
}

/** The entries of a mapping in a list. */
export function fieldsIn(frame: Frame, value: Reached): Fields {
  return merge(NONE, frame.follower.fields(value));
}

/** The items of the list that a field holds, those of earlier documents first. */
export function elementsOf(frame: Frame, field: Field | undefined): readonly Element[] {
  if (!field) return [];
  const base = field.under ? elementsOf(frame, field.under) : [];
  const own = field.value ? frame.follower.elements(field.value) : [];
  return base.length === 0 ? own : [...base, ...own];
}

/** Whether a field says nothing at all. */
export function isBlank(field: Field | undefined): field is undefined {
  if (!field) return true;
  return field.value !== undefined && isNull(field.value.node) && !field.under;
}

function merge(base: Fields, over: Fields): Fields {
  if (base.size === 0 && !hasTags(over)) return over;
  const result = new Map(base);
  for (const [name, field] of over) {
    const { tag } = field.entry.value;
    if (tag === '!reset') result.delete(name);
    else result.set(name, layered(result.get(name), field));
  }
  return result;
}

function layered(base: Field | undefined, over: Field): Field {
  if (!base || over.entry.value.tag === '!override') return over;
  // What says nothing changes nothing.
  if (over.value && isNull(over.value.node)) return base;
  return { ...over, under: base };
}

function hasTags(fields: Fields): boolean {
  for (const field of fields.values()) if (field.entry.value.tag === '!reset') return true;
  return false;
}
