/** The one door: every skin (language server, command line, browser worker) uses the engine through a service. */
import { type Host, OutOfTime } from './base/host.ts';
import type { SourceText, TextRange } from './base/text.ts';
import { traceOf } from './base/trace.ts';
import { Documents } from './engine/documents.ts';
import { judge } from './engine/judge.ts';
import { praise } from './engine/praise.ts';
import type { Credit, Finding } from './model/finding.ts';
import type { Rule } from './model/rule.ts';
import type { SettingKey } from './model/subject.ts';
import type { Gap, Near, Part, Place, Problem, Reading, Surface, SurfaceId } from './model/surface.ts';

export { applyFixes, type Fixed } from './engine/fix.ts';

/** The rules and surfaces that a service works with; `generated/registry.ts` lists them all. */
export interface Registry {
  readonly rules: readonly Rule[];
  /** The first that detects a text reads it. */
  readonly surfaces: readonly Surface[];
}

export interface ServiceOptions {
  /** How long one text may take, in milliseconds; only hosts with `withBudget` can hold it. Default 3,000. */
  readonly budget?: number;
  /** The longest text that is read, in UTF-16 code units. Default 2,000,000. */
  readonly longestText?: number;
  /** Rules speak even where they are in doubt. Default false. */
  readonly strict?: boolean;
}

/**
 * What is known of one text.
 * - `judged`: `findings` and `problems` say all
 * - `foreign`: no surface knows this notation; nothing is said
 * - `unread`: there is no such file, or it may not be read
 * - `skipped`: it was given up (too long, out of time, a bug); the one problem says why
 */
export interface Analysis {
  readonly uri: string;
  readonly status: 'judged' | 'foreign' | 'unread' | 'skipped';
  /** Absent where no surface knows the text, or none got to see it. */
  readonly surface?: SurfaceId;
  /** The text that was judged; empty when unread. */
  readonly text: string;
  /** Sorted by place; some may stand in another text that this one rests on. */
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  /** The URIs of other files that this rests on, whether they exist or not. */
  readonly dependencies: readonly string[];
  /** Differs from one analysis to the next of the same text; equal when nothing it rests on changed. */
  readonly revision: number;
}

/** An analysis with all else that a report says of a text; empty where the text was not judged. */
export interface Review {
  readonly analysis: Analysis;
  readonly parts: readonly Part[];
  /** What is right, sorted by place. */
  readonly credits: readonly Credit[];
  readonly gaps: readonly Gap[];
  /** The place of a range of the text; undefined where the text was not judged. */
  placeOf(range: TextRange): Place | undefined;
}

/** A hardened key under the cursor, and the rules that watch it. */
export interface KeyInfo {
  readonly key: SettingKey;
  readonly range: TextRange;
  readonly rules: readonly Rule[];
}

/** The engine with its documents. */
export interface Service {
  readonly rules: readonly Rule[];
  /** Takes a text that an editor owns, or a new version of it. */
  open(document: SourceText): void;
  /** Gives a text back to the file system: from now on the file of that name counts. */
  close(uri: string): void;
  /** Tells that a file on disk changed, appeared or vanished. */
  changed(uri: string): void;
  readonly openUris: readonly string[];
  /** The URIs of the texts judged so far that rest on this one. */
  dependents(uri: string): readonly string[];
  /** Judges a text; the same object comes back as long as nothing it rests on changed. Never rejects. */
  analyze(uri: string): Promise<Analysis>;
  /** The same at once; undefined where the host would have to wait for a file. */
  analyzeNow(uri: string): Analysis | undefined;
  /** Judges a text and gathers what else a report says of it. Never rejects. */
  review(uri: string): Promise<Review>;
  /** The same at once; undefined where the host would have to wait for a file. */
  reviewNow(uri: string): Review | undefined;
  /** The key under an offset of a text; undefined where there is none that a rule watches. */
  keyAt(uri: string, offset: number): Promise<KeyInfo | undefined>;
  /** Which surface would read this text, if any. */
  surfaceOf(document: SourceText): SurfaceId | undefined;
}

const DEFAULT_BUDGET = 3000;
const DEFAULT_LONGEST_TEXT = 2_000_000;
const NOWHERE: TextRange = { start: 0, end: 0 };

export function createService(host: Host, registry: Registry, options: ServiceOptions = {}): Service {
  const documents = new Documents(host);
  const cache = new Map<string, Entry>();
  let revision = 0;

  async function entryOf(uri: string): Promise<Entry> {
    const purse = fullPurse();
    for (;;) {
      const found = entryNow(uri, purse);
      if ('analysis' in found) return found;
      for (const missing of found.missing) await documents.load(missing);
    }
  }

  /** The entry without waiting; undefined where the host would have to. */
  function entryAtOnce(uri: string): Entry | undefined {
    const purse = fullPurse();
    for (;;) {
      const found = entryNow(uri, purse);
      if ('analysis' in found) return found;
      if (!found.missing.every((missing) => documents.loadNow(missing))) return undefined;
    }
  }

  /** What is found beside the findings takes its own share of time; where that is used up, the findings stand alone. */
  function reviewOf({ analysis, reading }: Entry): Review {
    const nothing: Review = { analysis, parts: [], credits: [], gaps: [], placeOf: () => undefined };
    if (!reading) return nothing;
    const { uri } = analysis;
    const outcome = guarded(uri, fullPurse(), () => {
      // Asked for later these cost no more time: a reading remembers its places.
      for (const finding of analysis.findings) if (finding.uri === uri) reading.placeOf(finding.range);
      return {
        analysis,
        parts: reading.parts(),
        credits: praise(reading, { rules: registry.rules, onCrash: onCrash(uri) }),
        gaps: reading.gaps(),
        placeOf: (range: TextRange) => reading.placeOf(range),
      };
    });
    if ('result' in outcome) return outcome.result;
    const gap: Gap = { range: NOWHERE, reason: 'notation', message: outcome.failure };
    return { ...nothing, gaps: [gap] };
  }

  /** The entry, or the files that must be read first. */
  function entryNow(uri: string, purse: Purse): Entry | Missing {
    const known = cache.get(uri);
    if (known && isFresh(known, documents)) return known;
    const entry = analyzeAnew(uri, purse);
    if ('analysis' in entry) cache.set(uri, entry);
    return entry;
  }

  function analyzeAnew(uri: string, purse: Purse): Entry | Missing {
    if (!documents.isKnown(uri)) return { missing: [uri] };
    const document = documents.peek(uri);
    const blank = { uri, text: document?.text ?? '', findings: [], problems: [], revision: ++revision };
    if (!document) {
      const basis = new Map([[uri, undefined]]);
      return { analysis: { ...blank, status: 'unread', dependencies: [] }, basis };
    }
    // Even to recognise a text may mean to parse it, so all of it takes its share of the same time.
    const outcome = guarded(uri, purse, () => attempt(blank, document));
    return 'failure' in outcome ? skip(blank, undefined, document, outcome.failure) : outcome.result;
  }

  function attempt(blank: Blank, document: SourceText): Entry | Missing {
    const surface = surfaceFor(document);
    if (!surface) {
      const basis = new Map([[blank.uri, document.text]]);
      return { analysis: { ...blank, status: 'foreign', dependencies: [] }, basis };
    }
    if (document.text.length > (options.longestText ?? DEFAULT_LONGEST_TEXT)) {
      const message = `The text is longer than ${longest()} characters and was not checked.`;
      return skip(blank, surface, document, message);
    }
    const basis = basisOf(document, surface, documents);
    if ('missing' in basis) return basis;
    const { reading, findings } = judge(document, surface, nearIn(basis), {
      rules: registry.rules,
      strict: options.strict ?? false,
      onCrash: onCrash(blank.uri),
    });
    const dependencies = [...basis.keys()].filter((uri) => uri !== blank.uri);
    const { problems } = reading;
    return {
      analysis: { ...blank, status: 'judged', surface: surface.id, findings, problems, dependencies },
      reading,
      basis,
    };
  }

  /** Runs work on a text within its time; a failure is said in the user's words, a bug in the log's as well. */
  function guarded<T>(uri: string, purse: Purse, work: () => T): Guarded<T> {
    const start = Date.now();
    try {
      return { result: host.withBudget ? host.withBudget(Math.max(1, purse.left), work) : work() };
    } catch (error) {
      if (error instanceof OutOfTime) {
        return { failure: `Checking took longer than ${budget} ms and was given up.` };
      }
      host.log('error', `checking ${uri} failed: ${traceOf(error)}`);
      return { failure: 'Checking failed because of a bug in Bulkhead; the log has the details.' };
    } finally {
      purse.left -= Date.now() - start;
    }
  }

  const budget = options.budget ?? DEFAULT_BUDGET;
  const fullPurse = (): Purse => ({ left: budget });
  const longest = (): string => (options.longestText ?? DEFAULT_LONGEST_TEXT).toLocaleString('en-US');
  const onCrash =
    (uri: string) =>
    (ruleId: string, error: unknown): void =>
      host.log('error', `rule ${ruleId} failed on ${uri}: ${traceOf(error)}`);
  const surfaceFor = (document: SourceText): Surface | undefined =>
    registry.surfaces.find((surface) => surface.detect(document));

  return {
    rules: registry.rules,
    open: (document) => documents.open(document),
    close: (uri) => documents.close(uri),
    changed: (uri) => {
      documents.changed(uri);
      for (const [name, entry] of cache) if (entry.basis.has(uri)) cache.delete(name);
    },
    get openUris() {
      return documents.openUris;
    },
    dependents: (uri) =>
      [...cache.values()]
        .filter((entry) => entry.analysis.dependencies.includes(uri))
        .map((e) => e.analysis.uri),
    analyze: async (uri) => (await entryOf(uri)).analysis,
    analyzeNow: (uri) => entryAtOnce(uri)?.analysis,
    review: async (uri) => reviewOf(await entryOf(uri)),
    reviewNow: (uri) => {
      const entry = entryAtOnce(uri);
      return entry && reviewOf(entry);
    },
    keyAt: async (uri, offset) => keyInfo((await entryOf(uri)).reading, offset, registry.rules),
    surfaceOf: (document) => {
      const detected = guarded(document.uri, fullPurse(), () => surfaceFor(document));
      return 'failure' in detected ? undefined : detected.result?.id;
    },
  };
}

/** An analysis that says nothing yet. */
type Blank = Pick<Analysis, 'uri' | 'text' | 'findings' | 'problems' | 'revision'>;

interface Entry {
  readonly analysis: Analysis;
  readonly reading?: Reading;
  readonly basis: Basis;
}

/** Every text that an analysis rests on, as it was: its own and its needs; undefined for a file that is not there. */
type Basis = ReadonlyMap<string, string | undefined>;

/** The milliseconds that a text has left; what it takes before and after other files are read counts together. */
interface Purse {
  left: number;
}

/** What came of work that a text could make endless, or why nothing did. */
type Guarded<T> = { readonly result: T } | { readonly failure: string };

/** URIs of files that must be read before a text can be judged. */
interface Missing {
  readonly missing: readonly string[];
}

/** The texts that a text rests on, or those of them that must be read first. */
function basisOf(document: SourceText, surface: Surface, documents: Documents): Basis | Missing {
  const basis = new Map<string, string | undefined>([[document.uri, document.text]]);
  for (;;) {
    const needed = surface.needs(document, nearIn(basis)).filter((uri) => !basis.has(uri));
    const missing = needed.filter((uri) => !documents.isKnown(uri));
    if (missing.length > 0) return { missing };
    if (needed.length === 0) return basis;
    for (const uri of needed) basis.set(uri, documents.peek(uri)?.text);
  }
}

function nearIn(basis: Basis): Near {
  return { textOf: (uri) => basis.get(uri) };
}

function isFresh(entry: Entry, documents: Documents): boolean {
  for (const [uri, text] of entry.basis) {
    if (documents.peek(uri)?.text !== text) return false;
  }
  return entry.analysis.status !== 'unread';
}

function skip(blank: Blank, surface: Surface | undefined, document: SourceText, message: string): Entry {
  const problems: Problem[] = [{ range: NOWHERE, message, severity: 'warning' }];
  return {
    analysis: {
      ...blank,
      status: 'skipped',
      ...(surface ? { surface: surface.id } : {}),
      problems,
      dependencies: [],
    },
    basis: new Map([[document.uri, document.text]]),
  };
}

function keyInfo(reading: Reading | undefined, offset: number, rules: readonly Rule[]): KeyInfo | undefined {
  const at = reading?.settingAt(offset);
  if (!at) return undefined;
  const watching = rules.filter((rule) => rule.meta.keys.includes(at.key));
  return watching.length === 0 ? undefined : { ...at, rules: watching };
}
