/** Looks up what the formats show of a file's findings, and has the chosen one write it. */
import { fileURLToPath } from 'node:url';
import { relative, sep } from 'node:path';
import { indexLines, type LineIndex } from '../../base/line-index.ts';
import type { Finding } from '../../model/finding.ts';
import type { Analysis } from '../../service.ts';
import type { Target } from '../find-files.ts';
import { NO_COUNTS, reaches, type Counts, type FileReport } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { DetailedFinding, OpenFix, Place } from './detailed-finding.ts';
import { fileJson, problemJson, rangeJson } from './json.ts';
import { fileText } from './text.ts';

/** What a report says of a file's findings. */
export type Details = Pick<FileReport, 'shown' | 'problems' | 'counts' | 'fixable'>;

export function describeFile(
  target: Target,
  analysis: Analysis,
  settings: Settings,
  readFile: (uri: string) => string | undefined,
): Details {
  const index = indexLines(analysis.text);
  const linesOf = linesByUri(analysis.uri, index, readFile);
  const detailed: DetailedFinding[] = [];
  for (const finding of analysis.findings) {
    detailed.push({
      finding,
      ...fixesOf(finding),
      related: placesOf(finding, analysis.uri, target, settings.cwd, linesOf),
    });
  }
  return {
    shown: show(target.path, analysis, index, detailed, settings),
    problems: analysis.problems.map((problem) =>
      problemJson(target.path, {
        severity: problem.severity,
        message: problem.message,
        ...(analysis.status === 'judged' ? { range: rangeJson(index, problem.range) } : {}),
      }),
    ),
    counts: countOf(analysis),
    fixable: fixableOf(detailed),
  };
}

function show(
  path: string,
  analysis: Analysis,
  index: LineIndex,
  detailed: readonly DetailedFinding[],
  settings: Settings,
): string {
  if (settings.format === 'json') return fileJson(path, index, detailed);
  if (settings.mending === 'diff' || analysis.status !== 'judged') return '';
  const isWanted = (severity: Finding['severity']): boolean =>
    !settings.quiet || reaches(severity, settings.bar === 'never' ? 'warning' : settings.bar);
  return fileText(
    path,
    index,
    analysis.problems.filter(({ severity }) => isWanted(severity)),
    detailed.filter(({ finding }) => isWanted(finding.severity)),
    settings,
  );
}

function fixesOf(finding: Finding): Pick<DetailedFinding, 'fixes' | 'refused'> {
  const fixes: OpenFix[] = [];
  let refused: string | undefined;
  for (const fix of finding.fixes) {
    const lowered = fix.lower();
    if ('edits' in lowered) fixes.push(fix);
    else refused ??= lowered.refused;
  }
  return fixes.length > 0 || refused === undefined ? { fixes } : { fixes, refused };
}

function placesOf(
  finding: Finding,
  uri: string,
  target: Target,
  cwd: string,
  linesOf: (uri: string) => LineIndex,
): Place[] {
  return finding.related.map(({ uri: other, range, message }) => ({
    path: other === uri ? target.path : pathOf(other, cwd),
    index: linesOf(other),
    range,
    message,
  }));
}

/** The lines of a text and of those that its findings rest on, each read once. */
function linesByUri(
  uri: string,
  index: LineIndex,
  readFile: (uri: string) => string | undefined,
): (uri: string) => LineIndex {
  const known = new Map([[uri, index]]);
  return (other) => {
    const lines = known.get(other) ?? indexLines(readFile(other) ?? '');
    known.set(other, lines);
    return lines;
  };
}

/** The name of another file: from the current folder where it lies in it, else from the root. */
function pathOf(uri: string, cwd: string): string {
  if (!uri.startsWith('file:')) return uri;
  const path = fileURLToPath(uri);
  const inner = relative(cwd, path);
  const shown = inner === '' || inner.startsWith('..') ? path : inner;
  return sep === '/' ? shown : shown.split(sep).join('/');
}

function countOf(analysis: Analysis): Counts {
  const said =
    analysis.status === 'judged' ? [...analysis.findings, ...analysis.problems] : analysis.findings;
  const counts = { ...NO_COUNTS };
  for (const { severity } of said) counts[severity]++;
  return counts;
}

function fixableOf(detailed: readonly DetailedFinding[]): FileReport['fixable'] {
  const safe = detailed.filter(({ fixes }) => fixes.some((fix) => fix.applicability === 'safe')).length;
  return { safe, unsafe: detailed.filter(({ fixes }) => fixes.length > 0).length - safe };
}
