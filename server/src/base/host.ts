/** The only way to the world: what a skin lends the engine. */

/** The largest file that is read, in bytes: larger ones are no text of ours, and would only fill the memory. */
export const LARGEST_FILE = 16 * 1024 * 1024;

/** Files, a log and a stopwatch, by URI; a skin implements it (`host/node.ts`, `host/memory.ts`). */
export interface Host {
  /** The text of a file, or undefined when there is none or it may not be read. Never rejects. */
  readFile(uri: string): Promise<string | undefined>;
  /** The same at once; absent where files come from afar. */
  readFileNow?(uri: string): string | undefined;
  log(level: 'error' | 'warn' | 'info', message: string): void;
  /**
   * Runs `work` and gives its result; throws `OutOfTime` when it takes longer than `milliseconds`, even in the middle of a loop.
   * Within a budget another one is not watched: the outer one ends both. Absent where a host cannot interrupt (a browser).
   */
  withBudget?<T>(milliseconds: number, work: () => T): T;
}

/** Thrown by `Host.withBudget` when the time is used up. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}
