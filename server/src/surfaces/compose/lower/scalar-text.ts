/** Writes values as YAML scalars that Compose reads back as the very same. */
import type { YamlScalar } from '../../../syntax/yaml/tree.ts';
import type { ValueType } from '../frame.ts';

/** Texts that need no quotes anywhere, not even in flow style. */
const PLAIN = /^[\w./][\w./:=@+-]*$/u;
/** Plain texts that YAML readers take for something else: numbers (also those with colons), booleans, null. */
const AMBIGUOUS = /^(?:[-+.]?\d[\da-fox_.:+-]*|true|false|yes|no|on|off|null|[yn~])$/i;

/** Writes a value where none stood. */
export function scalarText(value: string, type: ValueType): string {
  return styled(value, type, 'plain');
}

/** Writes a value in the style that stands there; `plain` gets quotes where the value needs them. */
export function styled(value: string, type: ValueType, style: YamlScalar['style']): string {
  if (style === 'single' && !/[\r\n]/u.test(value)) return `'${value.replaceAll("'", "''")}'`;
  if (style === 'plain' && isPlain(value, type)) return value;
  return doubleQuoted(value);
}

export function doubleQuoted(value: string): string {
  return JSON.stringify(value);
}

function isPlain(value: string, type: ValueType): boolean {
  if (!PLAIN.test(value) || value.endsWith(':')) return false;
  return type !== 'text' || !AMBIGUOUS.test(value);
}

/** Whether a text can stand inside a scalar of any style as it is. */
export function isHarmless(value: string): boolean {
  return PLAIN.test(value) && !value.endsWith(':');
}
