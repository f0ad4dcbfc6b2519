/** The configuration files that count for a folder, the nearest last; folders to which the same files apply share one chain. */
import type { Problem } from '../model/surface.ts';
import type { Contents, SaidPolicy } from './contents.ts';
import { looseningIn } from './policy.ts';
import { isWrong } from './problems.ts';
import type { FileReading } from './read.ts';

/** One file with those above it. */
export interface Chain {
  /** Absent at the end of every chain. */
  readonly reading?: FileReading;
  /** Absent at the end, and in a chain that begins at a root. */
  readonly above?: Chain;
  /** What is wrong with the file, by itself and beside those above. */
  readonly problems: readonly Problem[];
  /** What the file says; absent where it is wrong. */
  readonly contents?: Contents;
  /** The exception policy up to here. */
  readonly policy: SaidPolicy;
}

/** No file at all. */
export const NO_FILES: Chain = { problems: [], policy: {} };

/** Makes each chain once, so that equal ones are the same object; forgets those whose files are gone. */
export class Chains {
  readonly #below = new WeakMap<Chain, WeakMap<FileReading, Chain>>();

  /** The chain of a folder that holds a file, below another chain. */
  extend(above: Chain, reading: FileReading): Chain {
    const base = reading.contents?.isRoot ? NO_FILES : above;
    const siblings = this.#below.get(base) ?? new WeakMap<FileReading, Chain>();
    this.#below.set(base, siblings);
    const chain = siblings.get(reading) ?? chainOf(base, reading);
    siblings.set(reading, chain);
    return chain;
  }
}

function chainOf(above: Chain, reading: FileReading): Chain {
  const loosening = reading.contents ? looseningIn(reading.contents.policy, above.policy) : [];
  const problems = [...reading.problems, ...loosening];
  const contents = isWrong(problems) ? undefined : reading.contents;
  const policy = { ...above.policy, ...contents?.policy };
  return { reading, above, problems, ...(contents ? { contents } : {}), policy };
}

/** The files of a chain that say something, the uppermost first. */
export function contentsIn(chain: Chain): readonly Contents[] {
  const found: Contents[] = [];
  for (let each: Chain | undefined = chain; each; each = each.above)
    if (each.contents) found.push(each.contents);
  return found.reverse();
}

/** The URIs of all files of a chain, the nearest first. */
export function filesIn(chain: Chain): readonly string[] {
  const found: string[] = [];
  for (let each: Chain | undefined = chain; each; each = each.above)
    if (each.reading) found.push(each.reading.uri);
  return found;
}
