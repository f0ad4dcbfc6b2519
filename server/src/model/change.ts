/** A change as a rule states it, in the model's words; a surface turns it into edits of its notation, or refuses. */
import type { Sourced } from './setting.ts';

/** Keys of a container or stage that hold one value. */
export type ScalarKey = 'user' | 'readOnly' | 'memoryLimit' | 'pidsLimit';

/** Keys of a container that hold a list. */
export type ListKey = 'capDrop' | 'securityOpt';

/** One step of a fix. The target of `remove` and `replace` is the very object that the subject holds (a setting, a port's address, a word). */
export type Change =
  /** Takes out the entry that says this, and what it leaves empty. */
  | { readonly kind: 'remove'; readonly target: Sourced }
  /** Writes another value where this one stands, or adds it where a default stands (a port's address). */
  | { readonly kind: 'replace'; readonly target: Sourced; readonly value: string }
  /** Has a person say what this says: the value stands there as a blank until then. Of an exception as a whole it is the reason, which is added. */
  | { readonly kind: 'ask'; readonly target: Sourced; readonly value: string }
  /** Adds a key that is not written yet. `memoryLimit` is in bytes. */
  | { readonly kind: 'set'; readonly key: ScalarKey; readonly value: string | number | boolean }
  /** Adds an item to a list, and the list if there is none. */
  | { readonly kind: 'append'; readonly key: ListKey; readonly item: string };

export function remove(target: Sourced): Change {
  return { kind: 'remove', target };
}

export function replace(target: Sourced, value: string): Change {
  return { kind: 'replace', target, value };
}

export function ask(target: Sourced, value: string): Change {
  return { kind: 'ask', target, value };
}

export function set(key: ScalarKey, value: string | number | boolean): Change {
  return { kind: 'set', key, value };
}

export function append(key: ListKey, item: string): Change {
  return { kind: 'append', key, item };
}
