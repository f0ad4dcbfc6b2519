/** Shares files out among threads, in pieces coarse enough to be worth the journey. */
import type { RecordSettings } from './baseline-record.ts';
import type { Target } from './find-files.ts';
import type { ReviewSettings } from './review.ts';
import type { Settings } from './settings.ts';

/** What is done with each file. */
export type Task =
  | { readonly kind: 'check'; readonly settings: Settings }
  | { readonly kind: 'review'; readonly settings: ReviewSettings }
  | { readonly kind: 'record'; readonly settings: RecordSettings };

/** What a thread is told; it answers with one result for each target. */
export interface Assignment {
  readonly targets: readonly Target[];
  readonly task: Task;
}

/** One thread that does its task with files. */
export interface Worker<Result> {
  /** Rejects when the thread is lost. */
  work(targets: readonly Target[]): Promise<readonly Result[]>;
  end(): void;
}

/** Does a task with files one after the other; `take` gets the results in the order of the targets, some at a time. */
export type Doing<Result> = (targets: readonly Target[], take: (result: Result) => void) => void;

/** So many pieces for each thread that none waits long for another's last one, and none so small that the way costs more. */
const PIECES_EACH = 16;
const SMALLEST_PIECE = 16;
/** How many pieces a worker has at a time, so that it has the next one when it is done while this thread is busy. */
const LANES = 2;

/** Has all targets worked on, in other threads and in this one (`own`); `take` gets the results in the order of the targets. */
export async function shareOut<Result>(
  workers: readonly Worker<Result>[],
  own: Worker<Result>,
  targets: readonly Target[],
  take: (result: Result) => void,
  failed: (target: Target, reason: string) => Result,
): Promise<void> {
  const size = Math.max(SMALLEST_PIECE, Math.ceil(targets.length / ((workers.length + 1) * PIECES_EACH)));
  const pieces: (readonly Target[])[] = [];
  for (let i = 0; i < targets.length; i += size) pieces.push(targets.slice(i, i + size));
  const done: (readonly Result[] | undefined)[] = [];
  let next = 0;
  let shown = 0;
  const work = async (worker: Worker<Result>): Promise<void> => {
    for (let i = next++; i < pieces.length; i = next++) {
      done[i] = await workOn(pieces[i] ?? [], worker, failed);
      for (; done[shown]; shown++) {
        done[shown]?.forEach(take);
        done[shown] = [];
      }
    }
  };
  const lanes = workers.flatMap((worker) => Array.from({ length: LANES }, () => worker));
  // This thread works along: another one in its place would cost the memory of a whole engine.
  await Promise.all([...lanes, own].map(work));
  for (const worker of workers) worker.end();
}

/** This thread as a worker; between two pieces it listens to the others. */
export function ownWorker<Result>(doing: Doing<Result>): Worker<Result> {
  return {
    work: (targets) =>
      new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        const results: Result[] = [];
        doing(targets, (result) => results.push(result));
        return results;
      }),
    end: () => undefined,
  };
}

async function workOn<Result>(
  targets: readonly Target[],
  worker: Worker<Result>,
  failed: (target: Target, reason: string) => Result,
): Promise<readonly Result[]> {
  try {
    return await worker.work(targets);
  } catch (error) {
    // A thread that is lost, for want of memory for instance, must not take the others' results with it.
    const reason = error instanceof Error ? error.message : String(error);
    return targets.map((target) => failed(target, `the thread that checked it ended: ${reason}`));
  }
}
