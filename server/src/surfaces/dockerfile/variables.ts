/** Reads ENV and ARG into assignments. */
import type { Assignment } from '../../model/variable.ts';
import { wholeRange } from '../../syntax/dockerfile/characters.ts';
import type { Instruction } from '../../syntax/dockerfile/tree.ts';
import { type Pair, splitArguments, splitPairs } from '../../syntax/dockerfile/words.ts';
import { type FileReading, sourceOf } from './reading-state.ts';
import { type Expanded, expandIn, type Scope } from './scope.ts';

/** What all pairs of one instruction have in common. */
export interface Owner {
  readonly owner: string;
  readonly scope: Scope;
  /** Whether a pair of this name ends up in what ships. */
  isShipped(name: string): boolean;
}

export function readVariables(file: FileReading, instruction: Instruction, owner: Owner): Assignment[] {
  const isArg = instruction.name === 'ARG';
  const pairs = (isArg ? splitArguments : splitPairs)(instruction.args, file.tree.escape);
  return pairs.map((pair) => {
    const assignment = assignmentOf(file, pair, isArg ? 'arg' : 'env', owner);
    const place = {
      kind: 'item',
      instruction,
      range: wholeRange(pair.whole),
      isOnly: pairs.length === 1,
    } as const;
    const value = wholeRange(pair.value ?? pair.whole);
    file.origins.set(assignment, { ...place, value });
    if (assignment.value) file.origins.set(assignment.value, { ...place, value });
    return assignment;
  });
}

function assignmentOf(file: FileReading, pair: Pair, role: 'arg' | 'env', owner: Owner): Assignment {
  const { escape } = file.tree;
  const key = expandIn(owner.scope, pair.key, escape);
  const name = key.isKnown ? key.text : pair.key.text;
  const value = pair.value && expandIn(owner.scope, pair.value, escape);
  const source = sourceOf(file, wholeRange(pair.whole));
  return {
    source,
    role,
    name,
    owner: owner.owner,
    ...(value && pair.value ? { value: settingOf(file, value, wholeRange(pair.value)) } : {}),
    origin: value ? originOf(value) : 'variable',
    shipped: owner.isShipped(name),
  };
}

function settingOf(
  file: FileReading,
  value: Expanded,
  range: Assignment['source']['range'],
): NonNullable<Assignment['value']> {
  const source = sourceOf(file, range, value.via);
  return value.isKnown ? { state: 'set', value: value.text, source } : { state: 'unknown', source };
}

function originOf(value: Expanded): Assignment['origin'] {
  if (value.used.length > 0) return 'variable';
  return value.usesFallback ? 'fallback' : 'literal';
}
