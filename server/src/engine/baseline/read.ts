/** Reads baselines: whatever a merge made of their commas and their order, but nothing of one that is wrong. */
import { LARGEST_FILE } from '../../base/host.ts';
import { presentable } from '../../base/presentable.ts';
import type { SourceText, TextRange } from '../../base/text.ts';
import type { Problem } from '../../model/surface.ts';
import { type BaselineEntry, heavier, isSeverity } from './entry.ts';
import { keyOf } from './record.ts';
import { type Scanned, scanBaseline } from './scan.ts';

/** A baseline with one problem at most; where there is one, there are no entries. */
export interface ReadBaseline {
  /** In the order of the text; none twice. */
  readonly entries: readonly BaselineEntry[];
  /** The entries of each file, by its path. */
  readonly byPath: ReadonlyMap<string, readonly BaselineEntry[]>;
  readonly problem?: Problem;
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

type Read = { readonly entries: readonly BaselineEntry[] } | Fault;

function readAnew(text: string): ReadBaseline {
  const read = readWhole(text) ?? readParts(text);
  if ('fault' in read) {
    const problem: Problem = { range: read.range, message: read.fault, severity: 'error' };
    return { entries: [], byPath: new Map(), problem };
  }
  const byPath = byPathOf(read.entries);
  return { entries: [...byPath.values()].flat(), byPath };
}

/** A baseline as it was written; undefined for one that has to be looked at closely. */
function readWhole(text: string): Read | undefined {
  if (text.length > LARGEST_FILE) {
    return { fault: 'This baseline is longer than 16 MB; nothing of it counts.', range: firstLine(text) };
  }
  const { version, findings } = membersOf(parsed(text));
  if (version !== BASELINE_VERSION || !Array.isArray(findings)) return undefined;
  const entries: BaselineEntry[] = [];
  for (const value of findings) {
    const entry = entryOf(value);
    if (typeof entry === 'string') return undefined;
    entries.push(entry);
  }
  return { entries };
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
  const entries: BaselineEntry[] = [];
  for (const each of findings) {
    const value = parsed(text.slice(each.start, each.end));
    const entry = value === undefined ? 'it is not JSON' : entryOf(value);
    if (typeof entry === 'string') {
      return { fault: `This entry is wrong, so nothing of this baseline counts: ${entry}.`, range: each };
    }
    entries.push(entry);
  }
  return { entries };
}

/** An entry, or what is wrong with it. Keys that nobody knows are left alone. */
function entryOf(value: unknown): BaselineEntry | string {
  const { path, rule, place, value: said, severity, count = 1, by } = membersOf(value);
  if (typeof path !== 'string' || path === '') return wanted('path', path, 'the path of a file');
  if (typeof rule !== 'string' || rule === '') return wanted('rule', rule, 'the id of a rule');
  if (typeof place !== 'string') return wanted('place', place, 'a text');
  if (typeof said !== 'string') return wanted('value', said, 'a text');
  if (severity !== undefined && !isSeverity(severity)) {
    return wanted('severity', severity, "'error', 'warning', 'info' or 'hint'");
  }
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1) {
    return wanted('count', count, 'a whole number from 1 on');
  }
  if (by !== undefined && (typeof by !== 'string' || by === ''))
    return wanted('by', by, 'the path of a file');
  return {
    path: plain(path),
    rule,
    place,
    value: said,
    ...(severity === undefined ? {} : { severity }),
    count,
    ...(by === undefined ? {} : { by: plain(by) }),
  };
}

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

/** What two sides of a merge both have is one: the larger count and the heavier severity hold. */
function byPathOf(entries: readonly BaselineEntry[]): Map<string, BaselineEntry[]> {
  const all = new Map<string, Map<string, BaselineEntry>>();
  for (const entry of entries) {
    const own = all.get(entry.path) ?? new Map<string, BaselineEntry>();
    const key = keyOf(entry);
    const other = own.get(key);
    own.set(key, other ? united(other, entry) : entry);
    all.set(entry.path, own);
  }
  return new Map([...all].map(([path, own]) => [path, [...own.values()]]));
}

/** What holds when two entries speak of the same. */
export function united(a: BaselineEntry, b: BaselineEntry): BaselineEntry {
  const { severity: _, by: __, ...rest } = a;
  const severity = heavier(a.severity, b.severity);
  // What a file says by itself needs no other one to be found.
  const by = a.by === undefined || b.by === undefined ? undefined : a.by < b.by ? a.by : b.by;
  return {
    ...rest,
    ...(severity === undefined ? {} : { severity }),
    count: Math.max(a.count, b.count),
    ...(by === undefined ? {} : { by }),
  };
}

/** The members of an object; none of anything else. */
function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
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
  const found = /^(?:(?:<{7}|\|{7}|>{7})(?: .*)?|={7})$/mu.exec(
    text.includes('\r') ? text.replaceAll('\r', ' ') : text,
  );
  return found ? { start: found.index, end: found.index + found[0].trimEnd().length } : undefined;
}

function firstLine(text: string): TextRange {
  const feed = text.indexOf('\n');
  return { start: 0, end: Math.min(feed < 0 ? text.length : feed, 200) };
}
