/** What is reported of a file that gave no findings because something went wrong. */
import { printable } from './format/cells.ts';
import { problemJson } from './format/json.ts';
import { NO_COUNTS, type FileReport } from './report.ts';

/** The report of a file that could not be read or checked. */
export function failedReport(path: string, reason: string): FileReport {
  return {
    path,
    state: 'failed',
    shown: '',
    elsewhere: [],
    problems: [problemJson(path, { severity: 'error', message: `could not be checked: ${reason}` })],
    notes: [`${printable(path)}: ${reason}`],
    counts: NO_COUNTS,
    excepted: 0,
    known: 0,
    isConfiguration: false,
    records: [],
    uses: [],
    unused: [],
    fixable: { safe: 0, unsafe: 0 },
    fixed: 0,
    product: '',
  };
}
