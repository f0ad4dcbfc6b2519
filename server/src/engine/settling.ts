/** Says what counts of an analysis in the end: beside those of other texts, and under what is configured. */
import type { Finding } from '../model/finding.ts';
import type { Near, Reading } from '../model/surface.ts';
import type { Analysis, Entry } from './analysis.ts';
import { speaksOf } from './baseline/baselines.ts';
import { type BaselineRecord, recordOf } from './baseline/record.ts';
import { nearIn } from './basis.ts';
import { strictContextsIn } from './context.ts';
import type { Entries, Ground } from './entries.ts';
import { exceptionFindings, usedKeys } from './exceptions/findings.ts';
import { type ListedPaths, listedUses, namedUris } from './exceptions/listed-uses.ts';
import { mayHoldExceptions } from './exceptions/written.ts';
import { foreignUris, withoutTold } from './foreign.ts';
import { judge } from './judge.ts';
import { remembering, surroundingsIn } from './surroundings.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** Of all findings, or of those in texts of which their baseline knows something: what is mended shows there alone. */
export type WantedRecords = 'all' | 'of known texts';

/** What counts of analyses. */
export interface Settling {
  /** The same object comes back as long as nothing it rests on changed. */
  analysisOf(entry: Entry): Promise<Analysis>;
  /** The same without waiting; undefined where the host would have to. */
  analysisAtOnce(entry: Entry): Analysis | undefined;
  /** What baselines have or would have of the findings of such an analysis. */
  recordsOf(analysis: Analysis, wanted?: WantedRecords): readonly BaselineRecord[];
}

const NOTHING_NEAR: Near = { textOf: () => undefined };

const NO_VERDICT: Verdict = { findings: [], excepted: [], uses: new Map() };

export function createSettling(ground: Ground, entries: Entries): Settling {
  const { rules, surfaces, documents, guard, configured, today, nextRevision, configurationNow } = ground;
  const { onCrash } = entries;
  const settled = new WeakMap<Entry, Settled>();
  /** What each analysis that was given away was made of. */
  const origins = new WeakMap<Analysis, { readonly entry: Entry; readonly others: readonly Entry[] }>();
  const aboutExceptions = new Set(rules.filter(({ check }) => check.exception).map(({ id }) => id));

  /** What counts of a text's analysis beside those of the texts that its findings stand in. */
  function settle(entry: Entry, others: readonly Entry[], named: readonly Analysis[] = []): Analysis {
    const ground = [...groundOf(entry, others), ...named];
    const known = settled.get(entry);
    if (known && isSameList(known.ground, ground)) return known.analysis;
    const verdict = verdictIn(entry, others, named);
    const { findings, excepted } = verdict;
    const uses = usedKeys(verdict.uses).filter((key) => !key.startsWith(`${entry.analysis.uri}#`));
    const analysis = { ...entry.analysis, findings, excepted, uses, revision: nextRevision() };
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
      rules,
      surfaces,
      leading: entries.surfaceOf(entry),
      today: today(),
      peek: (name) => documents.peek(name),
      configurationOf: configurationNow,
      readingOf,
      listedIn: (name) => (name === uri ? listedUses(uri, listed, named) : []),
      judgedStrictly: (name) => judgedStrictly(name === uri ? entry : entries.atOnce(name)),
    });
    const outcome = guard.run(uri, guard.fullPurse(), () => {
      const verdict = verdictOf(found, surroundings);
      return text ? exceptionFindings(text, verdict, surroundings, onCrash(uri)) : verdict;
    });
    return 'result' in outcome ? outcome.result : { ...NO_VERDICT, findings: found };
  }

  /** It is asked for only where an exception seems to be of no use, and that is rare enough to read the text again. */
  function judgedStrictly(entry: Entry | undefined): readonly Finding[] {
    if (!entry) return [];
    const { analysis, configuration, basis } = entry;
    const surface = entries.surfaceOf(entry);
    const document = documents.peek(analysis.uri);
    if (!surface || !document || configuration.profile.value === 'strict') return analysis.findings;
    return judge(document, surface, nearIn(basis, surfaces), {
      rules,
      surfaces,
      contextOf: strictContextsIn(configuration),
      onCrash: onCrash(analysis.uri),
    }).findings;
  }

  /** What tells the places in the texts of an analysis; one that is no notation by itself is read as the one that leads to it. */
  function readingsOf(entry: Entry, others: readonly Entry[]): (uri: string) => Reading | undefined {
    const readings = new Map([entry, ...others].map((each) => [each.analysis.uri, each.reading]));
    const surface = entries.surfaceOf(entry);
    return (uri) => {
      const document = readings.get(uri) ? undefined : documents.peek(uri);
      if (document && readings.has(uri)) readings.set(uri, surface?.read(document, NOTHING_NEAR));
      return readings.get(uri);
    };
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
  function listedIn({ analysis }: Entry): readonly ListedPaths[] {
    const document = analysis.surface === 'configuration' ? documents.peek(analysis.uri) : undefined;
    return document && configured.isConfiguration(analysis.uri) ? configured.read(document).listed : [];
  }

  /** The texts that tell what listed exceptions are used for: those that they name, and those that rest on them. */
  function namedUrisOf(entry: Entry): readonly string[] {
    const listed = listedIn(entry);
    if (listed.length === 0) return [];
    const uris = namedUris(entry.analysis.uri, listed);
    const all = new Set([...uris, ...uris.flatMap(entries.nearestDependents)]);
    return [...all].filter((uri) => !configured.isConfiguration(uri));
  }

  async function namedBy(entry: Entry): Promise<readonly Analysis[]> {
    const named: Analysis[] = [];
    for (const uri of namedUrisOf(entry)) named.push(await analysisOf(await entries.of(uri)));
    return named;
  }

  function namedAtOnce(entry: Entry): readonly Analysis[] | undefined {
    const named: Analysis[] = [];
    for (const uri of namedUrisOf(entry)) {
      const other = entries.atOnce(uri);
      const analysis = other && analysisAtOnce(other);
      if (!analysis) return undefined;
      named.push(analysis);
    }
    return named;
  }

  /** The other texts that the findings of one stand in. */
  async function othersOf({ analysis }: Entry): Promise<readonly Entry[]> {
    const others: Entry[] = [];
    for (const uri of foreignUris(analysis.uri, analysis.findings)) others.push(await entries.of(uri));
    return others;
  }

  function othersAtOnce({ analysis }: Entry): readonly Entry[] | undefined {
    const uris = foreignUris(analysis.uri, analysis.findings);
    const others = uris.flatMap((uri) => entries.atOnce(uri) ?? []);
    return others.length === uris.length ? others : undefined;
  }

  /** Findings about exceptions are no part of a baseline: they are mended at once, or switched off. */
  function recordsOf(analysis: Analysis, wanted: WantedRecords = 'all'): readonly BaselineRecord[] {
    const origin = origins.get(analysis);
    if (!origin || analysis.surface === 'configuration') return [];
    const readingOf = readingsOf(origin.entry, origin.others);
    const baselineOf = remembering((uri) => {
      const { baseline } = configurationNow(uri);
      const document = wanted === 'all' || baseline === undefined ? undefined : documents.peek(baseline);
      return document && !speaksOf(document, uri) ? {} : { uri: baseline };
    });
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

  return { analysisOf, analysisAtOnce, recordsOf };
}

/** An analysis as it counts, beside those of other texts and under what is configured. */
interface Settled {
  readonly analysis: Analysis;
  readonly ground: readonly unknown[];
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
