/** Variables while a build is played through, and words expanded with them. */
import { expand, expandWords, type Variable } from '../../../syntax/dockerfile/expand.ts';
import { type Refused, refuse } from './refusal.ts';

/** How much one build may cost, in characters and entries: values that double with each line would soon fill the memory. */
const MOST_WORK = 20_000_000;

const UNSET: Variable = { kind: 'unset' };

/** Expands words, and notes the names of variables that have no value. */
export class Expander {
  readonly #escape: string;
  #left = MOST_WORK;
  /** The names without a value in the words expanded last. */
  readonly unset = new Set<string>();

  constructor(escape: string) {
    this.#escape = escape;
  }

  /** The word with its variables put in and its quotes removed; `found` takes the names that have a value. */
  word(text: string, values: ReadonlyMap<string, string>, found?: Set<string>): string | Refused {
    const { text: result, error } = expand(text, this.#escape, (name) => {
      if (values.has(name)) found?.add(name);
      return this.#lookup(name, values);
    });
    return error === undefined ? (this.spend(result.length) ?? result) : failure(text, error);
  }

  /** The words that the text comes to. */
  words(text: string, values: ReadonlyMap<string, string>): readonly string[] | Refused {
    const { words, error } = expandWords(text, this.#escape, (name) => this.#lookup(name, values));
    return error === undefined ? words : failure(text, error);
  }

  /** Whether the body of a heredoc, in which quotes mean nothing, can be expanded. */
  body(text: string, values: ReadonlyMap<string, string>): Refused | undefined {
    const { error } = expand(text.replace(/["']/gu, '_'), '\\', (name) => this.#lookup(name, values));
    return error === undefined ? undefined : failure(text, error);
  }

  #lookup(name: string, values: ReadonlyMap<string, string>): Variable {
    const value = values.get(name);
    if (value !== undefined) return { kind: 'value', value };
    this.unset.add(name);
    return UNSET;
  }

  /** Takes a share of what one build may cost, or refuses to go on. */
  spend(amount: number): Refused | undefined {
    this.#left -= amount;
    return this.#left < 0 ? refuse('it grows too large to be followed') : undefined;
  }
}

function failure(text: string, reason: string): Refused {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return refuse(`failed to process ${JSON.stringify(shown)}: ${reason}`);
}

/** The variables of FROM before any ARG of the file: what BuildKit says of itself. */
export function predefined(
  platform: string,
  target: string,
  given: ReadonlyMap<string, string>,
): Map<string, string> {
  const [os = '', architecture = ''] = platform.split('/');
  const values = new Map<string, string>();
  for (const side of ['BUILD', 'TARGET']) {
    const parts = { PLATFORM: platform, OS: os, OSVERSION: '', ARCH: architecture, VARIANT: '' };
    for (const [part, value] of Object.entries(parts)) values.set(side + part, value);
  }
  values.set('TARGETSTAGE', target === '' ? 'default' : target);
  for (const name of values.keys()) values.set(name, given.get(name) ?? values.get(name) ?? '');
  return values;
}
