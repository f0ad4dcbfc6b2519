/** Findings and problems as JSON that other programs read: positions as in LSP, nothing that steers a terminal. */
import { encodeJson } from '../../base/json.ts';
import { positionAt, type LineIndex } from '../../base/line-index.ts';
import type { TextRange } from '../../base/text.ts';
import type { AppliedException } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import type { DetailedFinding } from './detailed-finding.ts';

/** What is wrong with a text itself, or why it could not be checked. */
export interface ProblemDetails {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Absent when the text could not be checked as a whole. */
  readonly range?: JsonRange;
}

/** Both count from 0, characters in UTF-16 code units. */
interface JsonPosition {
  readonly line: number;
  readonly character: number;
}

interface JsonRange {
  readonly start: JsonPosition;
  readonly end: JsonPosition;
}

/** One element of `files`. */
export function fileJson(path: string, findings: readonly string[], excepted: readonly string[]): string {
  return `{"path":${encodeJson(path)},"findings":[${findings.join(',')}],"excepted":[${excepted.join(',')}]}`;
}

/** One element of `findings`. */
export function findingJson(index: LineIndex, { finding, fixes, related }: DetailedFinding): string {
  return encodeJson({
    ruleId: finding.ruleId,
    severity: finding.severity,
    ...(finding.known === undefined ? {} : { known: true }),
    ...(finding.development === true ? { development: true } : {}),
    message: finding.message,
    range: rangeJson(index, finding.range),
    related: related.map((place) => ({
      path: place.path,
      range: rangeJson(place.index, place.range),
      message: place.message,
    })),
    fixes: fixes.map(({ title, applicability }) => ({ title, applicability })),
  });
}

/** One element of `excepted`: the finding, and the exception with the place where it is written. */
export function exceptedJson(
  index: LineIndex,
  { ruleId, severity, message, range }: Finding,
  { form, tool, scope, reason, until }: AppliedException,
  at: { readonly path: string; readonly range: JsonRange },
): string {
  return encodeJson({
    ruleId,
    severity,
    message,
    range: rangeJson(index, range),
    exception: {
      form,
      ...(tool === undefined ? {} : { tool }),
      scope,
      ...(reason === undefined ? {} : { reason }),
      ...(until === undefined ? {} : { until }),
      ...at,
    },
  });
}

/** One element of `problems`. */
export function problemJson(path: string, problem: ProblemDetails): string {
  return encodeJson({ path, ...problem });
}

export function rangeJson(index: LineIndex, range: TextRange): JsonRange {
  return { start: positionAt(index, range.start), end: positionAt(index, range.end) };
}
