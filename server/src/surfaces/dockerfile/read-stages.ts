/** Reads the stages of a Dockerfile into the model, one instruction after the other. */
import type { Script } from '../../model/command.ts';
import type { Setting } from '../../model/setting.ts';
import type { Stage, StageBase } from '../../model/stage.ts';
import type { Assignment } from '../../model/variable.ts';
import type { Variable } from '../../syntax/dockerfile/expand.ts';
import { isInstructionName } from '../../syntax/dockerfile/parse.ts';
import type { Instruction } from '../../syntax/dockerfile/tree.ts';
import { splitArguments } from '../../syntax/dockerfile/words.ts';
import { readCopy } from './copies.ts';
import { applyEffect, readUser } from './effects.ts';
import { baseImage, noteFlagImages } from './images.ts';
import type { Outline, StageOutline } from './outline.ts';
import { type FileReading, sourceOf, type StageReading, type StageState } from './reading-state.ts';
import { isPredefined, Scope } from './scope.ts';
import { readInstructionScript } from './scripts.ts';
import { readVariables } from './variables.ts';

const POSIX_SHELL = ['/bin/sh', '-c'];
const WINDOWS_SHELL = ['cmd', '/S', '/C'];

/** Reads all stages, in order. */
export function readStages(file: FileReading, outline: Outline): readonly StageReading[] {
  const roles = rolesOf(outline);
  const readings: StageReading[] = [];
  for (const stage of outline.stages) {
    const reading = beginStage(file, outline, stage, readings, roles[stage.index] ?? 'builder');
    readings.push(reading);
    for (const instruction of stage.instructions) readInstruction(reading, instruction, outline.globalScope);
    finishStage(reading, stage);
  }
  return readings;
}

/** The arguments before the first FROM. They ship when a stage that ships asks for them. */
export function readGlobals(file: FileReading, outline: Outline): readonly Assignment[] {
  const shippedNames = new Set<string>();
  const roles = rolesOf(outline);
  for (const { index, instructions } of outline.stages) {
    if (roles[index] === 'builder') continue;
    for (const { name, args } of instructions) {
      if (name !== 'ARG') continue;
      for (const pair of splitArguments(args, file.tree.escape))
        if (!pair.value) shippedNames.add(pair.key.text);
    }
  }
  const scope = outline.globalScope;
  const isShipped = (name: string): boolean => shippedNames.has(name);
  return outline.globals.flatMap((instruction) =>
    readVariables(file, instruction, { owner: 'global', scope, isShipped }),
  );
}

function rolesOf({ stages, final = stages.at(-1) }: Outline): readonly Stage['role'][] {
  const roles = stages.map((): Stage['role'] => 'builder');
  const pending: StageOutline[] = final ? [final] : [];
  for (let stage = pending.pop(); stage; stage = pending.pop()) {
    roles[stage.index] = stage === final ? 'final' : 'ancestor';
    const bases = stage.parent ? [stage.parent] : stage.candidates;
    pending.push(...bases.filter(({ index }) => roles[index] === 'builder'));
  }
  return roles;
}

function beginStage(
  file: FileReading,
  outline: Outline,
  stage: StageOutline,
  readings: readonly StageReading[],
  role: Stage['role'],
): StageReading {
  const parent = stage.parent && readings[stage.parent.index];
  const source = sourceOf(file, stage.from.range);
  const state = stateOf(outline, stage, parent, source);
  if (parent && stage.parent) applyTriggers(file, stage.parent, state, outline.globalScope);
  return {
    file,
    state,
    shipped: role !== 'builder',
    stage: {
      source,
      index: stage.index,
      ...(stage.name === undefined ? {} : { name: stage.name }),
      base: baseOf(file, stage, parent),
      role,
      windows: stage.windows,
      user: state.user,
      users: [],
      scripts: [],
      copies: [],
      variables: [],
      ports: state.ports,
      healthcheck: state.healthcheck,
      hasOnBuild: false,
    },
  };
}

function stateOf(
  outline: Outline,
  stage: StageOutline,
  parent: StageReading | undefined,
  source: Stage['source'],
): StageState {
  if (parent) {
    const { scope, ports } = parent.state;
    return { ...parent.state, scope: scope.branch(), ports: [...ports], commandIsOwn: false };
  }
  const isScratch = stage.base.isKnown && stage.base.text === 'scratch';
  const user: Setting<string> =
    stage.candidates.length > 0 ? { state: 'unknown', source } : { state: 'default', value: '', source };
  return {
    // The base image may have set any variable, but hardly one that the file itself declares above its stages.
    scope: new Scope((name): Variable => ({
      kind: isScratch || outline.globalScope.get(name) || isPredefined(name) ? 'unset' : 'open',
    })),
    user,
    shell: stage.windows ? WINDOWS_SHELL : POSIX_SHELL,
    commandIsOwn: false,
    ports: [],
    healthcheck: { state: 'default', value: false, source },
  };
}

function baseOf(file: FileReading, stage: StageOutline, parent: StageReading | undefined): StageBase {
  if (parent) return { kind: 'stage', stage: parent.stage };
  if (stage.base.isKnown && stage.base.text === 'scratch') return { kind: 'scratch' };
  const image = baseImage(file, stage.from, stage.baseWord, stage.base);
  if (stage.candidates.length === 0) file.images.push(image);
  return { kind: 'image', image };
}

/** What a stage holds back with ONBUILD happens at the start of the stages built on it. */
function applyTriggers(file: FileReading, parent: StageOutline, state: StageState, globals: Scope): void {
  for (const { trigger } of parent.instructions) {
    if (trigger) applyEffect(file, trigger, state, globals);
  }
}

function readInstruction(reading: StageReading, instruction: Instruction, globals: Scope): void {
  const { file, stage, state } = reading;
  if (instruction.name === 'ONBUILD') {
    stage.hasOnBuild = true;
    if (instruction.trigger) noteSubjects(reading, instruction.trigger, triggerState(reading));
    return;
  }
  noteSubjects(reading, instruction, state);
  if (instruction.name === 'USER') {
    state.user = readUser(file, instruction, state.scope);
    stage.users.push(state.user);
    file.origins.set(state.user, { kind: 'user', instruction });
    return;
  }
  applyEffect(file, instruction, state, globals);
}

/** ONBUILD runs in images that nobody has written yet: their variables and their user are theirs. */
function triggerState({ stage, state }: StageReading): StageState {
  return {
    ...state,
    scope: new Scope(() => ({ kind: 'open' })),
    user: { state: 'unknown', source: stage.source },
  };
}

function noteSubjects(reading: StageReading, instruction: Instruction, state: StageState): void {
  const { file, stage, shipped } = reading;
  noteFlagImages(file, instruction);
  if (instruction.name === 'ENV' || instruction.name === 'ARG') {
    const owner = { owner: stage.name ?? String(stage.index), scope: state.scope, isShipped: () => shipped };
    for (const variable of readVariables(file, instruction, owner)) stage.variables.push(variable);
  } else if (instruction.name === 'COPY' || instruction.name === 'ADD') {
    stage.copies.push(readCopy(file, instruction, stage, state.scope));
  } else {
    const setting = { shell: state.shell, user: state.user, windows: stage.windows, shipped };
    const script: Script | undefined = readInstructionScript(file, instruction, setting);
    if (script) stage.scripts.push(script);
  }
}

function finishStage({ file, stage, state }: StageReading, { instructions }: StageOutline): void {
  // A heredoc without an end has swallowed whatever came behind it, and an instruction that nobody knows may stand for
  // anything: either may hide a USER.
  const isCut = instructions.some(
    ({ name, trigger, heredocs }) =>
      !isInstructionName(name) || (trigger?.heredocs ?? heredocs).some(({ terminated }) => !terminated),
  );
  stage.user = isCut ? { state: 'unknown', source: state.user.source } : state.user;
  if (isCut) state.user = stage.user;
  const origin = file.origins.get(state.user);
  if (origin) file.origins.set(stage.user, origin);
  stage.healthcheck = state.healthcheck;
  if (state.entrypoint) stage.entrypoint = state.entrypoint;
  if (state.command) stage.command = state.command;
}
