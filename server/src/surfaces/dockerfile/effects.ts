/** What an instruction changes for those below it: user, shell, variables, entrypoint and command. */
import { wholeRange } from '../../syntax/dockerfile/characters.ts';
import type { Instruction } from '../../syntax/dockerfile/tree.ts';
import { expandWords } from '../../syntax/dockerfile/expand.ts';
import { splitArguments, splitPairs, splitWords } from '../../syntax/dockerfile/words.ts';
import type { Known, Setting } from '../../model/setting.ts';
import { readHealthcheck } from './image/healthcheck.ts';
import { readPort } from './image/ports.ts';
import { isRefused } from './image/refusal.ts';
import { type FileReading, sourceOf, type StageState } from './reading-state.ts';
import { type Binding, expandIn, givenVariable, isPredefined, type Scope, variableOf } from './scope.ts';

/** Applies an instruction to the state of its stage. `globals` gives an ARG without a default its value. */
export function applyEffect(
  file: FileReading,
  instruction: Instruction,
  state: StageState,
  globals: Scope,
): void {
  const { name } = instruction;
  if (name === 'USER') state.user = readUser(file, instruction, state.scope);
  else if (name === 'ENV') applyEnv(file, instruction, state.scope);
  else if (name === 'ARG') applyArg(file, instruction, state.scope, globals);
  else if (name === 'SHELL' && instruction.json) state.shell = wordsOf(instruction);
  else if (name === 'EXPOSE') state.ports.push(...readPorts(file, instruction, state.scope));
  else if (name === 'HEALTHCHECK') state.healthcheck = readHealth(file, instruction);
  else if (name === 'CMD') {
    state.command = commandOf(instruction, state.shell);
    state.commandIsOwn = true;
  } else if (name === 'ENTRYPOINT') {
    const words = commandOf(instruction, state.shell);
    state.entrypoint = words.length === 0 ? undefined : words;
    if (!state.commandIsOwn) state.command = undefined;
  }
}

/** The user that a USER instruction asks for; `''` when its variables are certainly empty, and that is root. */
export function readUser(file: FileReading, instruction: Instruction, scope: Scope): Setting<string> {
  const expanded = expandIn(scope, instruction.args, file.tree.escape);
  const source = sourceOf(file, instruction.range, expanded.via);
  if (!expanded.isKnown || instruction.args.text === '') return { state: 'unknown', source };
  const user: Known<string> = { state: 'set', value: expanded.text, source };
  return user;
}

/** The ports of an EXPOSE. A word that a variable decides, or that BuildKit would refuse, is unknown. */
function readPorts(file: FileReading, instruction: Instruction, scope: Scope): readonly Setting<string>[] {
  const { escape } = file.tree;
  return splitWords(instruction.args).flatMap((slice): Setting<string>[] => {
    const { isKnown, via } = expandIn(scope, slice, escape);
    const source = sourceOf(file, wholeRange(slice), via);
    if (!isKnown) return [{ state: 'unknown', source }];
    return expandWords(slice.text, escape, (name) => scope.lookup(name)).words.map((word) => {
      const port = readPort(word);
      if (isRefused(port)) return { state: 'unknown', source };
      const { first, last, protocol } = port;
      const range = first === last ? String(first) : `${first}-${last}`;
      return { state: 'set', value: `${range}/${protocol}`, source };
    });
  });
}

function readHealth(file: FileReading, instruction: Instruction): Setting<boolean> {
  const source = sourceOf(file, instruction.range);
  const health = readHealthcheck(instruction);
  if (isRefused(health)) return { state: 'unknown', source };
  return { state: 'set', value: health.Test[0] !== 'NONE', source };
}

/** All values of one ENV see the variables as they were before it. */
function applyEnv(file: FileReading, instruction: Instruction, scope: Scope): void {
  const { escape } = file.tree;
  const bindings: [string, Binding][] = [];
  for (const { key, value, whole } of splitPairs(instruction.args, escape)) {
    if (!value) continue;
    const variable = variableOf(expandIn(scope, value, escape));
    const name = expandIn(scope, key, escape);
    if (name.isKnown)
      bindings.push([name.text, { variable, at: { uri: file.uri, range: wholeRange(whole) } }]);
  }
  for (const [name, binding] of bindings) scope.set(name, { ...binding, isOfImage: true });
}

function applyArg(file: FileReading, instruction: Instruction, scope: Scope, globals: Scope): void {
  const { escape } = file.tree;
  for (const { key, value, whole } of splitArguments(instruction.args, escape)) {
    const at = { uri: file.uri, range: wholeRange(whole) };
    const name = expandIn(scope, key, escape);
    if (!name.isKnown) continue;
    const before = scope.get(name.text);
    const inImage = before?.isOfImage === true ? before : before?.inImage;
    const bind = (binding: Binding): void =>
      scope.set(name.text, inImage ? { ...binding, inImage } : binding);
    const given = givenVariable(file.given, name.text);
    if (given) bind({ variable: given, at });
    else if (value) bind({ variable: variableOf(expandIn(scope, value, escape)), at });
    else if (isPredefined(name.text)) bind({ variable: { kind: 'unknown' }, at });
    else {
      const global = globals.get(name.text);
      // Without a value of its own it takes the global one; else what an ENV said stays.
      if (global) bind(global);
      else if (!before) bind({ variable: { kind: 'open' }, at });
    }
  }
}

/** The words of CMD or ENTRYPOINT: those of the JSON form, or the shell with the text. */
function commandOf(instruction: Instruction, shell: readonly string[]): readonly string[] {
  return instruction.json ? wordsOf(instruction) : [...shell, instruction.args.text];
}

function wordsOf(instruction: Instruction): readonly string[] {
  return (instruction.json ?? []).map(({ value }) => value.text);
}
