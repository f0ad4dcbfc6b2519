/** Reads comments for other tools; of several that claim a comment the first speaks. */
import { readBuildkit } from './buildkit.ts';
import { readCheckov } from './checkov.ts';
import type { ForeignReader, ForeignWords, GivenComment } from './given.ts';
import { readHadolint } from './hadolint.ts';
import { readKics } from './kics.ts';
import { readSemgrep } from './semgrep.ts';
import { readTally } from './tally.ts';
import { readTrivy } from './trivy.ts';

/** What a comment must hold to be worth reading, and by whom. */
const READERS: readonly (readonly [RegExp, ForeignReader])[] = [
  [/hadolint/u, readHadolint],
  [/check/iu, readBuildkit],
  [/trivy/u, readTrivy],
  [/:skip=/u, readCheckov],
  [/kics/iu, readKics],
  [/nosem/iu, readSemgrep],
  [/tally/iu, readTally],
];

/** Longer comments are prose. */
const LONGEST = 4_000;

/** What a comment excepts for another tool; undefined where it names none of our rules. */
export function foreignWordsIn(given: GivenComment): ForeignWords | undefined {
  if (given.text.length > LONGEST) return undefined;
  for (const [mark, read] of READERS) {
    const words = mark.test(given.text) ? read(given) : undefined;
    if (words && words.rules.length > 0)
      return words.rules.some(({ ids }) => ids.length > 0) ? words : undefined;
  }
  return undefined;
}
