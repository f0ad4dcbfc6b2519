/** Finds what is known of a place in a project by its path, where `*` stands for any one name. */

interface Step<T> {
  fact?: T;
  readonly next: Map<string, Step<T>>;
}

/** Facts by path: `services.*.ports`. */
export class PathTable<T> {
  readonly #root: Step<T> = { next: new Map() };

  constructor(facts: Readonly<Record<string, T>>) {
    for (const [path, fact] of Object.entries(facts)) {
      let step = this.#root;
      for (const part of path.split('.')) {
        const next = step.next.get(part) ?? { next: new Map() };
        step.next.set(part, next);
        step = next;
      }
      step.fact = fact;
    }
  }

  /** The fact about a path; a name that is written out counts more than `*`. */
  get(path: readonly string[]): T | undefined {
    let step: Step<T> | undefined = this.#root;
    for (const part of path) {
      step = step.next.get(part) ?? step.next.get('*');
      if (!step) return undefined;
    }
    return step.fact;
  }
}
