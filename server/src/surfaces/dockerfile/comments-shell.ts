/** The comments that the shell sees in a RUN instruction: in a heredoc that it reads, and at the end of its last line. */
import { sourceRange } from '../../base/slice.ts';
import type { TextRange } from '../../base/text.ts';
import { skipSpaces } from '../../syntax/dockerfile/characters.ts';
import { parseHeredocMark } from '../../syntax/dockerfile/heredoc.ts';
import { isBlank, lineAt } from '../../syntax/dockerfile/lines.ts';
import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/tree.ts';
import { splitWords } from '../../syntax/dockerfile/words.ts';

/** A comment of the shell, with the lines that it stands above or the line that it ends. */
export interface ShellComment {
  readonly range: TextRange;
  readonly covers?: TextRange;
}

/** The comments of the shell in an instruction; none where another program reads the text, or may do so. */
export function shellComments(tree: DockerfileTree, run: Instruction): readonly ShellComment[] {
  // Who escapes with a backtick builds for Windows, where backslashes and quotes mean something else.
  if (run.name !== 'RUN' || run.json || tree.escape !== '\\') return [];
  const [heredoc] = run.heredocs;
  if (!heredoc) return commentAtEnd(tree, run);
  return isReadByShell(tree, run, heredoc.body) ? commentsInBody(tree.text, heredoc.body) : [];
}

/** The comment behind the last command. One that goes on over several lines is rather a command that somebody took out. */
function commentAtEnd({ text }: DockerfileTree, { args }: Instruction): readonly ShellComment[] {
  const whole = { start: 0, end: args.text.length };
  const { comment } = scanLine(args.text, whole, { quote: '', heredocs: [] });
  if (comment === undefined) return [];
  const range = sourceRange(args, { start: comment, end: whole.end });
  if (text.slice(range.start, range.end).includes('\n')) return [];
  return [{ range, covers: lineUpTo(text, text.lastIndexOf('\n', range.start) + 1, range) }];
}

/** The line that a comment ends; with the comment, as the instruction ends with it, too. */
function lineUpTo(text: string, lineStart: number, { end }: TextRange): TextRange {
  return { start: skipSpaces(text, lineStart, end), end };
}

function trimmed(text: string, start: number, end: number): TextRange {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

const SHELL = /^(?:\S*\/)?(?:ba|da|[akz]|mk)?sh$/u;
const SHEBANG = /^#![ \t]*(?:\S*\/env[ \t]+)?(\S+)/u;

/** Whether the body is a script: the shell of the stage, or one that is named, reads it as its input. */
function isReadByShell({ text }: DockerfileTree, { args }: Instruction, body: TextRange): boolean {
  if (parseHeredocMark(args.text)) {
    const line = lineAt(text, body.start);
    const program = SHEBANG.exec(text.slice(line.start, line.end))?.[1];
    return program === undefined || SHELL.test(program);
  }
  const words = splitWords(args).flatMap((word) => (word.text.startsWith('<<') ? [] : word.text));
  const [program = '', ...options] = words;
  return SHELL.test(program) && options.every((option) => /^(?:-[abefhkmnps-vxo]+|pipefail)$/u.test(option));
}

/** What is open at the end of a line of shell. */
interface State {
  quote: string;
  readonly heredocs: { readonly name: string; readonly chomps: boolean }[];
}

/** A command that goes on over several lines, with the comments above it. */
interface Command {
  readonly start: number;
  readonly above: readonly TextRange[];
}

function commentsInBody(text: string, body: TextRange): readonly ShellComment[] {
  const comments: ShellComment[] = [];
  const state: State = { quote: '', heredocs: [] };
  let waiting: TextRange[] = [];
  let command: Command | undefined;
  const put = (ranges: readonly TextRange[], covers: TextRange): void => {
    for (const range of ranges) comments.push({ range, covers });
  };
  for (let line = lineAt(text, body.start); line.start < body.end; line = lineAt(text, line.next)) {
    const start = skipSpaces(text, line.start, line.end);
    const isInside = state.quote !== '' || state.heredocs.length > 0;
    if (!isInside && isBlank(text, line)) continue;
    const { comment, goesOn } = scanLine(text, line, state);
    const range = comment !== undefined && trimmed(text, comment, line.end);
    if (range && comment === start) {
      // A shebang is for the kernel.
      if (!text.startsWith('#!', start) || line.start > body.start) waiting.push(range);
      continue;
    }
    if (range) comments.push({ range, covers: lineUpTo(text, line.start, range) });
    if (command) put(waiting, { start, end: line.end });
    else command = { start, above: waiting };
    waiting = [];
    if (goesOn && line.next < body.end) continue;
    put(command.above, { start: command.start, end: line.end });
    command = undefined;
  }
  return [...comments, ...waiting.map((range) => ({ range }))];
}

interface Scan {
  /** Where its comment begins. */
  readonly comment?: number;
  /** Whether the command goes on below. */
  readonly goesOn: boolean;
}

const MARK = /<<(-?)[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|\\?([A-Za-z_]\w*))/uy;

/** Reads one line of shell as far as quotes, heredocs and comments go. */
function scanLine(text: string, line: TextRange, state: State): Scan {
  const [heredoc] = state.heredocs;
  if (heredoc) {
    const written = text.slice(line.start, line.end);
    if ((heredoc.chomps ? written.replace(/^\t+/u, '') : written) === heredoc.name) state.heredocs.shift();
    return { goesOn: state.heredocs.length > 0 };
  }
  let at = line.start;
  for (; at < line.end; at++) {
    const char = text.charAt(at);
    if (state.quote !== '') {
      if (char === '\\' && state.quote === '"') at++;
      else if (char === state.quote) state.quote = '';
    } else if (char === '\\') {
      if (++at === line.end) return { goesOn: true };
    } else if (char === "'" || char === '"') state.quote = char;
    else if (char === '<') at = skipMark(text, at, state);
    else if (char === '#' && beginsWord(text, at, line.start)) {
      return { comment: at, goesOn: isOpen(text.slice(line.start, at), state) };
    }
  }
  return { goesOn: isOpen(text.slice(line.start, line.end), state) };
}

/** The last sign of the redirection at an offset; the name of a heredoc is remembered. */
function skipMark(text: string, at: number, { heredocs }: State): number {
  if (text.startsWith('<<<', at)) return at + 2;
  MARK.lastIndex = at;
  const match = MARK.exec(text);
  if (!match) return at;
  heredocs.push({ name: match[2] ?? match[3] ?? match[4] ?? '', chomps: match[1] === '-' });
  return at + match[0].length - 1;
}

function beginsWord(text: string, at: number, lineStart: number): boolean {
  return at === lineStart || ' \t;&|()'.includes(text.charAt(at - 1));
}

function isOpen(code: string, { quote, heredocs }: State): boolean {
  return quote !== '' || heredocs.length > 0 || /(?:\||&&)$/u.test(code.trimEnd());
}
