/** What a service cannot start without: what it names, and what it shares something with. */
import { entriesOf, itemsOf, textOf, type Value } from '../value.ts';

const SHARED = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'];
const NAMING = ['depends_on', 'links', 'volumes_from', ...SHARED];
const NONE: ReadonlyMap<string, Value> = new Map();

/** The services that a service depends on, each with what says so. */
export function dependenciesOf(entries: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  if (!NAMING.some((key) => entries.has(key))) return NONE;
  const result = new Map(entriesOf(entries.get('depends_on')));
  const add = (name: string, said: Value): void => {
    if (!result.has(name)) result.set(name, said);
  };
  for (const link of itemsOf(entries.get('links'))) {
    const parts = (textOf(link) ?? '').split(':');
    add((parts.length === 2 ? parts[0] : textOf(link)) ?? '', link);
  }
  for (const key of SHARED) {
    const value = entries.get(key);
    const other = /^service:(.*)$/su.exec(textOf(value) ?? '')?.[1];
    if (value && other !== undefined) add(other, value);
  }
  for (const from of itemsOf(entries.get('volumes_from'))) {
    const name = textOf(from) ?? '';
    if (!name.startsWith('container:')) add(name.split(':')[0] ?? '', from);
  }
  return result;
}
