/** What a reading rests on: the texts that it leans on, and what other notations make of them. */
import type { SourceText } from '../base/text.ts';
import { canonicalUri } from '../base/uri.ts';
import type { BuildRequest, BuiltStage, Near, ReadOptions, Surface } from '../model/surface.ts';
import type { Documents } from './documents.ts';

/** Every text that a reading rests on, as it was: its own and its needs; undefined for a file that is not there. */
export type Basis = ReadonlyMap<string, string | undefined>;

/** URIs of files that must be read before a text can be judged. */
export interface Missing {
  readonly missing: readonly string[];
}

/** The texts that a text rests on, or those of them that must be read first. */
export function basisOf(
  document: SourceText,
  surface: Surface,
  documents: Documents,
  options?: ReadOptions,
): Basis | Missing {
  const basis = new Map<string, string | undefined>([[document.uri, document.text]]);
  // All that is known is there at once, so that one question leads to the next without being asked anew.
  const textOf = (uri: string): string | undefined =>
    uri === document.uri ? document.text : documents.peek(uri)?.text;
  const needs = surface.needs(document, { textOf }, options).map(canonicalUri);
  const missing = needs.filter((uri) => uri !== document.uri && !documents.isKnown(uri));
  if (missing.length > 0) return { missing };
  for (const uri of needs) if (!basis.has(uri)) basis.set(uri, documents.peek(uri)?.text);
  return basis;
}

function textIn(basis: Basis, uri: string): string | undefined {
  return basis.get(basis.has(uri) ? uri : canonicalUri(uri));
}

/** Whether all texts are still as they were. */
export function isFresh(basis: Basis, documents: Documents): boolean {
  for (const [uri, text] of basis) {
    if (documents.peek(uri)?.text !== text) return false;
  }
  return true;
}

/**
 * What is near a text. This is where notations meet that know nothing of each other: a text asks for a build,
 * and whichever surface reads what is built answers.
 */
export function nearIn(basis: Basis, surfaces: readonly Surface[]): Near {
  const built = new Map<string, BuiltStage | undefined>();
  const builder = surfaces.find((surface) => surface.build);
  return {
    textOf: (uri) => textIn(basis, uri),
    build: (request) => {
      const key = keyOf(request);
      if (!built.has(key)) built.set(key, buildWith(builder, basis, request));
      return built.get(key);
    },
  };
}

function buildWith(
  builder: Surface | undefined,
  basis: Basis,
  request: BuildRequest,
): BuiltStage | undefined {
  const text = request.text ?? textIn(basis, request.uri);
  return text === undefined ? undefined : builder?.build?.({ uri: request.uri, text }, request);
}

/** Equal for requests that come to the same. */
function keyOf({ uri, text, target, args, contexts = new Set() }: BuildRequest): string {
  const sorted = [...args].sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    uri,
    text ?? null,
    target ?? null,
    sorted.map(([name, value]) => [name, value ?? null]),
    [...contexts].sort(),
  ]);
}
