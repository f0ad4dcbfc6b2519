/** Scripts inside commands: the text of `sh -c`, `su -c`, `eval` and `trap`, what `find` runs, and what a shell reads from its input. */
import type { Slice } from '../../base/slice.ts';
import { joinWords, type ReadWord, UNKNOWN } from './model.ts';

/** A text that a command runs as a script. */
export interface NestedText {
  readonly slice: Slice;
  readonly errexit: boolean;
}

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'mksh', 'rbash']);

/** The text among the arguments that the command runs as a script. */
export function nestedText(name: string, args: readonly ReadWord[]): NestedText | undefined {
  if (SHELLS.has(name)) {
    const call = readShellCall(args);
    return call.text && { slice: call.text.valueSlice(), errexit: call.options.has('errexit') };
  }
  const text = TEXTS.get(name)?.(args);
  return text && { slice: text, errexit: false };
}

/** The commands among the arguments that are run word by word: those behind `-exec` of `find`. */
export function nestedWords(name: string, args: readonly ReadWord[]): readonly (readonly ReadWord[])[] {
  if (name !== 'find') return [];
  const commands: (readonly ReadWord[])[] = [];
  let start: number | undefined;
  args.forEach(({ word: { pattern } }, index) => {
    if (start === undefined) {
      if (/^-(?:exec|execdir|ok|okdir)$/u.test(pattern)) start = index + 1;
      return;
    }
    if (pattern !== ';' && !(pattern === '+' && args[index - 1]?.word.pattern === '{}')) return;
    if (index > start) commands.push(args.slice(start, index));
    start = undefined;
  });
  return commands;
}

/** Whether the command is a shell that takes its script from standard input. */
export function readsScript(name: string, args: readonly ReadWord[]): boolean {
  return SHELLS.has(name) && readShellCall(args).readsInput;
}

/** The shell options that the command switches on for itself or for the shells it starts: `errexit`, `pipefail`. */
export function shellOptions(name: string, args: readonly ReadWord[]): ReadonlySet<string> {
  if (name === 'set' || SHELLS.has(name)) return readShellCall(args).options;
  return NO_OPTIONS;
}

/** Whether `set` switches the option off. */
export function switchesOff(name: string, args: readonly ReadWord[], option: string): boolean {
  return name === 'set' && readShellCall(args).off.has(option);
}

const NO_OPTIONS: ReadonlySet<string> = new Set();

interface ShellCall {
  readonly text: ReadWord | undefined;
  readonly readsInput: boolean;
  readonly options: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
}

/** Long options of shells that take the next word. */
const SHELL_LONG: ReadonlySet<string> = new Set(['--rcfile', '--init-file']);

/** Reads the arguments of a shell, or of `set`, which knows the same options. */
function readShellCall(args: readonly ReadWord[]): ShellCall {
  const options = new Set<string>();
  const off = new Set<string>();
  let letters = '';
  let i = 0;
  for (; i < args.length; i++) {
    const text = args[i]?.word.pattern ?? '';
    if (text === '--' || text === '-') {
      i++;
      break;
    }
    if (!/^[-+]./u.test(text)) break;
    if (text.startsWith('--')) {
      if (SHELL_LONG.has(text)) i++;
      continue;
    }
    const target = text.startsWith('-') ? options : off;
    if (text.startsWith('-')) letters += text;
    for (const letter of text) {
      if (letter === 'e') target.add('errexit');
      if (letter === 'o') target.add(args[++i]?.word.pattern ?? '');
      if (letter === 'O') i++;
    }
  }
  const operand = args[i];
  const isCommand = letters.includes('c');
  const readsInput =
    !isCommand && (letters.includes('s') || operand === undefined || operand.word.pattern === '/dev/stdin');
  return { text: isCommand ? operand : undefined, readsInput, options, off };
}

const SU_LETTERS = 'cgGsTuw';

/** The text behind `-c` or `--command`, wherever it stands. */
function suText(args: readonly ReadWord[]): Slice | undefined {
  for (let i = 0; i < args.length; i++) {
    const text = args[i]?.word.pattern ?? '';
    if (text === '--command' || text === '--session-command') return args[i + 1]?.valueSlice();
    if (!/^-[A-Za-z]/u.test(text)) continue;
    const valued = [...text].findIndex((letter) => SU_LETTERS.includes(letter));
    if (valued < 0 || valued < text.length - 1) continue;
    if (text.endsWith('c')) return args[i + 1]?.valueSlice();
    i++;
  }
  return undefined;
}

/** The words of `eval`, which it puts together with blanks. */
function evalText(args: readonly ReadWord[]): Slice | undefined {
  const words = args[0]?.word.pattern === '--' ? args.slice(1) : args;
  return words.length === 0 ? undefined : joinWords(words);
}

/** What `trap` runs at the signals that follow; `-` sets back what they did. */
function trapText(args: readonly ReadWord[]): Slice | undefined {
  const [text, ...signals] = args[0]?.word.pattern === '--' ? args.slice(1) : args;
  return text && signals.length > 0 && !text.word.pattern.startsWith('-') ? text.valueSlice() : undefined;
}

/** The words behind `env -S`, which splits them by itself. */
function envText(args: readonly ReadWord[]): Slice | undefined {
  const index = args.findIndex(({ word }) => /^(?:-[iv0]*S|--split-string)$/u.test(word.pattern));
  const words = index < 0 ? [] : args.slice(index + 1);
  return words.length === 0 ? undefined : joinWords(words);
}

/** Programs other than shells that run a text, and where it stands. */
const TEXTS: ReadonlyMap<string, (args: readonly ReadWord[]) => Slice | undefined> = new Map([
  ['su', suText],
  ['runuser', suText],
  ['eval', evalText],
  ['trap', trapText],
  ['env', envText],
]);

/** Whether nothing of the text is known: what it runs is anyone's guess. */
export function isOpaque(text: string): boolean {
  return text.replaceAll(UNKNOWN, '').trim() === '';
}
