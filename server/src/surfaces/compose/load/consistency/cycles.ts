/** Finds services that wait for one another in a circle. */
import { entriesOf, type Refusal, type Value } from '../value.ts';
import { dependenciesOf } from './dependencies.ts';
import { refusal } from './refuse.ts';

/** The first circle, by the names of the services; undefined where there is none. */
export function findCycle(services: ReadonlyMap<string, Value>): Refusal | undefined {
  const dependencies = new Map<string, ReadonlyMap<string, Value>>();
  for (const [name, service] of services) {
    const others = dependenciesOf(entriesOf(service));
    if (others.size > 0) dependencies.set(name, others);
  }
  const done = new Set<string>();
  for (const name of [...dependencies.keys()].sort()) {
    const found = searchFrom(name, dependencies, done);
    if (found) return found;
  }
  return undefined;
}

interface Visit {
  readonly name: string;
  readonly left: Iterator<readonly [string, Value]>;
}

/** Walks along the dependencies without recursion, since they may be as long as a file. */
function searchFrom(
  start: string,
  dependencies: ReadonlyMap<string, ReadonlyMap<string, Value>>,
  done: Set<string>,
): Refusal | undefined {
  const visit = (name: string): Visit => {
    const others = [...(dependencies.get(name) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return { name, left: others.values() };
  };
  if (done.has(start)) return undefined;
  const way = [visit(start)];
  /** Where on the way a service stands. */
  const places = new Map([[start, 0]]);
  for (let current = way.at(-1); current; current = way.at(-1)) {
    const next = current.left.next();
    if (next.done) {
      done.add(current.name);
      places.delete(current.name);
      way.pop();
      continue;
    }
    const [name, said] = next.value;
    const at = places.get(name);
    if (at !== undefined) return cycle([...way.slice(at).map((step) => step.name), name], said);
    if (done.has(name)) continue;
    places.set(name, way.length);
    way.push(visit(name));
  }
  return undefined;
}

function cycle(names: readonly string[], said: Value): Refusal {
  return refusal(`dependency cycle detected: ${names.join(' -> ')}`, said);
}
