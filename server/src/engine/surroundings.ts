/** Gathers what is known of the texts in which the findings of one text stand. */
import type { SourceText } from '../base/text.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Rule } from '../model/rule.ts';
import type { Reading, Surface } from '../model/surface.ts';
import { type KnownFindings, knownIn } from './baseline/baselines.ts';
import { exceptionsIn, type WrittenException } from './exceptions/written.ts';
import type { Surroundings } from './verdict.ts';

/** What a service lends. */
export interface Lent {
  readonly rules: readonly Rule[];
  readonly surfaces: readonly Surface[];
  readonly today: string;
  peek(uri: string): SourceText | undefined;
  configurationOf(uri: string): Configuration;
  /** The reading of a text by itself; undefined where it was not read. */
  readingOf(uri: string): Reading | undefined;
}

/** What is asked for twice is looked up once. */
export function surroundingsIn({
  rules,
  surfaces,
  today,
  peek,
  configurationOf,
  readingOf,
}: Lent): Surroundings {
  const written = new Map<string, readonly WrittenException[]>();
  const configurations = new Map<string, Configuration>();
  return {
    rules,
    today,
    configurationOf: (uri) => {
      const configuration = configurations.get(uri) ?? configurationOf(uri);
      configurations.set(uri, configuration);
      return configuration;
    },
    exceptionsIn: (uri) => {
      const found = written.get(uri) ?? writtenIn(peek(uri), surfaces, rules);
      written.set(uri, found);
      return found;
    },
    knownIn: (uri): KnownFindings | undefined => {
      const { baseline } = configurationOf(uri);
      const document = baseline === undefined ? undefined : peek(baseline);
      return document && knownIn(document, uri);
    },
    placeOf: (uri, range) => readingOf(uri)?.placeOf(range),
  };
}

function writtenIn(
  document: SourceText | undefined,
  surfaces: readonly Surface[],
  rules: readonly Rule[],
): readonly WrittenException[] {
  const surface = document && surfaces.find((each) => each.detect(document));
  return document && surface ? exceptionsIn(document, surface, rules) : [];
}
