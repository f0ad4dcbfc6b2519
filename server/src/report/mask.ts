/** Takes secrets out of a text that is quoted: a report is handed on, and must not carry what it warns of. */
import type { Finding } from '../model/finding.ts';

const MASK = '•';

/** The text with the values that these findings mark made unreadable; every character keeps its place. */
export function masked(text: string, secrets: readonly Pick<Finding, 'range' | 'message'>[]): string {
  let result = '';
  let position = 0;
  for (const { range, message } of [...secrets].sort((a, b) => a.range.start - b.range.start)) {
    const { start, end } = range;
    const from = Math.max(position, start + valueStart(text.slice(start, end), message));
    if (from >= end) continue;
    result += text.slice(position, from) + text.slice(from, end).replace(/\S/gu, hidden);
    position = end;
  }
  return result + text.slice(position);
}

/** Where the value begins in `NAME=value`, `NAME: value` or `NAME value`; only the name that the message says is known to be none. */
function valueStart(assignment: string, message: string): number {
  const [head = '', name = ''] = /^["']?([^\s=:"']+)["']?(?:[\s=:]|$)/u.exec(assignment) ?? [];
  return message.includes(`'${name}'`) ? head.length : 0;
}

/** As many as there are code units. */
function hidden(character: string): string {
  return MASK.repeat(character.length);
}
