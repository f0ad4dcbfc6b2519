/** Reads and prints `.bulkhead-checklist.json`: which questions about the host were answered, and on which day. */
import { HOST_CHECKLIST } from '../knowledge/host-checklist.ts';
import type { ChecklistState } from './report.ts';

/** Lies in the folder of the report. */
export const CHECKLIST_FILE = '.bulkhead-checklist.json';

/** The days by the ids of items. Ids that are not known today stay: another version may know them. */
export type Ticks = ReadonlyMap<string, string>;

/** What the file says; `reason` is there when nothing of it could be read. */
export interface ChecklistReading {
  readonly ticks: Ticks;
  readonly reason?: string;
}

/** Reads the file's text; an absent file has no ticks. */
export function readChecklist(text: string | undefined): ChecklistReading {
  const ticks = new Map<string, string>();
  if (text === undefined || text.trim() === '') return { ticks };
  const root = parse(text);
  if (root === undefined) return { ticks, reason: 'is not JSON' };
  if (!isObject(root) || root['version'] !== 1 || !isObject(root['ticked'])) {
    return { ticks, reason: 'is not a checklist of version 1' };
  }
  for (const [id, day] of Object.entries(root['ticked'])) {
    if (typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(day)) ticks.set(id, day);
  }
  return { ticks };
}

/** The file's text: sorted, one item a line, so that two people's ticks merge. */
export function printChecklist(ticks: Ticks): string {
  const items = [...ticks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, day]) => `    ${JSON.stringify(id)}: ${JSON.stringify(day)}`);
  const ticked = items.length === 0 ? '{}' : `{\n${items.join(',\n')}\n  }`;
  return `{\n  "version": 1,\n  "ticked": ${ticked}\n}\n`;
}

/** The ticks with one item ticked on a day, or not ticked any more. */
export function withTick(ticks: Ticks, id: string, day: string | undefined): Ticks {
  const changed = new Map(ticks);
  if (day === undefined) changed.delete(id);
  else changed.set(id, day);
  return changed;
}

/** The whole checklist as a report carries it, in its own order. */
export function checklistStates(ticks: Ticks): ChecklistState[] {
  return HOST_CHECKLIST.flatMap(({ items }) =>
    items.map(({ id }) => {
      const ticked = ticks.get(id);
      return ticked === undefined ? { id } : { id, ticked };
    }),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
