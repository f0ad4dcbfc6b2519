/** Says in words what a key takes. */
import type { Shape, TextShape } from './keys.ts';

/** What may stand there, as the end of a sentence that begins `'key' takes`. */
export function takes(shape: Shape): string {
  switch (shape.is) {
    case 'flag':
      return 'true or false';
    case 'days':
      return 'a whole number of days, 1 or more';
    case 'number':
      return 'a number';
    case 'word':
      return alternatives(Object.keys(shape.says));
    case 'text':
      return shape.orFalse ? `${ONE[shape.of]}, or false` : ONE[shape.of];
    case 'list':
      return shape.orOne ? `${many(shape.of)}: one, or a list of them` : `a list of ${many(shape.of)}`;
    case 'mapping':
      return `a mapping of ${shape.keys.map(({ name }) => name).join(', ')}`;
    case 'rules':
      return 'a mapping of rules to severities';
  }
}

function many(shape: Shape): string {
  if (shape.is === 'text') return MANY[shape.of];
  if (shape.is === 'word') return `words: ${alternatives(Object.keys(shape.says))}`;
  return shape.is === 'mapping' ? `mappings with ${shape.keys.map(({ name }) => name).join(', ')}` : 'values';
}

function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

const ONE: Readonly<Record<TextShape['of'], string>> = {
  'path pattern': 'a pattern of paths',
  registry: 'the name of a registry',
  'credential name': 'the name of a variable',
  path: 'a path',
  rule: 'the name of a rule',
  name: 'a name',
  date: 'a date such as 2027-03-31',
  reason: 'a text',
  text: 'a text',
};

const MANY: Readonly<Record<TextShape['of'], string>> = {
  'path pattern': 'patterns of paths',
  registry: 'names of registries',
  'credential name': 'names of variables',
  path: 'paths',
  rule: 'names of rules',
  name: 'names',
  date: 'dates',
  reason: 'texts',
  text: 'texts',
};
