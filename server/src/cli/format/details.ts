/** Looks up what the formats show of a file's findings, and has the chosen one write it. */
import { fileURLToPath } from 'node:url';
import { relative, sep } from 'node:path';
import { indexLines, type LineIndex } from '../../base/line-index.ts';
import type { ExceptedFinding, Finding } from '../../model/finding.ts';
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
import { exceptedJson, fileJson, findingJson, problemJson, rangeJson } from './json.ts';
import { fileText } from './text.ts';

/** What a report says of a file's findings. */
export type Details = Pick<
  FileReport,
  'shown' | 'elsewhere' | 'problems' | 'counts' | 'excepted' | 'known' | 'fixable'
>;

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
    target,
    analysis,
    settings,
    index: indexLines(analysis.text),
    linesOf: linesByUri(analysis, readFile),
    pathOf: (uri) => (uri === analysis.uri ? target.path : pathFrom(uri, settings.cwd)),
  };
  const detailed = analysis.findings.map((finding) => detail(finding, scene, isMendable));
  const own = detailed.filter(({ finding }) => finding.uri === analysis.uri);
  const news = own.filter(isNew);
  const excepted = analysis.excepted.filter(({ finding }) => finding.uri === analysis.uri);
  return {
    shown: show(own, excepted, scene),
    elsewhere: elsewhere(detailed, scene),
    problems: analysis.problems.map((problem) =>
      problemJson(target.path, {
        severity: problem.severity,
        message: problem.message,
        ...(analysis.status === 'judged' ? { range: rangeJson(scene.index, problem.range) } : {}),
      }),
    ),
    counts: addCounts(
      countOf(news.map(({ finding }) => finding)),
      countOf(analysis.status === 'judged' ? analysis.problems : []),
    ),
    excepted: excepted.length,
    known: own.length - news.length,
    fixable: fixableOf(news),
  };
}

/** What is the same for all findings of one analysis. */
interface Scene {
  readonly target: Target;
  readonly analysis: Analysis;
  readonly settings: Settings;
  readonly index: LineIndex;
  readonly linesOf: (uri: string) => LineIndex;
  readonly pathOf: (uri: string) => string;
}

/** What the baseline has is no news, and only programs are told all of it. */
function detail(finding: Finding, scene: Scene, isMendable: (uri: string) => boolean): DetailedFinding {
  if (finding.known !== undefined && scene.settings.format === 'text')
    return { finding, fixes: [], related: [] };
  return { finding, ...fixesOf(finding, scene, isMendable), related: placesOf(finding, scene) };
}

function isNew({ finding }: DetailedFinding): boolean {
  return finding.known === undefined;
}

function show(
  detailed: readonly DetailedFinding[],
  excepted: readonly ExceptedFinding[],
  scene: Scene,
): string {
  const { target, analysis, settings, index } = scene;
  if (settings.format === 'json')
    return fileJson(
      target.path,
      detailed.map((each) => findingJson(index, each)),
      excepted.map((each) => exceptedIn(scene, each)),
    );
  if (settings.mending === 'diff' || analysis.status !== 'judged') return '';
  const isWanted = wantedBy(settings);
  return fileText(
    target.path,
    index,
    analysis.problems.filter(({ severity }) => isWanted(severity)),
    detailed.filter((each) => isNew(each) && isWanted(each.finding.severity)),
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
  const excepted = analysis.excepted.filter(({ finding }) => finding.uri !== analysis.uri);
  const isJson = settings.format === 'json';
  const textOf = (each: DetailedFinding): string => {
    const { uri, severity } = each.finding;
    const isSilent = settings.mending === 'diff' || !isNew(each) || !wantedBy(settings)(severity);
    return isSilent ? '' : fileText(pathOf(uri), linesOf(uri), [], [each], settings);
  };
  return [
    ...foreign.map((each): ForeignFinding => ({
      ...foreignOf(each.finding, isNew(each) ? 'new' : 'known', scene),
      shown: isJson ? findingJson(linesOf(each.finding.uri), each) : textOf(each),
      counts: countOf(isNew(each) ? [each.finding] : []),
      fixable: fixableOf(isNew(each) ? [each] : []),
    })),
    ...excepted.map((each): ForeignFinding => ({
      ...foreignOf(each.finding, 'excepted', scene),
      shown: isJson ? exceptedIn(scene, each) : '',
      counts: NO_COUNTS,
      fixable: fixableOf([]),
    })),
  ];
}

function foreignOf(
  { uri, ruleId, range }: Finding,
  kind: ForeignFinding['kind'],
  { pathOf }: Scene,
): Pick<ForeignFinding, 'kind' | 'key' | 'path'> {
  return { kind, key: `${uri} ${range.start} ${range.end} ${ruleId}`, path: pathOf(uri) };
}

function exceptedIn({ linesOf, pathOf }: Scene, { finding, exception }: ExceptedFinding): string {
  const at = { path: pathOf(exception.uri), range: rangeJson(linesOf(exception.uri), exception.range) };
  return exceptedJson(linesOf(finding.uri), finding, exception, at);
}

function fixesOf(
  finding: Finding,
  { target, analysis, pathOf }: Scene,
  isMendable: (uri: string) => boolean,
): Pick<DetailedFinding, 'fixes' | 'refused'> {
  const fixes: OpenFix[] = [];
  let refused: string | undefined;
  for (const fix of finding.fixes) {
    // What a person must fill in is for an editor.
    if (fix.asks === true) continue;
    if (finding.unused !== undefined && target.named) {
      refused ??= 'Another file may use it, which shows when the folder is checked.';
      continue;
    }
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
