/** The outcome of a build as plain data: what BuildKit would answer, in the names of the engine. */
import { plainConfig } from './config.ts';
import type { Evaluation } from './evaluate.ts';

/** One stage in the outcome. */
export interface StageModel {
  /** In lower case; empty for a stage without a name. */
  readonly name: string;
  /** The base after expansion. */
  readonly base: string;
  /** The number of the earlier stage that it is built on. */
  readonly from_stage: number | null;
  /** The full reference of an image. */
  readonly reference?: string;
  readonly platform?: string;
}

export interface ImageModel {
  readonly ok: boolean;
  readonly platform?: string;
  readonly stages?: readonly StageModel[];
  /** The configuration of the stage that was asked for. */
  readonly image?: Readonly<Record<string, unknown>>;
  /** How far BuildKit comes before it refuses the text, what it says, and the line it names. */
  readonly at?: string;
  readonly error?: string;
  readonly line?: number;
}

export function modelOf({ refusal, stages, target, platform }: Evaluation): ImageModel {
  const listed = stages?.map(({ name, base, parent, reference, platform: own }): StageModel => ({
    name,
    base,
    from_stage: parent ?? null,
    ...(reference === undefined ? {} : { reference }),
    ...(own === undefined ? {} : { platform: own }),
  }));
  return {
    ok: refusal === undefined,
    ...(refusal ? { at: refusal.at, error: refusal.message } : {}),
    ...(refusal?.line === undefined ? {} : { line: refusal.line }),
    ...(listed ? { platform, stages: listed } : {}),
    ...(target ? { image: plainConfig(target.config) } : {}),
  };
}
