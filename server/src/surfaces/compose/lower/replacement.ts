/** Writes other values where values stand, keeping their quotes; for ports, the address in front. */
import type { TextEdit, TextRange } from '../../../base/text.ts';
import type { YamlScalar } from '../../../syntax/yaml/tree.ts';
import type { Origin, PartOrigin } from '../frame.ts';
import { entryEdits } from './insertion.ts';
import type { Holder, Outline } from './outline.ts';
import { doubleQuoted, isHarmless, scalarText, styled } from './scalar-text.ts';

/** Edits, or the reason why there are none. */
export type Outcome = { readonly edits: readonly TextEdit[] } | { readonly refused: string };

type AccessPart = Extract<PartOrigin, { readonly kind: 'access' }>;
type AddressPart = Extract<PartOrigin, { readonly kind: 'address' }>;

export function replacementOf(outline: Outline, origin: Origin, value: string): Outcome {
  const { part, scalar } = origin;
  if (part?.kind === 'address') return addressOf(outline, origin, part, value);
  if (part?.kind === 'access') return accessOf(outline, origin, part, value);
  if (!scalar) return { refused: 'This value is not a single one.' };
  if (origin.variables.length > 0) return { refused: fromVariable(origin.variables) };
  if (isMultiLine(outline.file.text, scalar)) return { refused: 'This value stands on several lines.' };
  if (part) {
    return isHarmless(value)
      ? { edits: [{ range: part.range, newText: value }] }
      : { refused: 'The new value does not fit into this text.' };
  }
  return { edits: [{ range: scalar.range, newText: styled(value, origin.type, scalar.style) }] };
}

export function fromVariable(names: readonly string[]): string {
  const kind = names.length > 1 ? 'variables' : 'variable';
  return `The value comes from the ${kind} ${names.map((name) => `'${name}'`).join(', ')}; change it there.`;
}

/** Why something that an alias brings is left alone. */
export function behindAlias(name: string): string {
  return `It comes from the anchor '&${name}' through an alias; change it there.`;
}

function isMultiLine(text: string, scalar: YamlScalar): boolean {
  return text.slice(scalar.range.start, scalar.range.end).includes('\n');
}

function addressOf(outline: Outline, origin: Origin, part: AddressPart, address: string): Outcome {
  const { holder, scalar } = origin;
  if (!scalar) {
    if (holder.value.kind !== 'mapping') return { refused: 'This port is not written here.' };
    const entry = { name: 'host_ip', value: scalarText(address, 'text') };
    return { edits: entryEdits(outline, holder.value, [entry], new Set<Holder>()) };
  }
  const { text } = outline.file;
  if (isMultiLine(text, scalar)) return { refused: 'This port stands on several lines.' };
  const written = text.slice(part.range.start, part.range.end);
  const names = [...written.matchAll(/\$\{?(\w+)/gu)].flatMap((match) => match[1] ?? []);
  if (names.length > 0) return { refused: fromVariable(names) };
  const prefix = address.includes(':') ? `[${address}]` : address;
  const rest = text.slice(part.range.end, innerRange(scalar).end);
  const newText = quotedLike(scalar, `${prefix}${part.separator}${rest}`);
  return { edits: [{ range: scalar.range, newText }] };
}

/** `value` is `true` or `false`, as `read_only` takes it. */
function accessOf(
  outline: Outline,
  { holder, scalar, variables }: Origin,
  part: AccessPart,
  value: string,
): Outcome {
  if (!scalar) {
    if (holder.value.kind !== 'mapping') return { refused: 'This mount is not written here.' };
    const entry = { name: 'read_only', value };
    return { edits: entryEdits(outline, holder.value, [entry], new Set<Holder>()) };
  }
  if (variables.length > 0) return { refused: fromVariable(variables) };
  if (isMultiLine(outline.file.text, scalar)) return { refused: 'This mount stands on several lines.' };
  const option = value === 'true' ? 'ro' : 'rw';
  return { edits: [{ range: part.range, newText: `${part.separator}${option}` }] };
}

function innerRange(scalar: YamlScalar): TextRange {
  const quote = scalar.style === 'single' || scalar.style === 'double' ? 1 : 0;
  return { start: scalar.range.start + quote, end: scalar.range.end - quote };
}

/** The text as written between the quotes that were there; a bare one gets quotes where YAML may take it for something else. */
function quotedLike(scalar: YamlScalar, raw: string): string {
  if (scalar.style === 'single') return `'${raw}'`;
  if (scalar.style === 'double') return `"${raw}"`;
  if (/^\d/u.test(raw) && !raw.includes('::')) return raw;
  return /["\\]/u.test(raw) ? `'${raw}'` : doubleQuoted(raw);
}
