/** Writes a baseline: one entry a line and in a fixed order, so that two people who change it rarely change the same line. */
import { encodeJson } from '../../base/json.ts';
import type { BaselineEntry } from './entry.ts';
import { BASELINE_VERSION } from './read.ts';

/** The text of a baseline; the entries come sorted. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const head = `{"version": ${BASELINE_VERSION}, "findings": [`;
  if (entries.length === 0) return `${head}]}\n`;
  return `${head}\n${entries.map(lineOf).join(',\n')}\n]}\n`;
}

function lineOf({ path, rule, place, value, severity, count, by }: BaselineEntry): string {
  const members: readonly (readonly [string, string | number | undefined])[] = [
    ['path', path],
    ['rule', rule],
    ['place', place],
    ['value', value],
    ['severity', severity],
    ['count', count === 1 ? undefined : count],
    ['by', by],
  ];
  const written = members.filter(([, member]) => member !== undefined);
  return `{${written.map(([name, member]) => `"${name}": ${encodeJson(member)}`).join(', ')}}`;
}
