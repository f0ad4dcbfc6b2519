/** The report's one door for skins: builds a report and prints it in the format that was asked for. */
import type { Rule } from '../model/rule.ts';
import { toHtml } from './html/to-html.ts';
import { toJson } from './json.ts';
import { toMarkdown } from './markdown.ts';
import type { Report } from './report.ts';
import { toSarif } from './sarif.ts';

export { buildReport } from './build.ts';
export {
  CHECKLIST_FILE,
  checklistStates,
  printChecklist,
  readChecklist,
  withTick,
} from './checklist-file.ts';
export { readEarlier } from './earlier.ts';

export type ReportFormat = 'html' | 'markdown' | 'json' | 'sarif';

/** What a format needs besides the report. */
export interface FormatParts {
  /** The Markdown of a rule's page or a cheat sheet. */
  pageOf(id: string): string | undefined;
  readonly rules: readonly Rule[];
}

export function formatReport(report: Report, format: ReportFormat, { pageOf, rules }: FormatParts): string {
  switch (format) {
    case 'html':
      return toHtml(report, pageOf);
    case 'markdown':
      return toMarkdown(report, pageOf);
    case 'json':
      return toJson(report);
    case 'sarif':
      return toSarif(report, pageOf, rules);
  }
}
