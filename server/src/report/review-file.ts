/** Makes plain data of all that is known of one file: what every format of a report is made from. */
import { presentable } from '../base/presentable.ts';
import { indexLines, type LineIndex, positionAt } from '../base/line-index.ts';
import type { TextRange } from '../base/text.ts';
import { isAboutExceptions } from '../knowledge/exceptions.ts';
import type { AppliedException } from '../model/exception.ts';
import type { Finding } from '../model/finding.ts';
import type { Part, Place } from '../model/surface.ts';
import { compareFindings, type Review } from '../service.ts';
import { evidenceOf } from './evidence.ts';
import { fingerprintsIn } from './fingerprint.ts';
import { masked } from './mask.ts';
import type { FileReview, LoneReview, Range, ReviewException, ReviewFinding, ReviewFix } from './report.ts';

/** How a file and those it leans on are called, and what they say. */
export interface ReviewNames {
  /** From the folder of the report, with slashes. */
  readonly path: string;
  /** The same of another file. */
  pathOf(uri: string): string;
  /** The text of another file; undefined when there is none. */
  textOf(uri: string): string | undefined;
}

/** The review of a text; undefined for one that no surface knows. Fixes are made here, so it may take as long as they do. */
export function reviewFile(review: Review, names: ReviewNames): LoneReview | undefined {
  const { analysis, parts, credits, gaps, placeOf } = review;
  const { status, surface, problems } = analysis;
  const { path } = names;
  if (status === 'foreign' || status === 'excluded') return undefined;
  if (status === 'unread') return unreadFile(path, NOT_READ);
  if (analysis.text.includes('\0')) return unreadFile(path, 'This is not a text file: it has NUL bytes.');
  const linesOf = linesByUri(analysis.uri, analysis.text, names);
  const lines = linesOf(analysis.uri);
  const partOf = (range: TextRange): { part?: number } => partIn(placeOf(range), parts);
  return {
    path,
    ...(surface ? { surface } : {}),
    status,
    problems: problems.map(({ severity, message, range }) => ({
      severity,
      message,
      ...(status === 'judged' ? { range: rangeIn(lines, range) } : {}),
    })),
    parts: parts.map(({ kind, name, head }) => ({ kind, name, head: rangeIn(lines, head) })),
    ...findingsOf(review, names, linesOf),
    ...(analysis.uses.length === 0 ? {} : { uses: analysis.uses }),
    credits: credits
      .filter(({ uri }) => uri === analysis.uri)
      .map(({ ruleId, message, range }) => ({
        ruleId,
        message,
        range: rangeIn(lines, range),
        ...partOf(range),
      })),
    gaps: gaps.map(({ reason, message, range, touches }) => ({
      reason,
      message,
      range: rangeIn(lines, range),
      ...partOf(range),
      ...(touches ? { touches: partsNamed(touches, parts) } : {}),
    })),
  };
}

const NOT_READ = 'This file could not be read: it is not there, too large, or may not be read.';

/** The review of a file that could not be read; the message is a sentence that says why. */
export function unreadFile(path: string, message: string): FileReview {
  const problems = [{ severity: 'warning' as const, message }];
  return { path, status: 'unread', problems, parts: [], findings: [], excepted: [], credits: [], gaps: [] };
}

/** The lines of a text and of those that its findings rest on, each read once. */
type LinesOf = (uri: string) => LineIndex;

function linesByUri(uri: string, text: string, { textOf }: ReviewNames): LinesOf {
  const known = new Map([[uri, indexLines(text)]]);
  return (other) => {
    const lines = known.get(other) ?? indexLines(textOf(other) ?? '');
    known.set(other, lines);
    return lines;
  };
}

/** Those that count and those that are excepted, named in one go: an exception changes no fingerprint. */
function findingsOf(
  review: Review,
  names: ReviewNames,
  linesOf: LinesOf,
): Pick<LoneReview, 'findings' | 'excepted' | 'unused'> {
  const { findings, excepted } = review.analysis;
  const exceptions = new Map(excepted.map(({ finding, exception }) => [finding, exception]));
  const all = [...findings, ...exceptions.keys()].sort(compareFindings);
  const toReview = reviewOf(review, names, linesOf);
  const reviews = all.map((finding) => ({ finding, made: toReview(finding, exceptions.get(finding)) }));
  const unused = reviews.flatMap(({ finding, made }) =>
    finding.unused === undefined ? [] : [{ key: finding.unused, fingerprint: made.fingerprint }],
  );
  const made = reviews.map((each) => each.made);
  return {
    findings: made.filter(({ exception }) => !exception),
    excepted: made.filter(({ exception }) => exception),
    ...(unused.length === 0 ? {} : { unused }),
  };
}

function reviewOf(
  { analysis, parts, placeOf }: Review,
  names: ReviewNames,
  linesOf: LinesOf,
): (finding: Finding, exception: AppliedException | undefined) => ReviewFinding {
  const fingerprintOf = fingerprintsIn(names.path);
  const quoted = quotable(analysis, linesOf);
  const pathOf = (uri: string): string => (uri === analysis.uri ? names.path : names.pathOf(uri));
  return (finding, exception) => {
    const isHere = finding.uri === analysis.uri;
    const place = isHere ? placeOf(finding.range) : undefined;
    const lines = linesOf(finding.uri);
    return {
      fingerprint: fingerprintOf(finding, place),
      ruleId: finding.ruleId,
      // What is known weighs as much as before: a report is about what runs, not about who has seen it.
      severity: finding.known ?? finding.severity,
      message: finding.message,
      ...(isHere ? {} : { path: names.pathOf(finding.uri) }),
      range: rangeIn(lines, finding.range),
      ...partIn(place, parts),
      place: inWords(place, parts),
      evidence: evidenceOf(quoted(finding.uri), finding.range),
      related: finding.related.map(({ uri, range, message }) => ({
        path: pathOf(uri),
        range: rangeIn(linesOf(uri), range),
        message,
      })),
      ...fixesOf(finding, analysis.uri, linesOf(analysis.uri), names.pathOf),
      missing: finding.parts,
      ...(finding.known === undefined ? {} : { known: true }),
      ...(finding.development === true ? { development: true } : {}),
      ...(isAboutExceptions(finding.ruleId) ? { ungraded: true } : {}),
      ...(exception ? { exception: exceptionOf(exception, pathOf, linesOf) } : {}),
    };
  };
}

function exceptionOf(
  { form, tool, scope, reason, until, uri, range }: AppliedException,
  pathOf: (uri: string) => string,
  linesOf: LinesOf,
): ReviewException {
  return {
    form,
    ...(tool === undefined ? {} : { tool }),
    scope,
    ...(reason === undefined ? {} : { reason }),
    ...(until === undefined ? {} : { until }),
    path: pathOf(uri),
    range: rangeIn(linesOf(uri), range),
  };
}

/** The lines of texts as they may be quoted: without the secrets that were found in them. */
function quotable({ findings, excepted }: Review['analysis'], linesOf: LinesOf): LinesOf {
  const secrets = [...findings, ...excepted.map(({ finding }) => finding)].filter(({ secret }) => secret);
  const known = new Map<string, LineIndex>();
  return (uri) => {
    const lines =
      known.get(uri) ??
      withoutSecrets(
        linesOf(uri),
        secrets.filter((one) => one.uri === uri),
      );
    known.set(uri, lines);
    return lines;
  };
}

/** What is masked keeps its length, so the lines begin where they did. */
function withoutSecrets({ text, starts }: LineIndex, secrets: readonly Finding[]): LineIndex {
  return { text: masked(text, secrets), starts };
}

function fixesOf(
  finding: Finding,
  uri: string,
  lines: LineIndex,
  pathOf: ReviewNames['pathOf'],
): Pick<ReviewFinding, 'fixes' | 'refused'> {
  const fixes: ReviewFix[] = [];
  let refused: string | undefined;
  for (const { title, applicability, breaks, partial, asks, lower } of finding.fixes) {
    // What a person must fill in is for an editor.
    if (asks === true) continue;
    const lowered = lower();
    if ('refused' in lowered) {
      refused ??= lowered.refused;
      continue;
    }
    if (lowered.uri !== undefined && lowered.uri !== uri) {
      refused ??= `It is to be mended in '${presentable(pathOf(lowered.uri))}'.`;
      continue;
    }
    const edits = lowered.edits.map(({ range, newText }) => ({ range: rangeIn(lines, range), newText }));
    fixes.push({ title, applicability, ...(breaks === undefined ? {} : { breaks }), partial, edits });
  }
  return fixes.length > 0 || refused === undefined ? { fixes } : { fixes, refused };
}

function rangeIn(lines: LineIndex, range: TextRange): Range {
  return { start: positionAt(lines, range.start), end: positionAt(lines, range.end) };
}

function partIn(place: Place | undefined, parts: readonly Part[]): { part?: number } {
  const start = place?.part?.extent.start;
  const part = start === undefined ? -1 : parts.findIndex(({ extent }) => extent.start === start);
  return part < 0 ? {} : { part };
}

function partsNamed(names: readonly string[], parts: readonly Part[]): number[] {
  const wanted = new Set(names);
  return parts.flatMap(({ name }, index) => (wanted.has(name) ? [index] : []));
}

/** A longer name would hide what stands behind it. */
const LONGEST_NAME = 60;

/** `service web › ports`; the last of several stages is called so where it has no name. */
function inWords(place: Place | undefined, parts: readonly Part[]): string {
  if (!place) return '';
  const { part, path } = place;
  return [...(part ? [partInWords(part, parts)] : []), ...path.map(shortened)].join(' › ');
}

function partInWords({ kind, name, extent }: Part, parts: readonly Part[]): string {
  const isLast = parts.at(-1)?.extent.start === extent.start;
  return kind === 'stage' && isLast && /^\d+$/u.test(name) ? 'last stage' : `${kind} ${shortened(name)}`;
}

function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}
