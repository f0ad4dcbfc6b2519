/** Finds out what a baseline would hold of files: judges each and takes down its findings. */
import { pathToFileURL } from 'node:url';
import { OutOfTime } from '../base/host.ts';
import { traceOf } from '../base/trace.ts';
import { type Analysis, baselineText, type BaselineRecord, type Registry } from '../service.ts';
import { serviceFor, type Configuring } from './configuring.ts';
import type { Doing } from './crew.ts';
import type { Target } from './find-files.ts';
import { printable } from './format/cells.ts';
import { briefly, type Machine } from './inspect.ts';
import { documentOf, knowsName } from './recognise.ts';
import { readTextFile } from './text-file.ts';

/** How files are judged; plain data, so that threads can be told. */
export interface RecordSettings extends Configuring {
  /** The URIs of baselines that are yet to be written: what is configured counts as if they were there. */
  readonly fresh: readonly string[];
}

/** What came of one file. */
export interface Recorded {
  /** The absolute path. */
  readonly file: string;
  /** As in `FileReport`. */
  readonly state: 'checked' | 'foreign' | 'failed';
  readonly records: readonly BaselineRecord[];
  /** What the person must know besides: one line each, for the error stream. */
  readonly notes: readonly string[];
}

/** As for a check: several files share a watch, and each that is too slow for that gets its own. */
const BATCH = 16;
const BATCH_BUDGET = 3000;

export function createRecorder(
  registry: Registry,
  machine: Machine,
  settings: RecordSettings,
): Doing<Recorded> {
  const log = new Set<string>();
  const host = machine.createHost((level, message) => {
    if (level !== 'info') log.add(briefly(message));
  });
  const service = serviceFor(host, registry, settings);
  for (const uri of settings.fresh) service.open({ uri, text: baselineText([]) });

  function record(target: Target): Recorded {
    try {
      const uri = pathToFileURL(target.file).href;
      const source = readTextFile(target.file, machine.decode);
      if ('reason' in source) return failedRecord(target, source.reason);
      // What is found under a name that says nothing is known by how it begins.
      const isDoubtful = target.named && !knowsName(target.file, registry);
      if (isDoubtful) service.open(documentOf(target, source.text, registry, service));
      const analysis = service.analyzeNow(uri);
      if (!analysis) throw new Error('files of this machine need no waiting for');
      const records = service.recordsOf(analysis);
      service.forget(uri);
      const notes = [...log, ...notesOf(target, analysis)];
      log.clear();
      return { file: target.file, state: stateOf(analysis), records, notes };
    } catch (error) {
      if (error instanceof OutOfTime) throw error;
      return failedRecord(target, `failed because of a bug in Bulkhead: ${briefly(traceOf(error))}`);
    }
  }

  function recordBatch(targets: readonly Target[]): readonly Recorded[] {
    try {
      return host.withBudget(BATCH_BUDGET, () => targets.map(record));
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      return targets.map(record);
    }
  }

  return (targets, take) => {
    for (let i = 0; i < targets.length; i += BATCH) recordBatch(targets.slice(i, i + BATCH)).forEach(take);
  };
}

/** What is known of a file that nobody could look at: nothing. */
export function failedRecord({ path, file }: Pick<Target, 'path' | 'file'>, reason: string): Recorded {
  return { file, state: 'failed', records: [], notes: [`${printable(path)}: ${reason}`] };
}

function stateOf({ status }: Analysis): Recorded['state'] {
  if (status === 'judged') return 'checked';
  return status === 'foreign' || status === 'excluded' ? 'foreign' : 'failed';
}

function notesOf({ path }: Target, { status, problems }: Analysis): string[] {
  if (status === 'unread') return [`${printable(path)}: could not be read`];
  return status === 'skipped' ? problems.map(({ message }) => `${printable(path)}: ${message}`) : [];
}
