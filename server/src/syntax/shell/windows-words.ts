/** Cuts PowerShell and cmd texts into statements and words; strings, variables and groups are told apart, nothing more. */
import type { TextRange } from '../../base/text.ts';
import { type Piece, UNKNOWN } from './model.ts';

export type WindowsDialect = 'powershell' | 'cmd';

/** Something in brackets that holds statements of its own. */
export interface Group extends TextRange {
  /** `{ … }` is a script block, `( … )` a value. */
  readonly isBlock: boolean;
}

export interface WindowsWord extends TextRange {
  readonly pieces: readonly Piece[];
  readonly groups: readonly Group[];
}

export interface WindowsStatement {
  readonly words: readonly WindowsWord[];
  /** Whether it reads the output of the statement before it. */
  readonly isPiped: boolean;
  /** Whether PowerShell's `&` stands in front: only then a quoted word is a program. */
  readonly isCall: boolean;
}

/** What differs between the two. */
interface Marks {
  /** Ends a statement or a word. */
  readonly ends: RegExp;
  readonly escape: string;
  readonly quotes: string;
  readonly hasGroups: boolean;
}

const MARKS: Readonly<Record<WindowsDialect, Marks>> = {
  powershell: { ends: /[;\n|&]/u, escape: '`', quotes: `'"`, hasGroups: true },
  cmd: { ends: /[\n|&()]/u, escape: '^', quotes: '"', hasGroups: false },
};

/** The statements of a stretch of text, pipes taken apart. */
export function splitStatements(
  dialect: WindowsDialect,
  text: string,
  start: number,
  end: number,
): WindowsStatement[] {
  const marks = MARKS[dialect];
  const statements: WindowsStatement[] = [];
  let words: WindowsWord[] = [];
  let isPiped = false;
  let isCall = false;
  const finish = (mark: string): void => {
    const wasEmpty = words.length === 0;
    if (!wasEmpty) statements.push({ words, isPiped, isCall });
    words = [];
    isPiped = mark === '|' || (isPiped && mark === '&' && wasEmpty);
    isCall = mark === '&';
  };
  let at = start;
  while (at < end) {
    const char = text.charAt(at);
    if (marks.ends.test(char)) {
      const isDouble = text[at + 1] === char && (char === '|' || char === '&');
      finish(isDouble ? char + char : char);
      at += isDouble ? 2 : 1;
    } else if (isBlank(char) || (char === marks.escape && text[at + 1] === '\n')) {
      at += char === marks.escape ? 2 : 1;
    } else if (marks.hasGroups && (char === '#' || text.startsWith('<#', at))) {
      at = endOfComment(text, at, end);
    } else {
      const word = readWindowsWord(marks, text, at, end);
      words.push(word);
      at = word.end;
    }
  }
  finish('');
  return statements;
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\r';
}

function endOfComment(text: string, at: number, end: number): number {
  const close = text[at] === '#' ? '\n' : '#>';
  const found = text.indexOf(close, at + 1);
  if (found < 0 || found >= end) return end;
  return close === '\n' ? found : found + close.length;
}

function readWindowsWord(marks: Marks, text: string, start: number, end: number): WindowsWord {
  const pieces: Piece[] = [];
  const groups: Group[] = [];
  let at = start;
  while (at < end) {
    const char = text.charAt(at);
    if (isBlank(char) || marks.ends.test(char)) break;
    const variable = variableLength(marks, text, at);
    let close = at + 1;
    if (char === marks.escape && close < end) {
      close = at + 2;
      pieces.push({ text: text.charAt(at + 1), start: at, end: close });
    } else if (marks.quotes.includes(char)) {
      close = Math.min(endOfString(marks, text, at), end);
      pieces.push(...stringPieces(marks, text, at, close));
    } else if (marks.hasGroups && (char === '(' || char === '{')) {
      close = endOfGroup(marks, text, at, end);
      groups.push({ start: at + 1, end: Math.max(at + 1, close - 1), isBlock: char === '{' });
      pieces.push({ text: UNKNOWN, start: at, end: close });
    } else if (variable > 0) {
      close = at + variable;
      pieces.push({ text: UNKNOWN, start: at, end: close });
    } else {
      while (close < end && PLAIN.test(text.charAt(close))) close++;
      pieces.push({ text: text.slice(at, close), start: at, end: close });
    }
    at = close;
  }
  return { start, end: at, pieces, groups };
}

/** Characters that mean nothing special in either dialect. */
const PLAIN = /[\w./:=,+@~*?[\]\\-]/u;

const POWERSHELL_VARIABLE = /\$(?:\{[^}\n]*\}|[\w:?]+)/uy;
const CMD_VARIABLE = /%[\w:~]+%|%%?[a-z\d]|!\w+!/iy;

function variableLength(marks: Marks, text: string, at: number): number {
  const variable = marks.hasGroups ? POWERSHELL_VARIABLE : CMD_VARIABLE;
  variable.lastIndex = at;
  return variable.exec(text)?.[0].length ?? 0;
}

/** The offset behind the quote that closes a string; a doubled quote and an escaped one do not. */
function endOfString(marks: Marks, text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\n' && !marks.hasGroups) return at;
    if (quote === '"' && char === '`' && marks.hasGroups) at++;
    else if (char === quote && text[at + 1] === quote) at++;
    else if (char === quote) return at + 1;
  }
  return text.length;
}

/** A string's value; what is expanded inside double quotes is unknown, be it in brackets or not. */
function stringPieces(marks: Marks, text: string, start: number, end: number): Piece[] {
  const quote = text.charAt(start);
  const isClosed = end - 1 > start && text[end - 1] === quote;
  const last = isClosed ? end - 1 : end;
  const pieces: Piece[] = [];
  let at = start + 1;
  while (at < last) {
    const char = text.charAt(at);
    const variable = quote === '"' ? variableLength(marks, text, at) : 0;
    const isEscape = quote === '"' && marks.hasGroups && char === '`';
    if (isEscape || (char === quote && text[at + 1] === quote)) {
      pieces.push({ text: text.charAt(at + 1), start: at, end: at + 2 });
      at += 2;
    } else if (variable > 0 || (quote === '"' && text.startsWith('$(', at))) {
      pieces.push({ text: UNKNOWN, start: at, end: at + Math.max(2, variable) });
      at += Math.max(2, variable);
    } else {
      let close = at + 1;
      while (close < last && PLAIN.test(text.charAt(close))) close++;
      pieces.push({ text: text.slice(at, close), start: at, end: close });
      at = close;
    }
  }
  return pieces;
}

/** The offset behind the bracket that closes a group; strings are passed over. */
function endOfGroup(marks: Marks, text: string, start: number, end: number): number {
  let open = 0;
  for (let at = start; at < end; at++) {
    const char = text.charAt(at);
    if (marks.quotes.includes(char)) at = endOfString(marks, text, at) - 1;
    else if (char === marks.escape) at++;
    else if (char === '(' || char === '{') open++;
    else if ((char === ')' || char === '}') && --open === 0) return at + 1;
  }
  return end;
}
