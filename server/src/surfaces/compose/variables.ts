/** Variables given to a container or to a build: `environment` and `build.args`, as a mapping or as a list of `NAME=value`. */
import type { Setting, Source } from '../../model/setting.ts';
import type { Assignment } from '../../model/variable.ts';
import { type Expanded, type Lookup, UNKNOWN } from '../../syntax/interpolation/expand.ts';
import {
  type Element,
  type Field,
  type Reached,
  sourceOfElement,
  sourceOfField,
} from '../../syntax/yaml/follow.ts';
import { isNull } from '../../syntax/yaml/tree.ts';
import { elementsOf, fieldsOf } from './fields.ts';
import type { Frame } from './frame.ts';
import { originOfElement } from './lists.ts';
import { originOf, readText, remember, type Text, throughVariables } from './scalars.ts';

/** Whose variables they are. */
export type Owner = Pick<Assignment, 'role' | 'owner'>;

export function readVariables(frame: Frame, field: Field | undefined, owner: Owner): readonly Assignment[] {
  if (!field) return [];
  // A later entry of the same name replaces an earlier one.
  const byName = new Map<string, Assignment>();
  for (const list of [fromList(frame, field, owner), fromMapping(frame, field, owner)]) {
    for (const assignment of list) byName.set(assignment.name, assignment);
  }
  return [...byName.values()];
}

function fromMapping(frame: Frame, field: Field, owner: Owner): Assignment[] {
  const result: Assignment[] = [];
  for (const entry of fieldsOf(frame, field).values()) {
    const assignment = entry.value && assign(frame, entry.name, entry.value, sourceOfField(entry), owner);
    if (!assignment) continue;
    result.push(assignment.made);
    const origin = originOf(entry, 'text', assignment.text);
    remember(frame, assignment.made, origin);
    if (assignment.made.value) remember(frame, assignment.made.value, origin);
  }
  return result;
}

function assign(
  frame: Frame,
  name: string,
  value: Reached,
  source: Source,
  owner: Owner,
): { readonly made: Assignment; readonly text?: Text } | undefined {
  if (isNull(value.node))
    return { made: { ...owner, name, source, ...fromOutside(frame.lookupIn(value.file), name, source) } };
  const text = readText(frame, value);
  if (!text) return undefined;
  const at = throughVariables(source, text.expanded);
  const setting: Setting<string> =
    text.known === undefined
      ? { state: 'unknown', source: at }
      : { state: 'set', value: text.known, source: at };
  const origin = originOfText(text.expanded);
  const made = {
    role: owner.role,
    owner: owner.owner,
    name,
    source: at,
    value: setting,
    origin,
    shipped: true,
  };
  return { made, text };
}

/** A name alone takes its value from the shell or from `.env`. */
function fromOutside(
  lookup: Lookup,
  name: string,
  source: Source,
): Pick<Assignment, 'value' | 'origin' | 'shipped'> {
  const variable = lookup(name);
  if (variable?.value === undefined) return { origin: 'variable', shipped: true };
  const via = variable.location ? [...source.via, variable.location] : source.via;
  const value: Setting<string> = { state: 'set', value: variable.value, source: { ...source, via } };
  return { value, origin: 'variable', shipped: true };
}

function fromList(frame: Frame, field: Field, owner: Owner): Assignment[] {
  return elementsOf(frame, field).flatMap((element) => {
    const text = readText(frame, element.value);
    const assignment = text && assignItem(frame, element, text, owner);
    if (!assignment) return [];
    const origin = originOfElement(element, 'text', text);
    remember(frame, assignment, origin);
    if (assignment.value) {
      const range = assignment.value.source.range;
      remember(frame, assignment.value, { ...origin, part: { kind: 'option', range } });
    }
    return [assignment];
  });
}

function assignItem(frame: Frame, element: Element, text: Text, owner: Owner): Assignment | undefined {
  const whole = text.expanded.slice.text;
  const sign = whole.indexOf('=');
  const name = sign < 0 ? whole : whole.slice(0, sign);
  if (name === '' || name.includes(UNKNOWN)) return undefined;
  const source = throughVariables(sourceOfElement(element), text.expanded);
  if (sign < 0) {
    return { ...owner, name, source, ...fromOutside(frame.lookupIn(element.file), name, source) };
  }
  const written = whole.slice(sign + 1);
  const value: Setting<string> = written.includes(UNKNOWN)
    ? { state: 'unknown', source: { ...source } }
    : { state: 'set', value: written, source: { ...source } };
  return { ...owner, name, source, value, origin: originOfText(text.expanded), shipped: true };
}

function originOfText(expanded: Expanded): Assignment['origin'] {
  const { parts } = expanded;
  if (parts.length === 1 && parts[0]?.origin === 'literal') return 'literal';
  if (parts.some((part) => part.origin === 'variable' || part.origin === 'unknown')) return 'variable';
  return parts.some((part) => part.origin === 'default') ? 'fallback' : 'literal';
}
