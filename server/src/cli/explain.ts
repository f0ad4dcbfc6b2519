/** `bulkhead explain`: the page of a rule, made readable in a terminal. */
import { readArguments } from './arguments.ts';
import { UsageError } from './fault.ts';
import { printable } from './format/cells.ts';
import { pageText } from './format/page.ts';
import { paintWith, wantsColour } from './format/paint.ts';
import { EXPLAIN_HELP } from './help.ts';
import { nearest } from './nearest.ts';
import { colourFlag } from './settings.ts';
import type { World } from './world.ts';

const OPTIONS = {
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Longer lines than this tire the eye. */
const WIDEST_TEXT = 100;

export function explain(words: readonly string[], world: World): number {
  const given = readArguments(words, OPTIONS);
  if (given.has('help')) {
    world.out.write(EXPLAIN_HELP);
    return 0;
  }
  const [name, ...more] = given.operands;
  if (name === undefined) throw new UsageError("which rule? 'bulkhead rules' lists them");
  if (more.length > 0) throw new UsageError('one rule at a time');
  const rule = world.registry.rules.find(({ id }) => id === name.toLowerCase());
  if (!rule) throw unknownRule(name, world);
  const page = world.readPage(rule.id) ?? `# ${rule.id}\n\n${rule.meta.summary}.\n`;
  const paint = paintWith(wantsColour(colourFlag(given), world.env, world.out.isTerminal));
  world.out.write(pageText(page, paint, Math.min(world.out.columns ?? WIDEST_TEXT, WIDEST_TEXT)));
  return 0;
}

function unknownRule(name: string, world: World): UsageError {
  const close = nearest(
    name,
    world.registry.rules.map(({ id }) => id),
  );
  const hint = close.length > 0 ? `did you mean ${close.join(', ')}?` : "'bulkhead rules' lists them";
  return new UsageError(`unknown rule '${printable(name)}'; ${hint}`);
}
