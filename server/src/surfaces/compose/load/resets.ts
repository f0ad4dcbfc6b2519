/** `!reset` and `!override`: what a document takes away from what was said before it. */
import { locationOf, type Mapping, type Value, withEntries } from './value.ts';

/** The keys that are taken away, and those below which something is. */
export interface Resets {
  readonly here: ReadonlySet<string>;
  readonly below: ReadonlyMap<string, Resets>;
}

export const NO_RESETS: Resets = { here: new Set(), below: new Map() };

/** What a document says, and what it takes away. */
export interface TakenResets {
  readonly mapping: Mapping;
  readonly resets: Resets;
}

/** A mapping without its tags, and what they take away. What `!reset` marks is gone; in a list it takes nothing away. */
export function takeResets(mapping: Mapping): TakenResets {
  const entries = new Map<string, Value>();
  const here = new Set<string>();
  const below = new Map<string, Resets>();
  for (const [name, value] of mapping.entries) {
    if (value.tag !== undefined) here.add(name);
    if (value.tag === 'reset') continue;
    if (value.kind === 'mapping') {
      const inner = takeResets(value);
      entries.set(name, untagged(inner.mapping));
      if (value.tag === undefined && inner.resets !== NO_RESETS) below.set(name, inner.resets);
    } else entries.set(name, untagged(value.kind === 'sequence' ? withoutResetItems(value) : value));
  }
  const resets = here.size === 0 && below.size === 0 ? NO_RESETS : { here, below };
  return { mapping: withEntries(mapping, entries), resets };
}

/** What is left of a mapping. */
export function applyResets(mapping: Mapping, resets: Resets | undefined): Mapping {
  if (!resets || resets === NO_RESETS) return mapping;
  const entries = new Map(mapping.entries);
  for (const name of resets.here) entries.delete(name);
  for (const [name, inner] of resets.below) {
    const value = entries.get(name);
    if (value?.kind === 'mapping') entries.set(name, applyResets(value, inner));
  }
  return withEntries(mapping, entries);
}

/** Notes in what stands in the place of something taken away what that was. */
export function withHidden(over: Mapping, base: Mapping, resets: Resets | undefined): Mapping {
  if (!resets || resets === NO_RESETS) return over;
  const entries = new Map(over.entries);
  for (const [name, value] of over.entries) {
    const hidden = base.entries.get(name);
    if (!hidden) continue;
    if (resets.here.has(name))
      entries.set(name, { ...value, said: { ...value.said, hides: locationOf(hidden.said) } });
    else if (value.kind === 'mapping' && hidden.kind === 'mapping')
      entries.set(name, withHidden(value, hidden, resets.below.get(name)));
  }
  return withEntries(over, entries);
}

function withoutResetItems<T extends Extract<Value, { kind: 'sequence' }>>(sequence: T): T {
  const items = sequence.items
    .filter((item) => item.tag !== 'reset')
    .map((item) => untagged(item.kind === 'mapping' ? takeResets(item).mapping : item));
  return { ...sequence, items };
}

/** `undefined` would be a tag of its own kind, so the member is left out. */
function untagged<T extends Value>(value: T): T {
  if (value.tag === undefined) return value;
  const copy = { ...value };
  delete copy.tag;
  return copy;
}
