/** Findings as a compiler would print them: what and where, the source with marks, what to do. */
import { positionAt, type LineIndex } from '../../base/line-index.ts';
import type { TextRange } from '../../base/text.ts';
import type { Severity } from '../../model/rule.ts';
import type { Problem } from '../../model/surface.ts';
import type { Settings } from '../settings.ts';
import { cellsOf, printable } from './cells.ts';
import type { DetailedFinding, OpenFix, Place } from './detailed-finding.ts';
import { drawFrame, gutterWidth } from './frame.ts';
import { paintWith, SEVERITY_STYLES, type Paint } from './paint.ts';

/** Other fixes of a finding beyond these are left to the editor. */
const MOST_FIXES = 3;

/** The findings and problems of one file in the order of its lines, each with an empty line behind it. */
export function fileText(
  path: string,
  index: LineIndex,
  problems: readonly Problem[],
  findings: readonly DetailedFinding[],
  settings: Pick<Settings, 'colour' | 'columns'>,
): string {
  const paint = paintWith(settings.colour);
  const said = new Set<string>();
  const scene: Scene = { path: printable(path), index, paint, columns: settings.columns, said };
  const blocks = [
    ...problems.map((problem) => ({ range: problem.range, rows: () => problemRows(problem, scene) })),
    ...findings.map((detailed) => ({
      range: detailed.finding.range,
      rows: () => findingRows(detailed, scene),
    })),
  ];
  blocks.sort((a, b) => a.range.start - b.range.start);
  return blocks.map(({ rows }) => `${rows().join('\n')}\n\n`).join('');
}

/** What is the same for all blocks of a file. */
interface Scene {
  readonly path: string;
  readonly index: LineIndex;
  readonly paint: Paint;
  readonly columns: number;
  /** What fixes may break, as far as it was said already: the same warning once is enough. */
  readonly said: Set<string>;
}

function problemRows({ severity, message, range }: Problem, scene: Scene): string[] {
  return [head(severity, '', message, scene), place(range, scene), ...frame(severity, range, scene)];
}

function findingRows({ finding, fixes, refused, related }: DetailedFinding, scene: Scene): string[] {
  const { severity, ruleId, range } = finding;
  const gutter = gutterWidth(scene.index, range);
  const advice = [
    ...related.map((other) => [`note: ${printable(other.message)}: ${placeName(other)}`]),
    ...fixAdvice(fixes, scene.said),
    ...(fixes.length === 0 ? [[whyNoFix(ruleId, refused)]] : []),
  ];
  // A hint is something to know about a place, so its lines are not shown again.
  const source = severity === 'hint' ? [] : frame(severity, range, scene);
  return [
    head(severity, ruleId, finding.message, scene),
    place(range, scene),
    ...source,
    ...advice.flatMap((rows) => adviceRows(rows, gutter, scene.paint)),
  ];
}

function head(severity: Severity, ruleId: string, message: string, { paint }: Scene): string {
  const label = ruleId === '' ? severity : `${severity}[${ruleId}]`;
  return `${paint('bold', paint(SEVERITY_STYLES[severity], label))}${paint('bold', `: ${printable(message)}`)}`;
}

function place(range: TextRange, { path, index, paint }: Scene): string {
  const arrow = `${' '.repeat(gutterWidth(index, range))}-->`;
  return `${paint('blue', arrow)} ${path}:${positionName(index, range.start)}`;
}

function frame(severity: Severity, range: TextRange, { index, paint, columns }: Scene): string[] {
  return drawFrame(index, range, { paint, mark: SEVERITY_STYLES[severity], columns });
}

function placeName({ path, index, range }: Place): string {
  return `${printable(path)}:${positionName(index, range.start)}`;
}

/** So far into a line, a minified one, nobody counts characters as shown; units are told without reading all before. */
const FARTHEST_COUNTED = 10_000;

/** Line and column as people and editors count them, from 1; a column is a character as shown. */
function positionName(index: LineIndex, offset: number): string {
  const { line, character } = positionAt(index, offset);
  const start = index.starts[line] ?? 0;
  const before = index.text.slice(start, start + character);
  const column =
    character > FARTHEST_COUNTED ? character : cellsOf(before).filter(({ text }) => text !== '').length;
  return `${line + 1}:${column + 1}`;
}

/** A part of what a finding rolls up is mended in an editor; here the whole is offered. */
function fixAdvice(fixes: readonly OpenFix[], said: Set<string>): string[][] {
  const whole = fixes.filter((fix) => !fix.partial);
  const offered = whole.length > 0 ? whole : fixes;
  return offered.slice(0, MOST_FIXES).map(({ title, applicability, breaks }, i) => {
    if (i > 0) return [`or: ${printable(title)}`];
    const how = applicability === 'safe' ? '--fix' : '--fix --unsafe';
    const isNews = breaks !== undefined && !said.has(breaks);
    if (isNews) said.add(breaks);
    return [`fix: ${printable(title)} (${how})`, ...(isNews ? [printable(breaks)] : [])];
  });
}

function whyNoFix(ruleId: string, refused: string | undefined): string {
  const page = `bulkhead explain ${ruleId}`;
  return refused === undefined
    ? `help: ${page}`
    : `help: not fixed here: ${printable(refused).replace(/\.$/u, '')}; ${page}`;
}

function adviceRows(rows: readonly string[], gutter: number, paint: Paint): string[] {
  const [first = '', ...rest] = rows;
  const colon = first.indexOf(':');
  const bar = `${' '.repeat(gutter + 1)}${paint('blue', '=')} `;
  const indent = ' '.repeat(gutter + 3 + colon + 2);
  return [
    `${bar}${paint('bold', first.slice(0, colon + 1))}${first.slice(colon + 1)}`,
    ...rest.map((row) => `${indent}${paint('dim', row)}`),
  ];
}
