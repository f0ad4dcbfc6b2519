/** What `bulkhead baseline` says of a baseline: how many findings it has, which are new, which are gone. */
import type { BaselineEntry, Renewed } from '../service.ts';
import { printable } from './format/cells.ts';

/** `.bulkhead-baseline.json has 37 findings: 5 are new, 2 are gone.` */
export function resultText(path: string, { entries, added, gone }: Renewed, isDry: boolean): string {
  const parts = [
    ...(added.length > 0 ? [`${areOf(sum(added))} new`] : []),
    ...(gone.length > 0 ? [`${areOf(sum(gone))} gone`] : []),
  ];
  if (entries.length === 0 && gone.length === 0) return 'Nothing was found that a baseline would know.\n';
  const has = isDry ? 'would have' : 'has';
  const change = parts.length > 0 ? parts.join(', ') : 'as before';
  return `${printable(path)} ${has} ${findings(sum(entries))}: ${change}.\n`;
}

/** Why a baseline is not written that may only shrink. */
export function refusalText(path: string, { added }: Renewed): string {
  const count = sum(added);
  return `${printable(path)} was not written: ${findings(count)} would be added, and with '--ratchet' it may only shrink`;
}

/** One line for each entry that comes (`+`) or goes (`-`), in the order of the files. */
export function changeText({ added, gone }: Pick<Renewed, 'added' | 'gone'>): string {
  const lines = [
    ...added.map((entry) => ['+', entry] as const),
    ...gone.map((entry) => ['-', entry] as const),
  ];
  return lines
    .sort(([, a], [, b]) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(([sign, entry]) => `${sign} ${entryText(entry)}\n`)
    .join('');
}

/** `app/compose.yaml: no-privileged at service vpn › privileged, 2 times` */
export function entryText({ path, rule, place, count }: BaselineEntry): string {
  const where = place === '' ? '' : ` at ${printable(place)}`;
  return `${printable(path)}: ${printable(rule)}${where}${count === 1 ? '' : `, ${count} times`}`;
}

function sum(entries: readonly BaselineEntry[]): number {
  return entries.reduce((total, { count }) => total + count, 0);
}

function findings(count: number): string {
  return count === 1 ? '1 finding' : `${count} findings`;
}

function areOf(count: number): string {
  return count === 1 ? '1 is' : `${count} are`;
}
