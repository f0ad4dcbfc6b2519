/** Has the rules judge the exceptions of a text, and puts what they find beside the rest. */
import type { SourceText } from '../../base/text.ts';
import type { Exception } from '../../model/exception.ts';
import type { SubjectKind, Subjects } from '../../model/subject.ts';
import { contextsIn } from '../context.ts';
import { compareFindings } from '../foreign.ts';
import { type Judgeable, runRule } from '../judge.ts';
import { type Surroundings, type Verdict, weigh } from '../verdict.ts';
import { exceptionSubjects } from './audit.ts';
import { lowerException } from './lower.ts';

/** The verdict on a text with what is wrong with its exceptions. */
export function exceptionFindings(
  document: SourceText,
  verdict: Verdict,
  surroundings: Surroundings,
  onCrash: (ruleId: string, error: unknown) => void,
): Verdict {
  const configuration = surroundings.configurationOf(document.uri);
  if (configuration.ignoresExceptions) return verdict;
  const subjects = exceptionSubjects(document.uri, verdict, surroundings);
  if (subjects.length === 0) return verdict;
  const contextOf = contextsIn(configuration);
  const rules = surroundings.rules.filter(({ check }) => check.exception);
  const reading = judgeable(document.text, subjects);
  const found = rules
    .flatMap((rule) => runRule(rule, document, reading, { rules, contextOf, onCrash }))
    .flatMap((finding) => weigh(finding, surroundings) ?? []);
  return { ...verdict, findings: [...verdict.findings, ...found].sort(compareFindings) };
}

function judgeable(text: string, exception: readonly Exception[]): Judgeable {
  const lists: { readonly [Kind in SubjectKind]: readonly Subjects[Kind][] } = { ...NOTHING_ELSE, exception };
  return {
    subjects: (kind) => lists[kind],
    lower: (subject, changes) => {
      const found = exception.find((each) => each === subject);
      if (!found) throw new Error('only exceptions are lowered here');
      return lowerException(text, found, changes);
    },
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
