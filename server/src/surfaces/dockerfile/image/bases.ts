/** Puts variables into the arguments before the first FROM, and into what stages are built on. */
import type { Instruction } from '../../../syntax/dockerfile/tree.ts';
import { normalReference, type WrittenFrom } from './from.ts';
import { readPlatform } from './platform.ts';
import { type Playing, refusalAt } from './playing.ts';
import { isRefused, type Refusal } from './refusal.ts';
import { addStage, newStage } from './stages.ts';

/** A stage as a build lists it. */
export interface ListedStage {
  readonly name: string;
  /** The base after expansion; as written where that fails. */
  readonly base: string;
  /** The number of the earlier stage that it is built on. */
  readonly parent?: number;
  readonly reference?: string;
  readonly platform?: string;
  readonly from: Instruction;
}

/** More stages than this are not written by people. */
const MOST_STAGES = 2000;

export function readGlobals({ written, request, expander, globals }: Playing): Refusal | undefined {
  for (const { pairs, instruction } of written.globals) {
    for (const { key, value } of pairs) {
      const text = request.args.get(key) ?? (value === undefined ? undefined : expander.word(value, globals));
      if (text === undefined) continue;
      if (typeof text !== 'string') return refusalAt(instruction, text.refused);
      globals.set(key, text);
    }
  }
  return undefined;
}

const EPOCH = 'SOURCE_DATE_EPOCH';

/** The time of a build has to be a number, the build context or a stage. */
export function epochRefusal({ written, request, globals }: Playing): Refusal | undefined {
  const value = request.args.get(EPOCH) ?? globals.get(EPOCH) ?? '';
  if (value === '' || value === 'context' || /^[-+]?\d+$/u.test(value)) return undefined;
  if (written.stages.some(({ from }) => from.name === value.toLowerCase())) return undefined;
  return { at: 'convert', message: `invalid ${EPOCH}: ${value}` };
}

/** Lines up the stages of the file. */
export function readBases(playing: Playing): Refusal | undefined {
  const { written, build } = playing;
  const declared = new Set(written.globals.flatMap(({ pairs }) => pairs.map(({ key }) => key)));
  for (const { from, commands } of written.stages) {
    const { instruction, name } = from;
    const base = expandBase(playing, from.base, instruction, declared);
    if (typeof base !== 'string') return base;
    if (base === '') return refusalAt(instruction, `base name (${from.base}) should not be blank`);
    const platform = expandPlatform(playing, from, declared);
    if (typeof platform !== 'string') return platform;
    const line = instruction.lines.first;
    addStage(build, newStage({ from, name, base, platform, line, commands: [...commands] }));
  }
  if (build.stages.length <= MOST_STAGES) return undefined;
  return { at: 'convert', message: 'there are too many stages to play the build through' };
}

function expandBase(
  { expander, globals, noted }: Playing,
  text: string,
  instruction: Instruction,
  declared: ReadonlySet<string>,
): string | Refusal {
  expander.unset.clear();
  const word = expander.word(text, globals);
  for (const name of expander.unset) {
    if (!declared.has(name)) noted.push({ check: 'UndefinedArgInFrom', instruction });
  }
  return typeof word === 'string' ? word : refusalAt(instruction, word.refused);
}

function expandPlatform(
  playing: Playing,
  from: WrittenFrom,
  declared: ReadonlySet<string>,
): string | Refusal {
  const { platform, instruction } = from;
  if (platform === '') return '';
  const text = expandBase(playing, platform, instruction, declared);
  if (typeof text !== 'string') return text;
  if (text === '') return refusalAt(instruction, `empty platform value from expression ${platform}`);
  const read = readPlatform(text);
  return isRefused(read) ? refusalAt(instruction, read.refused) : text;
}

/** All stages of the file, also those behind one that is refused. */
export function listStages({ written, expander, globals }: Playing): readonly ListedStage[] {
  const byName = new Map<string, number>();
  return written.stages.map(({ from }, index) => {
    const expanded = expander.word(from.base, globals);
    const base = typeof expanded === 'string' ? expanded : from.base;
    const parent = byName.get(base);
    if (from.name !== '') byName.set(from.name, index);
    const reference = parent === undefined && base !== 'scratch' ? normalReference(base) : undefined;
    const platform = from.platform === '' ? '' : expander.word(from.platform, globals);
    return {
      name: from.name,
      base,
      ...(parent === undefined ? {} : { parent }),
      ...(reference === undefined ? {} : { reference }),
      ...(typeof platform === 'string' && platform !== '' ? { platform } : {}),
      from: from.instruction,
    };
  });
}
