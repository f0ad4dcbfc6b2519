/** Which type Go's YAML gives a plain scalar, and how it writes numbers and dates that are used as texts. */
import type { YamlScalar } from '../../../syntax/yaml/tree.ts';
import type { Scalar } from './value.ts';

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const BOOLEANS = new Set(['true', 'True', 'TRUE', 'false', 'False', 'FALSE']);
const INTEGER = /^[-+]?(?:\d+|0b[01]+|0o[0-7]+|0x[\da-f]+)$/i;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i;
const SPECIAL_FLOAT = /^(?:[-+]?\.inf|\.nan)$/i;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u;
const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?)$/u;
const CORE_TAG = 'tag:yaml.org,2002:';
/** Tags that make a type of a text in quotes, too. */
const TYPED_TAGS = new Set(['int', 'float', 'bool'].map((name) => CORE_TAG + name));

/** The type of a scalar that nothing was put into; only plain ones without a tag of their own, `!override` too, are anything but texts. */
export function typeOf({ style, tag, text }: YamlScalar): Scalar['type'] {
  if (tag === undefined) return style === 'plain' ? typeOfPlain(text) : 'text';
  if (TYPED_TAGS.has(tag)) return typeOfPlain(text);
  return tag.startsWith(CORE_TAG) && !tag.endsWith(':str') && style === 'plain' ? typeOfPlain(text) : 'text';
}

function typeOfPlain(text: string): Scalar['type'] {
  if (NULLS.has(text)) return 'null';
  const first = text.charCodeAt(0);
  // Most plain scalars begin with a letter that begins no other type.
  if (BOOLEANS.has(text)) return 'boolean';
  if (first > 57 || first === 47) return 'text';
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  if (INTEGER.test(digits)) return isTooLong(digits) ? 'text' : 'integer';
  if (FLOAT.test(digits)) return Number.isFinite(Number(digits)) ? 'float' : 'text';
  if (SPECIAL_FLOAT.test(digits)) return 'float';
  return isTime(text) ? 'time' : 'text';
}

/** A number that is not decimal and has more than 64 bits; a decimal one becomes a float. */
function isTooLong(digits: string): boolean {
  if (digits.length < 18 || !/^[-+]?0[box]/iu.test(digits)) return false;
  const value = integerOf(digits) ?? 0n;
  return value > LARGEST || value < SMALLEST;
}

function isTime(text: string): boolean {
  const match = DATE.exec(text) ?? TIME.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, ...clock] = match.slice(1).map((part) => Number(part));
  const [hour = 0, minute = 0, second = 0] = clock.filter((part) => !Number.isNaN(part));
  const lastDay = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
  return isDate && hour < 24 && minute < 60 && second < 60;
}

/** A scalar as Go prints it where Compose wants a text: `0x1F` → `31`, `1.0` → `1`, `True` → `true`. */
export function goText({ type, text }: Pick<Scalar, 'type' | 'text'>): string {
  if (type === 'null') return '';
  if (type === 'boolean') return text.toLowerCase();
  if (type === 'integer') return integerText(text);
  if (type === 'float') return floatText(Number(text.replaceAll('_', '')), text);
  return type === 'time' ? timeText(text) : text;
}

/** The value of an integer; a leading zero makes it octal, as in YAML 1.1. */
export function integerOf(text: string): bigint | undefined {
  const match = /^([-+]?)(.*)$/u.exec(text.replaceAll('_', '').toLowerCase());
  const digits = match?.[2] ?? '';
  const isOctal = /^0[0-7]+$/u.test(digits);
  const plain = isOctal ? `0o${digits.slice(1)}` : digits;
  // `08` is no octal number, and a decimal one all the same.
  if (!/^(?:\d+|0b[01]+|0o[0-7]+|0x[\da-f]+)$/u.test(plain)) return undefined;
  const value = BigInt(/^0\d+$/u.test(plain) ? plain.replace(/^0+(?=\d)/u, '') : plain);
  return match?.[1] === '-' ? -value : value;
}

const DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/iu;
const HEXADECIMAL = /^([-+]?)0x([\da-f]+)(?:\.([\da-f]*))?p([-+]?\d+)$/iu;
const NOT_FINITE = /^(?:[-+]?inf(?:inity)?|nan)$/iu;

/** The number that Go reads in a text, underscores between digits included; undefined where it reads none. */
export function goNumber(text: string): number | undefined {
  const digits = text.replace(/(?<=[\da-fx])_(?=[\da-f])/giu, '');
  if (DECIMAL.test(digits)) return Number(digits);
  if (NOT_FINITE.test(digits)) {
    if (/nan/iu.test(digits)) return Number.NaN;
    return digits.startsWith('-') ? -Infinity : Infinity;
  }
  const match = HEXADECIMAL.exec(digits);
  if (!match) return undefined;
  const [, sign, whole = '', rest = '', power = ''] = match;
  const size = Number.parseInt(whole + rest, 16) * 2 ** (Number(power) - 4 * rest.length);
  return sign === '-' ? -size : size;
}

const LARGEST = 18_446_744_073_709_551_615n;
const SMALLEST = -9_223_372_036_854_775_808n;

function integerText(text: string): string {
  const value = integerOf(text);
  if (value === undefined) return text;
  if (value > LARGEST || value < SMALLEST) return floatText(Number(value), text);
  // Go reads `-0` as a float, and keeps its sign.
  return value === 0n && text.startsWith('-') ? '-0' : value.toString();
}

/** As Go's `%v`: the shortest digits, with an exponent of at least two digits from a million on and below 1e-4. */
export function floatText(value: number, text = ''): string {
  if (Number.isNaN(value)) return SPECIAL_FLOAT.test(text) ? specialText(text) : text;
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  // JavaScript writes an exponent outside of these, too.
  if (power >= -4 && power < 6) return String(value);
  const sign = power < 0 ? '-' : '+';
  return `${mantissa}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

function specialText(text: string): string {
  if (/nan/i.test(text)) return 'NaN';
  return text.startsWith('-') ? '-Inf' : '+Inf';
}

function timeText(text: string): string {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ]+(\d{1,2}):(\d{2}):(\d{2})(\.\d+)?(?:[ \t]*(Z|[-+]\d{1,2}(?::?\d{2})?))?)?$/u.exec(
      text,
    );
  if (!match) return text;
  const [, year = '', month = '', day = '', hour = '0', minute = '00', second = '00', fraction = ''] = match;
  const two = (part: string): string => part.padStart(2, '0');
  const zone = zoneText(match[8]);
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${minute}:${second}${withoutZeros(fraction)} ${zone}`;
}

/** A fraction of a second as Go writes it; none where it is nothing. */
function withoutZeros(fraction: string): string {
  let end = fraction.length;
  while (fraction[end - 1] === '0') end--;
  return end <= 1 ? '' : fraction.slice(0, end);
}

function zoneText(zone: string | undefined): string {
  if (zone === undefined || zone === 'Z') return '+0000 UTC';
  const match = /^([-+])(\d{1,2}):?(\d{2})?$/u.exec(zone);
  const offset = `${match?.[1] ?? '+'}${(match?.[2] ?? '').padStart(2, '0')}${match?.[3] ?? '00'}`;
  return `${offset} ${offset}`;
}
