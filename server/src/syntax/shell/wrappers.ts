/** Programs that only start another one, and which of their arguments are their own. */
import type { Wrapper } from '../../model/command.ts';
import { documentSource, type Reader, type ReadWord, UNKNOWN } from './model.ts';

/** Nobody writes more in a row. */
const MOST_WRAPPERS = 20;

/** How a wrapper reads its arguments before the program that it starts. */
interface WrapperShape {
  /** Short options that take a value. */
  readonly letters?: string;
  /** Long options that take a value as the next word. */
  readonly long?: readonly string[];
  /** How many operands of its own stand in front of the program. */
  readonly operands?: number;
  /** Whether `A=1` may stand in front of the program. */
  readonly assigns?: boolean;
  /** What its first argument must be for it to start the program that follows. */
  readonly requires?: RegExp;
  /** Options with which it starts no program, or one that is not a word of its own. */
  readonly refuses?: RegExp;
}

const SUDO: WrapperShape = {
  letters: 'CDghpRrtTUu',
  long: [
    ...['chdir', 'chroot', 'close-from', 'command-timeout', 'group', 'host', 'other-user', 'prompt'],
    ...['role', 'type', 'user'],
  ],
  assigns: true,
  refuses: /^(?:-[ABEHPSbikns]*[KVelv]|--(?:edit|list|validate|version))$/u,
};

const SHAPES: ReadonlyMap<string, WrapperShape> = new Map<string, WrapperShape>([
  ['sudo', SUDO],
  ['doas', { letters: 'Cu' }],
  [
    'env',
    {
      letters: 'uC',
      long: ['unset', 'chdir'],
      assigns: true,
      refuses: /^(?:-[A-Za-z0]*S|--split-string)/u,
    },
  ],
  ['exec', { letters: 'a' }],
  ['command', { refuses: /^-p?[vV]/u }],
  ['builtin', {}],
  ['time', { letters: 'fo', long: ['format', 'output'] }],
  ['nohup', {}],
  ['nice', { letters: 'n', long: ['adjustment'] }],
  ['ionice', { letters: 'cnpPu', long: ['class', 'classdata'], refuses: /^-[A-Za-z]*[pPu]/u }],
  ['timeout', { letters: 'ks', long: ['kill-after', 'signal'], operands: 1 }],
  [
    'xargs',
    {
      letters: 'adEILnPs',
      long: [...['arg-file', 'delimiter', 'max-args', 'max-chars', 'max-procs', 'process-slot-var']],
    },
  ],
  ['su-exec', { operands: 1 }],
  ['gosu', { operands: 1 }],
  ['setuidgid', { operands: 1 }],
  ['s6-setuidgid', { operands: 1 }],
  [
    'setpriv',
    {
      long: [
        ...['ambient-caps', 'apparmor-profile', 'bounding-set', 'egid', 'euid', 'groups', 'inh-caps'],
        ...['pdeathsig', 'regid', 'reuid', 'rgid', 'ruid', 'securebits', 'selinux-label'],
      ],
    },
  ],
  // Without `-u` it is another `su`: then the operand is the user and `-c` has a shell's text.
  ['runuser', { letters: 'ugG', long: ['user', 'group', 'supp-group'], requires: /^-(?:u|-user)/u }],
  ['chroot', { long: ['groups', 'userspec'], operands: 1 }],
  ['stdbuf', { letters: 'ieo', long: ['input', 'output', 'error'] }],
  ['tini', { letters: 'pe' }],
  ['dumb-init', { letters: 'r', long: ['rewrite'] }],
  ['catchsegv', {}],
  ['fakeroot', { letters: 'lsib', long: ['lib', 'faked'] }],
  ['xvfb-run', { letters: 'efnps', long: ['error-file', 'auth-file', 'server-num', 'server-args'] }],
  ['setarch', { operands: 1 }],
  ['linux32', {}],
  ['linux64', {}],
  ['busybox', { refuses: /^--/u }],
  ['winpty', {}],
]);

/** The words of a command without the wrappers in front. */
export interface Unwrapped {
  readonly wrappers: readonly Wrapper[];
  /** The program and its arguments. */
  readonly words: readonly ReadWord[];
  /** `A=1` words that a wrapper sets for the program. */
  readonly assigned: readonly ReadWord[];
}

/** Takes off the wrappers that a command begins with. A wrapper that starts nothing is the command itself. */
export function unwrap(reader: Reader, words: readonly ReadWord[]): Unwrapped {
  const wrappers: Wrapper[] = [];
  const assigned: ReadWord[] = [];
  let rest = words;
  while (wrappers.length < MOST_WRAPPERS) {
    const [first] = rest;
    const name = first && programName(first.word.pattern);
    const shape = name === undefined ? undefined : SHAPES.get(name);
    if (!first || name === undefined || !shape) break;
    const own = countOwn(shape, rest);
    if (own === undefined) break;
    const args = rest.slice(1, own);
    const last = args.at(-1) ?? first;
    const range = { start: first.word.source.range.start, end: last.word.source.range.end };
    wrappers.push({ source: documentSource(reader, range), name, args: args.map(({ word }) => word) });
    if (shape.assigns) assigned.push(...args.filter(({ word }) => ASSIGNMENT.test(word.pattern)));
    rest = rest.slice(own);
  }
  return { wrappers, words: rest, assigned };
}

const ASSIGNMENT = /^[A-Za-z_]\w*=/u;

/** The name of a program without its folder; undefined when an expansion decides it. */
export function programName(pattern: string): string | undefined {
  const name = pattern.slice(pattern.lastIndexOf('/') + 1);
  return name === '' || name.includes(UNKNOWN) ? undefined : name;
}

/** How many words, its name included, belong to the wrapper; undefined when no program follows. */
function countOwn(shape: WrapperShape, words: readonly ReadWord[]): number | undefined {
  let operands = shape.operands ?? 0;
  let readsOptions = true;
  if (shape.requires && !shape.requires.test(words[1]?.word.pattern ?? '')) return undefined;
  for (let i = 1; i < words.length; i++) {
    const text = words[i]?.word.pattern ?? '';
    if (readsOptions && shape.refuses?.test(text)) return undefined;
    if (readsOptions && text === '--') {
      readsOptions = false;
    } else if (readsOptions && text.startsWith('-') && text.length > 1) {
      if (takesNext(shape, text)) i++;
    } else if (shape.assigns && ASSIGNMENT.test(text)) {
      continue;
    } else if (operands > 0) {
      operands--;
      readsOptions = false;
    } else if (text !== '-') {
      return i;
    }
  }
  return undefined;
}

/** Whether the value of the option stands in the next word. */
function takesNext(shape: WrapperShape, option: string): boolean {
  if (option.startsWith('--')) return shape.long?.includes(option.slice(2)) ?? false;
  const letters = shape.letters ?? '';
  for (let i = 1; i < option.length; i++) {
    if (letters.includes(option.charAt(i))) return i === option.length - 1;
  }
  return false;
}
