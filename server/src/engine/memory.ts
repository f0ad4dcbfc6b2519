/** Remembers what came of texts, and which texts it rests on: from both ends. */
import type { Basis } from './basis.ts';

/** Something that rests on texts. */
export interface Resting {
  readonly basis: Basis;
}

/** What came of texts, by their URIs. */
export class Memory<Entry extends Resting> {
  readonly #entries = new Map<string, Entry>();
  /** The texts that rest on a text, itself included, as far as they were remembered. */
  readonly #resting = new Map<string, Set<string>>();

  get(uri: string): Entry | undefined {
    return this.#entries.get(uri);
  }

  set(uri: string, entry: Entry): void {
    this.delete(uri);
    this.#entries.set(uri, entry);
    for (const other of entry.basis.keys()) {
      const resting = this.#resting.get(other) ?? new Set<string>();
      this.#resting.set(other, resting.add(uri));
    }
  }

  delete(uri: string): void {
    for (const other of this.#entries.get(uri)?.basis.keys() ?? []) {
      const resting = this.#resting.get(other);
      resting?.delete(uri);
      if (resting?.size === 0) this.#resting.delete(other);
    }
    this.#entries.delete(uri);
  }

  /** The texts that rest on this one, itself included when it was remembered. */
  restingOn(uri: string): readonly string[] {
    return [...(this.#resting.get(uri) ?? [])];
  }

  /** The other texts that have to do with this one: those that rest on it, and what these rest on besides. */
  relatedTo(uri: string): readonly string[] {
    const related = new Set<string>();
    for (const name of this.restingOn(uri)) {
      for (const other of this.#entries.get(name)?.basis.keys() ?? []) related.add(other);
    }
    related.delete(uri);
    return [...related];
  }
}
