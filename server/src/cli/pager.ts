/** Long texts on a terminal: whether a pager shows them, and which. */
import { widthOf } from './format/cells.ts';
import type { Output, World } from './world.ts';

/** Writes a text, through a pager where it is longer than the screen and nobody asked for it plain. */
export async function showLong(text: string, world: World, isPlain: boolean): Promise<void> {
  const words = isPlain ? undefined : pagerFor(world.env);
  if (words && isLonger(text, world.out) && (await world.showInPager(words, text))) return;
  world.out.write(text);
}

/** The words that call the pager: those of `PAGER`, else `less`; none where one is of no use. */
function pagerFor(env: World['env']): readonly string[] | undefined {
  const { PAGER: named, TERM: terminal } = env;
  if (terminal === undefined || terminal === 'dumb') return undefined;
  if (named === undefined) return DEFAULT;
  const words = wordsOf(named);
  return words.length === 0 ? undefined : words;
}

const DEFAULT = ['less', '-R'];

/**
 * Splits a command line as a shell would, as far as quotes and backslashes go. There is no shell: what only one would understand (a pipe, a
 * variable) gives the default instead of a program that gets it wrong.
 */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part] of line.matchAll(PART)) {
    if (/^\s/u.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/^[|&;<>()$`*?#~{}]/u.test(part)) return DEFAULT;
    else word = (word ?? '') + unquoted(part);
  }
  return word === undefined ? words : [...words, word];
}

/** Blanks, a text in quotes, an escaped character, or any other one. */
const PART = /\s+|'[^']*'|"(?:[^"\\]|\\.)*"|\\.|\S/gsu;

function unquoted(part: string): string {
  if (part.startsWith("'") && part.length > 1) return part.slice(1, -1);
  if (part.startsWith('"') && part.length > 1) return part.slice(1, -1).replace(/\\(["\\$`])/gu, '$1');
  return part.startsWith('\\') ? part.slice(1) : part;
}

/** Whether a text takes more lines than the terminal has; the last one is for what comes next. */
function isLonger(text: string, { isTerminal, rows, columns }: Output): boolean {
  if (!isTerminal || rows === undefined) return false;
  const width = columns ?? Infinity;
  const lines = text.trimEnd().split('\n');
  const taken = lines.map((line) => Math.max(1, Math.ceil(widthOf(line.replace(STYLE, '')) / width)));
  return taken.reduce((sum, height) => sum + height, 0) >= rows;
}

// eslint-disable-next-line no-control-regex -- that is how styles begin
const STYLE = /\u001B\[\d+m/gu;
