/** What counts of what was found in a text: less what is switched off or excepted there, and graded as the configuration says. */
import type { SourceText, TextRange } from '../base/text.ts';
import type { Configuration, ListedException } from '../model/configuration.ts';
import type { ExceptedFinding, Finding } from '../model/finding.ts';
import type { Rule, Severity } from '../model/rule.ts';
import type { Part, Place, Reading, Surface } from '../model/surface.ts';
import type { KnownFindings } from './baseline/baselines.ts';
import { coverOf } from './exceptions/cover.ts';
import type { WrittenException } from './exceptions/written.ts';
import { isForDevelopment } from './development.ts';
import { compareFindings } from './foreign.ts';

/** What is known of the texts in which the findings of one text stand. */
export interface Surroundings {
  readonly rules: readonly Rule[];
  /** The day: `2026-03-31`. */
  readonly today: string;
  configurationOf(uri: string): Configuration;
  /** The exceptions in the comments of a text. */
  exceptionsIn(uri: string): readonly WrittenException[];
  /** The exceptions that a text lists as a configuration file; none for any other text. */
  listedIn(uri: string): readonly ListedUse[];
  /** What the baseline has of a text; undefined when there is none. */
  knownIn(uri: string): KnownFindings | undefined;
  /** The text, and how its notation reads comments; undefined where that is not known. */
  notationOf(uri: string): Notation | undefined;
  /** The reading of a text by itself; undefined where it was not read. */
  readingOf(uri: string): Reading | undefined;
  /** The place of a range; undefined for a text that was not read. */
  placeOf(uri: string, range: TextRange): Place | undefined;
  /** The parts of a text that are marked as development. */
  markedIn(uri: string): readonly Part[];
  /** What a rule would find in a text that was judged if the strict profile were asked for; nothing more where it is. */
  foundStrictly(ruleId: string, uri: string): readonly Finding[];
}

/** A text with the surface that reads it. */
export interface Notation {
  readonly document: SourceText;
  readonly surface: Surface;
}

/** An exception that a configuration file lists, and what is known of its use; absent where nothing can be. */
export interface ListedUse {
  readonly listed: ListedException;
  readonly known?: {
    /** The rules whose findings it covers. */
    readonly usedFor: ReadonlySet<string>;
    /** The texts that it is for. */
    readonly named: readonly string[];
  };
}

/** The findings of one text that count, and those that are excepted; both sorted by place. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly excepted: readonly ExceptedFinding[];
  /** For each exception that was used its key, and what it covers. */
  readonly uses: ReadonlyMap<string, readonly Finding[]>;
}

/** `found` is all that the rules found, sorted by place. */
export function verdictOf(found: readonly Finding[], surroundings: Surroundings): Verdict {
  const findings: Finding[] = [];
  const excepted: ExceptedFinding[] = [];
  const uses = new Map<string, Finding[]>();
  const baselines = new Map<string, KnownFindings | undefined>();
  for (const one of found) {
    const weighed = weigh(one, surroundings);
    if (!weighed) continue;
    const { ignoresExceptions } = surroundings.configurationOf(weighed.uri);
    const covers = ignoresExceptions ? undefined : coverOf(weighed, surroundings);
    for (const key of covers?.keys ?? []) {
      const used = uses.get(key);
      if (used) used.push(weighed);
      else uses.set(key, [weighed]);
    }
    if (covers?.isWhole === true) {
      excepted.push({ finding: weighed, exception: covers.exception, keys: covers.keys });
      continue;
    }
    if (!baselines.has(one.uri)) baselines.set(one.uri, surroundings.knownIn(one.uri));
    findings.push(remembered(weighed, baselines.get(one.uri), surroundings));
  }
  return { findings: findings.sort(compareFindings), excepted, uses };
}

/** A finding with the severity that it has where it stands; undefined where its rule is off. */
export function weigh(finding: Finding, surroundings: Surroundings): Finding | undefined {
  const configuration = surroundings.configurationOf(finding.uri);
  const configured = configuration.rules.get(finding.ruleId)?.severity?.value;
  if (configured === 'off') return undefined;
  const severity = configured ?? finding.severity;
  const { grade } = configuration.development;
  if (grade === 'keep' || !isForDevelopment(finding, configuration, surroundings)) {
    return severity === finding.severity ? finding : { ...finding, severity, own: finding.severity };
  }
  return { ...finding, severity: lowered(severity, grade), own: finding.severity, development: true };
}

/** From the heaviest to the lightest. */
const STEPS: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

function lowered(severity: Severity, grade: 'lower' | Severity): Severity {
  const step = STEPS.indexOf(severity);
  const wanted = grade === 'lower' ? step + 1 : Math.max(step, STEPS.indexOf(grade));
  return STEPS[wanted] ?? 'hint';
}

function remembered(
  finding: Finding,
  baseline: KnownFindings | undefined,
  { placeOf }: Surroundings,
): Finding {
  const place = baseline && placeOf(finding.uri, finding.range);
  if (!place || !baseline.has(finding, place)) return finding;
  return { ...finding, known: finding.severity, severity: 'hint' };
}
