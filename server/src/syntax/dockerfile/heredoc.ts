/** Finds heredocs in an instruction's line, and their bodies below it. */
import { expand, rawWords } from './expand.ts';
import { lineAt } from './lines.ts';
import type { Heredoc } from './tree.ts';

/** `<<NAME`, `<<-NAME`, `<<"NAME"`, `<< NAME` as it is announced. */
export interface HeredocMark {
  readonly name: string;
  readonly expands: boolean;
  readonly chomps: boolean;
}

const MARK = /^\d*<<([^<]+)$/u;

/** The heredocs that a line announces, in order. */
export function heredocMarks(line: string): readonly HeredocMark[] {
  if (!line.includes('<<')) return [];
  return rawWords(line).flatMap((word) => parseHeredocMark(word) ?? []);
}

/** Reads one word as the mark of a heredoc, if it is one. */
export function parseHeredocMark(word: string): HeredocMark | undefined {
  const [, mark = ''] = MARK.exec(word) ?? [];
  const chomps = mark.startsWith('-');
  const rest = (chomps ? mark.slice(1) : mark).trimStart();
  if (rest === '') return undefined;
  const [raw, ...more] = rawWords(rest);
  if (raw === undefined || more.length > 0) return undefined;
  // Variables in the name stay as they are, so only quotes and escapes change it.
  const name = expand(raw, '\\', (variable) => ({ kind: 'value', value: `$${variable}` })).text;
  return name === '' ? undefined : { name, expands: name === raw, chomps };
}

/** The heredocs of a line whose next line starts at `start`, and how many lines their bodies take. */
export function readHeredocs(
  text: string,
  marks: readonly HeredocMark[],
  start: number,
): { heredocs: readonly Heredoc[]; next: number; count: number } {
  const heredocs: Heredoc[] = [];
  let next = start;
  let count = 0;
  for (const mark of marks) {
    const body = next;
    let heredoc: Heredoc | undefined;
    while (!heredoc && next < text.length) {
      const line = lineAt(text, next);
      next = line.next;
      count++;
      if (isTerminator(text.slice(line.start, line.end), mark)) {
        const place = { start: line.start, end: line.end };
        heredoc = { ...mark, body: { start: body, end: line.start }, terminator: place, terminated: true };
      }
    }
    const end = { start: next, end: next };
    heredocs.push(
      heredoc ?? { ...mark, body: { start: body, end: next }, terminator: end, terminated: false },
    );
  }
  return { heredocs, next, count };
}

function isTerminator(line: string, mark: HeredocMark): boolean {
  return (mark.chomps ? line.replace(/^\t+/u, '') : line) === mark.name;
}
