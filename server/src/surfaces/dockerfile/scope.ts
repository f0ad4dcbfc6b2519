/** The variables that an instruction sees, and words expanded with them. */
import type { Slice } from '../../base/slice.ts';
import type { Location } from '../../base/text.ts';
import { type Expansion, expand, type Variable } from '../../syntax/dockerfile/expand.ts';

/** A variable at one place of the text, and where it got what it has. */
export interface Binding {
  readonly variable: Variable;
  /** The pair or the argument that the text binds it with. */
  readonly at: Location;
}

/** Arguments that BuildKit sets by itself, by the platforms of builder and target; nobody knows them before the build. */
const PREDEFINED: ReadonlySet<string> = new Set(
  ['BUILD', 'TARGET'].flatMap((side) => ['PLATFORM', 'OS', 'ARCH', 'VARIANT'].map((part) => side + part)),
);

export function isPredefined(name: string): boolean {
  return PREDEFINED.has(name) || name === 'TARGETSTAGE';
}

/** The variables in force; a stage starts with those of the stage it is built on. */
export class Scope {
  #bindings: Map<string, Binding>;
  #isShared = false;
  readonly #otherwise: (name: string) => Variable;

  /** `otherwise` says what is known of a variable that nothing here set. */
  constructor(otherwise: (name: string) => Variable, bindings = new Map<string, Binding>()) {
    this.#otherwise = otherwise;
    this.#bindings = bindings;
  }

  get(name: string): Binding | undefined {
    return this.#bindings.get(name);
  }

  set(name: string, binding: Binding): void {
    if (this.#isShared) this.#bindings = new Map(this.#bindings);
    this.#isShared = false;
    this.#bindings.set(name, binding);
  }

  lookup(name: string): Variable {
    return this.#bindings.get(name)?.variable ?? this.#otherwise(name);
  }

  /** A scope that starts with the same variables. */
  branch(): Scope {
    this.#isShared = true;
    const scope = new Scope(this.#otherwise, this.#bindings);
    scope.#isShared = true;
    return scope;
  }
}

/** A word after expansion, with the places that its value comes from. */
export interface Expanded extends Expansion {
  readonly via: readonly Location[];
}

/** Expands one word in a scope. */
export function expandIn(scope: Scope, word: Slice, escape: string): Expanded {
  const expansion = expand(word.text, escape, (name) => scope.lookup(name));
  const via = expansion.used.flatMap((name) => scope.get(name)?.at ?? []);
  return { ...expansion, via };
}

/** What a variable is after it was given an expanded value. */
export function variableOf(expansion: Expansion): Variable {
  return expansion.isKnown ? { kind: 'value', value: expansion.text } : { kind: 'unknown' };
}
