/** Writes exceptions: the edit that a light bulb makes, in which only the reason is left to a person. */
import { firstNotBefore } from '../../base/search.ts';
import { type Slice, sourceRange } from '../../base/slice.ts';
import { encloses, type SourceText, type TextEdit, type TextRange } from '../../base/text.ts';
import type { ExceptionScope } from '../../model/comment.ts';
import type { Configuration } from '../../model/configuration.ts';
import type { Finding } from '../../model/finding.ts';
import type { Rule } from '../../model/rule.ts';
import type { Embedded, Lowered, Surface } from '../../model/surface.ts';
import { surfaceFor } from '../notation.ts';
import { innerDocument, outwardEdit } from './inner.ts';
import { VERBS } from './words.ts';

/** What an exception is written into. */
export interface Page {
  readonly document: SourceText;
  readonly rules: readonly Rule[];
  readonly surfaces: readonly Surface[];
  /** The surface that read a text which leads to the document; absent where none does. */
  readonly leading?: Surface;
  readonly configuration: Configuration;
  /** The texts inside the document. */
  readonly embedded: readonly Embedded[];
}

/** The edit of the document that excepts a finding in it, or why there is none. The reason is its blank. */
export function exceptionFor(finding: Finding, scope: ExceptionScope, page: Page): Lowered {
  const { document, configuration, embedded } = page;
  const rule = page.rules.find(({ id }) => id === finding.ruleId);
  if (!rule || rule.check.exception) {
    return { refused: 'What is found in exceptions is mended or configured, and never excepted.' };
  }
  if (configuration.exceptions.comments === 'forbidden') {
    return { refused: 'The configuration does not allow exceptions in comments.' };
  }
  const inner =
    scope === 'file' ? undefined : embedded.find((each) => holds(each, document.uri, finding.range));
  const edit =
    (inner && innerEdit(finding, scope, inner, page)) ?? commentEdit(finding, scope, document, page);
  return 'refused' in edit ? edit : { uri: document.uri, edits: [edit] };
}

function holds({ within, slice }: Embedded, uri: string, range: TextRange): boolean {
  if (within !== uri) return false;
  return encloses(sourceRange(slice, { start: 0, end: slice.text.length }), range);
}

/** In a text inside this one, where that takes it; the comment may stand above all of it, too. */
function innerEdit(
  finding: Finding,
  scope: ExceptionScope,
  embedded: Embedded,
  page: Page,
): TextEdit | undefined {
  const range = insideRange(embedded.slice, finding.range);
  const edit = commentEdit({ ...finding, range }, scope, innerDocument(embedded), page);
  return 'refused' in edit ? undefined : outwardEdit(embedded, edit);
}

/** A range of the text around as the slice has it. */
function insideRange({ starts, base, text }: Slice, { start, end }: TextRange): TextRange {
  const inside = (offset: number): number =>
    Math.min(text.length, starts ? firstNotBefore(starts, offset) : offset - base);
  return { start: inside(start), end: inside(end) };
}

function commentEdit(
  { ruleId, range }: Pick<Finding, 'ruleId' | 'range'>,
  scope: ExceptionScope,
  document: SourceText,
  { surfaces, leading }: Page,
): TextEdit | { readonly refused: string } {
  const surface = surfaceFor(document, surfaces, leading);
  if (!surface?.commentPlace) {
    return { refused: 'This notation has no comments; list the exception in the configuration.' };
  }
  const place = surface.commentPlace(document, range, scope);
  if ('refused' in place) return place;
  const { offset, before, after, covers } = place;
  if (!encloses(covers, range)) return { refused: 'No comment can be put here that covers it.' };
  const verb = scope === 'file' ? VERBS.file : isStage(surface, scope) ? VERBS.stage : VERBS.entry;
  const words = `${before}# bulkhead: ${verb} ${ruleId} -- `;
  const blank = { start: words.length, end: words.length };
  return { range: { start: offset, end: offset }, newText: `${words}${after}`, blank };
}

/** A part is a stage in a Dockerfile; a service is an entry like any other. */
function isStage({ id }: Surface, scope: ExceptionScope): boolean {
  return scope === 'part' && id === 'dockerfile';
}
