/** What a process lends the command line: its streams, its surroundings, and what is loaded only when it is needed. */
import type { Registry } from '../service.ts';
import type * as reporting from '../report/format.ts';
import type { Recorded, RecordSettings } from './baseline-record.ts';
import type { Worker } from './crew.ts';
import type { Machine } from './inspect.ts';
import type { FileReport } from './report.ts';
import type { Reviewed, ReviewSettings } from './review.ts';
import type { Settings } from './settings.ts';

/** An output stream. Writing to a reader that has gone away is not an error. */
export interface Output {
  write(text: string | Uint8Array): void;
  readonly isTerminal: boolean;
  /** The width of the terminal; absent where there is none. */
  readonly columns?: number;
  /** Its height, likewise. */
  readonly rows?: number;
}

/** Everything that a command may touch besides the file system. */
export interface World {
  /** The words behind the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly out: Output;
  readonly err: Output;
  readonly registry: Registry;
  readonly machine: Machine;
  readVersion(): string;
  /** Standard input; undefined when it is longer than any text that is checked. */
  readInput(): Promise<Uint8Array | undefined>;
  /** The page of a rule or a topic as Markdown. */
  readPage(id: string): string | undefined;
  /** The ids of the topics that have a page, sorted. */
  readTopics(): readonly string[];
  /** Shows a text through another program, called by these words; false when there is none. */
  showInPager(words: readonly string[], text: string): Promise<boolean>;
  /** What makes reports; a check does without it. */
  loadReporting(): Promise<typeof reporting>;
  /** Begins to serve the language server protocol over the standard streams. */
  startServer(): Promise<void>;
  /** Below this number of files one thread is done before others have warmed up. */
  readonly worthThreads: number;
  /** How many processors there are to use. */
  countProcessors(): Promise<number>;
  /** Makes this process ready for many files. */
  expectMany(): Promise<void>;
  /** Starts a thread that checks files. */
  startChecker(settings: Settings): Promise<Worker<FileReport>>;
  /** Starts a thread that reviews files for a report. */
  startReviewer(settings: ReviewSettings): Promise<Worker<Reviewed>>;
  /** Starts a thread that takes findings down for a baseline. */
  startRecorder(settings: RecordSettings): Promise<Worker<Recorded>>;
  /** Does what must not be left half done by somebody who stops the program. */
  uninterrupted<T>(work: () => T): T;
}
