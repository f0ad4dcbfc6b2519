/** The one door: every skin (language server, command line, browser worker) uses the engine through a service. */
import type { Host } from './base/host.ts';
import type { SourceText, TextRange } from './base/text.ts';
import { traceOf } from './base/trace.ts';
import { canonicalUri, fileNameOf } from './base/uri.ts';
import { completionsIn, type ConfigurationCompletion } from './configuration/complete.ts';
import { BASELINE_NAME, Configurations, type ListedFor } from './configuration/configurations.ts';
import { type ConfigurationHover, hoverIn } from './configuration/hover.ts';
import { switchOff } from './configuration/switch-off.ts';
import { DEFAULT_CONFIGURATION } from './configuration/defaults.ts';
import { type Basis, basisOf, isFresh, type Missing, nearIn } from './engine/basis.ts';
import { readBaseline } from './engine/baseline/read.ts';
import { type BaselineRecord, recordOf } from './engine/baseline/record.ts';
import { type Description, describeText, locateText } from './engine/describe.ts';
import { Documents } from './engine/documents.ts';
import { Guard, type Purse } from './engine/guard.ts';
import { foreignUris, together, withoutTold } from './engine/foreign.ts';
import { contextsIn, strictContextsIn } from './engine/context.ts';
import { judge } from './engine/judge.ts';
import { Memory } from './engine/memory.ts';
import { praise } from './engine/praise.ts';
import { remembering, surroundingsIn } from './engine/surroundings.ts';
import { exceptionFindings, usedKeys } from './engine/exceptions/findings.ts';
import { listedUses, namedUris } from './engine/exceptions/listed-uses.ts';
import { exceptionFor } from './engine/exceptions/write.ts';
import { mayHoldExceptions } from './engine/exceptions/written.ts';
import { type Verdict, verdictOf } from './engine/verdict.ts';
import type { ExceptionScope } from './model/comment.ts';
import type { Configuration, ConfigurationLayer } from './model/configuration.ts';
import type { Credit, ExceptedFinding, Finding } from './model/finding.ts';
import type { Rule } from './model/rule.ts';
import type { SettingKey, SubjectKind, Subjects } from './model/subject.ts';
import type {
  Gap,
  Located,
  Near,
  Lowered,
  Part,
  Place,
  Problem,
  Reading,
  ReadOptions,
  Surface,
  SurfaceId,
} from './model/surface.ts';

export { BASELINE_NAME, CONFIGURATION_NAMES, isConfiguration } from './configuration/configurations.ts';
export { pathMatcher, pathParts } from './configuration/paths.ts';
export type { BaselineEntry } from './engine/baseline/entry.ts';
export { mendedOf, type Run } from './engine/baseline/mended.ts';
export { readBaseline } from './engine/baseline/read.ts';
export type { BaselineRecord } from './engine/baseline/record.ts';
export { pruned, type Renewed, renewed } from './engine/baseline/renew.ts';
export { Tally } from './engine/baseline/tally.ts';
export { baselineText } from './engine/baseline/write.ts';
export { valueAt } from './engine/value-at.ts';
export { applyFixes, applyFixesIn, type Fixed } from './engine/fix.ts';
export type { ConfigurationCompletion } from './configuration/complete.ts';
export type { ConfigurationHover } from './configuration/hover.ts';
export type { Description } from './engine/describe.ts';
export { compareFindings } from './engine/foreign.ts';
export { outcomeText } from './engine/outcome-text.ts';

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
  /** Rules speak even where they are in doubt, whatever the configuration says. Default false. */
  readonly strict?: boolean;
  /** The day, by which exceptions end: `2026-03-31`. Default: by the clock, in UTC. */
  today?(): string;
}

/**
 * What is known of one text.
 * - `judged`: `findings` and `problems` say all
 * - `foreign`: no surface knows this notation; nothing is said
 * - `unread`: there is no such file, or it may not be read
 * - `skipped`: it was given up (too long, out of time, a bug); the one problem says why
 * - `excluded`: the configuration leaves it out; nothing is said
 */
export interface Analysis {
  readonly uri: string;
  readonly status: 'judged' | 'foreign' | 'unread' | 'skipped' | 'excluded';
  /** Absent where no surface knows the text, or none got to see it. */
  readonly surface?: SurfaceId;
  /** The text that was judged; empty when unread. */
  readonly text: string;
  /** Sorted by place; some may stand in another text that this one rests on, when that one's own analysis does not have them. */
  readonly findings: readonly Finding[];
  /** Findings that exceptions cover, sorted by place. */
  readonly excepted: readonly ExceptedFinding[];
  /** The keys of exceptions in other texts that cover something found here (`Finding.unused`). */
  readonly uses: readonly string[];
  readonly problems: readonly Problem[];
  /** The URIs of other files that this rests on, whether they exist or not. */
  readonly dependencies: readonly string[];
  /** Differs from one analysis to the next of the same text; equal when nothing it rests on changed. */
  readonly revision: number;
}

/** All findings that stand in a text, whichever text's analysis they come from. */
export interface Diagnosis {
  /** What is known of the text itself. */
  readonly analysis: Analysis;
  /** Its own findings, and those of other texts judged so far that rest on it; sorted by place. */
  readonly findings: readonly Finding[];
  /** Differs from one diagnosis to the next of the same text; equal when nothing it rests on changed. */
  readonly revision: string;
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
  /** Forgets all that is known of a text; for those who go through many. */
  forget(uri: string): void;
  /** The URIs of other texts in which findings may come or go when this one changes, as far as is known from the texts judged so far. */
  dependents(uri: string): readonly string[];
  /**
   * The edit that excepts a finding in a comment: of the entry that it is found in, of the service or stage, or of the file; or why there is none.
   * Its blank is the reason, and no reason counts while it is empty. The finding must be one of the latest analysis.
   */
  exceptionFor(finding: Finding, scope: ExceptionScope): Lowered;
  /** The service or stage that a finding of the latest analysis stands in; undefined where it belongs to the file. */
  partOf(finding: Finding): Part | undefined;
  /** What is configured for a text. Never rejects. */
  configurationOf(uri: string): Promise<Configuration>;
  /** What can be written at an offset of a configuration file; nothing in any other text. */
  configurationCompletions(uri: string, offset: number): readonly ConfigurationCompletion[];
  /** What is said of the key or word under an offset of a configuration file; undefined in any other text. */
  configurationHover(uri: string, offset: number): ConfigurationHover | undefined;
  /** Sets what an editor or a command line says of the texts below a folder; undefined takes it back. */
  configure(folder: string, layer: ConfigurationLayer | undefined): void;
  /** Edits of a configuration file that switch a rule off for a text, or the reason why there are none. Never rejects. */
  switchOff(uri: string, ruleId: string, file: string): Promise<Lowered>;
  /** Judges a text; the same object comes back as long as nothing it rests on changed. Never rejects. */
  analyze(uri: string): Promise<Analysis>;
  /** The same at once; undefined where the host would have to wait for a file. */
  analyzeNow(uri: string): Analysis | undefined;
  /** All that is found in a text, also on behalf of others: what an editor shows. Never rejects. */
  diagnose(uri: string): Promise<Diagnosis>;
  /** Judges a text and gathers what else a report says of it. Never rejects. */
  review(uri: string): Promise<Review>;
  /** The same at once; undefined where the host would have to wait for a file. */
  reviewNow(uri: string): Review | undefined;
  /** What baselines have or would have of the findings of an analysis of this service; nothing of those in texts without a baseline. */
  recordsOf(analysis: Analysis): readonly BaselineRecord[];
  /** What a text comes to, read as the options say; undefined where there is no such text, or no notation that tells. Never rejects. */
  describe(uri: string, options?: ReadOptions): Promise<Description | undefined>;
  /** The text that a folder stands for; undefined where there is none. Never rejects. */
  locate(folder: string, options?: ReadOptions): Promise<Located | undefined>;
  /** All subjects of a kind that a text has; none where it was not judged. Never rejects. */
  subjects<Kind extends SubjectKind>(uri: string, kind: Kind): Promise<readonly Subjects[Kind][]>;
  /** The key under an offset of a text; undefined where there is none that a rule watches. */
  keyAt(uri: string, offset: number): Promise<KeyInfo | undefined>;
  /** The text of a URI as far as it is open or was read before. */
  textOf(uri: string): string | undefined;
  /** Which surface would read this text, if any. */
  surfaceOf(document: SourceText): SurfaceId | undefined;
}

const DEFAULT_BUDGET = 3000;
const DEFAULT_LONGEST_TEXT = 2_000_000;
const MOST_DEPENDENTS = 30;
const NOWHERE: TextRange = { start: 0, end: 0 };

export function createService(host: Host, registry: Registry, options: ServiceOptions = {}): Service {
  const documents = new Documents(host);
  const memory = new Memory<Entry>();
  const settled = new WeakMap<Entry, Settled>();
  /** What each analysis that was given away was made of. */
  const origins = new WeakMap<Analysis, { readonly entry: Entry; readonly others: readonly Entry[] }>();
  const guard = new Guard(host, options.budget ?? DEFAULT_BUDGET);
  const describing = { documents, surfaces: registry.surfaces, guard };
  const configurations = new Configurations(documents, registry.rules, options.strict);
  const today = options.today ?? ((): string => new Date().toISOString().slice(0, 10));
  const aboutExceptions = new Set(registry.rules.filter(({ check }) => check.exception).map(({ id }) => id));
  let revision = 0;

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

  /** What counts of a text's analysis beside those of the texts that its findings stand in. */
  function settle(entry: Entry, others: readonly Entry[], named: readonly Analysis[] = []): Analysis {
    const ground = [...groundOf(entry, others), ...named];
    const known = settled.get(entry);
    if (known && isSameList(known.ground, ground)) return known.analysis;
    const verdict = verdictIn(entry, others, named);
    const { findings, excepted } = verdict;
    const uses = usedKeys(verdict.uses).filter((key) => !key.startsWith(`${entry.analysis.uri}#`));
    const analysis = { ...entry.analysis, findings, excepted, uses, revision: ++revision };
    settled.set(entry, { analysis, ground });
    origins.set(analysis, { entry, others });
    return analysis;
  }

  /** All that a verdict rests on besides the analysis: equal when nothing changed. */
  function groundOf(entry: Entry, others: readonly Entry[]): readonly unknown[] {
    // A finding may be excepted in any text that it rests on.
    const related = entry.analysis.findings.flatMap((finding) => finding.related.map(({ uri }) => uri));
    const uris = [...new Set([entry, ...others].map(({ analysis }) => analysis.uri).concat(related))];
    const configured = uris.map(configurationNow);
    const baselines = configured.map(({ baseline }) => baseline && documents.peek(baseline));
    return [today(), ...others, ...configured, ...baselines];
  }

  function verdictIn(entry: Entry, others: readonly Entry[], named: readonly Analysis[]): Verdict {
    const { uri } = entry.analysis;
    const listed = listedIn(entry);
    const readingOf = readingsOf(entry, others);
    const found = withoutTold(
      uri,
      entry.analysis.findings,
      others.map(({ analysis }) => analysis),
    );
    const text = entry.analysis.status === 'judged' ? documents.peek(uri) : undefined;
    // Most texts have neither, and need no time taken for them.
    if (found.length + listed.length === 0 && !(text && mayHoldExceptions(text.text))) return NO_VERDICT;
    const surroundings = surroundingsIn({
      ...registry,
      leading: surfaceOf(entry),
      today: today(),
      peek: (name) => documents.peek(name),
      configurationOf: configurationNow,
      readingOf,
      listedIn: (name) => (name === uri ? listedUses(uri, listed, named) : []),
      judgedStrictly: () => judgedStrictly(entry),
    });
    const outcome = guard.run(uri, guard.fullPurse(), () => {
      const verdict = verdictOf(found, surroundings);
      return text ? exceptionFindings(text, verdict, surroundings, onCrash(uri)) : verdict;
    });
    return 'result' in outcome ? outcome.result : { ...NO_VERDICT, findings: found };
  }

  /** It is asked for only where an exception seems to be of no use, and that is rare enough to read the text again. */
  function judgedStrictly(entry: Entry): readonly Finding[] {
    const { analysis, configuration, basis } = entry;
    const surface = surfaceOf(entry);
    const document = documents.peek(analysis.uri);
    if (!surface || !document || configuration.profile.value === 'strict') return analysis.findings;
    return judge(document, surface, nearIn(basis, registry.surfaces), {
      ...registry,
      contextOf: strictContextsIn(configuration),
      onCrash: onCrash(analysis.uri),
    }).findings;
  }

  function exceptionOf(finding: Finding, scope: ExceptionScope): Lowered {
    const { uri } = finding;
    const document = documents.peek(uri);
    if (!document) return { refused: 'The text that it stands in is not there.' };
    const outcome = guard.run(uri, guard.fullPurse(), () => {
      const embedded = memory.get(uri)?.reading?.embedded?.() ?? [];
      const leading = memory.restingOn(uri).flatMap((other) => surfaceOf(memory.get(other)) ?? [])[0];
      const page = { ...registry, ...(leading ? { leading } : {}), document, embedded };
      return exceptionFor(finding, scope, { ...page, configuration: configurationNow(uri) });
    });
    return 'result' in outcome ? outcome.result : { refused: outcome.failure };
  }

  function surfaceOf(entry: Entry | undefined): Surface | undefined {
    return entry && registry.surfaces.find(({ id }) => id === entry.analysis.surface);
  }

  /** What tells the places in the texts of an analysis; one that is no notation by itself is read as the one that leads to it. */
  function readingsOf(entry: Entry, others: readonly Entry[]): (uri: string) => Reading | undefined {
    const readings = new Map([entry, ...others].map((each) => [each.analysis.uri, each.reading]));
    const surface = surfaceOf(entry);
    return (uri) => {
      const document = readings.get(uri) ? undefined : documents.peek(uri);
      if (document && readings.has(uri)) readings.set(uri, surface?.read(document, NOTHING_NEAR));
      return readings.get(uri);
    };
  }

  /** What is configured for a text whose files were read. */
  function configurationNow(uri: string): Configuration {
    const configuration = configurations.of(uri);
    return 'missing' in configuration ? DEFAULT_CONFIGURATION : configuration;
  }

  async function configurationOf(given: string): Promise<Configuration> {
    const uri = canonicalUri(given);
    for (;;) {
      const configuration = configurations.of(uri);
      if (!('missing' in configuration)) return configuration;
      for (const missing of configuration.missing) await documents.load(missing);
    }
  }

  /** Asks a configuration file that is open or was read; undefined for all other texts, and where time runs out. */
  function inConfiguration<T>(given: string, ask: (document: SourceText) => T): T | undefined {
    const uri = canonicalUri(given);
    const document = configurations.isConfiguration(uri) ? documents.peek(uri) : undefined;
    const outcome = document && guard.run(uri, guard.fullPurse(), () => ask(document));
    return outcome && 'result' in outcome ? outcome.result : undefined;
  }

  async function analysisOf(entry: Entry): Promise<Analysis> {
    return settle(entry, await othersOf(entry), await namedBy(entry));
  }

  function analysisAtOnce(entry: Entry): Analysis | undefined {
    const others = othersAtOnce(entry);
    const named = others && namedAtOnce(entry);
    return named && settle(entry, others, named);
  }

  /** The exceptions that a text lists; none for one that configures nothing. */
  function listedIn({ analysis }: Entry): readonly ListedFor[] {
    const document = analysis.surface === 'configuration' ? documents.peek(analysis.uri) : undefined;
    return document && configurations.isConfiguration(analysis.uri)
      ? configurations.read(document).listed
      : [];
  }

  /** The texts that tell what listed exceptions are used for: those that they name, and those that rest on them. */
  function namedUrisOf(entry: Entry): readonly string[] {
    const listed = listedIn(entry);
    if (listed.length === 0) return [];
    const uris = namedUris(entry.analysis.uri, listed);
    const all = new Set([...uris, ...uris.flatMap(nearestDependents)]);
    return [...all].filter((uri) => !configurations.isConfiguration(uri));
  }

  async function namedBy(entry: Entry): Promise<readonly Analysis[]> {
    const named: Analysis[] = [];
    for (const uri of namedUrisOf(entry)) named.push(await analysisOf(await entryOf(uri)));
    return named;
  }

  function namedAtOnce(entry: Entry): readonly Analysis[] | undefined {
    const named: Analysis[] = [];
    for (const uri of namedUrisOf(entry)) {
      const other = entryAtOnce(uri);
      const analysis = other && analysisAtOnce(other);
      if (!analysis) return undefined;
      named.push(analysis);
    }
    return named;
  }

  /** The other texts that the findings of one stand in. */
  async function othersOf({ analysis }: Entry): Promise<readonly Entry[]> {
    const others: Entry[] = [];
    for (const uri of foreignUris(analysis.uri, analysis.findings)) others.push(await entryOf(uri));
    return others;
  }

  function othersAtOnce({ analysis }: Entry): readonly Entry[] | undefined {
    const uris = foreignUris(analysis.uri, analysis.findings);
    const others = uris.flatMap((uri) => entryAtOnce(uri) ?? []);
    return others.length === uris.length ? others : undefined;
  }

  /** Findings about exceptions are no part of a baseline: they are mended at once, or switched off. */
  function recordsOf(analysis: Analysis): readonly BaselineRecord[] {
    const origin = origins.get(analysis);
    if (!origin || analysis.surface === 'configuration') return [];
    const readingOf = readingsOf(origin.entry, origin.others);
    const baselineOf = remembering((uri) => ({ uri: configurationNow(uri).baseline }));
    const { uri: by, findings } = analysis;
    const outcome = guard.run(by, guard.fullPurse(), () =>
      findings.flatMap((finding): readonly BaselineRecord[] => {
        const { uri: baseline } = baselineOf(finding.uri);
        if (baseline === undefined || aboutExceptions.has(finding.ruleId)) return [];
        const place = readingOf(finding.uri)?.placeOf(finding.range);
        return place ? [recordOf(finding, place, by, baseline)] : [];
      }),
    );
    return 'result' in outcome ? outcome.result : [];
  }

  async function diagnose(uri: string): Promise<Diagnosis> {
    const analysis = await analysisOf(await entryOf(uri));
    const all = [analysis];
    for (const dependent of nearestDependents(analysis.uri)) {
      const other = await analysisOf(await entryOf(dependent));
      if (isAbout(other, analysis.uri)) all.push(other);
    }
    const used = new Set(all.flatMap(({ uses }) => uses));
    const here = all.map(({ findings }) =>
      findings.filter(({ uri: at, unused }) => at === analysis.uri && !(unused && used.has(unused))),
    );
    return { analysis, findings: together(here), revision: all.map((each) => each.revision).join('-') };
  }

  /** The texts that rest on another one, open ones first; no more than can be judged again at every keystroke. */
  function nearestDependents(uri: string): readonly string[] {
    const open = new Set(documents.openUris);
    const others = memory.restingOn(uri).filter((name) => name !== uri);
    if (others.length <= MOST_DEPENDENTS) return others;
    return [...others.filter((name) => open.has(name)), ...others.filter((name) => !open.has(name))].slice(
      0,
      MOST_DEPENDENTS,
    );
  }

  /** What rested on a file that changed is known no more, but that it did rest on it. */
  function changed(uri: string): void {
    documents.changed(uri);
    configurations.changed(uri);
    for (const name of memory.restingOn(uri)) {
      const entry = memory.get(name);
      if (entry) memory.set(name, outdated(entry));
    }
  }

  function forget(uri: string): void {
    documents.close(uri);
    for (const name of memory.restingOn(uri)) memory.delete(name);
  }

  /** What is found beside the findings takes its own share of time; where that is used up, the findings stand alone. */
  function reviewOf({ reading }: Entry, analysis: Analysis): Review {
    const nothing: Review = { analysis, parts: [], credits: [], gaps: [], placeOf: () => undefined };
    if (!reading) return nothing;
    const { uri } = analysis;
    const outcome = guard.run(uri, guard.fullPurse(), () => {
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
    const configuration = configurations.of(uri);
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
    const blank = { ...NOTHING_SAID, uri, text: document?.text ?? '', revision: ++revision };
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
    if (isBaseline || configurations.isConfiguration(blank.uri)) {
      const problems = isBaseline ? problemsOf(document) : configurations.read(document).problems;
      const analysis = { ...blank, status: 'judged' as const, surface: 'configuration' as const, problems };
      return { analysis: { ...analysis, dependencies: [] }, basis };
    }
    const surface = surfaceFor(document);
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
    if (document.text.length > (options.longestText ?? DEFAULT_LONGEST_TEXT)) {
      const message = `The text is longer than ${longest()} characters and was not checked.`;
      return skip(blank, surface, document, message);
    }
    const basis = basisOf(document, surface, documents);
    if ('missing' in basis) return basis;
    const { reading, findings } = judge(document, surface, nearIn(basis, registry.surfaces), {
      ...registry,
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

  const longest = (): string => (options.longestText ?? DEFAULT_LONGEST_TEXT).toLocaleString('en-US');
  const onCrash =
    (uri: string) =>
    (ruleId: string, error: unknown): void =>
      host.log('error', `rule ${ruleId} failed on ${uri}: ${traceOf(error)}`);
  const surfaceFor = (document: SourceText): Surface | undefined =>
    registry.surfaces.find((surface) => surface.detect(document));

  return {
    rules: registry.rules,
    open: (document) => {
      documents.open(document);
      configurations.changed(document.uri);
    },
    close: (uri) => {
      documents.close(uri);
      configurations.changed(uri);
    },
    partOf: ({ uri, range }) => memory.get(uri)?.reading?.placeOf(range).part,
    configurationOf,
    configurationCompletions: (uri, offset) =>
      inConfiguration(uri, (document) => completionsIn(document, offset, registry.rules)) ?? [],
    configurationHover: (uri, offset) =>
      inConfiguration(uri, (document) => hoverIn(document, offset, registry.rules)),
    switchOff: async (uri, ruleId, given) => {
      const file = canonicalUri(given);
      const origin = (await configurationOf(uri)).rules.get(ruleId)?.severity;
      if (!documents.isKnown(file)) await documents.load(file);
      const document = documents.peek(file) ?? { uri: file, text: '' };
      const wanted = { ruleId, rules: registry.rules, ...(origin ? { origin } : {}) };
      return { uri: file, ...switchOff(document, wanted) };
    },
    configure: (folder, layer) => configurations.setLayer(canonicalUri(folder), layer),
    changed: (uri) => changed(canonicalUri(uri)),
    forget: (uri) => forget(canonicalUri(uri)),
    get openUris() {
      return documents.openUris;
    },
    dependents: (uri) => memory.relatedTo(canonicalUri(uri)),
    analyze: async (uri) => analysisOf(await entryOf(uri)),
    analyzeNow: (uri) => {
      const entry = entryAtOnce(uri);
      return entry && analysisAtOnce(entry);
    },
    diagnose,
    exceptionFor: (finding, scope) => exceptionOf(finding, scope),
    review: async (uri) => {
      const entry = await entryOf(uri);
      return reviewOf(entry, await analysisOf(entry));
    },
    reviewNow: (uri) => {
      const entry = entryAtOnce(uri);
      const analysis = entry && analysisAtOnce(entry);
      return analysis && reviewOf(entry, analysis);
    },
    recordsOf,
    describe: (uri, readOptions) => describeText(describing, canonicalUri(uri), readOptions),
    locate: (folder, readOptions) => locateText(describing, folder, readOptions),
    subjects: async (uri, kind) => (await entryOf(uri)).reading?.subjects(kind) ?? [],
    keyAt: async (uri, offset) => keyInfo((await entryOf(uri)).reading, offset, registry.rules),
    textOf: (uri) => documents.peek(uri)?.text,
    surfaceOf: (document) => {
      const detected = guard.run(document.uri, guard.fullPurse(), () => surfaceFor(document));
      return 'failure' in detected ? undefined : detected.result?.id;
    },
  };
}

function problemsOf(baseline: SourceText): readonly Problem[] {
  const { problem } = readBaseline(baseline);
  return problem ? [problem] : [];
}

/** An analysis that says nothing yet. */
type Blank = Pick<Analysis, 'uri' | 'text' | 'findings' | 'excepted' | 'uses' | 'problems' | 'revision'>;

const NOTHING_NEAR: Near = { textOf: () => undefined };

const NO_VERDICT: Verdict = { findings: [], excepted: [], uses: new Map() };

const NOTHING_SAID = { findings: [], excepted: [], uses: [], problems: [] };

/** What came of judging one text for itself. */
interface Entry {
  /** With all findings, also those that another text has by itself. */
  readonly analysis: Analysis;
  readonly reading?: Reading;
  readonly basis: Basis;
  /** What was configured for it then. */
  readonly configuration: Configuration;
  /** Whether something that it rests on changed; then only the names in the basis count. */
  readonly isOutdated?: boolean;
}

/** An analysis as it counts, beside those of other texts and under what is configured. */
interface Settled {
  readonly analysis: Analysis;
  readonly ground: readonly unknown[];
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** Whether an analysis says something of another text, or uses an exception in it. */
function isAbout({ findings, uses }: Analysis, uri: string): boolean {
  return findings.some((finding) => finding.uri === uri) || uses.some((key) => key.startsWith(`${uri}#`));
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

function keyInfo(reading: Reading | undefined, offset: number, rules: readonly Rule[]): KeyInfo | undefined {
  const at = reading?.settingAt(offset);
  if (!at) return undefined;
  const watching = rules.filter((rule) => rule.meta.keys.includes(at.key));
  return watching.length === 0 ? undefined : { ...at, rules: watching };
}
