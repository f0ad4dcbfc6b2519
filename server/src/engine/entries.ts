/** Judges texts, each for itself, and remembers what came of it until something that it rests on changes. */
import type { SourceText, TextRange } from '../base/text.ts';
import { traceOf } from '../base/trace.ts';
import { canonicalUri, fileNameOf } from '../base/uri.ts';
import type { Host } from '../base/host.ts';
import { BASELINE_NAME, type Configuration } from '../model/configuration.ts';
import type { Rule } from '../model/rule.ts';
import type { Problem, Surface } from '../model/surface.ts';
import { type Blank, type Entry, NOTHING_SAID } from './analysis.ts';
import { readBaseline } from './baseline/read.ts';
import { basisOf, isFresh, type Missing, nearIn } from './basis.ts';
import { contextsIn } from './context.ts';
import type { Documents } from './documents.ts';
import type { ListedPaths } from './exceptions/listed-uses.ts';
import type { Guard, Purse } from './guard.ts';
import { judge } from './judge.ts';
import { Memory } from './memory.ts';

/** What is configured, as the engine asks for it. */
export interface Configured {
  /** What applies to a text, or the files that must be read first; the same object as long as nothing changed. */
  of(uri: string): Configuration | Missing;
  isConfiguration(uri: string): boolean;
  /** What is wrong with a configuration file, and the exceptions that it lists. */
  read(document: SourceText): {
    readonly problems: readonly Problem[];
    readonly listed: readonly ListedPaths[];
  };
}

/** What the parts of a service share. */
export interface Ground {
  readonly host: Host;
  readonly rules: readonly Rule[];
  readonly surfaces: readonly Surface[];
  readonly documents: Documents;
  readonly guard: Guard;
  readonly configured: Configured;
  /** The longest text that is judged, in UTF-16 code units. */
  readonly longestText: number;
  /** The day: `2026-03-31`. */
  today(): string;
  /** A number that was never given before. */
  nextRevision(): number;
  /** What is configured for a text whose files were read. */
  configurationNow(uri: string): Configuration;
}

/** The texts judged so far. */
export interface Entries {
  /** Judges a text, unless what is known of it still holds. Never rejects. */
  of(uri: string): Promise<Entry>;
  /** The same without waiting; undefined where the host would have to. */
  atOnce(uri: string): Entry | undefined;
  /** What was known last, whether it still holds or not. */
  get(uri: string): Entry | undefined;
  /** The surface that read a text. */
  surfaceOf(entry: Entry | undefined): Surface | undefined;
  /** The texts that rest on this one, itself included. */
  restingOn(uri: string): readonly string[];
  /** The other texts that have to do with this one. */
  relatedTo(uri: string): readonly string[];
  /** The texts that rest on another one, open ones first; no more than can be judged again at every keystroke. */
  nearestDependents(uri: string): readonly string[];
  /** What rested on a file that changed is known no more, but that it did rest on it. */
  changed(uri: string): void;
  /** Forgets a text and what rests on it. */
  forget(uri: string): void;
  /** Tells the log of a rule that threw. */
  onCrash(uri: string): (ruleId: string, error: unknown) => void;
}

const MOST_DEPENDENTS = 30;
const NOWHERE: TextRange = { start: 0, end: 0 };

export function createEntries(ground: Ground): Entries {
  const { host, rules, surfaces, documents, guard, configured, longestText, nextRevision } = ground;
  const memory = new Memory<Entry>();

  async function entryOf(given: string): Promise<Entry> {
    const uri = canonicalUri(given);
    const purse = guard.fullPurse();
    for (;;) {
      const found = entryNow(uri, purse);
      if ('analysis' in found) return found;
      for (const missing of found.missing) await documents.load(missing);
    }
  }

  /** The entry without waiting; undefined where the host would have to. */
  function entryAtOnce(given: string): Entry | undefined {
    const uri = canonicalUri(given);
    const purse = guard.fullPurse();
    for (;;) {
      const found = documents.promptly(() => entryNow(uri, purse));
      if ('analysis' in found) return found;
      if (!found.missing.every((missing) => documents.loadNow(missing))) return undefined;
    }
  }

  /** The entry, or the files that must be read first. */
  function entryNow(uri: string, purse: Purse): Entry | Missing {
    const configuration = configured.of(uri);
    if ('missing' in configuration) return configuration;
    const { baseline } = configuration;
    if (baseline !== undefined && !documents.isKnown(baseline)) return { missing: [baseline] };
    const known = memory.get(uri);
    const isWhole = known && !known.isOutdated && known.analysis.status !== 'unread';
    if (isWhole && known.configuration === configuration && isFresh(known.basis, documents)) return known;
    const entry = analyzeAnew(uri, configuration, purse);
    if ('analysis' in entry) memory.set(uri, entry);
    return entry;
  }

  function analyzeAnew(uri: string, configuration: Configuration, purse: Purse): Entry | Missing {
    if (!documents.isKnown(uri)) return { missing: [uri] };
    const document = documents.peek(uri);
    const blank = { ...NOTHING_SAID, uri, text: document?.text ?? '', revision: nextRevision() };
    if (!document) {
      const basis = new Map([[uri, undefined]]);
      return { analysis: { ...blank, status: 'unread', dependencies: [] }, basis, configuration };
    }
    // Even to recognise a text may mean to parse it, so all of it takes its share of the same time.
    const outcome = guard.run(uri, purse, () => attempt(blank, document, configuration));
    const entry = 'failure' in outcome ? skip(blank, undefined, document, outcome.failure) : outcome.result;
    return 'missing' in entry ? entry : { ...entry, configuration };
  }

  function attempt(
    blank: Blank,
    document: SourceText,
    configuration: Configuration,
  ): Omit<Entry, 'configuration'> | Missing {
    const basis = new Map([[blank.uri, document.text]]);
    const isBaseline = configuration.baseline === blank.uri || fileNameOf(blank.uri) === BASELINE_NAME;
    if (isBaseline || configured.isConfiguration(blank.uri)) {
      const problems = isBaseline ? problemsOf(document) : configured.read(document).problems;
      const analysis = { ...blank, status: 'judged' as const, surface: 'configuration' as const, problems };
      return { analysis: { ...analysis, dependencies: [] }, basis };
    }
    const surface = surfaces.find((surface) => surface.detect(document));
    if (!surface) return { analysis: { ...blank, status: 'foreign', dependencies: [] }, basis };
    if (configuration.excluded) {
      return { analysis: { ...blank, status: 'excluded', dependencies: [] }, basis };
    }
    return attemptJudging(blank, document, surface, configuration);
  }

  function attemptJudging(
    blank: Blank,
    document: SourceText,
    surface: Surface,
    configuration: Configuration,
  ): Omit<Entry, 'configuration'> | Missing {
    if (document.text.length > longestText) {
      const message = `The text is longer than ${longestText.toLocaleString('en-US')} characters and was not checked.`;
      return skip(blank, surface, document, message);
    }
    const basis = basisOf(document, surface, documents);
    if ('missing' in basis) return basis;
    const { reading, findings } = judge(document, surface, nearIn(basis, surfaces), {
      rules,
      surfaces,
      contextOf: contextsIn(configuration),
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

  function surfaceOf(entry: Entry | undefined): Surface | undefined {
    return entry && surfaces.find(({ id }) => id === entry.analysis.surface);
  }

  function nearestDependents(uri: string): readonly string[] {
    const open = new Set(documents.openUris);
    const others = memory.restingOn(uri).filter((name) => name !== uri);
    if (others.length <= MOST_DEPENDENTS) return others;
    return [...others.filter((name) => open.has(name)), ...others.filter((name) => !open.has(name))].slice(
      0,
      MOST_DEPENDENTS,
    );
  }

  function changed(uri: string): void {
    for (const name of memory.restingOn(uri)) {
      const entry = memory.get(name);
      if (entry) memory.set(name, outdated(entry));
    }
  }

  const onCrash =
    (uri: string) =>
    (ruleId: string, error: unknown): void =>
      host.log('error', `rule ${ruleId} failed on ${uri}: ${traceOf(error)}`);

  return {
    of: entryOf,
    atOnce: entryAtOnce,
    get: (uri) => memory.get(uri),
    surfaceOf,
    restingOn: (uri) => memory.restingOn(uri),
    relatedTo: (uri) => memory.relatedTo(uri),
    nearestDependents,
    changed,
    forget: (uri) => {
      for (const name of memory.restingOn(uri)) memory.delete(name);
    },
    onCrash,
  };
}

function problemsOf(baseline: SourceText): readonly Problem[] {
  const { problem } = readBaseline(baseline);
  return problem ? [problem] : [];
}

function outdated({ analysis, basis, configuration }: Entry): Entry {
  const names = new Map([...basis.keys()].map((name) => [name, undefined]));
  return {
    analysis: { ...analysis, ...NOTHING_SAID, text: '' },
    basis: names,
    configuration,
    isOutdated: true,
  };
}

function skip(
  blank: Blank,
  surface: Surface | undefined,
  document: SourceText,
  message: string,
): Omit<Entry, 'configuration'> {
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
