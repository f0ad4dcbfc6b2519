/** Reads baselines: whatever a merge made of their commas and their order, but nothing of one that is wrong. */
import { LARGEST_FILE } from '../../base/host.ts';
import { presentable } from '../../base/presentable.ts';
import type { SourceText, TextRange } from '../../base/text.ts';
import type { Problem } from '../../model/surface.ts';
import { type BaselineEntry, isSeverity, unitedAll } from './entry.ts';
import { type Scanned, scanBaseline } from './scan.ts';

/** A baseline with one problem at most; where there is one, there are no entries. */
export interface ReadBaseline {
  readonly problem?: Problem;
  /** The entries of a file by its path, none twice. */
  entriesOf(path: string): readonly BaselineEntry[];
  /** All entries, file by file. */
  entries(): readonly BaselineEntry[];
}

/** The version of the format that is written, and the only one that is read. */
export const BASELINE_VERSION = 1;

const known = new WeakMap<SourceText, ReadBaseline>();
/** Several services of one process read the same file, each as a document of its own. */
let last: { readonly text: string; readonly read: ReadBaseline } | undefined;

/** Reads a text once. */
export function readBaseline(document: SourceText): ReadBaseline {
  const before = known.get(document);
  if (before) return before;
  if (last?.text !== document.text) last = { text: document.text, read: readAnew(document.text) };
  known.set(document, last.read);
  return last.read;
}

/** A text as a problem of it says where: what is wrong, and the range of it. */
interface Fault {
  readonly fault: string;
  readonly range: TextRange;
}

const LIST = '"findings"';

/** An entry as it is written: one of a kind has no count, and paths may take detours. */
type WrittenEntry = Omit<BaselineEntry, 'count'> & Partial<Pick<BaselineEntry, 'count'>>;

type Read = { readonly entries: readonly WrittenEntry[] } | Fault;

function readAnew(text: string): ReadBaseline {
  const read = readWhole(text) ?? readParts(text);
  if ('fault' in read) {
    const problem: Problem = { range: read.range, message: read.fault, severity: 'error' };
    return { problem, entriesOf: () => [], entries: () => [] };
  }
  const byPath = byPathOf(read.entries);
  // Of a large baseline most checks look at a few files, and at those more than once.
  const asked = new Map<string, readonly BaselineEntry[]>();
  const entriesOf = (path: string): readonly BaselineEntry[] => {
    const written = byPath.get(path);
    if (!written) return [];
    const entries = asked.get(path) ?? unitedAll(written.map(asMeant));
    asked.set(path, entries);
    return entries;
  };
  return { entriesOf, entries: () => [...byPath.keys()].flatMap(entriesOf) };
}

/** A baseline as it was written; undefined for one that has to be looked at closely. */
function readWhole(text: string): Read | undefined {
  if (text.length > LARGEST_FILE) {
    return { fault: 'This baseline is longer than 16 MB; nothing of it counts.', range: firstLine(text) };
  }
  const baseline = parsed(text);
  if (!isObject(baseline) || baseline['version'] !== BASELINE_VERSION) return undefined;
  const { findings } = baseline;
  // Of two lists JSON would know the last one alone.
  if (!Array.isArray(findings) || text.indexOf(LIST) !== text.lastIndexOf(LIST)) return undefined;
  return findings.every(isEntry) ? { entries: findings } : undefined;
}

/** Reads entry by entry, and tells where something is wrong. */
function readParts(text: string): Read {
  const marks = conflictIn(text);
  if (marks) {
    const fault =
      'This is a merge that was not finished: keep the entries of both sides and take the marks out. Until then nothing counts.';
    return { fault, range: marks };
  }
  if (text.includes('\0')) return { fault: 'This baseline is no text.', range: firstLine(text) };
  if (text.trim() === '') {
    return { fault: "This baseline is empty; 'bulkhead baseline' writes one.", range: firstLine(text) };
  }
  const scanned = scanBaseline(text);
  if ('unreadable' in scanned) {
    return { fault: 'This is not JSON; nothing of this baseline counts.', range: scanned.unreadable };
  }
  return versionFault(text, scanned) ?? entriesOf(text, scanned);
}

function versionFault(text: string, { version, range }: Scanned): Fault | undefined {
  const value = version && parsed(text.slice(version.start, version.end));
  if (value === BASELINE_VERSION) return undefined;
  if (!version || typeof value !== 'number') {
    const fault = `A baseline says which version of the format it has: "version": ${BASELINE_VERSION}.`;
    return { fault, range: version ?? { start: range.start, end: range.start + 1 } };
  }
  const fault = `This baseline has version ${value} of the format; this Bulkhead knows version ${BASELINE_VERSION}.`;
  return { fault, range: version };
}

function entriesOf(text: string, { findings, range }: Scanned): Read {
  if (!findings) {
    const fault = 'A baseline lists what is known: "findings": [].';
    return { fault, range: { start: range.start, end: range.start + 1 } };
  }
  const entries: WrittenEntry[] = [];
  for (const each of findings) {
    const value = parsed(text.slice(each.start, each.end));
    if (value === undefined || !isEntry(value)) {
      const why = value === undefined ? 'it is not JSON' : faultOf(value);
      return { fault: `This entry is wrong, so nothing of this baseline counts: ${why}.`, range: each };
    }
    entries.push(value);
  }
  return { entries };
}

/** Keys that nobody knows are left alone. */
function isEntry(value: unknown): value is WrittenEntry {
  return faultOf(value) === undefined;
}

/** What is wrong with an entry. */
function faultOf(value: unknown): string | undefined {
  const { path, rule, place, value: said, severity, count, by } = isObject(value) ? value : NO_MEMBERS;
  if (typeof path !== 'string' || path === '') return wanted('path', path, 'the path of a file');
  if (typeof rule !== 'string' || rule === '') return wanted('rule', rule, 'the id of a rule');
  if (typeof place !== 'string') return wanted('place', place, 'a text');
  if (typeof said !== 'string') return wanted('value', said, 'a text');
  if (severity !== undefined && !isSeverity(severity)) {
    return wanted('severity', severity, "'error', 'warning', 'info' or 'hint'");
  }
  if (count !== undefined && !(typeof count === 'number' && Number.isSafeInteger(count) && count > 0)) {
    return wanted('count', count, 'a whole number from 1 on');
  }
  if (by === undefined || (typeof by === 'string' && by !== '')) return undefined;
  return wanted('by', by, 'the path of a file');
}

const NO_MEMBERS: Readonly<Record<string, unknown>> = {};

function wanted(key: string, value: unknown, what: string): string {
  if (value === undefined) return `it has no '${key}'`;
  return `its '${key}' is ${presentable(JSON.stringify(value))}, not ${what}`;
}

/** A path as it is written by us: `./app//x` is `app/x`. */
function plain(path: string): string {
  if (!/(?:^|\/)\.?\/|\/\.\.\//u.test(path)) return path;
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..' && names.length > 0 && names.at(-1) !== '..') names.pop();
    else names.push(name);
  }
  return names.join('/');
}

function asMeant({ path, rule, place, value, severity, count = 1, by }: WrittenEntry): BaselineEntry {
  return {
    path: plain(path),
    rule,
    place,
    value,
    ...(severity === undefined ? {} : { severity }),
    count,
    ...(by === undefined ? {} : { by: plain(by) }),
  };
}

function byPathOf(entries: readonly WrittenEntry[]): ReadonlyMap<string, readonly WrittenEntry[]> {
  const all = new Map<string, WrittenEntry[]>();
  for (const entry of entries) {
    const path = plain(entry.path);
    const own = all.get(path);
    if (own) own.push(entry);
    else all.set(path, [entry]);
  }
  return all;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    // A byte order mark is no JSON, but some editors write one.
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    // The caller says what is wrong, and where.
    return undefined;
  }
}

/** The first line that version control leaves in the place where two sides differ. */
function conflictIn(text: string): TextRange | undefined {
  const found = /^(?:(?:<{7}|\|{7}|>{7})(?: .*)?|={7} ?)$/mu.exec(
    text.includes('\r') ? text.replaceAll('\r', ' ') : text,
  );
  return found ? { start: found.index, end: found.index + found[0].trimEnd().length } : undefined;
}

function firstLine(text: string): TextRange {
  const feed = text.indexOf('\n');
  return { start: 0, end: Math.min(feed < 0 ? text.length : feed, 200) };
}
