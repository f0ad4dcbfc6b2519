/** The exceptions that a text holds in its comments. */
import type { Location, SourceText, TextRange } from '../../base/text.ts';
import type { AppliedException, ExceptionFault } from '../../model/exception.ts';
import type { Rule } from '../../model/rule.ts';
import type { Surface } from '../../model/surface.ts';

/** An exception as it is written, whatever came of it. */
export interface WrittenException {
  /** Tells it from all others of the same text: its URI and where it begins. */
  readonly key: string;
  /** All of the comment. */
  readonly at: Location;
  readonly form: 'comment' | 'foreign';
  readonly tool?: string;
  readonly scope: 'entry' | 'stage' | 'file';
  readonly rules: readonly NamedRule[];
  readonly until?: { readonly text: string; readonly at: Location };
  readonly reason?: { readonly text: string; readonly at: Location };
  readonly fault?: ExceptionFault;
  /** What it covers; absent where it covers nothing. */
  readonly covers?: TextRange;
}

export interface NamedRule {
  readonly name: string;
  readonly at: Location;
  readonly ids: readonly string[];
  readonly nearest?: string;
}

/** What exceptions begin with, ours and other tools'; a text without any of it holds none. */
const MARKS = /bulkhead|hadolint|check\s*=|trivy|checkov|kics|nosem|tally/iu;

/** Whether a text may hold exceptions; cheap, and true rather too often. */
export function mayHoldExceptions(text: string): boolean {
  return MARKS.test(text);
}

/** The exceptions of a text, in its order; the same object comes back for the same document. */
export function exceptionsIn(
  _document: SourceText,
  _surface: Surface,
  _rules: readonly Rule[],
): readonly WrittenException[] {
  return [];
}

/** What reports say of an exception that was applied. */
export function appliedOf(written: WrittenException): AppliedException {
  const { form, tool, scope, reason, until, at } = written;
  return {
    form,
    ...(tool === undefined ? {} : { tool }),
    scope,
    ...(reason ? { reason: reason.text } : {}),
    ...(until ? { until: until.text } : {}),
    uri: at.uri,
    range: at.range,
  };
}
