/** Finds what is known of a place in a project by its path, where `*` stands for any one name. */
import { type Sequence, type Value, withEntries } from './value.ts';

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

/** A path that is written out only where somebody says it. */
export type Path = () => readonly string[];

/** What a value becomes. What lies below it is visited only where the change asks for it. */
type Change<T> = (fact: T, value: Value, path: Path, below: (value: Value) => Value) => Value;

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
  return change(
    step.fact,
    value,
    () => pathOf(path),
    (inner) => rewriteBelow(step, inner, path, change),
  );
}

function rewriteBelow<T>(step: Step<T>, value: Value, up: Link | undefined, change: Change<T>): Value {
  if (value.kind === 'scalar' || step.next.size === 0) return value;
  if (value.kind === 'sequence') return rewriteItems(step, value, up, change);
  let entries: Map<string, Value> | undefined;
  for (const known of knownIn(step, value.entries, up)) {
    const changed = rewriteAt(known.next, known.entry, known, change);
    if (changed === known.entry) continue;
    entries ??= new Map(value.entries);
    entries.set(known.name, changed);
  }
  return entries ? withEntries(value, entries) : value;
}

function rewriteItems<T>(step: Step<T>, value: Sequence, up: Link | undefined, change: Change<T>): Value {
  const any = step.next.get('*');
  if (!any) return value;
  const path: Link = { name: '[]', up };
  let items: Value[] | undefined;
  for (let index = 0; index < value.items.length; index++) {
    const item = value.items[index];
    const changed = item && rewriteAt(any, item, path, change);
    if (!changed || changed === item) continue;
    items ??= [...value.items];
    items[index] = changed;
  }
  return items ? { ...value, items } : value;
}

interface Known<T> extends Link {
  readonly entry: Value;
  readonly next: Step<T>;
}

/** The entries of whose names something is known; where only some names are, in the order of the table. */
function knownIn<T>(
  { next }: Step<T>,
  entries: ReadonlyMap<string, Value>,
  up: Link | undefined,
): readonly Known<T>[] {
  const any = next.get('*');
  const known: Known<T>[] = [];
  let isSorted = true;
  let last = 0;
  entries.forEach((entry, name) => {
    const inner = next.get(name) ?? any;
    if (!inner) return;
    known.push({ name, up, entry, next: inner });
    isSorted &&= inner.order >= last;
    last = inner.order;
  });
  return any || isSorted ? known : known.sort((a, b) => a.next.order - b.next.order);
}
