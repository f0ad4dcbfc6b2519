/** HTML as a type of its own: a text becomes part of it by being escaped, and in no other way. */
import { escape, escapeData } from '../escape.ts';

const MARKUP = Symbol('markup');

/** A piece of a page. Nothing that is read from a file can look like one. */
export interface Html {
  readonly [MARKUP]: string;
}

/** What a template takes; a list is one below the other, and what is missing is nothing. */
export type Content = Html | string | number | undefined | readonly Content[];

/** A template. Each value is escaped for the place where it stands; attributes must have double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  const fixed = squeezed(strings);
  let text = fixed[0] ?? '';
  values.forEach((value, index) => {
    const isData = DATA_ATTRIBUTE.test(fixed[index] ?? '');
    text += (isData ? dataOf(value) : textOf(value)) + (fixed[index + 1] ?? '');
  });
  return { [MARKUP]: text };
}

/** Takes a text for HTML as it is: only for what this project wrote itself, or what was escaped piece by piece. */
export function trusted(text: string): Html {
  return { [MARKUP]: text };
}

/** The text of a whole page. */
export function print(page: Html): string {
  return page[MARKUP];
}

const DATA_ATTRIBUTE = /\sdata-[a-z-]+="$/u;

function textOf(value: Content): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'number') return String(value);
  return MARKUP in value ? value[MARKUP] : value.map(textOf).join('\n');
}

function dataOf(value: Content): string {
  return typeof value === 'string' ? escapeData(value) : textOf(value);
}

const squeezedBefore = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The fixed parts without the indentation that makes the source readable; a line break stays, for it is a blank to HTML. */
function squeezed(strings: TemplateStringsArray): readonly string[] {
  const known = squeezedBefore.get(strings);
  if (known) return known;
  const parts = strings.map((part) => part.replace(/\n +/gu, '\n'));
  squeezedBefore.set(strings, parts);
  return parts;
}
