/** A light reading of PowerShell and of cmd: statements, pipes and words, enough to see which programs run. */
import type { Slice } from '../../base/slice.ts';
import type { Command } from '../../model/command.ts';
import type { Source } from '../../model/setting.ts';
import { type CommandDraft, joinWords, type ReadWord, type Scope, sourceAt, wordOf } from './model.ts';
import { type Group, splitStatements, type WindowsDialect, type WindowsStatement } from './windows-words.ts';

/** Reads a text of the frame's interpreter. */
export function readWindowsText(slice: Slice, scope: Scope): void {
  const dialect = scope.reader.frame.interpreter === 'cmd' ? 'cmd' : 'powershell';
  readStatements(dialect, { ...scope, slice }, 0, slice.text.length);
}

/** Adds a command made of words as they are, and after it what it runs as a script. */
export function makeWindowsCommand(scope: Scope, source: Source, words: readonly ReadWord[]): CommandDraft {
  const { reader } = scope;
  const [program, ...args] = words;
  const name = program && windowsProgramName(program.word.pattern);
  const draft: CommandDraft = {
    source,
    script: reader.script,
    ...(name === undefined ? {} : { name }),
    program: program?.word ?? { source, raw: '', value: '', pattern: '', substitutions: [] },
    args: args.map(({ word }) => word),
    assignments: [],
    wrappers: [],
    ...(scope.within ? { within: scope.within } : {}),
    redirects: [],
    failureIgnored: false,
  };
  reader.commands.push(draft);
  scope.collect?.push(draft);
  if (name !== undefined) readNested(scope, draft, name.toLowerCase(), args);
  return draft;
}

/** The name without its folder and `.exe`; undefined for what is no plain word, such as an expression. */
function windowsProgramName(pattern: string): string | undefined {
  const name = pattern.slice(Math.max(pattern.lastIndexOf('/'), pattern.lastIndexOf('\\')) + 1);
  return /^(?!\d+$)@?[\w.+-]+$/u.test(name)
    ? name.replace(/^@/u, '').replace(/\.(?:exe|cmd|bat)$/i, '')
    : undefined;
}

function readStatements(dialect: WindowsDialect, scope: Scope, start: number, end: number): void {
  if (scope.depth > DEEPEST_GROUP) return;
  let previous: CommandDraft | undefined;
  for (const statement of splitStatements(dialect, scope.slice.text, start, end)) {
    const draft = readStatement(dialect, scope, statement);
    if (statement.isPiped && previous && draft) {
      previous.pipedTo = draft;
      draft.pipedFrom = previous;
    }
    previous = draft;
  }
}

/** Each level of brackets is looked through again, so that deep ones are left alone. */
const DEEPEST_GROUP = 20;

/** Words that PowerShell's own statements begin with: what they hold is read, they themselves are no commands. */
const KEYWORDS =
  /^(?:if|else|elseif|for|foreach|while|do|until|switch|try|catch|finally|function|filter|param|begin|process|end|trap)$/i;

function readStatement(
  dialect: WindowsDialect,
  scope: Scope,
  { words, isCall }: WindowsStatement,
): CommandDraft | undefined {
  const reads = words.map(({ start, end, pieces }) => wordOf(scope, { start, end }, pieces));
  const own = dialect === 'powershell' && !isCall ? commandWords(reads) : reads;
  const first = own[0] && words[reads.indexOf(own[0])];
  const end = words.at(-1)?.end ?? 0;
  const draft = first && makeWindowsCommand(scope, sourceAt(scope, first.start, end), own);
  // Without `&`, a quoted word is a value of PowerShell's.
  if (draft && dialect === 'powershell' && !isCall && /^['"]/u.test(draft.program.raw)) delete draft.name;
  words.forEach(({ groups }, index) => {
    for (const group of groups) readGroup(dialect, scope, group, draft, reads[index]?.substitutions);
  });
  return draft;
}

/** The words of the command in a statement: behind `$x =`, `return` and the like; none for a block of the language. */
function commandWords(words: readonly ReadWord[]): readonly ReadWord[] {
  const [first, second] = words.map(({ word }) => word.raw);
  if (first === undefined || KEYWORDS.test(first)) return [];
  if (second !== undefined && /^[+-]?=$/u.test(second)) return commandWords(words.slice(2));
  return /^(?:return|throw|exit)$/i.test(first) && words.length > 1 ? commandWords(words.slice(1)) : words;
}

function readGroup(
  dialect: WindowsDialect,
  scope: Scope,
  group: Group,
  command: Command | undefined,
  collect: Command[] | undefined,
): void {
  const { within, reader, slice, shell, variables, depth } = scope;
  const as = group.isBlock ? 'script' : 'substitution';
  const around = command ? ({ command, as } as const) : within;
  const inner: Scope = {
    ...{ reader, slice, shell, variables, depth: depth + 1 },
    ...(around ? { within: around } : {}),
    ...(collect && !group.isBlock ? { collect } : {}),
  };
  readStatements(dialect, inner, group.start, group.end);
}

/** Reads what `powershell -Command …` and `cmd /c …` run: the rest of their words, put together with blanks. */
function readNested(scope: Scope, command: Command, name: string, args: readonly ReadWord[]): void {
  const isCmd = name === 'cmd';
  if (!isCmd && name !== 'powershell' && name !== 'pwsh') return;
  const start = isCmd ? cmdTextStart(args) : powershellTextStart(args);
  const words = start === undefined ? [] : args.slice(start);
  if (words.length === 0) return;
  const slice = joinWords(words);
  scope.reader.allowance -= slice.text.length;
  if (scope.reader.allowance < 0) return;
  const { reader, shell, variables, depth } = scope;
  const inner: Scope = {
    reader,
    slice,
    shell,
    variables,
    depth: depth + 1,
    within: { command, as: 'script' },
  };
  readStatements(isCmd ? 'cmd' : 'powershell', inner, 0, slice.text.length);
}

function cmdTextStart(args: readonly ReadWord[]): number | undefined {
  const index = args.findIndex(({ word }) => /^\/[ck]$/i.test(word.pattern));
  return index < 0 ? undefined : index + 1;
}

/** Options of PowerShell that take a value, by the beginnings that tell them apart. */
const VALUED = /^[-/](?:ex|ep|ve|o|in|if|w|conf|cus|se)/i;

/** Without any option, the first word begins the command. */
function powershellTextStart(args: readonly ReadWord[]): number | undefined {
  for (let i = 0; i < args.length; i++) {
    const text = args[i]?.word.pattern ?? '';
    if ('command'.startsWith(text.slice(1).toLowerCase()) && /^[-/]c/i.test(text)) return i + 1;
    if (/^[-/](?:f|e$|en|ec$)/i.test(text)) return undefined;
    if (!/^[-/]/u.test(text)) return i;
    if (VALUED.test(text)) i++;
  }
  return undefined;
}
