/** The exceptions that a text holds in its comments. */
import type { Location, SourceText, TextRange } from '../../base/text.ts';
import type { Comment } from '../../model/comment.ts';
import type { AppliedException, ExceptionFault } from '../../model/exception.ts';
import type { Rule } from '../../model/rule.ts';
import type { Embedded, Surface } from '../../model/surface.ts';
import { foreignWordsIn } from './foreign/read.ts';
import { type Names, namesIn } from './names.ts';
import { ownException } from './own.ts';
import { coveredBy, heading, locating } from './place.ts';
import { NAME } from './words.ts';

/** An exception as it is written, whatever came of it. */
export interface WrittenException {
  /** Tells it from all others of the same text: its URI and where it begins. */
  readonly key: string;
  /** All of the comment. */
  readonly at: Location;
  /** What the comment says, without its mark. */
  readonly body: TextRange;
  /** Whether the comment stands in the head of the text. */
  readonly isHead: boolean;
  readonly form: 'comment' | 'foreign';
  readonly tool?: string;
  readonly scope: 'entry' | 'stage' | 'file';
  readonly rules: readonly NamedRule[];
  readonly until?: { readonly text: string; readonly at: Location };
  readonly reason?: { readonly text: string; readonly at: Location };
  readonly fault?: ExceptionFault;
  /** What it covers; absent where it covers nothing. */
  readonly covers?: TextRange;
  /** For one in a text that stands inside this one: the same with the places that it has there. */
  readonly inner?: { readonly written: WrittenException; readonly embedded: Embedded };
}

export interface NamedRule {
  readonly name: string;
  readonly at: Location;
  readonly ids: readonly string[];
  readonly nearest?: string;
}

/** What exceptions begin with, ours and other tools'; a text without any of it holds none. */
const MARKS = new RegExp(`${NAME.source}|hadolint|check\\s*=|trivy|checkov|kics|nosem|tally`, 'iu');

/** Whether a text may hold exceptions; cheap, and true rather too often. */
export function mayHoldExceptions(text: string): boolean {
  return MARKS.test(text);
}

/** Those of texts that were read before; a text that changes is another document. */
const known = new WeakMap<SourceText, { rules: readonly Rule[]; found: readonly WrittenException[] }>();

/** The exceptions of a text, in its order; the same object comes back for the same document. */
export function exceptionsIn(
  document: SourceText,
  surface: Surface,
  rules: readonly Rule[],
): readonly WrittenException[] {
  const before = known.get(document);
  if (before?.rules === rules) return before.found;
  const comments = mayHoldExceptions(document.text) ? (surface.comments?.(document) ?? []) : [];
  const found = readAll(document, surface, comments, namesIn(rules));
  known.set(document, { rules, found });
  return found;
}

function readAll(
  document: SourceText,
  surface: Surface,
  comments: readonly Comment[],
  names: Names,
): readonly WrittenException[] {
  const found: WrittenException[] = [];
  let top = 0;
  let isTop = true;
  for (const comment of comments) {
    const text = document.text.slice(comment.body.start, comment.body.end);
    isTop &&= comment.isHead && isAllDirectives(document.text.slice(top, comment.range.start), top === 0);
    if (MARKS.test(text)) {
      const exception =
        ownException(document, comment, text, names) ??
        foreignException({ document, comment, text, names, notation: surface.id, isTop });
      if (exception) found.push(exception);
    }
    isTop &&= DIRECTIVE.test(`#${text}`);
    top = comment.range.end;
  }
  return found;
}

/** What a line with a parser directive begins with; some are no comments for a surface. */
const DIRECTIVE = /^\uFEFF?[ \t]*#[ \t]*[a-z]+[ \t]*=/iu;

/** Whether nothing but directives stands before a comment, from the text's beginning or the comment before. */
function isAllDirectives(between: string, isFirst: boolean): boolean {
  const lines = between.split('\n').slice(isFirst ? 0 : 1, -1);
  return lines.every((line) => DIRECTIVE.test(line));
}

function foreignException(given: Parameters<typeof foreignWordsIn>[0]): WrittenException | undefined {
  const words = foreignWordsIn(given);
  if (!words) return undefined;
  const { document, comment } = given;
  const at = locating(document, comment);
  const { tool, scope, until, reason } = words;
  const covers = words.covers ?? coveredBy(document, comment, scope);
  return {
    ...heading(document, comment),
    form: 'foreign',
    tool,
    scope,
    rules: words.rules.map(({ text, range, ids }) => ({ name: text, at: at(range), ids })),
    ...(until ? { until: { text: until.text, at: at(until.range) } } : {}),
    ...(reason ? { reason: { text: reason.text, at: at(reason.range) } } : {}),
    ...(covers ? { covers } : {}),
  };
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
