/** Gathers what is known of the texts in which the findings of one text stand. */
import type { SourceText } from '../base/text.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import type { Reading, Surface } from '../model/surface.ts';
import { type KnownFindings, knownIn } from './baseline/baselines.ts';
import { markedParts } from './development.ts';
import { innerExceptions } from './exceptions/inner.ts';
import { exceptionsIn, mayHoldExceptions, type WrittenException } from './exceptions/written.ts';
import { surfaceFor } from './notation.ts';
import type { ListedUse, Notation, Surroundings } from './verdict.ts';

/** What a service lends. */
export interface Lent {
  readonly rules: readonly Rule[];
  readonly surfaces: readonly Surface[];
  /** The surface that read the text which leads to the others. */
  readonly leading: Surface | undefined;
  readonly today: string;
  peek(uri: string): SourceText | undefined;
  configurationOf(uri: string): Configuration;
  /** The reading of a text by itself; undefined where it was not read. */
  readingOf(uri: string): Reading | undefined;
  /** What a text lists as a configuration file; none for any other text. */
  listedIn(uri: string): readonly ListedUse[];
  /** All that the rules would find in a text that was judged if the strict profile were asked for. */
  judgedStrictly(uri: string): readonly Finding[];
}

/** What is asked for twice is looked up once. */
export function surroundingsIn(lent: Lent): Surroundings {
  const { rules, today, peek, readingOf } = lent;
  const configurationOf = remembering(lent.configurationOf);
  const notationOf = remembering((uri) => notationIn(peek(uri), lent));
  const judgedStrictly = remembering(lent.judgedStrictly);
  return {
    rules,
    today,
    configurationOf,
    exceptionsIn: remembering((uri) => writtenIn(uri, lent, notationOf)),
    listedIn: remembering(lent.listedIn),
    knownIn: (uri): KnownFindings | undefined => {
      const { baseline } = configurationOf(uri);
      const document = baseline === undefined ? undefined : peek(baseline);
      return document && knownIn(document, uri);
    },
    notationOf,
    readingOf,
    placeOf: (uri, range) => readingOf(uri)?.placeOf(range),
    markedIn: remembering((uri) => markedParts(readingOf(uri), configurationOf(uri))),
    foundStrictly: (id, uri) => judgedStrictly(uri).filter(({ ruleId }) => ruleId === id),
  };
}

/** Asks once for each text. */
export function remembering<T>(ask: (uri: string) => T): (uri: string) => T {
  const known = new Map<string, T>();
  return (uri) => {
    const found = known.get(uri);
    if (found !== undefined) return found;
    const answer = ask(uri);
    known.set(uri, answer);
    return answer;
  };
}

function notationIn(document: SourceText | undefined, { surfaces, leading }: Lent): Notation | undefined {
  const surface = document && surfaceFor(document, surfaces, leading);
  return document && surface ? { document, surface } : undefined;
}

function writtenIn(
  uri: string,
  { rules, surfaces, peek, readingOf }: Lent,
  notationOf: (uri: string) => Notation | undefined,
): readonly WrittenException[] {
  // Most texts have none, and need not be recognised for that.
  const notation = mayHoldExceptions(peek(uri)?.text ?? '') ? notationOf(uri) : undefined;
  if (!notation) return [];
  const own = exceptionsIn(notation.document, notation.surface, rules);
  const embedded = readingOf(uri)?.embedded?.() ?? [];
  if (embedded.length === 0) return own;
  const inner = innerExceptions(uri, embedded, surfaces, rules);
  if (inner.length === 0) return own;
  return [...own, ...inner].sort((a, b) => a.at.range.start - b.at.range.start);
}
