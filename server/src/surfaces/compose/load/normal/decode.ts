/** Gives scalars the types that Compose wants at last: texts, numbers, sizes. */
import { goNumber, goText, integerOf } from '../scalar-type.ts';
import { goPrint, goType, unsetOf } from '../go-names.ts';
import { isNull, Refusal, type Scalar, type Value } from '../value.ts';

/** Why a value cannot be taken for what belongs at its place, such as `services[a].ports[0].target`. */
export function undecodable(where: string, reason: string, value: Value): Refusal {
  const message = `decoding failed due to the following error(s): '${where}' ${reason}`;
  return new Refusal(message, value.said, unsetOf(value));
}

function unconvertible(where: string, value: Value, wanted: string): Refusal {
  return undecodable(where, `expected type '${wanted}', got unconvertible type '${goType(value)}'`, value);
}

/** A text; undefined where there is none, or an empty one. */
export function text(value: Value | undefined, where: string): string | undefined {
  if (value === undefined || isNull(value)) return undefined;
  if (value.kind === 'scalar' && (value.type === 'text' || value.type === 'integer')) {
    return goText(value) || undefined;
  }
  throw unconvertible(where, value, 'string');
}

/** A list of texts; undefined where it is empty. */
export function texts(value: Value | undefined, where: string): readonly string[] | undefined {
  if (value === undefined || isNull(value)) return undefined;
  if (value.kind === 'mapping') throw unconvertible(where, value, 'slice');
  const items = value.kind === 'sequence' ? value.items : [value];
  if (items.length === 0) return undefined;
  return items.map((item, index) => text(item, `${where}[${index}]`) ?? '');
}

/** True, or undefined. */
export function flag(value: Value | undefined, where: string): true | undefined {
  if (value === undefined || isNull(value)) return undefined;
  if (value.kind !== 'scalar' || (value.type !== 'boolean' && value.type !== 'text')) {
    throw unconvertible(where, value, 'bool');
  }
  const word = value.text.toLowerCase();
  if (/^(?:true|y|yes|on)$/u.test(word)) return true;
  if (/^(?:false|n|no|off)$/u.test(word)) return undefined;
  throw undecodable(where, `invalid boolean: ${value.text}`, value);
}

/** A whole number; undefined for none, and for 0. */
export function integer(value: Value | undefined, where: string): number | undefined {
  if (value === undefined || isNull(value)) return undefined;
  const number = value.kind === 'scalar' ? wholeNumber(value) : undefined;
  if (number !== undefined) return number || undefined;
  if (value.kind === 'scalar' && value.type === 'text') {
    const reason = `strconv.ParseInt: parsing ${JSON.stringify(value.text)}: invalid syntax`;
    throw undecodable(where, reason, value);
  }
  throw unconvertible(where, value, 'int');
}

/** The same for a number that cannot be below 0. */
export function natural(value: Value | undefined, where: string): number | undefined {
  const number = integer(value, where);
  if (value === undefined || number === undefined || number >= 0) return number;
  throw undecodable(where, `cannot parse value as 'uint64': ${number} overflows uint`, value);
}

/** The number of a scalar without what stands behind its point; undefined where it is none. */
function wholeNumber({ type, text: written }: Scalar): number | undefined {
  if (type === 'float') return Math.trunc(floatOf(written)) + 0;
  if (type !== 'integer' && !/^[-+]?\d+$/u.test(written)) return undefined;
  // Only YAML knows numbers that are not decimal.
  return type === 'integer' ? Number(integerOf(written) ?? 0n) : Number(written);
}

/** The number of a YAML float, or of a text that Go reads one in. */
function numberIn({ type, text: written }: Scalar): number | undefined {
  return type === 'float' ? floatOf(written) : goNumber(written);
}

function floatOf(written: string): number {
  return Number(written.replaceAll('_', ''));
}

/** A number of 32 bits; undefined for none, and for 0. */
export function fraction(value: Value | undefined, where: string): number | undefined {
  if (value === undefined || isNull(value)) return undefined;
  if (value.kind !== 'scalar' || value.type === 'boolean' || value.type === 'time') {
    throw unconvertible(where, value, 'float32');
  }
  const number = value.type === 'integer' ? Number(integerOf(value.text) ?? 0n) : numberIn(value);
  if (number === undefined) {
    const reason = `strconv.ParseFloat: parsing ${JSON.stringify(value.text)}: invalid syntax`;
    throw undecodable(where, reason, value);
  }
  return shortest(Math.fround(number)) || undefined;
}

/** The fewest digits that mean the same number of 32 bits. */
function shortest(number: number): number {
  for (let digits = 1; digits < 10; digits++) {
    const candidate = Number(number.toPrecision(digits));
    if (Math.fround(candidate) === number) return candidate;
  }
  return number;
}

const UNITS = 'kmgtp';

/** A size in bytes; undefined for none, and for 0. A number with a point is none. */
export function bytes(value: Value | undefined, where: string): number | undefined {
  if (value?.kind !== 'scalar') return undefined;
  if (value.type === 'integer') return Number(integerOf(value.text) ?? 0n) || undefined;
  if (value.type !== 'text') return undefined;
  const size = sizeOf(value.text);
  if (typeof size === 'string') throw undecodable(where, size, value);
  return size || undefined;
}

/** The number of bytes that a text means, or why it means none. */
function sizeOf(written: string): number | string {
  if (/^[-+]?\d+$/u.test(written)) return Number(written);
  const end = Math.max(...[...'0123456789. '].map((char) => written.lastIndexOf(char)));
  if (end < 0) return `invalid size: '${written}'`;
  const digits = written.slice(0, written[end] === ' ' ? end : end + 1);
  const suffix = written.slice(end + 1);
  const number = goNumber(digits);
  if (number === undefined) return `strconv.ParseFloat: parsing ${JSON.stringify(digits)}: invalid syntax`;
  if (number < 0) return `invalid size: '${written}'`;
  const unit = /^(?:([kmgtp])(?:i?b)?|b?)$/iu.exec(suffix);
  if (!unit) return `invalid suffix: '${suffix.length > 3 ? suffix : suffix.toLowerCase()}'`;
  const power = unit[1] === undefined ? 0 : UNITS.indexOf(unit[1].toLowerCase()) + 1;
  return Math.trunc(number * 1024 ** power);
}

/** The entries of a mapping whose keys are free. Compose takes extensions out of it, too, and keeps them as one entry. */
export function freeEntries(value: Value | undefined): Iterable<readonly [string, Value]> {
  if (value?.kind !== 'mapping') return [];
  if (![...value.entries.keys()].some(isExtension)) return value.entries;
  const own = new Map<string, Value>();
  const extensions = new Map<string, Value>();
  for (const [name, entry] of value.entries) (isExtension(name) ? extensions : own).set(name, entry);
  return own.set('#extensions', { kind: 'mapping', entries: extensions, said: value.said });
}

function isExtension(name: string): boolean {
  return name.startsWith('x-');
}

/** Any value as a text, nothing as an empty one. */
export function printed(value: Value): string {
  return isNull(value) ? '' : goPrint(value);
}

/** Texts by name, of a mapping or a list of `name=value`; undefined where it is empty. */
export function pairs(value: Value | undefined): Readonly<Record<string, string>> | undefined {
  const result: Record<string, string> = {};
  if (value?.kind === 'sequence') {
    for (const item of value.items) {
      const [name, rest] = cut(printed(item), '=');
      result[name] = rest ?? '';
    }
  }
  for (const [name, entry] of freeEntries(value)) result[name] = printed(entry);
  return unlessEmpty(result);
}

/** A text in front of a sign, and behind it where there is one. */
export function cut(written: string, sign: string): readonly [string, string | undefined] {
  const at = written.indexOf(sign);
  return at < 0 ? [written, undefined] : [written.slice(0, at), written.slice(at + sign.length)];
}

export function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}

/** An object without what is undefined. */
export function compact(parts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}
