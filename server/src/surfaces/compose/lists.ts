/** Lists of texts: capabilities, security options, devices, profiles. */
import type { Setting } from '../../model/setting.ts';
import { type Element, type Field, sourceOfElement, sourceOfField } from '../../syntax/yaml/follow.ts';
import { elementsOf, fieldsOf, isBlank } from './fields.ts';
import type { Absence, Frame, Origin, ValueType } from './frame.ts';
import {
  absent,
  complain,
  originOf,
  readText,
  remember,
  type Text,
  throughVariables,
  variablesOf,
} from './scalars.ts';

/** Reads a list of texts. A list that is itself no list is unknown. */
export function readList(
  frame: Frame,
  field: Field | undefined,
  absence: Absence,
): Setting<readonly Setting<string>[]> {
  return listSetting(frame, field, absence, (element) => readItem(frame, element));
}

/** Makes the setting of a list from what `read` makes of its items. */
export function listSetting<T>(
  frame: Frame,
  field: Field | undefined,
  absence: Absence,
  read: (element: Element) => T | undefined,
): Setting<readonly T[]> {
  if (isBlank(field)) return absent(absence, []);
  const source = sourceOfField(field);
  if (field.value?.node.kind !== 'sequence') {
    if (field.value?.node.kind === 'scalar') complain(frame, field, 'Compose wants a list here.');
    return remember(frame, { state: 'unknown', source }, originOf(field, 'text'));
  }
  const value: T[] = [];
  for (const element of elementsOf(frame, field)) {
    const item = read(element);
    if (item !== undefined) value.push(item);
  }
  return remember(frame, { state: 'set', value, source }, originOf(field, 'text'));
}

function readItem(frame: Frame, element: Element): Setting<string> | undefined {
  const text = readText(frame, element.value);
  if (!text) return undefined;
  const source = throughVariables(sourceOfElement(element), text.expanded);
  const origin = originOfElement(element, 'text', text);
  if (text.known === undefined) return remember<Setting<string>>(frame, { state: 'unknown', source }, origin);
  return remember<Setting<string>>(frame, { state: 'set', value: text.known, source }, origin);
}

export function originOfElement(element: Element, type: ValueType, text?: Text): Origin {
  const { file, item: holder } = element;
  const steps = element.value?.steps ?? element.steps;
  if (!text) return { file, holder, type, steps, variables: [] };
  return { file, holder, scalar: text.scalar, type, steps, variables: variablesOf(text.expanded) };
}

/** The known texts of a list; short devices and long ones (`source:`) alike give their host's path first. */
export function knownTexts(frame: Frame, field: Field | undefined): readonly string[] {
  return elementsOf(frame, field).flatMap((element) => readText(frame, element.value)?.known ?? []);
}

/** Reads devices: short ones as written, long ones as `source:target:permissions`. */
export function readDevices(
  frame: Frame,
  field: Field | undefined,
  absence: Absence,
): Setting<readonly Setting<string>[]> {
  return listSetting(frame, field, absence, (element) =>
    element.value?.node.kind === 'mapping' ? readLongDevice(frame, element) : readItem(frame, element),
  );
}

function readLongDevice(frame: Frame, element: Element): Setting<string> {
  const fields = element.value ? frame.follower.fields(element.value) : fieldsOf(frame, undefined);
  const parts = ['source', 'target', 'permissions'].map((name) => readText(frame, fields.get(name)?.value));
  const source = sourceOfElement(element);
  const origin = originOfElement(element, 'text');
  if (parts.some((part) => part && part.known === undefined)) {
    return remember(frame, { state: 'unknown', source }, origin);
  }
  const value = parts.flatMap((part) => part?.known ?? []).join(':');
  return remember(frame, { state: 'set', value, source }, origin);
}
