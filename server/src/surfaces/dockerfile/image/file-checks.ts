/** Those of BuildKit's checks that look at the words of the file, before it is built. */
import { isBlank, joinLines, lineAt } from '../../../syntax/dockerfile/lines.ts';
import type { DockerfileTree, Instruction } from '../../../syntax/dockerfile/tree.ts';
import { splitWords } from '../../../syntax/dockerfile/words.ts';
import type { NotedCheck } from './checks.ts';
import { Expander, predefined } from './environment.ts';
import { normalReference } from './from.ts';
import { readPlatform } from './platform.ts';
import type { Playing } from './playing.ts';
import type { WrittenStage } from './read-file.ts';
import { isRefused } from './refusal.ts';

export function fileChecks(playing: Playing): readonly NotedCheck[] {
  const { tree, written } = playing;
  return [
    ...tree.instructions.flatMap((instruction) => instructionChecks(tree, instruction)),
    ...nameChecks(written.stages),
    ...casingChecks(tree),
    ...baseChecks(playing),
    ...written.stages.flatMap((stage) => platformChecks(playing, stage)),
  ];
}

function instructionChecks(tree: DockerfileTree, instruction: Instruction): readonly NotedCheck[] {
  const found: NotedCheck[] = [];
  if (hasEmptyLine(tree, instruction)) found.push({ check: 'NoEmptyContinuation' });
  if (instruction.name === 'MAINTAINER') found.push({ check: 'MaintainerDeprecated', instruction });
  if (instruction.name !== 'FROM') return found;
  const [, as, name] = splitWords(instruction.args).map(({ text }) => text);
  if (as === undefined || name === undefined) return found;
  if (name !== name.toLowerCase()) found.push({ check: 'StageNameCasing', instruction });
  const from = writtenName(tree, instruction);
  const isOther =
    (from === from.toLowerCase() && as !== as.toLowerCase()) ||
    (from === from.toUpperCase() && as !== as.toUpperCase());
  if (isOther) found.push({ check: 'FromAsCasing', instruction });
  return found;
}

/** Whether an empty line stands among the continued lines of an instruction. */
function hasEmptyLine({ text, escape }: DockerfileTree, { block }: Instruction): boolean {
  let line = lineAt(text, block.start);
  const { count } = joinLines(text, line, escape);
  for (let left = count - 1; left > 0; left--) {
    line = lineAt(text, line.next);
    if (isBlank(text, line)) return true;
  }
  return false;
}

function writtenName({ text }: DockerfileTree, { keyword }: Instruction): string {
  return text.slice(keyword.start, keyword.end);
}

function nameChecks(stages: readonly WrittenStage[]): readonly NotedCheck[] {
  const found: NotedCheck[] = [];
  const names = new Set<string>();
  for (const { from } of stages) {
    if (from.name === 'context' || from.name === 'scratch') found.push({ check: 'ReservedStageName' });
    if (from.name !== '' && names.has(from.name)) found.push({ check: 'DuplicateStageName' });
    names.add(from.name);
  }
  return found;
}

/** All keywords from the first FROM on should be written like most of them. */
function casingChecks(tree: DockerfileTree): readonly NotedCheck[] {
  const first = tree.instructions.findIndex(({ name }) => name === 'FROM');
  const names = tree.instructions.slice(first).map((instruction) => writtenName(tree, instruction));
  const lower = names.filter((name) => name === name.toLowerCase()).length;
  const upper = names.filter((name) => name === name.toUpperCase()).length;
  const expected = (name: string): string => (lower > upper ? name.toLowerCase() : name.toUpperCase());
  return names.some((name) => name !== expected(name)) ? [{ check: 'ConsistentInstructionCasing' }] : [];
}

/** Bases that are no images when nobody gives arguments. */
function baseChecks({ tree, written, platform, globals }: Playing): readonly NotedCheck[] {
  const expander = new Expander(tree.escape);
  const values = predefined(platform, globals.get('TARGETSTAGE') ?? '', new Map());
  for (const { pairs } of written.globals) {
    for (const { key, value } of pairs) {
      const word = value === undefined ? undefined : expander.word(value, values);
      if (typeof word === 'string') values.set(key, word);
      else if (word) return [];
    }
  }
  for (const { from } of written.stages) {
    const base = expander.word(from.base, values);
    if (typeof base !== 'string') return [];
    if (normalReference(base) === undefined) return [{ check: 'InvalidDefaultArgInFrom' }];
  }
  return [];
}

/** A platform that is always the same, or that goes without saying. */
function platformChecks({ tree, globals }: Playing, { from }: WrittenStage): readonly NotedCheck[] {
  const { platform, instruction, name } = from;
  if (platform === '') return [];
  const expander = new Expander(tree.escape);
  const used = new Set<string>();
  const text = expander.word(platform, globals, used);
  if (typeof text !== 'string' || expander.unset.size > 0) return [];
  if (used.size > 0) {
    const isRedundant =
      used.size === 1 && used.has('TARGETPLATFORM') && text === globals.get('TARGETPLATFORM');
    return isRedundant ? [{ check: 'RedundantTargetPlatform', instruction }] : [];
  }
  const read = readPlatform(text);
  if (isRefused(read) || name.includes(read.os) || name.includes(read.architecture ?? 'amd64')) return [];
  return [{ check: 'FromPlatformFlagConstDisallowed', instruction }];
}
