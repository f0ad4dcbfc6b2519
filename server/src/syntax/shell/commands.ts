/** Makes commands of words: takes wrappers off, reads what is nested in them, and follows what they do to the shell. */
import type { Slice } from '../../base/slice.ts';
import type { Command, WordAssignment, Wrapper } from '../../model/command.ts';
import type { Source } from '../../model/setting.ts';
import {
  type CommandDraft,
  DEEPEST,
  documentSource,
  type Fate,
  type Made,
  type Reader,
  type ReadRedirect,
  type ReadWord,
  type Scope,
} from './model.ts';
import { nestedText, nestedWords, readsScript, shellOptions, switchesOff } from './nested.ts';
import { Variables } from './variables.ts';
import { programName, unwrap } from './wrappers.ts';

/** What a simple command is made of. */
export interface CommandParts {
  readonly source: Source;
  readonly words: readonly ReadWord[];
  readonly assignments: readonly ReadAssignment[];
  readonly redirects: readonly ReadRedirect[];
  /** The keyword `time` in front of its pipeline. */
  readonly keywords: readonly Wrapper[];
  readonly fate: Fate;
}

/** An assignment with its value as it was read. */
export interface ReadAssignment {
  readonly assignment: WordAssignment;
  readonly value: ReadWord | undefined;
  /** Whether it sets the whole variable: neither an element nor an addition. */
  readonly isPlain: boolean;
}

/** Reads a script that stands within a command. The walker gives it, so that the two files need not know each other. */
export type ReadNested = (slice: Slice, scope: Scope, fate: Fate) => void;

/** Adds a command to the script, and after it the commands of the scripts that it runs. */
export function makeCommand(scope: Scope, parts: CommandParts, readNested: ReadNested): Made {
  const { reader } = scope;
  const { wrappers, words, assigned } = unwrap(reader, parts.words);
  const [program, ...args] = words;
  const name = program && programName(program.word.pattern);
  const draft: CommandDraft = {
    source: parts.source,
    script: reader.script,
    ...(name === undefined ? {} : { name }),
    program: program?.word ?? noProgram(reader, parts.source),
    args: args.map(({ word }) => word),
    assignments: assignmentsOf(parts, assigned),
    wrappers: parts.keywords.length === 0 ? wrappers : [...parts.keywords, ...wrappers],
    ...(scope.within ? { within: scope.within } : {}),
    redirects: parts.redirects.map(({ redirect }) => redirect),
    failureIgnored: parts.fate === 'ignored',
  };
  reader.commands.push(draft);
  scope.collect?.push(draft);

  if (program === undefined) remember(scope.variables, parts.assignments);
  if (name !== undefined) followShell(scope, name, args, parts.assignments);
  const stdin = parts.redirects.findLast((redirect) => redirect.stdin)?.stdin;
  const made: Made = { draft, stdin, readsScript: name !== undefined && readsScript(name, args) };
  const nested = name === undefined ? undefined : nestedText(name, args);
  if (nested) runNested(scope, draft, nested.slice, nested.errexit, readNested);
  if (name !== undefined) runWords(scope, parts, draft, nestedWords(name, args), readNested);
  if (made.readsScript && stdin) feed(scope, made, stdin, readNested);
  return made;
}

/** Makes commands of words that a command runs as they are, as `find` does. */
function runWords(
  scope: Scope,
  { fate }: CommandParts,
  command: Command,
  commands: readonly (readonly ReadWord[])[],
  readNested: ReadNested,
): void {
  const { reader, slice, shell, variables } = scope;
  if (scope.depth >= DEEPEST) return;
  for (const words of commands) {
    const start = words[0]?.word.source.range.start ?? command.source.range.start;
    const end = words.at(-1)?.word.source.range.end ?? start;
    const source = documentSource(reader, { start, end });
    const within = { command, as: 'script' } as const;
    const inner: Scope = { reader, slice, shell, variables, depth: scope.depth + 1, within };
    const parts = { source, words, assignments: [], redirects: [], keywords: [], fate };
    makeCommand(inner, parts, readNested);
  }
}

function assignmentsOf(parts: CommandParts, assigned: readonly ReadWord[]): readonly WordAssignment[] {
  if (parts.assignments.length === 0 && assigned.length === 0) return [];
  return [...parts.assignments.map(({ assignment }) => assignment), ...assigned.map(toAssignment)];
}

/** Reads what a shell gets through its standard input as a script. */
export function feed(scope: Scope, shell: Made, stdin: ReadWord, readNested: ReadNested): void {
  runNested(scope, shell.draft, stdin.valueSlice(), false, readNested);
}

function runNested(
  scope: Scope,
  command: Command,
  slice: Slice,
  errexit: boolean,
  readNested: ReadNested,
): void {
  const { reader } = scope;
  reader.allowance -= slice.text.length;
  if (scope.depth >= DEEPEST || reader.allowance < 0) return;
  const inner: Scope = {
    reader,
    slice,
    shell: { errexit, functions: new Map() },
    variables: new Variables(slice.text),
    depth: scope.depth + 1,
    within: { command, as: 'script' },
  };
  readNested(slice, inner, command.failureIgnored ? 'ignored' : 'passed');
}

/** Follows `set -e`, `set -o pipefail`, and assignments that stay. */
function followShell(
  scope: Scope,
  name: string,
  args: readonly ReadWord[],
  assignments: readonly ReadAssignment[],
): void {
  const { shell, variables, reader } = scope;
  if (name === 'export' || name === 'readonly') remember(variables, assignments);
  const options = shellOptions(name, args);
  // Shells within the script count too: a pipe that might be covered is not to be complained about.
  if (options.has('pipefail')) reader.script.pipefail = true;
  if (name !== 'set') return;
  if (options.has('errexit')) shell.errexit = true;
  if (switchesOff(name, args, 'errexit')) shell.errexit = false;
}

function remember(variables: Variables, assignments: readonly ReadAssignment[]): void {
  for (const { assignment, value, isPlain } of assignments) {
    const text = value?.word.value;
    if (isPlain && text !== undefined && !text.includes('~')) variables.set(assignment.name, text);
  }
}

/** The assignment in a word such as `A=1` of `env`. */
function toAssignment({ word }: ReadWord): WordAssignment {
  const behind = word.pattern.indexOf('=') + 1;
  const { range } = word.source;
  const source = {
    ...word.source,
    range: { start: Math.min(range.start + behind, range.end), end: range.end },
  };
  const value = word.value?.slice(behind);
  return {
    source: word.source,
    name: word.pattern.slice(0, behind - 1),
    value: {
      source,
      raw: word.raw.slice(word.raw.indexOf('=') + 1),
      ...(value === undefined ? {} : { value }),
      pattern: word.pattern.slice(behind),
      substitutions: word.substitutions,
    },
  };
}

function noProgram(reader: Reader, source: Source): Command['program'] {
  const { end } = source.range;
  return {
    source: documentSource(reader, { start: end, end }),
    raw: '',
    value: '',
    pattern: '',
    substitutions: [],
  };
}
