/** Checks a project against Compose's schema, and says what is wrong the way Compose does. */
import { goText, integerOf } from './scalar-type.ts';
import { unsetOf } from './go-names.ts';
import { identityOf } from './merge.ts';
import { PROJECT, type Shape, type Type } from './schema-shapes.ts';
import { type Mapping, Refusal, type Scalar, type Sequence, type Value } from './value.ts';

/** What is wrong with a value. */
interface Fault {
  /** The names on the way to it, from where it is looked at. */
  readonly path: readonly string[];
  /** What Compose says of the value at that place. */
  readonly reason: string;
  /** How much it counts beside others: the deepest is told. */
  readonly weight: number;
  readonly value: Value;
}

/** Throws a refusal when the project is not what the schema asks for. */
export function checkSchema(project: Mapping): void {
  const fault = check(PROJECT, project);
  if (!fault) return;
  if (fault.weight === Infinity) throw new Refusal(fault.reason, fault.value.said, unsetOf(fault.value));
  const message = `${fault.path.join('.')} ${fault.reason}`;
  throw new Refusal(message, fault.value.said, unsetOf(fault.value));
}

function check(shape: Shape, value: Value): Fault | undefined {
  if (shape.either) return checkEither(shape.either, value);
  if (shape.types && !isOfAny(shape.types, value)) {
    return fault(value, `must be a ${typeNames(shape.types)}`);
  }
  if (value.kind === 'mapping') return checkMapping(shape, value);
  return value.kind === 'sequence' ? checkSequence(shape, value) : checkScalar(shape, value);
}

const ANY: Shape = {};

function fault(value: Value, reason: string, extraWeight = 0): Fault {
  return { path: [], reason, weight: extraWeight, value };
}

/** A fault of a part, as seen from the whole. */
function inside(name: string, found: Fault): Fault {
  return { ...found, path: [name, ...found.path], weight: found.weight + 1 };
}

/** Only one of the shapes can fit the type. When it does not, what lies deepest is told, and at the same depth what the first shape says. */
function checkEither(shapes: readonly Shape[], value: Value): Fault | undefined {
  const fitting = shapes.find(({ types }) => types && isOfAny(types, value));
  const found = fitting && check(fitting, value);
  if (fitting && !found) return undefined;
  const [first] = shapes;
  if (found && (found.weight > 0 || fitting === first)) return found;
  return first && check(first, value);
}

function isOfAny(types: readonly Type[], value: Value): boolean {
  for (const type of types) if (isOf(type, value)) return true;
  return false;
}

function isOf(type: Type, value: Value): boolean {
  if (value.kind !== 'scalar') return type === (value.kind === 'mapping' ? 'mapping' : 'array');
  switch (value.type) {
    case 'integer':
      return type === 'integer' || type === 'number';
    case 'float':
      return type === 'number' || (type === 'integer' && Number.isInteger(numberOf(value)));
    case 'boolean':
    case 'null':
      return type === value.type;
    default:
      return type === 'string';
  }
}

function typeNames(types: readonly Type[]): string {
  const sorted = types.toSorted();
  const last = sorted.pop() ?? '';
  return sorted.length === 0 ? last : `${sorted.join(', ')} or ${last}`;
}

function checkScalar(shape: Shape, scalar: Scalar): Fault | undefined {
  if (scalar.type === 'float' && !Number.isFinite(numberOf(scalar))) {
    // The check reads JSON, which has no such numbers; nothing else is told then.
    return fault(scalar, `json: unsupported value: ${goText(scalar)}`, Infinity);
  }
  const { choices, pattern, least, most } = shape;
  if (choices && !choices.includes(scalar.text)) {
    return fault(scalar, `value must be ${choices.length > 1 ? 'one of ' : ''}${quoted(choices)}`);
  }
  if (pattern && scalar.type === 'text' && !pattern.test(scalar.text)) {
    return fault(scalar, `${quoted([scalar.text])} does not match pattern ${quoted([pattern.source])}`);
  }
  if (scalar.type !== 'integer' && scalar.type !== 'float') return undefined;
  const number = numberOf(scalar);
  if (least !== undefined && number < least)
    return fault(scalar, `must be greater than or equal to ${least}`);
  if (most !== undefined && number > most) return fault(scalar, `must be less than or equal to ${most}`);
  return undefined;
}

function numberOf({ type, text }: Scalar): number {
  return type === 'integer' ? Number(integerOf(text) ?? NaN) : Number(text.replaceAll('_', ''));
}

function quoted(texts: readonly string[]): string {
  return texts
    .map((text) => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`)
    .join(', ');
}

function checkSequence(shape: Shape, sequence: Sequence): Fault | undefined {
  const { item = ANY } = shape;
  let worst: Fault | undefined;
  sequence.items.forEach((value, index) => {
    const found = check(item, value);
    if (found) worst = heavier(worst, inside(String(index), found));
  });
  if (worst) return worst;
  return shape.isSet ? checkSet(sequence) : undefined;
}

function checkSet({ items }: Sequence): Fault | undefined {
  if (items.length < 2) return undefined;
  const places = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const identity = identityOf(item);
    const place = places.get(identity);
    if (place !== undefined) return fault(item, `items at ${place} and ${index} are equal`);
    places.set(identity, index);
  }
  return undefined;
}

function checkMapping(shape: Shape, mapping: Mapping): Fault | undefined {
  const { keys, others, stranger } = shape;
  let worst: Fault | undefined;
  let strangers: string[] | undefined;
  for (const [name, value] of mapping.entries) {
    const known = keys?.get(name) ?? (others?.name.test(name) ? others.shape : stranger ? undefined : ANY);
    if (known) {
      const found = check(known, value);
      if (found) worst = heavier(worst, inside(name, found));
    } else if (stranger) (strangers ??= []).push(name);
  }
  if (strangers) worst = withStrangers(worst, mapping, strangers, stranger);
  return heavier(worst, missingFault(shape, mapping));
}

function withStrangers(
  worst: Fault | undefined,
  mapping: Mapping,
  names: string[],
  kind: Shape['stranger'],
): Fault {
  const [first = ''] = names.sort();
  const value = mapping.entries.get(first) ?? mapping;
  if (kind === 'false') {
    // A service is checked in two parts, so what neither knows is only refused at the end.
    return worst && worst.weight > 0 ? worst : inside(first, fault(value, 'false schema'));
  }
  const found = fault(value, `additional properties ${quoted(names)} not allowed`, 1);
  return heavier(worst, found) ?? found;
}

function missingFault({ required, requiredEither }: Shape, mapping: Mapping): Fault | undefined {
  const missing = required?.filter((name) => !mapping.entries.has(name));
  if (missing && missing.length > 0) {
    return fault(mapping, `missing ${missing.length > 1 ? 'properties' : 'property'} ${quoted(missing)}`);
  }
  if (!requiredEither || requiredEither.some((name) => mapping.entries.has(name))) return undefined;
  return fault(mapping, `missing property ${quoted(requiredEither.slice(0, 1))}`);
}

/** The fault that Compose tells. Of two that weigh the same it tells either; here it is the first in the alphabet. */
function heavier(one: Fault | undefined, other: Fault | undefined): Fault | undefined {
  if (!one || !other) return one ?? other;
  if (one.weight !== other.weight) return one.weight > other.weight ? one : other;
  return spoken(other) < spoken(one) ? other : one;
}

function spoken({ path, reason }: Fault): string {
  return `${path.join('.')} ${reason}`;
}
