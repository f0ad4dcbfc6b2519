/** Finds what is known of a place in a project by its path, where `*` stands for any one name. */
import { type Value, withEntries } from './value.ts';

/** How far a path has come in a table. */
export interface Step<T> {
  /** Its place among its neighbours in the table. */
  readonly order: number;
  fact?: T;
  readonly next: Map<string, Step<T>>;
}

/** Facts by path: `services.*.ports`. */
export class PathTable<T> {
  readonly #facts: Readonly<Record<string, T>>;
  #root: Step<T> | undefined;

  constructor(facts: Readonly<Record<string, T>>) {
    this.#facts = facts;
  }

  /** Where every path begins; `stepInto` leads on. Made when it is asked for: a run without Compose files needs none. */
  get start(): Step<T> {
    return (this.#root ??= treeOf(this.#facts));
  }

  /** The fact about a path; a name that is written out counts more than `*`. */
  get(path: readonly string[]): T | undefined {
    let step: Step<T> | undefined = this.start;
    for (const part of path) {
      step = step.next.get(part) ?? step.next.get('*');
      if (!step) return undefined;
    }
    return step.fact;
  }

  /** The project with every value changed of whose place something is known; nothing else is looked at. */
  rewrite<V extends Value>(root: V, change: Change<T>): Value {
    return rewriteAt(this.start, root, undefined, change);
  }
}

function treeOf<T>(facts: Readonly<Record<string, T>>): Step<T> {
  const root: Step<T> = { order: 0, next: new Map() };
  for (const [path, fact] of Object.entries(facts)) {
    let step = root;
    for (const part of path.split('.')) {
      const next: Step<T> = step.next.get(part) ?? { order: step.next.size, next: new Map() };
      step.next.set(part, next);
      step = next;
    }
    step.fact = fact;
  }
  return root;
}

/** One name further; undefined where nothing is known of anything below. */
export function stepInto<T>(step: Step<T> | undefined, name: string): Step<T> | undefined {
  return step && (step.next.get(name) ?? step.next.get('*'));
}

/** What a value becomes. What lies below it is visited only where the change asks for it. */
type Change<T> = (fact: T, value: Value, path: readonly string[], below: (value: Value) => Value) => Value;

/** A path from its end; only the few that a change is asked for are written out. */
export interface Link {
  readonly name: string;
  readonly up: Link | undefined;
}

export function pathOf(link: Link | undefined): readonly string[] {
  const path: string[] = [];
  for (let at = link; at; at = at.up) path.push(at.name);
  return path.reverse();
}

function rewriteAt<T>(step: Step<T>, value: Value, path: Link | undefined, change: Change<T>): Value {
  if (step.fact === undefined) return rewriteBelow(step, value, path, change);
  return change(step.fact, value, pathOf(path), (inner) => rewriteBelow(step, inner, path, change));
}

function rewriteBelow<T>(step: Step<T>, value: Value, up: Link | undefined, change: Change<T>): Value {
  if (value.kind === 'scalar' || step.next.size === 0) return value;
  if (value.kind === 'sequence') {
    const any = step.next.get('*');
    if (!any) return value;
    const path: Link = { name: '[]', up };
    const items = value.items.map((item) => rewriteAt(any, item, path, change));
    return items.some((item, index) => item !== value.items[index]) ? { ...value, items } : value;
  }
  let entries: Map<string, Value> | undefined;
  for (const { name, entry, next } of knownIn(step, value.entries)) {
    const changed = rewriteAt(next, entry, { name, up }, change);
    if (changed === entry) continue;
    entries ??= new Map(value.entries);
    entries.set(name, changed);
  }
  return entries ? withEntries(value, entries) : value;
}

interface Known<T> {
  readonly name: string;
  readonly entry: Value;
  readonly next: Step<T>;
}

/** The entries of whose names something is known; where only some names are, in the order of the table. */
function knownIn<T>({ next }: Step<T>, entries: ReadonlyMap<string, Value>): readonly Known<T>[] {
  const any = next.get('*');
  const known: Known<T>[] = [];
  for (const [name, entry] of entries) {
    const inner = next.get(name) ?? any;
    if (inner) known.push({ name, entry, next: inner });
  }
  return any || known.length < 2 ? known : known.sort((a, b) => a.next.order - b.next.order);
}
