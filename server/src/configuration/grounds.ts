/** Makes configurations, each once: texts to which the same applies share one object. */
import type { Configuration, ConfigurationLayer } from '../model/configuration.ts';
import type { Rule } from '../model/rule.ts';
import type { Chain } from './chain.ts';
import { type Ground, merge } from './merge.ts';
import { type Selector, selectorIn } from './select.ts';
import type { Baseline } from './texts.ts';

/** Stands for nobody saying anything beside the files. */
const NO_LAYER = {};

/** All grounds of a service. What nobody holds any more is forgotten. */
export class Grounds {
  readonly #rules: readonly Rule[];
  readonly #strict: boolean;
  readonly #known = new WeakMap<Chain, WeakMap<object, Map<string, Applied>>>();

  constructor(rules: readonly Rule[], strict: boolean) {
    this.#rules = rules;
    this.#strict = strict;
  }

  /** What applies where these files count, this layer and this baseline. */
  of(chain: Chain, layer: ConfigurationLayer | undefined, baseline: Baseline | undefined): Applied {
    const byLayer = this.#known.get(chain) ?? new WeakMap<object, Map<string, Applied>>();
    this.#known.set(chain, byLayer);
    const byBaseline = byLayer.get(layer ?? NO_LAYER) ?? new Map<string, Applied>();
    byLayer.set(layer ?? NO_LAYER, byBaseline);
    const name = nameOf(baseline);
    const known = byBaseline.get(name);
    if (known) return known;
    const ground = {
      chain,
      ...(layer ? { layer } : {}),
      ...(baseline ? { baseline } : {}),
      strict: this.#strict,
    };
    const applied = new Applied(ground, this.#rules);
    byBaseline.set(name, applied);
    return applied;
  }
}

function nameOf(baseline: Baseline | undefined): string {
  if (!baseline) return '';
  const { uri, by, at } = baseline;
  return JSON.stringify([uri, by, at?.uri, at?.range.start, at?.range.end]);
}

/** What applies to the texts of one ground. */
export class Applied {
  readonly #ground: Ground;
  readonly #rules: readonly Rule[];
  readonly #select: Selector;
  readonly #bySelection = new Map<string, Configuration>();

  constructor(ground: Ground, rules: readonly Rule[]) {
    this.#ground = ground;
    this.#rules = rules;
    this.#select = selectorIn(ground);
  }

  configurationOf(uri: string): Configuration {
    const { name, selection } = this.#select(uri);
    const configuration = this.#bySelection.get(name) ?? merge(this.#ground, selection(), this.#rules);
    this.#bySelection.set(name, configuration);
    return configuration;
  }
}
