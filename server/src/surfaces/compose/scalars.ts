/** Single values of a service: texts, booleans, sizes, numbers, each as Compose casts them after interpolation. */
import type { Location, TextRange } from '../../base/text.ts';
import { sourceRange } from '../../base/slice.ts';
import type { Setting, Source } from '../../model/setting.ts';
import { expand, type Expanded } from '../../syntax/interpolation/expand.ts';
import { type Field, type Reached, sourceOfField } from '../../syntax/yaml/follow.ts';
import { scalarSlice } from '../../syntax/yaml/scalar-slice.ts';
import type { YamlScalar } from '../../syntax/yaml/tree.ts';
import { isBlank } from './fields.ts';
import { type Absence, addProblem, type Frame, type Origin, type ValueType } from './frame.ts';

/** What a scalar says after interpolation. */
export interface Text {
  readonly expanded: Expanded;
  readonly scalar: YamlScalar;
  /** The text; absent when a variable decides it. */
  readonly known?: string;
}

/** Reads a scalar; undefined when there is none, or its variables cannot be read. */
export function readText(frame: Frame, value: Reached | undefined): Text | undefined {
  if (value?.node.kind !== 'scalar') return undefined;
  const scalar = value.node;
  const expanded = expand(scalarSlice(value.file.text, scalar), frame.lookupIn(value.file));
  if (expanded.invalid) {
    if (value.steps.length === 0) addProblem(frame, value.file, expanded.invalid, INVALID_VARIABLE);
    return undefined;
  }
  return expanded.isKnown ? { expanded, scalar, known: expanded.slice.text } : { expanded, scalar };
}

const INVALID_VARIABLE =
  'Compose cannot read this variable; a dollar sign that stands for itself is written $$.';

/** Names of the variables that a text is made of. */
export function variablesOf(expanded: Expanded): readonly string[] {
  if (expanded.parts.length === 1 && expanded.parts[0]?.name === undefined) return NONE;
  const names = new Set<string>();
  for (const { name } of expanded.parts) if (name !== undefined) names.add(name);
  return [...names];
}

const NONE: readonly string[] = [];

/** A source with the places added where variables of the text are set. */
export function throughVariables(source: Source, expanded: Expanded): Source {
  let places: Location[] | undefined;
  for (const { location } of expanded.parts) if (location) (places ??= []).push(location);
  return places ? { ...source, via: [...source.via, ...places] } : source;
}

/** What a text means, or why Compose refuses it. */
export type Cast<T> = (
  text: string,
  scalar: YamlScalar,
) => { readonly value: T } | { readonly refused: string };

/** Reads a field that holds one value. */
export function readSetting<T>(
  frame: Frame,
  field: Field | undefined,
  absence: Absence,
  fallback: T,
  type: ValueType,
  cast: Cast<T>,
): Setting<T> {
  if (isBlank(field)) return absent(absence, fallback);
  const source = sourceOfField(field);
  const text = readText(frame, field.value);
  if (!text) return remember(frame, { state: 'unknown', source }, originOf(field, type));
  const origin = originOf(field, type, text);
  const at = throughVariables(source, text.expanded);
  if (text.known === undefined) return remember(frame, { state: 'unknown', source: at }, origin);
  const result = cast(text.known, text.scalar);
  if ('value' in result) return remember(frame, { state: 'set', value: result.value, source: at }, origin);
  complain(frame, field, result.refused);
  return remember(frame, { state: 'unknown', source: at }, origin);
}

export function absent<T>(absence: Absence, fallback: T): Setting<T> {
  if (absence.isOpen) return { state: 'unknown', source: absence.head };
  return { state: 'default', value: fallback, source: absence.head };
}

export function complain(frame: Frame, field: Field, message: string): void {
  if (field.value?.steps.length === 0) addProblem(frame, field.file, field.entry.value.range, message);
}

export function originOf(field: Field, type: ValueType, text?: Text): Origin {
  const { file, entry: holder } = field;
  const steps = field.value?.steps ?? field.steps;
  if (!text) return { file, holder, type, steps, variables: NONE };
  return { file, holder, scalar: text.scalar, type, steps, variables: variablesOf(text.expanded) };
}

export function remember<T extends object>(frame: Frame, made: T, origin: Origin): T {
  frame.origins.set(made, origin);
  return made;
}

export const asText: Cast<string> = (text) => ({ value: text });

const TRUE = new Set(['true', 'y', 'yes', 'on']);
const FALSE = new Set(['false', 'n', 'no', 'off']);

export const asBoolean: Cast<boolean> = (text) => {
  const lower = text.toLowerCase();
  if (TRUE.has(lower)) return { value: true };
  if (FALSE.has(lower)) return { value: false };
  return { refused: 'Compose wants true or false here.' };
};

const NUMBER = /^[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** A text that Compose wants as a text: it refuses a bare number. */
export const asQuotedText: Cast<string> = (text, scalar) => {
  if (scalar.style !== 'plain' || !NUMBER.test(scalar.text)) return { value: text };
  return { refused: 'Compose wants a text here; put the number in quotes.' };
};

const SIZE = /^(\d+(?:\.\d+)?) ?([kmgtp])?i?b?$/i;
const UNITS = 'kmgtp';

/** A size in bytes: `512m`, `1.5GiB`, `1073741824`. */
export const asBytes: Cast<number> = (text, scalar) => {
  // A YAML float is dropped by Compose without a word: there is no limit then.
  if (scalar.style === 'plain' && NUMBER.test(scalar.text) && /[.e]/i.test(scalar.text)) return { value: 0 };
  const match = SIZE.exec(text.trim());
  if (!match) return { refused: 'Compose cannot read this size; write for instance 512m.' };
  const unit = match[2]?.toLowerCase();
  const factor = unit ? 1024 ** (UNITS.indexOf(unit) + 1) : 1;
  return { value: Math.floor(Number(match[1]) * factor) };
};

/** A size in `deploy.resources.limits`: Compose refuses a bare number there. */
export const asQuotedBytes: Cast<number> = (text, scalar) => {
  const quoted = asQuotedText(text, scalar);
  return 'refused' in quoted ? quoted : asBytes(text, scalar);
};

export const asInteger: Cast<number> = (text) => {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return { value: Math.trunc(number) };
  return { refused: 'Compose wants a number here.' };
};

/** The place of a part of a text in its document. */
export function placeOf(expanded: Expanded, range: TextRange): TextRange {
  return sourceRange(expanded.slice, range);
}
