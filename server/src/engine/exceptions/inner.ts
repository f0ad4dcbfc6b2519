/** The exceptions of texts that stand inside others, with the places that they have in the text around them. */
import { sourceRange } from '../../base/slice.ts';
import type { Location, SourceText, TextEdit, TextRange } from '../../base/text.ts';
import type { Rule } from '../../model/rule.ts';
import type { Embedded, Surface } from '../../model/surface.ts';
import { keyOf } from './place.ts';
import { exceptionsIn, mayHoldExceptions, type WrittenException } from './written.ts';

/** Those of the texts inside a text, in its order. */
export function innerExceptions(
  uri: string,
  all: readonly Embedded[],
  surfaces: readonly Surface[],
  rules: readonly Rule[],
): readonly WrittenException[] {
  return all.flatMap((embedded) => {
    if (embedded.within !== uri || !mayHoldExceptions(embedded.slice.text)) return [];
    const document = innerDocument(embedded);
    const surface = surfaces.find((each) => each.detect(document));
    if (!surface) return [];
    return exceptionsIn(document, surface, rules).map((written) => outward(written, embedded));
  });
}

/** An inner text as its own surface reads it. */
export function innerDocument({ uri, slice, languageId }: Embedded): SourceText {
  return { uri, text: slice.text, languageId };
}

/** Marks that no text has, so that a blank is found again in an edit that was written anew. */
const MARKS = ['\u{F0001}', '\u{F0002}'] as const;

/** An edit of an inner text as the text around it takes it, with its blank; undefined where that cannot be done. */
export function outwardEdit({ edit: outside }: Embedded, edit: TextEdit): TextEdit | undefined {
  const { range, newText, blank } = edit;
  if (!blank) return outside(edit);
  const [open, close] = MARKS;
  const [before, inside] = [newText.slice(0, blank.start), newText.slice(blank.start, blank.end)];
  const marked = outside({ range, newText: `${before}${open}${inside}${close}${newText.slice(blank.end)}` });
  if (!marked) return undefined;
  const start = marked.newText.indexOf(open);
  const end = marked.newText.indexOf(close) - open.length;
  const plain = marked.newText.replace(open, '').replace(close, '');
  return { range: marked.range, newText: plain, blank: { start, end } };
}

function outward(written: WrittenException, embedded: Embedded): WrittenException {
  const { at, body, rules, until, reason, fault, covers } = written;
  const range = (inside: TextRange): TextRange => sourceRange(embedded.slice, inside);
  const place = (inside: Location): Location => ({ uri: embedded.within, range: range(inside.range) });
  const outside = place(at);
  return {
    ...written,
    key: keyOf(outside.uri, outside.range),
    at: outside,
    body: range(body),
    rules: rules.map((rule) => ({ ...rule, at: place(rule.at) })),
    ...(until ? { until: { ...until, at: place(until.at) } } : {}),
    ...(reason ? { reason: { ...reason, at: place(reason.at) } } : {}),
    ...(fault ? { fault: { ...fault, source: { ...place(fault.source), via: [] } } } : {}),
    ...(covers ? { covers: range(covers) } : {}),
    inner: { written, embedded },
  };
}
