/** The names by which exceptions mean rules: our ids, ids that they once had, and the ids of other tools' rules. */
import { nearest } from '../../base/nearest.ts';
import type { Rule } from '../../model/rule.ts';

/** What names mean among some rules. Rules about exceptions are configured, never excepted: no name means them. */
export interface Names {
  /** The rules of one of our names; none for an unknown one. */
  idsOf(name: string): readonly string[];
  /** Our name that is nearest to an unknown one, be that mistyped or another tool's. */
  nearestTo(name: string): string | undefined;
  /** The rules that mean the same as a rule of another tool; none where nothing does. */
  meantBy(tool: string, name: string): readonly string[];
  /** All rules that mean the same as any rule of another tool. */
  allOf(tool: string): readonly string[];
}

/** Rules rarely change, and texts ask often. */
const known = new WeakMap<readonly Rule[], Names>();

export function namesIn(rules: readonly Rule[]): Names {
  const names = known.get(rules) ?? namesOf(rules);
  known.set(rules, names);
  return names;
}

function namesOf(rules: readonly Rule[]): Names {
  const excepted = rules.filter(({ check }) => !check.exception);
  const ids = new Map(excepted.map(({ id }) => [id, [id]]));
  const foreign = new Map<string, Set<string>>();
  const tools = new Map<string, Set<string>>();
  for (const { id, meta } of excepted) {
    for (const alias of meta.aliases) {
      const [tool = '', name = ''] = split(alias);
      if (tool === 'bulkhead') ids.set(name, [...(ids.get(name) ?? []), id]);
      add(foreign, keyOf(tool, name), id);
      add(tools, tool, id);
    }
  }
  const ours = [...ids.keys()];
  return {
    idsOf: (name) => ids.get(name) ?? [],
    nearestTo: (name) => anyToolsName(foreign, tools, name) ?? nearest(name, ours)[0],
    meantBy: (tool, name) => [...(foreign.get(keyOf(tool, name)) ?? [])],
    allOf: (tool) => [...(tools.get(tool) ?? [])],
  };
}

/** The rule that another tool knows by this name, where that is certain. */
function anyToolsName(
  foreign: ReadonlyMap<string, ReadonlySet<string>>,
  tools: ReadonlyMap<string, ReadonlySet<string>>,
  name: string,
): string | undefined {
  const meant = new Set([...tools.keys()].flatMap((tool) => [...(foreign.get(keyOf(tool, name)) ?? [])]));
  const [only] = meant;
  return meant.size === 1 ? only : undefined;
}

function split(alias: string): readonly [string, string] {
  const colon = alias.indexOf(':');
  return [alias.slice(0, colon), alias.slice(colon + 1)];
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set();
  values.add(value);
  map.set(key, values);
}

/** Letters may be written as one likes; trivy spells one id `DS002`, `DS-0002` and `AVD-DS-0002`. */
function keyOf(tool: string, name: string): string {
  const plain = name.toLowerCase();
  if (tool !== 'trivy') return `${tool}:${plain}`;
  const [, letters, number] = /^(?:avd-)?([a-z]+)-?(\d{1,6})$/u.exec(plain) ?? [];
  return letters === undefined ? `trivy:${plain}` : `trivy:${letters}${Number(number)}`;
}
