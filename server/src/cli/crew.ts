/** Shares files out among threads, in pieces coarse enough to be worth the journey. */
import { failedReport } from './failed-report.ts';
import type { Target } from './find-files.ts';
import type { Inspector } from './inspect.ts';
import type { FileReport } from './report.ts';
import type { Settings } from './settings.ts';

/** What a thread is told, and what it answers. */
export interface Assignment {
  readonly targets: readonly Target[];
  readonly settings: Settings;
}

/** One thread that checks files. */
export interface Worker {
  /** Rejects when the thread is lost. */
  inspect(assignment: Assignment): Promise<readonly FileReport[]>;
  end(): void;
}

/** So many pieces for each thread that none waits long for another's last one, and none so small that the way costs more. */
const PIECES_EACH = 16;
const SMALLEST_PIECE = 16;
/** How many pieces a worker has at a time, so that it has the next one when it is done while this thread is busy. */
const LANES = 2;

/** Checks all targets, in other threads and in this one (`own`); `take` gets their reports in the order of the targets. */
export async function shareOut(
  workers: readonly Worker[],
  own: Worker,
  targets: readonly Target[],
  settings: Settings,
  take: (report: FileReport) => void,
): Promise<void> {
  const size = Math.max(SMALLEST_PIECE, Math.ceil(targets.length / ((workers.length + 1) * PIECES_EACH)));
  const pieces: (readonly Target[])[] = [];
  for (let i = 0; i < targets.length; i += size) pieces.push(targets.slice(i, i + size));
  const done: (readonly FileReport[] | undefined)[] = [];
  let next = 0;
  let shown = 0;
  const work = async (worker: Worker): Promise<void> => {
    for (let i = next++; i < pieces.length; i = next++) {
      done[i] = await inspectPiece(worker, pieces[i] ?? [], settings);
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
export function ownWorker(inspector: Inspector): Worker {
  return {
    inspect: ({ targets }) =>
      new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        const reports: FileReport[] = [];
        inspector.inspectAll(targets, (report) => reports.push(report));
        return reports;
      }),
    end: () => undefined,
  };
}

async function inspectPiece(
  worker: Worker,
  targets: readonly Target[],
  settings: Settings,
): Promise<readonly FileReport[]> {
  try {
    return await worker.inspect({ targets, settings });
  } catch (error) {
    // A thread that is lost, for want of memory for instance, must not take the others' results with it.
    const reason = error instanceof Error ? error.message : String(error);
    return targets.map(({ path }) => failedReport(path, `the thread that checked it ended: ${reason}`));
  }
}
