/** Colours of a terminal, or none. */
import type { Severity } from '../../model/rule.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'blue' | 'cyan' | 'magenta';

/** Puts a style around a text. */
export type Paint = (style: Style, text: string) => string;

/** How each severity is coloured. */
export const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
  hint: 'cyan',
};

const CODES: Readonly<Record<Style, readonly [string, string]>> = {
  bold: ['\u001B[1m', '\u001B[22m'],
  dim: ['\u001B[2m', '\u001B[22m'],
  red: ['\u001B[31m', '\u001B[39m'],
  green: ['\u001B[32m', '\u001B[39m'],
  yellow: ['\u001B[33m', '\u001B[39m'],
  blue: ['\u001B[34m', '\u001B[39m'],
  magenta: ['\u001B[35m', '\u001B[39m'],
  cyan: ['\u001B[36m', '\u001B[39m'],
};

const plain: Paint = (_style, text) => text;

const coloured: Paint = (style, text) => {
  const [on, off] = CODES[style];
  return text === '' ? '' : on + text + off;
};

export function paintWith(colour: boolean): Paint {
  return colour ? coloured : plain;
}

/** Whether to use colours: what the line says, then FORCE_COLOR and NO_COLOR, then whether a person looks at it. */
export function wantsColour(
  flag: boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (flag !== undefined) return flag;
  if (env['NO_COLOR']) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}
