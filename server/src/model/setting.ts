/** A value with its origin, or the knowledge that there is none to know. */
import type { Location } from '../base/text.ts';

/** Where something is said. */
export interface Source extends Location {
  /**
   * How the text came to say this, outermost first: `include`, `extends`, alias, merge key, template, variable.
   * Empty when it is written at the place itself and counts there.
   */
  readonly via: readonly Location[];
  /** What this overrules: the same key in another file, the image's own setting. Absent when it overrules nothing. */
  readonly hides?: Location;
}

/** Anything that stands somewhere: what a rule can underline and a change can take away. */
export interface Sourced {
  readonly source: Source;
}

/**
 * One thing that a container, a stage or a project says or leaves unsaid.
 * - `set`: the text says it; the source covers the whole entry (key and value), so that removing it leaves a text that parses.
 * - `default`: the text does not say it; `value` is what applies then, the source is the head of the subject.
 * - `unknown`: the text says something that depends on what is not in it. There is no `value` to misread.
 */
export type Setting<T> =
  | { readonly state: 'set' | 'default'; readonly value: T; readonly source: Source }
  | { readonly state: 'unknown'; readonly source: Source };

/** A setting whose value is certain, written or not. */
export type Known<T> = Extract<Setting<T>, { readonly value: T }>;

/** Whether the text says this and the value is certain. */
export function isSet<T>(setting: Setting<T>): setting is Known<T> {
  return setting.state === 'set';
}

/** Whether the value is certain, be it written or a default. */
export function isKnown<T>(setting: Setting<T>): setting is Known<T> {
  return setting.state !== 'unknown';
}

/** Whether the text says `true`, and certainly so. */
export function isTrue(setting: Setting<boolean>): setting is Known<boolean> {
  return setting.state === 'set' && setting.value;
}

/** The value, or undefined when it is not certain. */
export function valueOf<T>(setting: Setting<T>): T | undefined {
  return setting.state === 'unknown' ? undefined : setting.value;
}

/** The items of a list that are certain; none when the list itself is not. */
export function knownItems<T>(list: Setting<readonly Setting<T>[]>): readonly Known<T>[] {
  return list.state === 'unknown' ? [] : list.value.filter(isKnown);
}

/** The elements of a list of things that carry settings of their own; none when the list is unknown. */
export function elementsOf<T>(list: Setting<readonly T[]>): readonly T[] {
  return list.state === 'unknown' ? [] : list.value;
}
