/** Looks up what the formats show of a file's findings, and has the chosen one write it. */
import { fileURLToPath } from 'node:url';
import { relative, sep } from 'node:path';
import { indexLines, type LineIndex } from '../../base/line-index.ts';
import type { Finding } from '../../model/finding.ts';
import type { Analysis } from '../../service.ts';
import type { Target } from '../find-files.ts';
import {
  addCounts,
  NO_COUNTS,
  reaches,
  type Counts,
  type FileReport,
  type ForeignFinding,
} from '../report.ts';
import type { Settings } from '../settings.ts';
import type { DetailedFinding, OpenFix, Place } from './detailed-finding.ts';
import { fileJson, findingJson, problemJson, rangeJson } from './json.ts';
import { fileText } from './text.ts';

/** What a report says of a file's findings. */
export type Details = Pick<FileReport, 'shown' | 'elsewhere' | 'problems' | 'counts' | 'fixable'>;

/** What is near a file while it is described. */
export interface Surroundings {
  /** The text of another file. */
  readFile(uri: string): string | undefined;
  /** Whether fixes may change a file. */
  isMendable(uri: string): boolean;
}

export function describeFile(
  target: Target,
  analysis: Analysis,
  settings: Settings,
  { readFile, isMendable }: Surroundings,
): Details {
  const scene: Scene = {
    analysis,
    settings,
    index: indexLines(analysis.text),
    linesOf: linesByUri(analysis, readFile),
    pathOf: (uri) => (uri === analysis.uri ? target.path : pathFrom(uri, settings.cwd)),
  };
  const detailed = analysis.findings.map((finding): DetailedFinding => ({
    finding,
    ...fixesOf(finding, scene, isMendable),
    related: placesOf(finding, scene),
  }));
  const own = detailed.filter(({ finding }) => finding.uri === analysis.uri);
  return {
    shown: show(target.path, own, scene),
    elsewhere: own.length === detailed.length ? [] : elsewhere(detailed, scene),
    problems: analysis.problems.map((problem) =>
      problemJson(target.path, {
        severity: problem.severity,
        message: problem.message,
        ...(analysis.status === 'judged' ? { range: rangeJson(scene.index, problem.range) } : {}),
      }),
    ),
    counts: addCounts(
      countOf(own.map(({ finding }) => finding)),
      countOf(analysis.status === 'judged' ? analysis.problems : []),
    ),
    fixable: fixableOf(own),
  };
}

/** What is the same for all findings of one analysis. */
interface Scene {
  readonly analysis: Analysis;
  readonly settings: Settings;
  readonly index: LineIndex;
  readonly linesOf: (uri: string) => LineIndex;
  readonly pathOf: (uri: string) => string;
}

function show(path: string, detailed: readonly DetailedFinding[], scene: Scene): string {
  const { analysis, settings, index } = scene;
  if (settings.format === 'json')
    return fileJson(
      path,
      detailed.map((each) => findingJson(index, each)),
    );
  if (settings.mending === 'diff' || analysis.status !== 'judged') return '';
  const isWanted = wantedBy(settings);
  return fileText(
    path,
    index,
    analysis.problems.filter(({ severity }) => isWanted(severity)),
    detailed.filter(({ finding }) => isWanted(finding.severity)),
    settings,
  );
}

function wantedBy(settings: Settings): (severity: Finding['severity']) => boolean {
  return (severity) =>
    !settings.quiet || reaches(severity, settings.bar === 'never' ? 'warning' : settings.bar);
}

/** The findings in other files, each by itself. */
function elsewhere(detailed: readonly DetailedFinding[], scene: Scene): readonly ForeignFinding[] {
  const { analysis, settings, linesOf, pathOf } = scene;
  const foreign = detailed.filter(({ finding }) => finding.uri !== analysis.uri);
  return foreign.map((each): ForeignFinding => {
    const { uri, ruleId, range, severity } = each.finding;
    const path = pathOf(uri);
    const isSilent = settings.mending === 'diff' || !wantedBy(settings)(severity);
    const text = (): string => (isSilent ? '' : fileText(path, linesOf(uri), [], [each], settings));
    return {
      key: `${uri} ${range.start} ${range.end} ${ruleId}`,
      path,
      shown: settings.format === 'json' ? findingJson(linesOf(uri), each) : text(),
      counts: countOf([each.finding]),
      fixable: fixableOf([each]),
    };
  });
}

function fixesOf(
  finding: Finding,
  { analysis, pathOf }: Scene,
  isMendable: (uri: string) => boolean,
): Pick<DetailedFinding, 'fixes' | 'refused'> {
  const fixes: OpenFix[] = [];
  let refused: string | undefined;
  for (const fix of finding.fixes) {
    const lowered = fix.lower();
    if ('refused' in lowered) refused ??= lowered.refused;
    else if (lowered.uri === undefined || lowered.uri === analysis.uri || isMendable(lowered.uri))
      fixes.push(fix);
    else refused ??= `It is to be mended in '${pathOf(lowered.uri)}', which is not among the files to fix.`;
  }
  return fixes.length > 0 || refused === undefined ? { fixes } : { fixes, refused };
}

function placesOf(finding: Finding, { linesOf, pathOf }: Scene): Place[] {
  return finding.related.map(({ uri, range, message }) => ({
    path: pathOf(uri),
    index: linesOf(uri),
    range,
    message,
  }));
}

/** The lines of a text and of those that its findings rest on, each read once. */
function linesByUri(
  { uri, text }: Analysis,
  readFile: (uri: string) => string | undefined,
): (uri: string) => LineIndex {
  const known = new Map([[uri, indexLines(text)]]);
  return (other) => {
    const lines = known.get(other) ?? indexLines(readFile(other) ?? '');
    known.set(other, lines);
    return lines;
  };
}

/** The name of another file: from the current folder where it lies in it, else from the root. */
function pathFrom(uri: string, cwd: string): string {
  if (!uri.startsWith('file:')) return uri;
  const path = fileURLToPath(uri);
  const inner = relative(cwd, path);
  const shown = inner === '' || inner.startsWith('..') ? path : inner;
  return sep === '/' ? shown : shown.split(sep).join('/');
}

function countOf(said: readonly { readonly severity: Finding['severity'] }[]): Counts {
  const counts = { ...NO_COUNTS };
  for (const { severity } of said) counts[severity]++;
  return counts;
}

function fixableOf(detailed: readonly DetailedFinding[]): FileReport['fixable'] {
  const safe = detailed.filter(({ fixes }) => fixes.some((fix) => fix.applicability === 'safe')).length;
  return { safe, unsafe: detailed.filter(({ fixes }) => fixes.length > 0).length - safe };
}
