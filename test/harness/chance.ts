/** Chance that is the same at every run, for damaged texts and samples. */

/**
 * Numbers from 0 up to, but not with, 1 that depend on the seed alone:
 * a linear congruential generator with the constants of "Numerical Recipes".
 */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** The same as whole numbers from 0 up to, but not with, the limit that is asked for. */
export function choiceFrom(seed: number): (limit: number) => number {
  const next = chanceFrom(seed);
  return (limit) => Math.floor(next() * limit);
}
