/** The command line's process: its threads, and the parts that are loaded only when they are needed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRecorder } from '../cli/baseline-record.ts';
import type { Assignment, Doing, Task, Worker } from '../cli/crew.ts';
import type { Target } from '../cli/find-files.ts';
import { createInspector, type Machine } from '../cli/inspect.ts';
import { createReviewer } from '../cli/review.ts';
import { run } from '../cli/run.ts';
import { registry } from '../generated/registry.ts';
import { decodeText } from '../host/decode.ts';
import { createNodeHost } from '../host/node.ts';
import { showInPager } from './pager.ts';
import { outputOf, readInput } from './streams.ts';

/** The argument by which a thread of ours is told from a process that somebody starts. */
const THREAD = 'bulkhead:thread';

const MACHINE: Machine = { createHost: createNodeHost, decode: decodeText };

/** Whether this is the V8 of Node 20. */
const isEarlyV8 = process.versions.v8.startsWith('11.');

/** Runs the command line, or works for the thread that does. */
export async function start(): Promise<void> {
  if (process.argv[2] === THREAD && (await work())) return;
  const code = await run({
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    out: outputOf(1),
    err: outputOf(2),
    registry,
    machine: MACHINE,
    readVersion,
    readInput,
    readPage,
    readTopics,
    showInPager,
    // A bundle of its own: what checks files does not carry it.
    startServer: async () => void (await import('./server.ts')),
    // A later V8 warms up faster, so that a second thread pays later, while it costs some 30 MB at once.
    worthThreads: isEarlyV8 ? 300 : 2500,
    countProcessors: async () => (await import('node:os')).availableParallelism(),
    expectMany,
    loadReporting: () => import('./report.ts'),
    startChecker: (settings) => startWorker({ kind: 'check', settings }),
    startReviewer: (settings) => startWorker({ kind: 'review', settings }),
    startRecorder: (settings) => startWorker({ kind: 'record', settings }),
    uninterrupted,
  });
  process.exitCode = code;
}

function readVersion(): string {
  const facts: { version?: unknown } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
  return String(facts.version);
}

function readPage(id: string): string | undefined {
  try {
    return readFileSync(join(__dirname, 'pages', `${id}.md`), 'utf8');
  } catch {
    // The caller has something shorter to show instead.
    return undefined;
  }
}

function readTopics(): readonly string[] {
  const pages: { topics?: object } = JSON.parse(readFileSync(join(__dirname, 'pages.json'), 'utf8'));
  return Object.keys(pages.topics ?? {}).sort();
}

/** Somebody's Ctrl+C waits until the work is done; it is too short for more than that. */
function uninterrupted<T>(work: () => T): T {
  const wait = (): void => undefined;
  process.on('SIGINT', wait).on('SIGTERM', wait);
  try {
    return work();
  } finally {
    process.off('SIGINT', wait).off('SIGTERM', wait);
  }
}

/** What that V8 takes by itself before it optimises a function, in bytes of bytecode; and how many times as much a long run gives it. */
const USUAL_BUDGET = 67_584;
const PATIENCE = 8;
/** Where every processor has a thread of ours to run, a compiler beside it takes that thread's time. */
const PATIENCE_OF_THREADS = 32;

/** The flag of V8 that was set last; all threads share it. */
let flag: string | undefined;

/**
 * The V8 of Node 20 sends functions to its optimising compiler so soon that a run over a thousand files spends more time there than in our code:
 * twice over with two threads, as each compiles for itself. What runs for long enough to gain by it still gets there.
 */
async function expectMany(): Promise<void> {
  await askForPatience(PATIENCE);
}

async function askForPatience(times: number): Promise<void> {
  if (!isEarlyV8) return;
  const { setFlagsFromString } = await import('node:v8');
  flag = budgetFlag(times);
  setFlagsFromString(flag);
}

function budgetFlag(times: number): string {
  return `--interrupt-budget=${times * USUAL_BUDGET}`;
}

async function startWorker<Result>(task: Task): Promise<Worker<Result>> {
  const threads = await import('node:worker_threads');
  if (flag !== undefined) await askForPatience(PATIENCE_OF_THREADS);
  const thread = new threads.Worker(join(__dirname, 'bulkhead.cjs'), {
    // `bulkhead.cjs` sets the usual flags for the moment in which V8 takes up what was compiled under them.
    argv: flag === undefined ? [THREAD] : [THREAD, budgetFlag(1), flag],
    // What a file leaves behind is short-lived: more room for it makes no thread faster, only larger.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  // Answers come in the order of the questions.
  const waiting: { resolve(results: readonly Result[]): void; reject(error: Error): void }[] = [];
  let lost: Error | undefined;
  const lose = (error: Error): void => {
    lost ??= error;
    for (const { reject } of waiting.splice(0)) reject(lost);
  };
  thread.on('message', (results: readonly Result[]) => waiting.shift()?.resolve(results));
  thread.on('error', lose);
  thread.on('exit', () => lose(new Error('it stopped')));
  return {
    work: (targets) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(lost);
        waiting.push({ resolve, reject });
        thread.postMessage({ targets, task } satisfies Assignment);
      }),
    end: () => void thread.terminate(),
  };
}

/** Does what another thread says; false when there is no other thread. */
async function work(): Promise<boolean> {
  const { parentPort } = await import('node:worker_threads');
  parentPort?.on('message', ({ targets, task }: Assignment) => {
    parentPort.postMessage(answerTo(task, targets));
  });
  return parentPort !== null;
}

/** What this thread does, so that what it read of the surroundings serves all pieces of the work. */
let current: { readonly name: string; readonly doing: Doing<unknown> } | undefined;

function answerTo(task: Task, targets: readonly Target[]): readonly unknown[] {
  const name = JSON.stringify(task);
  if (current?.name !== name) current = { name, doing: doingOf(task) };
  const results: unknown[] = [];
  current.doing(targets, (result) => results.push(result));
  return results;
}

function doingOf(task: Task): Doing<unknown> {
  switch (task.kind) {
    case 'check':
      return createInspector(registry, MACHINE, task.settings).inspectAll;
    case 'review':
      return createReviewer(registry, MACHINE, task.settings);
    case 'record':
      return createRecorder(registry, MACHINE, task.settings);
  }
}
