/** A report as JSON: for programs, and for `--compare` of a later report. */
import { encodeJson } from '../base/json.ts';
import type { Report } from './report.ts';

/** One line for each file and each element of the longer lists, so that two reports can be compared by line. */
export function toJson(report: Report): string {
  const members = Object.entries(report).map(([name, value]: [string, unknown]) => {
    const isList = Array.isArray(value) && value.length > 0;
    const text = isList ? `[\n${value.map((item) => encodeJson(item)).join(',\n')}\n]` : encodeJson(value);
    return `${encodeJson(name)}:${text}`;
  });
  return `{${members.join(',\n')}}\n`;
}
