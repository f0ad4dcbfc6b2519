/** A report as JSON: for programs, and for `--compare` of a later report. */
import type { Report } from './report.ts';

/** One line for each file and each element of the longer lists, so that two reports can be compared by line. */
export function toJson(report: Report): string {
  const members = Object.entries(report).map(([name, value]: [string, unknown]) => {
    const isList = Array.isArray(value) && value.length > 0;
    const text = isList ? `[\n${value.map((item) => encode(item)).join(',\n')}\n]` : encode(value);
    return `${encode(name)}:${text}`;
  });
  return `{${members.join(',\n')}}\n`;
}

/** JSON leaves some characters as they are that a terminal or an editor would obey. */
function encode(value: unknown): string {
  const text = JSON.stringify(value);
  if (/^[\x20-\x7e]*$/u.test(text)) return text;
  return text.replace(/[\x7f-\x9f\p{Cf}\u2028\u2029]/gu, escapeUnits);
}

function escapeUnits(character: string): string {
  let escaped = '';
  for (let i = 0; i < character.length; i++) {
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
