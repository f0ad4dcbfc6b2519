/** Findings as carets under a line, and back: how `cases.md` shows where a finding stands. */
import { indexLines, lineText, positionAt } from '../../server/src/base/line-index.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import type { Annotation, CaseFile, TextForm } from './cases.ts';

/** Where a finding stands in the lines of a fence: on its first line, up to that line's end, at least one column wide. */
export interface Spot {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** The spot of a finding in the text of a fence. A byte order mark takes no column. */
export function spotOf(finding: Finding, text: string, form: TextForm): Spot {
  const index = indexLines(text);
  const first = positionAt(index, finding.range.start);
  const last = positionAt(index, finding.range.end);
  const end = last.line === first.line ? last.character : lineText(index, first.line).length;
  const shift = form.bom && first.line === 0 ? 1 : 0;
  const start = Math.max(0, first.character - shift);
  return { line: first.line, start, end: Math.max(start + 1, end - shift) };
}

/** What is expected and what was found, as lines that can be compared; equal when the annotations hold. */
export function compareSpots(
  file: CaseFile,
  text: string,
  findings: readonly Finding[],
): { expected: string[]; found: string[] } {
  const open = [...file.annotations];
  const expected: string[] = [];
  const found: string[] = [];
  for (const finding of findings) {
    const spot = spotOf(finding, text, file.form);
    const line = describe(spot, finding.severity, finding.message);
    found.push(line);
    const match = open.findIndex((annotation) => agrees(annotation, spot, finding));
    if (match < 0) continue;
    open.splice(match, 1);
    expected.push(line);
  }
  expected.push(...open.map((one) => describe(one, one.severity, one.message)));
  return { expected: expected.sort(), found: found.sort() };
}

/** The lines of a fence with its findings as carets; an annotation that still holds keeps its words, and a line that names severities goes on. */
export function annotate(file: CaseFile, text: string, findings: readonly Finding[]): string[] {
  const lines: string[] = [];
  const last = Math.max(0, file.lines.length - 1);
  for (const [number, line] of file.lines.entries()) {
    lines.push(line);
    for (const finding of findings) {
      const spot = spotOf(finding, text, file.form);
      if (Math.min(spot.line, last) !== number) continue;
      const kept = file.annotations.find(
        (annotation) => annotation.line === number && saysSame(annotation, finding),
      );
      const severity = (kept ? kept.severity !== undefined : namesSeverity(file, number))
        ? `${finding.severity}: `
        : '';
      lines.push(
        `${indentTo(line, spot.start)}${'^'.repeat(spot.end - spot.start)} ${severity}${kept?.message ?? finding.message}`,
      );
    }
  }
  return lines;
}

function namesSeverity({ annotations }: CaseFile, line: number): boolean {
  return annotations.some((annotation) => annotation.line === line && annotation.severity !== undefined);
}

function agrees(annotation: Annotation, spot: Spot, finding: Finding): boolean {
  return (
    annotation.line === spot.line &&
    annotation.start === spot.start &&
    annotation.end === spot.end &&
    saysSame(annotation, finding)
  );
}

function saysSame(annotation: Annotation, finding: Finding): boolean {
  if (annotation.severity !== undefined && annotation.severity !== finding.severity) return false;
  return annotation.message !== '' && finding.message.startsWith(annotation.message);
}

/** Blanks up to a column, tabs where the line above has them, with a comment's mark in front when there is room. */
function indentTo(line: string, column: number): string {
  const blanks = line.slice(0, column).replace(/[^\t]/gu, ' ').padEnd(column);
  return blanks.startsWith(' ') ? `#${blanks.slice(1)}` : blanks;
}

function describe({ line, start, end }: Spot, severity: string | undefined, message: string): string {
  return `line ${line + 1}, columns ${start + 1}-${end}: ${severity === undefined ? '' : `${severity}: `}${message}`;
}
