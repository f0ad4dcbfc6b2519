/** The variables that an instruction sees, and words expanded with them. */
import type { Slice } from '../../base/slice.ts';
import type { Location } from '../../base/text.ts';
import { type Expansion, expand, type Variable } from '../../syntax/dockerfile/expand.ts';

/** A variable at one place of the text, and where it got what it has. */
export interface Binding {
  readonly variable: Variable;
  /** The pair or the argument that the text binds it with. */
  readonly at: Location;
  /** Whether ENV says it, so that the image keeps it. */
  readonly isOfImage?: true;
  /** For an ARG: what ENV has said of the same name. It counts again in stages built on this one. */
  readonly inImage?: Binding;
}

/** Build arguments by name; undefined for one that is given with a value that nobody knows. */
export type GivenArguments = ReadonlyMap<string, string | undefined>;

export const NOTHING_GIVEN: GivenArguments = new Map();

/** What a build argument makes of a variable; undefined when none is given. */
export function givenVariable(given: GivenArguments, name: string): Variable | undefined {
  if (!given.has(name)) return undefined;
  const value = given.get(name);
  return value === undefined ? { kind: 'unknown' } : { kind: 'value', value };
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
  /** Names that an ARG has given another value than the image has. */
  readonly #covered = new Set<string>();
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
    if (binding.inImage) this.#covered.add(name);
    else this.#covered.delete(name);
  }

  lookup(name: string): Variable {
    return this.#bindings.get(name)?.variable ?? this.#otherwise(name);
  }

  /** The scope of a stage that is built on this one: what the image says counts again. */
  branch(): Scope {
    this.#isShared = true;
    const scope = new Scope(this.#otherwise, this.#bindings);
    scope.#isShared = true;
    for (const name of this.#covered) {
      const binding = this.#bindings.get(name)?.inImage;
      if (binding) scope.set(name, binding);
    }
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
