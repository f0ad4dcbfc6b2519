/** Says what a text comes to, and which text a folder stands for. */
import type { SourceText } from '../base/text.ts';
import type { Located, Near, Outcome, ReadOptions, Surface, SurfaceId } from '../model/surface.ts';
import { basisOf, type Missing, nearIn } from './basis.ts';
import type { Documents } from './documents.ts';
import type { Guard } from './guard.ts';

/** What a text comes to. */
export interface Description {
  readonly surface: SurfaceId;
  /** Absent where it took too long or failed; `failure` says so. */
  readonly outcome?: Outcome;
  readonly failure?: string;
  /** The URIs of the files that it rests on, its own first, whether they exist or not. */
  readonly basis: readonly string[];
}

/** What describing works with. */
export interface DescribeParts {
  readonly documents: Documents;
  readonly surfaces: readonly Surface[];
  readonly guard: Guard;
}

/** What the text of a URI comes to; undefined where there is none, or no notation that tells. */
export async function describeText(
  parts: DescribeParts,
  uri: string,
  options?: ReadOptions,
): Promise<Description | undefined> {
  const { documents, surfaces, guard } = parts;
  await documents.load(uri);
  const purse = guard.fullPurse();
  for (;;) {
    const document = documents.peek(uri);
    const surface = document && surfaces.find((each) => each.detect(document));
    if (!document || !surface) return undefined;
    const outcome = guard.run(uri, purse, () => outcomeOf(parts, document, surface, options));
    if ('failure' in outcome) return { surface: surface.id, failure: outcome.failure, basis: [uri] };
    if (!outcome.result || 'surface' in outcome.result) return outcome.result;
    for (const missing of outcome.result.missing) await documents.load(missing);
  }
}

function outcomeOf(
  { documents, surfaces }: DescribeParts,
  document: SourceText,
  surface: Surface,
  options: ReadOptions = {},
): Description | Missing | undefined {
  const basis = basisOf(document, surface, documents, options);
  if ('missing' in basis) return basis;
  const reading = surface.read(document, nearIn(basis, surfaces), options);
  const outcome = reading.outcome?.();
  return outcome && { surface: surface.id, outcome, basis: [...basis.keys()] };
}

/** The text that a folder stands for; what must be read to find it is read. */
export async function locateText(
  { documents, surfaces }: DescribeParts,
  folder: string,
  options?: ReadOptions,
): Promise<Located | undefined> {
  for (;;) {
    const unknown = new Set<string>();
    const near: Near = {
      textOf: (uri) => {
        if (!documents.isKnown(uri)) unknown.add(uri);
        return documents.peek(uri)?.text;
      },
    };
    const found = surfaces.map((surface) => surface.locate?.(folder, near, options));
    if (unknown.size === 0) return found.find((each) => each !== undefined);
    for (const uri of unknown) await documents.load(uri);
  }
}
