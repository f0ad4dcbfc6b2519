/** Between the engine and the protocol: positions, diagnostics, edits. The only place that knows lines and characters. */
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Position,
  type Range,
  type SnippetTextEdit,
  type TextEdit as ProtocolEdit,
} from 'vscode-languageserver';
import { indexLines, type LineIndex, offsetAt, positionAt } from '../base/line-index.ts';
import type { TextEdit, TextRange } from '../base/text.ts';
import type { Finding } from '../model/finding.ts';
import type { Severity } from '../model/rule.ts';
import type { Problem } from '../model/surface.ts';
import type { Analysis, Diagnosis } from '../service.ts';
import type { Abilities } from './abilities.ts';
import type { PageLinks } from './pages.ts';
import { fromLineStart, snippetOf } from './snippet.ts';

/** What is needed to turn findings into diagnostics. */
export interface DiagnosticContext {
  readonly abilities: Abilities;
  readonly links: PageLinks;
  /** The lines of another text that a finding rests on; undefined when it cannot be read. */
  linesOf(uri: string): LineIndex | undefined;
  /** What the client calls a text. */
  nameOf(uri: string): string;
}

const SOURCE = 'Bulkhead';

/** What is said of a finding that waits to be mended. */
const KNOWN = 'It is in the baseline.';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The findings and the problems of one text, as the protocol says them. */
export function toDiagnostics({ analysis, findings }: Diagnosis, context: DiagnosticContext): Diagnostic[] {
  const lines = indexLines(analysis.text);
  const code = analysis.status === 'skipped' ? 'skipped' : 'syntax';
  return [
    ...analysis.problems.map((problem) => problemToDiagnostic(problem, code, lines)),
    ...findings.map((finding) => findingToDiagnostic(finding, lines, context)),
  ];
}

/** The findings that stand in the analysed text itself. */
export function findingsOf(analysis: Analysis): readonly Finding[] {
  return analysis.findings.filter((finding) => finding.uri === analysis.uri);
}

/** What has no effect fades, and so does what is known and waits. */
function isFaded({ unnecessary, known }: Finding): boolean {
  return unnecessary || known !== undefined;
}

/** One finding as a diagnostic. */
export function findingToDiagnostic(
  finding: Finding,
  lines: LineIndex,
  context: DiagnosticContext,
): Diagnostic {
  const { abilities } = context;
  const href = abilities.codeDescription ? context.links.document(finding.ruleId) : undefined;
  const related = abilities.relatedInformation ? relatedInformation(finding, lines, context) : [];
  return {
    range: toRange(lines, finding.range),
    severity: SEVERITIES[finding.severity],
    code: finding.ruleId,
    source: SOURCE,
    message: finding.known === undefined ? finding.message : `${finding.message} ${KNOWN}`,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(isFaded(finding) && abilities.unnecessaryTag ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(abilities.diagnosticData ? { data: { rule: finding.ruleId, parts: finding.parts } } : {}),
  };
}

function problemToDiagnostic(problem: Problem, code: string, lines: LineIndex): Diagnostic {
  return {
    range: toRange(lines, problem.range),
    severity: SEVERITIES[problem.severity],
    code,
    source: SOURCE,
    message: problem.message,
  };
}

function relatedInformation(
  finding: Finding,
  lines: LineIndex,
  context: DiagnosticContext,
): DiagnosticRelatedInformation[] {
  return finding.related.flatMap(({ uri, range, message }) => {
    const there = uri === finding.uri ? lines : context.linesOf(uri);
    const location = there && { uri: context.nameOf(uri), range: toRange(there, range) };
    return location ? [{ location, message }] : [];
  });
}

/** Edits as the protocol says them. */
export function toEdits(text: string, edits: readonly TextEdit[]): ProtocolEdit[] {
  const lines = indexLines(text);
  return edits.map(({ range, newText }) => ({ range: toRange(lines, range), newText }));
}

/** The same for a client that takes snippets: a blank is the place where the cursor stands then. */
export function toSnippets(text: string, edits: readonly TextEdit[]): (ProtocolEdit | SnippetTextEdit)[] {
  const lines = indexLines(text);
  let stops = 0;
  return edits.map((edit) => {
    if (!edit.blank) return { range: toRange(lines, edit.range), newText: edit.newText };
    const whole = fromLineStart(edit, text, lines);
    const value = snippetOf(whole, ++stops);
    return { range: toRange(lines, whole.range), snippet: { kind: 'snippet', value } };
  });
}

export function toRange(lines: LineIndex, range: TextRange): Range {
  return { start: positionAt(lines, range.start), end: positionAt(lines, range.end) };
}

/** A range of the protocol as offsets. */
export function fromRange(lines: LineIndex, range: Range): TextRange {
  return { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) };
}

/** A position of the protocol as an offset. */
export function fromPosition(text: string, position: Position): number {
  return offsetAt(indexLines(text), position);
}
