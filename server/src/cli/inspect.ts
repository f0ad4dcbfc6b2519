/** Checks one file and puts what there is to say into a report. */
import { fileURLToPath } from 'node:url';
import { type Host, OutOfTime } from '../base/host.ts';
import type { SourceText } from '../base/text.ts';
import { traceOf } from '../base/trace.ts';
import { canonicalUri } from '../base/uri.ts';
import type { Analysis, Registry, Service } from '../service.ts';
import { serviceFor, type Configuring } from './configuring.ts';
import { unifiedDiff } from './diff.ts';
import { failedReport } from './failed-report.ts';
import type { Target } from './find-files.ts';
import { printable } from './format/cells.ts';
import { describeFile, type Details } from './format/details.ts';
import { diffText } from './format/diff.ts';
import { mend, type Mended, type Texts } from './mend.ts';
import { mendAll, type Mending } from './mend-all.ts';
import { documentOf, knowsName } from './recognise.ts';
import type { FileReport } from './report.ts';
import type { Settings } from './settings.ts';
import { readTextFile, writeTextFile, type TextFile } from './text-file.ts';

/** How this machine's files are read; given from outside, since a skin knows no host. */
export interface Machine {
  /** A host that can read files at once and interrupt work; `log` receives what it has to say. */
  createHost(log: Host['log']): Required<Host>;
  /** The text of a file's bytes; what is not valid becomes U+FFFD. */
  decode(bytes: Uint8Array): string;
}

/** To watch the time takes a tenth of a millisecond, as much as some files; so several share a watch of so many milliseconds. */
const BATCH = 16;
const BATCH_BUDGET = 2000;

/** How long it may take to make the fixes of one file, and how long to look up what it could be offered; in milliseconds. */
const FIXES_BUDGET = 3000;

/** Checks files one after the other; texts that several of them lean on are read once. */
export interface Inspector {
  /** `take` gets the reports in the order of the targets, some at a time. */
  inspectAll(targets: readonly Target[], take: (report: FileReport) => void): void;
  /** Checks a file once more, when it is known which exceptions the others use: those are not called unused, and fixes remove the rest. */
  inspectAgain(target: Target, used: ReadonlySet<string>): FileReport;
  /** Checks a text that is no file, under a file's name. */
  inspectText(target: Target, source: TextFile): FileReport;
  /** Whether the name alone says that we know the notation. */
  knowsName(file: string): boolean;
}

/** What judges files, with the host that it reads them through, and what that has to say since somebody looked. */
export interface Engine {
  readonly host: Required<Host>;
  readonly service: Service;
  readonly log: Set<string>;
}

export function createEngine(registry: Registry, machine: Machine, configuring: Configuring): Engine {
  const log = new Set<string>();
  const host = machine.createHost((level, message) => {
    if (level !== 'info') log.add(briefly(message));
  });
  return { host, service: serviceFor(host, registry, configuring), log };
}

/** `engine` may have read some files already, and must have been made with the same settings. */
export function createInspector(
  registry: Registry,
  machine: Machine,
  settings: Settings,
  engine = createEngine(registry, machine, settings),
): Inspector {
  const { host, service, log } = engine;
  const mendable = new Set(settings.mendable.map(canonicalUri));
  /** The texts that a project needs again for its next file; they are forgotten together. */
  const remembered: string[] = [];
  /** What was written for the file at hand, and what that rests on. */
  let trace: Omit<Mending, 'report'> = NO_TRACE;

  /** Runs work that a text could make endless; undefined when it took too long. */
  function inTime<T>(work: () => T): T | undefined {
    try {
      return host.withBudget(FIXES_BUDGET, work);
    } catch (error) {
      if (error instanceof OutOfTime) return undefined;
      throw error;
    }
  }

  /** All of the fixes in the time there is, or none. */
  function mendInTime(first: Analysis, document: SourceText, withUnused: boolean): Mended {
    const workshop = {
      textOf: (uri: string) => (mendable.has(uri) ? host.readFileNow(uri) : undefined),
      analyze: (texts: Texts) => analyzeTexts(service, document, texts),
    };
    const mended = inTime(() => mend(first, workshop, { withUnsafe: settings.withUnsafe, withUnused }));
    const texts = new Map([[first.uri, first.text]]);
    return (
      mended ?? { analysis: first, texts, applied: 0, stopped: `it took longer than ${FIXES_BUDGET} ms` }
    );
  }

  /** Where fixes cannot be looked up in time, the findings are shown without them. */
  function describeInTime(target: Target, analysis: Analysis, notes: string[]): Details {
    const surroundings = {
      readFile: (uri: string) => service.textOf(uri) ?? host.readFileNow(uri),
      isMendable: (uri: string) => settings.mending === 'none' || mendable.has(uri),
    };
    const describe = (shown: Analysis): Details => describeFile(target, shown, settings, surroundings);
    const details = inTime(() => describe(analysis));
    if (details) return details;
    notes.push(
      `${printable(target.path)}: to look up its fixes took longer than ${FIXES_BUDGET} ms and was given up`,
    );
    return describe({ ...analysis, findings: analysis.findings.map((one) => ({ ...one, fixes: [] })) });
  }

  /** `used` is absent as long as it is not known which exceptions other files use. */
  function inspectText(
    target: Target,
    source: TextFile,
    isFile = false,
    used?: ReadonlySet<string>,
  ): FileReport {
    const document = documentOf(target, source.text, registry, service);
    const judged = analyzeTexts(service, document, new Map());
    const first = withoutUsed(judged, used);
    const recordsOf = (one: Analysis | undefined): FileReport['records'] =>
      one && settings.hasBaseline ? service.recordsOf(one, 'of known texts') : [];
    const before = recordsOf(judged);
    const withUnused = used !== undefined && !target.named;
    const mended = settings.mending === 'none' ? undefined : mendInTime(first, document, withUnused);
    const last = mended?.analysis ?? first;
    // Nothing is written for a diff, so the findings of the text as it is are what counts.
    const analysis = settings.mending === 'diff' ? first : withoutUsed(last, used);
    // A baseline is of the files as they are, and a diff leaves them so.
    const records = settings.mending === 'write' ? recordsOf(service.analyzeNow(document.uri)) : before;
    const notes = [...log, ...notesOf(target, source, first)];
    if (mended?.stopped) notes.push(`${printable(target.path)}: not everything was fixed: ${mended.stopped}`);
    const others = [...(mended?.texts ?? [])].filter(([uri]) => uri !== first.uri);
    const unwritten =
      isFile && settings.mending === 'write'
        ? (write(target.file, source, last.text) ?? writeOthers(others, machine))
        : undefined;
    if (unwritten !== undefined) notes.push(`${printable(target.path)}: could not be written: ${unwritten}`);
    const shown = unwritten === undefined ? analysis : first;
    const details = describeInTime(target, shown, notes);
    log.clear();
    const changed = last.text === source.text ? others : [[first.uri], ...others];
    trace = {
      written: changed.flatMap(([uri]) => uri ?? []),
      dependencies: [first.uri, ...last.dependencies],
    };
    remembered.push(document.uri, ...others.map(([uri]) => uri));
    if (settings.mending !== 'none') forgetAll();
    return {
      path: target.path,
      ...details,
      state: unwritten === undefined ? stateOf(first) : 'failed',
      notes,
      isConfiguration: first.surface === 'configuration',
      records,
      uses: shown.uses,
      unused: shown.findings.flatMap(({ unused }) => unused ?? []),
      fixed: unwritten === undefined ? (mended?.applied ?? 0) : 0,
      product: productOf(target, source.text, last.text, settings, isFile),
    };
  }

  function forgetAll(): void {
    for (const uri of remembered.splice(0)) service.forget(uri);
  }

  function inspect(target: Target, used?: ReadonlySet<string>): FileReport {
    try {
      const source = readTextFile(target.file, machine.decode);
      return 'reason' in source
        ? failedReport(target.path, source.reason)
        : inspectText(target, source, true, used);
    } catch (error) {
      if (error instanceof OutOfTime) throw error;
      return failedReport(target.path, `failed because of a bug in Bulkhead: ${briefly(traceOf(error))}`);
    }
  }

  function mendOne(target: Target, used?: ReadonlySet<string>): Mending {
    trace = NO_TRACE;
    const report = inspect(target, used);
    return { report, ...trace };
  }

  /** Several files under one watch; when their time is used up, each gets a watch of its own. */
  function inspectBatch(targets: readonly Target[]): readonly FileReport[] {
    try {
      return host.withBudget(BATCH_BUDGET, () => targets.map((target) => inspect(target)));
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      return targets.map((target) => inspect(target));
    }
  }

  return {
    inspectText,
    inspectAgain: inspect,
    inspectAll: (targets, take) => {
      // What was written cannot be taken back, so no batch of files that are mended is tried twice.
      if (settings.mending === 'write') return mendAll(targets, mendOne).forEach(take);
      for (let i = 0; i < targets.length; i += BATCH) {
        inspectBatch(targets.slice(i, i + BATCH)).forEach(take);
        forgetAll();
      }
    },
    knowsName: (file) => knowsName(file, registry),
  };
}

const NO_TRACE = { written: [], dependencies: [] };

/** What is said of a bug comes with a trace; its first lines tell where it happened. */
export function briefly(message: string): string {
  return printable(message.split('\n').slice(0, 2).join(' '));
}

/** What is known of a document; it and others may have other texts by now. */
function analyzeTexts(service: Service, document: SourceText, texts: Texts): Analysis {
  const own = canonicalUri(document.uri);
  for (const [uri, text] of texts) if (uri !== own) service.open({ uri, text });
  service.open({ ...document, text: texts.get(own) ?? document.text });
  const analysis = service.analyzeNow(document.uri);
  if (!analysis) throw new Error('files of this machine need no waiting for');
  return analysis;
}

/** Without the findings that call an exception unused which another file uses. */
function withoutUsed(analysis: Analysis, used: ReadonlySet<string> | undefined): Analysis {
  const findings = analysis.findings.filter(({ unused }) => unused === undefined || !used?.has(unused));
  return findings.length === analysis.findings.length ? analysis : { ...analysis, findings };
}

function stateOf({ status }: Analysis): FileReport['state'] {
  if (status === 'judged') return 'checked';
  return status === 'foreign' || status === 'excluded' ? status : 'failed';
}

/** What is said of a file that was named and is of no use. */
export const NO_NOTATION = 'is neither a Dockerfile nor a Compose file and was not checked';

/** The same of one that the configuration leaves out. */
export function leftOut(path: string): string {
  return `is left out by the configuration and was not checked; 'bulkhead config ${path}' says where`;
}

function notesOf(target: Target, source: TextFile, analysis: Analysis): string[] {
  const path = printable(target.path);
  if (analysis.status === 'foreign') return target.named ? [`${path}: ${NO_NOTATION}`] : [];
  if (analysis.status === 'excluded') return target.named ? [`${path}: ${leftOut(path)}`] : [];
  const notes =
    analysis.status === 'skipped' ? analysis.problems.map(({ message }) => `${path}: ${message}`) : [];
  if (source.damaged) notes.push(`${path}: is not valid UTF-8; what could not be read was taken for U+FFFD`);
  return notes;
}

/** Writes the mended text; gives the reason when it could not. */
function write(file: string, source: TextFile, text: string): string | undefined {
  if (text === source.text) return undefined;
  if (source.damaged) return 'it is not valid UTF-8, and writing it would change more than the fixes';
  return writeTextFile(file, source, text);
}

/** Writes other files that were mended along; gives the reason when one could not be. */
function writeOthers(texts: Iterable<readonly [string, string]>, machine: Machine): string | undefined {
  for (const [uri, text] of texts) {
    const file = fileURLToPath(uri);
    const source = readTextFile(file, machine.decode);
    const reason = 'reason' in source ? source.reason : write(file, source, text);
    if (reason !== undefined) return `${printable(file)}: ${reason}`;
  }
  return undefined;
}

function productOf(
  target: Target,
  before: string,
  after: string,
  settings: Settings,
  isFile: boolean,
): string {
  if (settings.mending === 'diff') return diffText(unifiedDiff(target.path, before, after), settings);
  return settings.mending === 'write' && !isFile ? after : '';
}
