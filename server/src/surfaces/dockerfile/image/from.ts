/** Reads FROM, and says what BuildKit makes of its words. */
import type { Instruction } from '../../../syntax/dockerfile/tree.ts';
import { splitWords } from '../../../syntax/dockerfile/words.ts';
import type { ImageReference } from '../../../model/image.ts';
import { parseImageReference } from '../../../syntax/image-reference/parse-image-reference.ts';
import { readFlagValues } from './flags.ts';
import { isRefused, type Refused, refuse } from './refusal.ts';

/** A FROM as it is written. */
export interface WrittenFrom {
  readonly instruction: Instruction;
  /** In lower case; empty for a stage without a name. */
  readonly name: string;
  readonly base: string;
  /** Empty where nothing says it. */
  readonly platform: string;
}

const STAGE_NAME = /^[a-z][a-z\d\-_.]*$/u;

export function readFrom(instruction: Instruction): WrittenFrom | Refused {
  const [base, as, written, ...more] = splitWords(instruction.args).map(({ text }) => text);
  const isNamed = written !== undefined && more.length === 0 && as?.toLowerCase() === 'as';
  if (base === undefined || (as !== undefined && !isNamed)) {
    return refuse('FROM requires either one or three arguments');
  }
  const name = isNamed ? written.toLowerCase() : '';
  if (isNamed && !STAGE_NAME.test(name)) {
    return refuse(
      `invalid name for build stage: ${JSON.stringify(written)}, name can't start with a number or contain symbols`,
    );
  }
  const flags = readFlagValues(instruction.flags, { platform: 'text' });
  if (isRefused(flags)) return flags;
  return { instruction, name, base, platform: flags.get('platform')?.[0] ?? '' };
}

/** The reference with the registry, the owner and the tag that Docker puts in; undefined for what is no reference. */
export function normalReference(text: string): string | undefined {
  const reference = parseImageReference(text);
  return reference && fullName(reference);
}

const HUB = 'docker.io';

function fullName({ registry, repository, tag, digest }: ImageReference): string {
  const host = registry === undefined || registry === `index.${HUB}` ? HUB : registry;
  const path = host === HUB && !repository.includes('/') ? `library/${repository}` : repository;
  const version = tag ?? (digest === undefined ? 'latest' : undefined);
  return `${host}/${path}${version === undefined ? '' : `:${version}`}${digest === undefined ? '' : `@${digest}`}`;
}
