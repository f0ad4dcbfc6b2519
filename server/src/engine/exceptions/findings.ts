/** Has the rules judge the exceptions of a text, and puts what they find beside the rest. */
import type { SourceText } from '../../base/text.ts';
import type { Exception } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import type { Rule } from '../../model/rule.ts';
import type { SubjectKind, Subjects } from '../../model/subject.ts';
import { contextsIn } from '../context.ts';
import { compareFindings } from '../foreign.ts';
import { type Judgeable, runRule } from '../judge.ts';
import { type Surroundings, type Verdict, weigh } from '../verdict.ts';
import { exceptionSubjects } from './audit.ts';
import type { Audited } from './audited.ts';
import { lowerException } from './lower.ts';

/** The verdict on a text with what is wrong with its exceptions. */
export function exceptionFindings(
  document: SourceText,
  verdict: Verdict,
  surroundings: Surroundings,
  onCrash: (ruleId: string, error: unknown) => void,
): Verdict {
  const all = exceptionSubjects(document.uri, verdict, surroundings);
  if (all.length === 0) return verdict;
  const contextOf = contextsIn(surroundings.configurationOf(document.uri));
  const rules = surroundings.rules.filter(({ check }) => check.exception);
  const options = { rules, contextOf, onCrash };
  const found = all.flatMap((audited) => {
    const reading = judgeable(document.text, audited);
    return rules
      .flatMap((rule) => runRule(rule, document, reading, options).map((each) => marked(each, rule, audited)))
      .flatMap((finding) => weigh(finding, surroundings) ?? []);
  });
  return { ...verdict, findings: [...verdict.findings, ...found].sort(compareFindings) };
}

/** What says that an exception, or one rule of it, has no effect is wrong when another text has a use for that. */
function marked(finding: Finding, { meta }: Rule, { key, exception }: Audited): Finding {
  if (meta.unnecessary !== true) return finding;
  const { start, end } = finding.range;
  const named = exception.rules.find(({ source: { range } }) => range.start === start && range.end === end);
  const [id, ...more] = named?.ids ?? [];
  return { ...finding, unused: id === undefined || more.length > 0 ? key : ruleKey(key, id) };
}

/** The keys of all that is used of exceptions: of each as a whole, and of each of its rules that has a use. */
export function usedKeys(uses: Verdict['uses']): readonly string[] {
  return [...uses].flatMap(([key, findings]) => [
    key,
    ...new Set(findings.map(({ ruleId }) => ruleKey(key, ruleId))),
  ]);
}

function ruleKey(key: string, ruleId: string): string {
  return `${key} ${ruleId}`;
}

function judgeable(text: string, audited: Audited): Judgeable {
  const exception: readonly Exception[] = [audited.exception];
  const lists: { readonly [Kind in SubjectKind]: readonly Subjects[Kind][] } = { ...NOTHING_ELSE, exception };
  return {
    subjects: (kind) => lists[kind],
    lower: (_subject, changes) => lowerException(text, audited, changes),
  };
}

const NOTHING_ELSE = {
  project: [],
  container: [],
  stage: [],
  image: [],
  script: [],
  command: [],
  variable: [],
  copy: [],
};
