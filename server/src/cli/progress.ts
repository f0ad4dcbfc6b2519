/** Says on a terminal how far long work has come; anywhere else it is silent. */
import type { Output } from './world.ts';

export interface Progress {
  /** One more is done. */
  step(): void;
  /** Wipes the line. */
  end(): void;
}

/** Work that is done in this time needs no line, and a line that changes more often cannot be read; in milliseconds. */
const PATIENCE = 500;
const PAUSE = 100;

export function createProgress(total: number, err: Output): Progress {
  let done = 0;
  let next = Date.now() + PATIENCE;
  let isShown = false;
  return {
    step: () => {
      done++;
      if (!err.isTerminal || Date.now() < next) return;
      next = Date.now() + PAUSE;
      isShown = true;
      err.write(`\rbulkhead: ${done} of ${total} files`);
    },
    // Back to the first column, and away with what stands there.
    end: () => {
      if (isShown) err.write('\r\u001B[K');
    },
  };
}
