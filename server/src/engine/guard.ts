/** Runs work that a text could make endless: within its time, and without letting a bug out. */
import { type Host, OutOfTime } from '../base/host.ts';
import { traceOf } from '../base/trace.ts';

/** The milliseconds that a text has left; what it takes before and after other files are read counts together. */
export interface Purse {
  left: number;
}

/** What came of the work, or why nothing did. */
export type Guarded<T> = { readonly result: T } | { readonly failure: string };

/** Runs work on a text within its time; a failure is said in the user's words, a bug in the log's as well. */
export class Guard {
  readonly #host: Host;
  readonly #budget: number;

  /** `budget` is what one text may take, in milliseconds. */
  constructor(host: Host, budget: number) {
    this.#host = host;
    this.#budget = budget;
  }

  fullPurse(): Purse {
    return { left: this.#budget };
  }

  run<T>(uri: string, purse: Purse, work: () => T): Guarded<T> {
    const host = this.#host;
    const start = Date.now();
    try {
      return { result: host.withBudget ? host.withBudget(Math.max(1, purse.left), work) : work() };
    } catch (error) {
      if (error instanceof OutOfTime) {
        return { failure: `Checking took longer than ${this.#budget} ms and was given up.` };
      }
      host.log('error', `checking ${uri} failed: ${traceOf(error)}`);
      return { failure: 'Checking failed because of a bug in Bulkhead; the log has the details.' };
    } finally {
      purse.left -= Date.now() - start;
    }
  }
}
