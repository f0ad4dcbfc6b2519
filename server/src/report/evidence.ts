/** The lines of a text that show a finding, short enough to be read at a glance. */
import { type LineIndex, lineText, positionAt } from '../base/line-index.ts';
import type { TextRange } from '../base/text.ts';
import type { EvidenceLine } from './report.ts';

const MOST_LINES = 5;
const LONGEST_LINE = 160;
/** So much of a long line stands in front of the mark. */
const LEAD = 40;
const CUT = '…';

/** The first lines of a range; the marks say which part of them is meant. */
export function evidenceOf(index: LineIndex, range: TextRange): EvidenceLine[] {
  const first = positionAt(index, range.start).line;
  const last = Math.min(positionAt(index, range.end).line, first + MOST_LINES - 1);
  const lines: EvidenceLine[] = [];
  for (let line = first; line <= last; line++) {
    const offset = index.starts[line] ?? 0;
    const text = lineText(index, line);
    const start = clamp(range.start - offset, text.length);
    const end = clamp(range.end - offset, text.length);
    // A range that ends with a line end would else show the line behind it.
    if (line > first && end === 0) break;
    lines.push({ number: line + 1, ...around(text, start, end) });
  }
  return lines;
}

function clamp(offset: number, length: number): number {
  return Math.max(0, Math.min(offset, length));
}

/** As much of a line as can be shown around its mark. */
function around(text: string, start: number, end: number): Pick<EvidenceLine, 'text' | 'marked'> {
  if (text.length <= LONGEST_LINE) return { text, marked: { start, end } };
  const from = whole(text, Math.max(0, Math.min(start - LEAD, text.length - LONGEST_LINE)));
  const to = whole(text, Math.min(text.length, from + LONGEST_LINE));
  const head = from > 0 ? CUT : '';
  const shift = head.length - from;
  return {
    text: head + text.slice(from, to) + (to < text.length ? CUT : ''),
    marked: { start: start + shift, end: Math.min(end, to) + shift },
  };
}

/** An offset that splits no pair of surrogates. */
function whole(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
}
