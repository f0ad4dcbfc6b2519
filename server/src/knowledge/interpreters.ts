/** Which commands run a text that they are given: through the standard input, as an argument, or as a file. */
import type { Command, Word } from '../model/command.ts';

const SHELLS = /^(?:sh|bash|ash|dash|zsh|ksh|mksh|fish|busybox)$/u;
const LANGUAGES = /^(?:python[\d.]*|pypy3?|perl|ruby|node|nodejs|php\d*|lua|deno|bun|Rscript|pwsh|groovy)$/u;

/** Options with which an interpreter takes its program from elsewhere, or runs none. */
const LANGUAGE_TEXT: Readonly<Record<string, RegExp>> = {
  python: /^-[bBdEhiIOPqRsSuvVWxX]*[cm]/u,
  perl: /^-[a-zA-Z0-9]*[eEnp]|^-[vV]$/u,
  ruby: /^-[a-zA-Z0-9]*[enp]|^-v$|^--version$/u,
  node: /^(?:-[a-z]*[epv]|--eval|--print|--version|--help)/u,
  php: /^-[a-z]*[rBRFSmiv]|^--(?:version|ini)/u,
  // `-n` reads without running.
  sh: /^-[a-z]*[cn]/u,
};

/** Whether the command runs the program that it reads from its standard input. */
export function runsInput(command: Command): boolean {
  const { name = '' } = command;
  if (SHELLS.test(name)) return shellReadsInput(command);
  if (!LANGUAGES.test(name)) return false;
  if (takesTextElsewhere(command)) return false;
  const first = firstOperand(command);
  return first === undefined || first.pattern === '-' || first.pattern === '/dev/stdin';
}

function shellReadsInput({ args }: Command): boolean {
  for (let i = 0; i < args.length; i++) {
    const text = args[i]?.pattern ?? '';
    if (text === '-' || text === '--') return args.length === i + 1;
    if (!/^[-+]./u.test(text)) return text === '/dev/stdin';
    // `-n` reads without running.
    if (/^--(?:version|help)$/u.test(text) || /^-[a-z]*[cn]/u.test(text)) return false;
    if (/^-[a-rt-z]*s[a-z]*$/u.test(text)) return true;
    if (/^[-+][a-z]*[oO]$/u.test(text)) i++;
  }
  return true;
}

function takesTextElsewhere({ name = '', args }: Command): boolean {
  const elsewhere = LANGUAGE_TEXT[familyOf(name)] ?? /^-[a-z]*e$/u;
  for (const { pattern } of args) {
    if (pattern === '--' || !pattern.startsWith('-') || pattern === '-') return false;
    if (elsewhere.test(pattern)) return true;
  }
  return false;
}

/** The word that the command runs as a program text: behind `-c`, of `eval`, behind `<<<`. */
export function textsRunBy(command: Command): readonly Word[] {
  const { name = '', args, redirects } = command;
  if (name === 'eval') return args;
  const texts = runsInput(command)
    ? redirects.flatMap(({ operator, target }) => (operator === '<<<' && target ? [target] : []))
    : [];
  const flag = SHELLS.test(name) ? /^-[a-z]*c$/u : name.startsWith('python') ? /^-c$/u : /^-[er]$/u;
  if (!SHELLS.test(name) && !LANGUAGES.test(name)) return texts;
  const index = args.findIndex(({ pattern }) => flag.test(pattern));
  const text = index < 0 ? undefined : args[index + 1];
  return text ? [...texts, text] : texts;
}

/** The file that the command runs: the program itself where it is named by its path, or what an interpreter is given. */
export function fileRunBy(command: Command): Word | undefined {
  const { name = '', program, args, redirects } = command;
  if (name === '.' || name === 'source') return args[0];
  if (SHELLS.test(name) || LANGUAGES.test(name)) {
    if (runsInput(command)) return redirects.find(({ operator }) => operator === '<')?.target;
    return takesTextElsewhere(command) ? undefined : firstOperand(command);
  }
  return program.raw.includes('/') ? program : undefined;
}

/** Programs that hand their input on, changed or not, so that what comes out is still what came in. */
const FILTERS =
  /^(?:tee|cat|sed|tr|gunzip|gzip|zcat|xz|xzcat|bzip2|zstd|base64|head|tail|grep|awk|gawk|envsubst|dos2unix|pv|jq)$/u;

export function isFilter({ name = '' }: Command): boolean {
  return FILTERS.test(name);
}

/** Options of interpreters whose value is the next word. */
const VALUED: Readonly<Record<string, RegExp>> = {
  python: /^-[a-zA-Z]*[WX]$/u,
  ruby: /^-[CIr]$/u,
  node: /^(?:-r|--require|--import|--env-file)$/u,
  php: /^-[cdz]$/u,
  sh: /^[-+][a-z]*[oO]$/u,
};

/** The script that a language is given; none behind the `--` of php, where the arguments of what it reads begin. */
function firstOperand({ name = '', args }: Command): Word | undefined {
  const valued = VALUED[familyOf(name)];
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    const text = word?.pattern ?? '';
    if (text === '--') return familyOf(name) === 'php' ? undefined : args[i + 1];
    if (text === '-' || !/^[-+]/u.test(text)) return word;
    if (valued?.test(text)) i++;
  }
  return undefined;
}

function familyOf(name: string): string {
  if (SHELLS.test(name)) return 'sh';
  return /^(?:python|perl|ruby|node|php)/u.exec(name.replace('pypy', 'python'))?.[0] ?? '';
}
