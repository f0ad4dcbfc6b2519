/** Finds the stages of a Dockerfile and what they are built on, before anything inside them is read. */
import type { Slice } from '../../base/slice.ts';
import { wholeRange } from '../../syntax/dockerfile/characters.ts';
import { UNKNOWN } from '../../syntax/dockerfile/expand.ts';
import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/tree.ts';
import { splitArguments, splitWords } from '../../syntax/dockerfile/words.ts';
import {
  type Expanded,
  expandIn,
  type GivenArguments,
  givenVariable,
  isPredefined,
  NOTHING_GIVEN,
  Scope,
  variableOf,
} from './scope.ts';

/** How a Dockerfile is built: the stage that is asked for, and the arguments that are given. */
export interface BuildOptions {
  readonly target?: string;
  readonly args?: GivenArguments;
  readonly contexts?: ReadonlySet<string>;
}

/** A Dockerfile in stages. */
export interface Outline {
  /** ARG instructions before the first FROM. */
  readonly globals: readonly Instruction[];
  /** What they come to: the scope of all FROM instructions. */
  readonly globalScope: Scope;
  readonly stages: readonly StageOutline[];
  /** The stage that is built: the one that is asked for, else the last one. Absent when there is none of that name. */
  readonly final?: StageOutline;
}

/** One stage: its FROM, what that comes to, and the instructions below it. */
export interface StageOutline {
  readonly index: number;
  readonly from: Instruction;
  readonly name?: string;
  /** The word of the FROM that says what it is built on; absent when there is none. */
  readonly baseWord?: Slice;
  /** That word expanded. */
  readonly base: Expanded;
  /** The earlier stage that the base names. */
  readonly parent?: StageOutline;
  /** Earlier stages that the base may name, when variables decide which. */
  readonly candidates: readonly StageOutline[];
  readonly windows: boolean;
  readonly instructions: readonly Instruction[];
}

const STAGE_NAME = /^[a-z][a-z\d\-_.]*$/u;
/** Files with more stages than this are not written by people; guessing among them all would take too long. */
const MOST_STAGES = 1000;
const WINDOWS_NAME = /windows|nanoserver|servercore|dotnet\/framework/i;

export function outlineOf(tree: DockerfileTree, uri: string, build: BuildOptions = {}): Outline {
  const first = tree.instructions.findIndex(({ name }) => name === 'FROM');
  const head = first < 0 ? tree.instructions : tree.instructions.slice(0, first);
  const globals = head.filter(({ name }) => name === 'ARG');
  const globalScope = globalScopeOf(globals, tree.escape, uri, build.args);
  const stages: StageOutline[] = [];
  const byName = new Map<string, StageOutline>();
  let at = first < 0 ? tree.instructions.length : first;
  while (at < tree.instructions.length) {
    let end = at + 1;
    while (end < tree.instructions.length && tree.instructions[end]?.name !== 'FROM') end++;
    const from = tree.instructions[at];
    if (!from) break;
    const reader = { scope: globalScope, escape: tree.escape, stages, byName };
    const stage = stageOf(from, tree.instructions.slice(at + 1, end), reader);
    stages.push(stage);
    if (stage.name !== undefined) byName.set(stage.name, stage);
    at = end;
  }
  const final = build.target === undefined ? stages.at(-1) : byName.get(build.target.toLowerCase());
  return { globals, globalScope, stages, ...(final ? { final } : {}) };
}

function globalScopeOf(
  globals: readonly Instruction[],
  escape: string,
  uri: string,
  given: GivenArguments = NOTHING_GIVEN,
): Scope {
  const scope = new Scope((name) => {
    if (!isPredefined(name)) return { kind: 'unset' };
    return givenVariable(given, name) ?? { kind: 'unknown' };
  });
  for (const { args } of globals) {
    for (const { key, value, whole } of splitArguments(args, escape)) {
      if (isPredefined(key.text)) continue;
      const at = { uri, range: wholeRange(whole) };
      const known = givenVariable(given, key.text);
      const variable =
        known ?? (value ? variableOf(expandIn(scope, value, escape)) : ({ kind: 'open' } as const));
      if (known || value || !scope.get(key.text)) scope.set(key.text, { variable, at });
    }
  }
  return scope;
}

interface StageReader {
  readonly scope: Scope;
  readonly escape: string;
  readonly stages: readonly StageOutline[];
  readonly byName: ReadonlyMap<string, StageOutline>;
}

function stageOf(from: Instruction, instructions: readonly Instruction[], reader: StageReader): StageOutline {
  const [baseWord, as, nameWord] = splitWords(from.args);
  const base = baseWord ? expandIn(reader.scope, baseWord, reader.escape) : NOTHING;
  const name = as?.text.toLowerCase() === 'as' ? nameWord?.text.toLowerCase() : undefined;
  const parent = base.isKnown ? reader.byName.get(base.text) : undefined;
  const platform = from.flags.find((flag) => flag.name === 'platform')?.value;
  return {
    index: reader.stages.length,
    from,
    ...(name !== undefined && STAGE_NAME.test(name) ? { name } : {}),
    ...(baseWord ? { baseWord } : {}),
    base,
    ...(parent ? { parent } : {}),
    candidates: base.isKnown ? [] : candidatesOf(base.text, reader.stages),
    windows: parent ? parent.windows : saysWindows(base.text, platform?.text),
    instructions,
  };
}

function saysWindows(base: string, platform: string | undefined): boolean {
  return platform?.toLowerCase().startsWith('windows') === true || WINDOWS_NAME.test(base);
}

/** The stages whose names fit a text in which some parts are unknown; none when all of it is. */
function candidatesOf(text: string, stages: readonly StageOutline[]): readonly StageOutline[] {
  const parts = text.split(UNKNOWN);
  const [head = '', tail = ''] = [parts[0], parts.at(-1)];
  if ((head === '' && tail === '') || stages.length > MOST_STAGES) return [];
  return stages.filter(({ name }) => {
    if (name === undefined || name.length < head.length + tail.length) return false;
    return name.startsWith(head) && name.endsWith(tail);
  });
}

const NOTHING: Expanded = { text: '', isKnown: false, used: [], usesFallback: false, via: [] };
