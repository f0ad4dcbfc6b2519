/** `bulkhead rules`: the list of rules. */
import type { Rule } from '../model/rule.ts';
import { choice, readArguments } from './arguments.ts';
import { UsageError } from './fault.ts';
import { encodeJson } from '../base/json.ts';
import { paintWith, SEVERITY_STYLES, wantsColour, type Paint } from './format/paint.ts';
import { RULES_HELP } from './help.ts';
import { colourFlag } from './settings.ts';
import type { World } from './world.ts';

const OPTIONS = {
  format: { type: 'string' },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export function rules(words: readonly string[], world: World): number {
  const given = readArguments(words, OPTIONS);
  if (given.has('help')) {
    world.out.write(RULES_HELP);
    return 0;
  }
  const format = choice(given, 'format', ['text', 'json'], 'text');
  if (given.operands.length > 0) throw new UsageError(`'rules' takes no '${given.operands[0] ?? ''}'`);
  const sorted = [...world.registry.rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const colour = wantsColour(colourFlag(given), world.env, world.out.isTerminal);
  world.out.write(format === 'json' ? rulesJson(sorted) : rulesText(sorted, paintWith(colour)));
  return 0;
}

function rulesJson(list: readonly Rule[]): string {
  const items = list.map(({ id, meta }) =>
    encodeJson({
      id,
      severity: meta.severity,
      fix: meta.fix,
      profile: meta.profile,
      topic: meta.topic,
      since: meta.since,
      summary: meta.summary,
      ...(meta.options ? { options: meta.options } : {}),
      references: meta.references,
      aliases: meta.aliases,
    }),
  );
  return `{"version":1,"rules":[\n${items.join(',\n')}\n]}\n`;
}

function rulesText(list: readonly Rule[], paint: Paint): string {
  const width = Math.max(4, ...list.map(({ id }) => id.length));
  const row = (id: string, severity: string, fix: string, summary: string): string =>
    `${id}  ${severity}  ${fix}  ${summary}\n`;
  const head = row('Rule'.padEnd(width), 'Severity'.padEnd(8), 'Fix'.padEnd(6), 'Summary');
  const rows = list.map(({ id, meta }) =>
    row(
      paint('bold', id.padEnd(width)),
      paint(SEVERITY_STYLES[meta.severity], meta.severity.padEnd(8)),
      (meta.fix === 'none' ? '–' : meta.fix).padEnd(6),
      meta.summary,
    ),
  );
  return `${paint('dim', head.trimEnd())}\n${rows.join('')}`;
}
