/** Reads the shell texts of RUN, CMD, ENTRYPOINT and HEALTHCHECK. */
import type { Slice } from '../../base/slice.ts';
import type { Interpreter, Script, ScriptRole } from '../../model/command.ts';
import type { Setting } from '../../model/setting.ts';
import { parseHeredocMark } from '../../syntax/dockerfile/heredoc.ts';
import { joinSlices, sliceOfLines } from '../../syntax/dockerfile/lines.ts';
import { healthcheckOf } from '../../syntax/dockerfile/parse.ts';
import type { Instruction } from '../../syntax/dockerfile/tree.ts';
import { readExec, readScript, type ScriptFrame } from '../../syntax/shell/read-script.ts';
import { type FileReading, sourceOf } from './reading-state.ts';

/** What a script runs in. */
export interface ScriptSetting {
  readonly shell: readonly string[];
  readonly user: Setting<string>;
  readonly windows: boolean;
  readonly shipped: boolean;
}

const ROLES: ReadonlyMap<string, ScriptRole> = new Map([
  ['RUN', 'build'],
  ['CMD', 'start'],
  ['ENTRYPOINT', 'start'],
  ['HEALTHCHECK', 'healthcheck'],
]);

/** The script of an instruction, if it has one. */
export function readInstructionScript(
  file: FileReading,
  instruction: Instruction,
  setting: ScriptSetting,
): Script | undefined {
  const role = ROLES.get(instruction.name);
  if (!role) return undefined;
  const text = instruction.name === 'HEALTHCHECK' ? healthcheckText(instruction) : instruction.args;
  if (!text || text.text === '') return undefined;
  const script = readText(file, instruction, text, { ...frameOf(file, instruction, setting), role }, setting);
  file.scripts.set(script, instruction);
  file.origins.set(script, { kind: 'instruction', instruction });
  return script;
}

function healthcheckText(instruction: Instruction): Slice | undefined {
  const { type, command } = healthcheckOf(instruction.args);
  return type.text.toUpperCase() === 'CMD' ? command : undefined;
}

function frameOf(
  file: FileReading,
  instruction: Instruction,
  setting: ScriptSetting,
): Omit<ScriptFrame, 'role'> {
  return {
    uri: file.uri,
    source: sourceOf(file, instruction.range),
    interpreter: interpreterOf(setting.shell[0] ?? ''),
    pipefail: setting.shell.includes('pipefail'),
    errexit: setting.shell
      .slice(1)
      .some((word) => (/^-[a-z]+$/u.test(word) && word.includes('e')) || word === 'errexit'),
    user: setting.user,
    shipped: setting.shipped,
  };
}

function readText(
  file: FileReading,
  instruction: Instruction,
  text: Slice,
  frame: ScriptFrame,
  setting: ScriptSetting,
): Script {
  if (instruction.json) {
    const words = instruction.json.map(({ value, range }) => ({ slice: value, range }));
    // No shell reads these words; on Windows they still follow other rules than POSIX commands do.
    return readExec(words, { ...withoutShell(frame), interpreter: setting.windows ? 'cmd' : 'posix' });
  }
  const [first] = instruction.heredocs;
  const last = instruction.heredocs.at(-1);
  if (!first || !last) return readScript(text, frame);
  if (!parseHeredocMark(text.text)) {
    // The shell gets the line and the heredocs below it, and makes of them what it will.
    const below = sliceOfLines(file.tree.text, { start: first.body.start, end: last.terminator.end });
    return readScript(joinSlices([text, { text: '\n', base: first.body.start - 1 }, below]), frame);
  }
  const body = sliceOfLines(file.tree.text, first.body);
  const shebang = setting.windows ? undefined : shebangOf(body.text);
  if (shebang === undefined) return readScript(body, frame);
  return readScript(body, { ...withoutShell(frame), interpreter: interpreterOf(shebang) });
}

function withoutShell(frame: ScriptFrame): ScriptFrame {
  return { ...frame, pipefail: false, errexit: false };
}

/** The program that a `#!` line names, `env` looked through. */
function shebangOf(text: string): string | undefined {
  const words = /^#![ \t]*([^\n]*)/u
    .exec(text)?.[1]
    ?.trim()
    .split(/[ \t]+/u);
  if (!words) return undefined;
  const [program = '', ...args] = words;
  if (baseName(program) !== 'env') return program;
  return args.find((word) => !word.startsWith('-') && !word.includes('=')) ?? program;
}

const INTERPRETERS: ReadonlyMap<string, Interpreter> = new Map([
  ...['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh', 'zsh', 'busybox'].map((name) => [name, 'posix'] as const),
  ['powershell', 'powershell'],
  ['pwsh', 'powershell'],
  ['cmd', 'cmd'],
]);

function interpreterOf(program: string): Interpreter {
  return INTERPRETERS.get(baseName(program)) ?? 'other';
}

function baseName(program: string): string {
  const name = program.split(/[/\\]/u).at(-1) ?? '';
  return name.toLowerCase().replace(/\.exe$/u, '');
}
