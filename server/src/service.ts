/** The one door: every skin (language server, command line, browser worker) uses the engine through a service. */
import type { Host } from './base/host.ts';
import type { SourceText, TextRange } from './base/text.ts';
import { canonicalUri } from './base/uri.ts';
import { completionsIn, type ConfigurationCompletion } from './configuration/complete.ts';
import { Configurations } from './configuration/configurations.ts';
import { type ConfigurationHover, hoverIn } from './configuration/hover.ts';
import { listException } from './configuration/list-exception.ts';
import { switchOff } from './configuration/switch-off.ts';
import { DEFAULT_CONFIGURATION } from './configuration/defaults.ts';
import type { Analysis, Entry } from './engine/analysis.ts';
import type { BaselineRecord } from './engine/baseline/record.ts';
import { type Description, describeText, locateText } from './engine/describe.ts';
import { Documents } from './engine/documents.ts';
import { createEntries } from './engine/entries.ts';
import { exceptionFor } from './engine/exceptions/write.ts';
import { together } from './engine/foreign.ts';
import { Guard } from './engine/guard.ts';
import { praise } from './engine/praise.ts';
import { createSettling, type WantedRecords } from './engine/settling.ts';
import type { ExceptionScope } from './model/comment.ts';
import type { Configuration, ConfigurationLayer } from './model/configuration.ts';
import type { Credit, Finding } from './model/finding.ts';
import type { Rule } from './model/rule.ts';
import type { SettingKey, SubjectKind, Subjects } from './model/subject.ts';
import type {
  Gap,
  Located,
  Lowered,
  Part,
  Place,
  Reading,
  ReadOptions,
  Surface,
  SurfaceId,
} from './model/surface.ts';

export type { Analysis } from './engine/analysis.ts';
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
  /** Edits of a configuration file that list an exception for a finding, or the reason why there are none; its reason is the blank. Never rejects. */
  listException(finding: Finding, file: string): Promise<Lowered>;
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
  recordsOf(analysis: Analysis, wanted?: WantedRecords): readonly BaselineRecord[];
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
const NOWHERE: TextRange = { start: 0, end: 0 };

export function createService(host: Host, registry: Registry, options: ServiceOptions = {}): Service {
  const documents = new Documents(host);
  const guard = new Guard(host, options.budget ?? DEFAULT_BUDGET);
  const describing = { documents, surfaces: registry.surfaces, guard };
  const configurations = new Configurations(documents, registry.rules, options.strict);
  let revision = 0;
  const ground = {
    ...registry,
    host,
    documents,
    guard,
    configured: configurations,
    longestText: options.longestText ?? DEFAULT_LONGEST_TEXT,
    today: options.today ?? ((): string => new Date().toISOString().slice(0, 10)),
    nextRevision: () => ++revision,
    configurationNow,
  };
  const entries = createEntries(ground);
  const { analysisOf, analysisAtOnce, recordsOf } = createSettling(ground, entries);

  function exceptionOf(finding: Finding, scope: ExceptionScope): Lowered {
    const { uri } = finding;
    const document = documents.peek(uri);
    if (!document) return { refused: 'The text that it stands in is not there.' };
    const outcome = guard.run(uri, guard.fullPurse(), () => {
      const embedded = entries.get(uri)?.reading?.embedded?.() ?? [];
      const leading = entries
        .restingOn(uri)
        .flatMap((other) => entries.surfaceOf(entries.get(other)) ?? [])[0];
      const page = { ...registry, ...(leading ? { leading } : {}), document, embedded };
      return exceptionFor(finding, scope, { ...page, configuration: configurationNow(uri) });
    });
    return 'result' in outcome ? outcome.result : { refused: outcome.failure };
  }

  /** What is configured for a text whose files were read. */
  function configurationNow(uri: string): Configuration {
    const configuration = configurations.of(uri);
    return 'missing' in configuration ? DEFAULT_CONFIGURATION : configuration;
  }

  /** The text of a configuration that may have to be made first. */
  async function configurationText(given: string): Promise<SourceText> {
    const uri = canonicalUri(given);
    if (!documents.isKnown(uri)) await documents.load(uri);
    return documents.peek(uri) ?? { uri, text: '' };
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

  async function diagnose(uri: string): Promise<Diagnosis> {
    const analysis = await analysisOf(await entries.of(uri));
    const all = [analysis];
    for (const dependent of entries.nearestDependents(analysis.uri)) {
      const other = await analysisOf(await entries.of(dependent));
      if (isAbout(other, analysis.uri)) all.push(other);
    }
    const used = new Set(all.flatMap(({ uses }) => uses));
    const here = all.map(({ findings }) =>
      findings.filter(({ uri: at, unused }) => at === analysis.uri && !(unused && used.has(unused))),
    );
    return { analysis, findings: together(here), revision: all.map((each) => each.revision).join('-') };
  }

  function changed(uri: string): void {
    documents.changed(uri);
    configurations.changed(uri);
    entries.changed(uri);
  }

  function forget(uri: string): void {
    documents.close(uri);
    entries.forget(uri);
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
        credits: praise(reading, { rules: registry.rules, onCrash: entries.onCrash(uri) }),
        gaps: reading.gaps(),
        placeOf: (range: TextRange) => reading.placeOf(range),
      };
    });
    if ('result' in outcome) return outcome.result;
    const gap: Gap = { range: NOWHERE, reason: 'notation', message: outcome.failure };
    return { ...nothing, gaps: [gap] };
  }

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
    partOf: ({ uri, range }) => entries.get(uri)?.reading?.placeOf(range).part,
    configurationOf,
    configurationCompletions: (uri, offset) =>
      inConfiguration(uri, (document) => completionsIn(document, offset, registry.rules)) ?? [],
    configurationHover: (uri, offset) =>
      inConfiguration(uri, (document) => hoverIn(document, offset, registry.rules)),
    listException: async ({ uri, range, ruleId }, given) => {
      const document = await configurationText(given);
      const part = entries.get(uri)?.reading?.placeOf(range).part?.name;
      const wanted = { uri, ruleId, rules: registry.rules, ...(part === undefined ? {} : { part }) };
      return { uri: document.uri, ...listException(document, wanted) };
    },
    switchOff: async (uri, ruleId, given) => {
      const document = await configurationText(given);
      const origin = (await configurationOf(uri)).rules.get(ruleId)?.severity;
      const wanted = { ruleId, rules: registry.rules, ...(origin ? { origin } : {}) };
      return { uri: document.uri, ...switchOff(document, wanted) };
    },
    configure: (folder, layer) => configurations.setLayer(canonicalUri(folder), layer),
    changed: (uri) => changed(canonicalUri(uri)),
    forget: (uri) => forget(canonicalUri(uri)),
    get openUris() {
      return documents.openUris;
    },
    dependents: (uri) => entries.relatedTo(canonicalUri(uri)),
    analyze: async (uri) => analysisOf(await entries.of(uri)),
    analyzeNow: (uri) => {
      const entry = entries.atOnce(uri);
      return entry && analysisAtOnce(entry);
    },
    diagnose,
    exceptionFor: (finding, scope) => exceptionOf(finding, scope),
    review: async (uri) => {
      const entry = await entries.of(uri);
      return reviewOf(entry, await analysisOf(entry));
    },
    reviewNow: (uri) => {
      const entry = entries.atOnce(uri);
      const analysis = entry && analysisAtOnce(entry);
      return analysis && reviewOf(entry, analysis);
    },
    recordsOf,
    describe: (uri, readOptions) => describeText(describing, canonicalUri(uri), readOptions),
    locate: (folder, readOptions) => locateText(describing, folder, readOptions),
    subjects: async (uri, kind) => (await entries.of(uri)).reading?.subjects(kind) ?? [],
    keyAt: async (uri, offset) => keyInfo((await entries.of(uri)).reading, offset, registry.rules),
    textOf: (uri) => documents.peek(uri)?.text,
    surfaceOf: (document) => {
      const detected = guard.run(document.uri, guard.fullPurse(), () => surfaceFor(document));
      return 'failure' in detected ? undefined : detected.result?.id;
    },
  };
}

/** Whether an analysis says something of another text, or uses an exception in it. */
function isAbout({ findings, uses }: Analysis, uri: string): boolean {
  return findings.some((finding) => finding.uri === uri) || uses.some((key) => key.startsWith(`${uri}#`));
}

function keyInfo(reading: Reading | undefined, offset: number, rules: readonly Rule[]): KeyInfo | undefined {
  const at = reading?.settingAt(offset);
  if (!at) return undefined;
  const watching = rules.filter((rule) => rule.meta.keys.includes(at.key));
  return watching.length === 0 ? undefined : { ...at, rules: watching };
}
