/** Puts the reviews of files together into a report. */
import type { Rule } from '../model/rule.ts';
import { compareWith } from './compare.ts';
import type { Earlier } from './earlier.ts';
import { compareSubjects, subjectsOf } from './grade.ts';
import { prioritiesOf } from './priorities.ts';
import type {
  ChecklistState,
  Exception,
  FileReview,
  LoneReview,
  Report,
  ReviewFinding,
  RuleFacts,
} from './report.ts';

/** What a report says of itself, and what it is made with. */
export interface ReportFacts {
  /** The version of this product. */
  readonly version: string;
  /** The day: `2026-03-31`. */
  readonly date: string;
  /** The name of the folder. */
  readonly title: string;
  readonly strict: boolean;
  readonly rules: readonly Rule[];
  /** The items of the host's checklist by id, in its order. */
  readonly checklist: readonly ChecklistState[];
  /** An earlier report to compare with. */
  readonly earlier?: Earlier;
}

/** The report; the same reviews in any order give the same. */
export function buildReport(reviews: readonly LoneReview[], facts: ReportFacts): Report {
  const sorted = [...reviews].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const files = toldOnce(withoutUsed(sorted));
  const subjects = files.flatMap(subjectsOf).sort(compareSubjects);
  const rules = new Map(facts.rules.map((rule) => [rule.id, rule]));
  return {
    version: 1,
    tool: { name: 'Bulkhead', version: facts.version },
    date: facts.date,
    title: facts.title,
    strict: facts.strict,
    files,
    subjects,
    priorities: prioritiesOf(files, subjects, rules),
    rules: ruleFactsOf(files, facts.rules),
    exceptions: files.flatMap(({ excepted }) => excepted.flatMap(exceptionOf)),
    checklist: facts.checklist,
    ...(facts.earlier ? { comparison: compareWith(facts.earlier, files, facts) } : {}),
  };
}

function exceptionOf({ fingerprint, exception }: ReviewFinding): Exception[] {
  return exception ? [{ fingerprint, ...exception }] : [];
}

/** Without the findings that call an exception unused which another file uses. */
function withoutUsed(reviews: readonly LoneReview[]): readonly FileReview[] {
  const used = new Set(reviews.flatMap(({ uses = [] }) => uses));
  return reviews.map(({ uses: _, unused = [], ...file }) => {
    const wrong = new Set(unused.filter(({ key }) => used.has(key)).map(({ fingerprint }) => fingerprint));
    if (wrong.size === 0) return file;
    return { ...file, findings: file.findings.filter(({ fingerprint }) => !wrong.has(fingerprint)) };
  });
}

/** Several files may lead to one finding in another file; the first of them tells it. */
function toldOnce(files: readonly FileReview[]): readonly FileReview[] {
  const told = new Set<string>();
  return files.map((file) => {
    const isElsewhere = ({ path }: ReviewFinding): boolean => path !== undefined;
    if (!file.findings.some(isElsewhere) && !file.excepted.some(isElsewhere)) return file;
    const isNews = ({ path, ruleId, range }: ReviewFinding): boolean => {
      const key = JSON.stringify([path, ruleId, range]);
      const isFirst = path === undefined || !told.has(key);
      told.add(key);
      return isFirst;
    };
    return { ...file, findings: file.findings.filter(isNews), excepted: file.excepted.filter(isNews) };
  });
}

function ruleFactsOf(files: readonly FileReview[], rules: readonly Rule[]): RuleFacts[] {
  const named = new Set(
    files
      .flatMap(({ findings, excepted, credits }) => [...findings, ...excepted, ...credits])
      .map(({ ruleId }) => ruleId),
  );
  return rules
    .filter(({ id }) => named.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, meta: { summary, topic, section, severity, references } }) => ({
      id,
      summary,
      topic,
      section,
      severity,
      references,
    }));
}
