/** Judges one text: reads it with its surface, runs every rule on every subject, and sorts what they say. */
import { presentable } from '../base/presentable.ts';
import type { Location, SourceText } from '../base/text.ts';
import { fileNameOf } from '../base/uri.ts';
import type { ContextOf } from '../model/configuration.ts';
import type { Finding, FixOffer } from '../model/finding.ts';
import type { Check, Fix, Related, Rule, Violation } from '../model/rule.ts';
import type { Near, Reading, Surface } from '../model/surface.ts';
import type { Subject, SubjectKind } from '../model/subject.ts';
import { type Inner, innerOf, surfaced, withInner } from './embedded.ts';
import { compareFindings, identityOf, once } from './foreign.ts';

/** What a text is judged by. */
export interface JudgeOptions {
  readonly rules: readonly Rule[];
  /** They read the texts that stand inside others. */
  readonly surfaces: readonly Surface[];
  /** What a rule may ask of its surroundings. */
  readonly contextOf: ContextOf;
  /** Called when a rule throws, or a surface while it makes a fix: a bug of ours that costs those findings or that fix only. */
  onCrash(ruleId: string, error: unknown): void;
}

/** What came of one text. */
export interface Judgement {
  readonly reading: Reading;
  /** Sorted by place, then by rule. */
  readonly findings: readonly Finding[];
}

/** Reads and judges a text. Pure and synchronous: the same texts give the same findings in the same order. */
export function judge(document: SourceText, surface: Surface, near: Near, options: JudgeOptions): Judgement {
  const reading = surface.read(document, near);
  const embedded = reading.embedded?.() ?? [];
  const inner = innerOf(document.uri, embedded, near, options.surfaces);
  const findings = findingsOf(document, reading, inner, options).sort(compareFindings);
  const said = once(findings, (finding) => brought.has(finding));
  const outside =
    embedded.length === 0 ? said : said.map((finding) => surfaced(finding, embedded)).sort(compareFindings);
  return { reading: withInner(reading, inner), findings: outside };
}

function findingsOf(
  document: SourceText,
  reading: Reading,
  inner: readonly Inner[],
  options: JudgeOptions,
): Finding[] {
  const { rules } = options;
  const own = rules.flatMap((rule) => runRule(rule, document, reading, options));
  if (inner.length === 0) return own;
  const inside = inner.flatMap((each) =>
    rules.flatMap((rule) => runRule(rule, each.document, each.reading, options).map(each.outward)),
  );
  // The text around may judge what is inside for itself, but cannot mend it.
  const told = new Set(inside.map(identityOf));
  return [...own.filter((finding) => !told.has(identityOf(finding))), ...inside];
}

/** Findings of values that came to their place by a way. */
const brought = new WeakSet<Finding>();

/** What a rule looks at, and what makes edits of its changes. */
export type Judgeable = Pick<Reading, 'subjects' | 'lower'>;

/** What one rule finds; a rule that throws finds nothing. */
export function runRule(
  rule: Rule,
  document: SourceText,
  reading: Judgeable,
  options: Omit<JudgeOptions, 'surfaces'>,
): Finding[] {
  try {
    return Object.keys(rule.check).flatMap((kind) =>
      isKindOf(rule, kind) ? runCheck(rule, kind, document, reading, options) : [],
    );
  } catch (error) {
    options.onCrash(rule.id, error);
    return [];
  }
}

function isKindOf(rule: Rule, kind: string): kind is SubjectKind {
  return kind in rule.check;
}

function runCheck<Kind extends SubjectKind>(
  rule: Rule,
  kind: Kind,
  document: SourceText,
  reading: Judgeable,
  { contextOf, onCrash }: Omit<JudgeOptions, 'surfaces'>,
): Finding[] {
  const check: Check<Kind, string> | undefined = rule.check[kind];
  if (!check) return [];
  const findings: Finding[] = [];
  const context = contextOf(rule.id);
  for (const subject of reading.subjects(kind)) {
    for (const violation of check(subject, context)) {
      findings.push(toFinding(rule, violation, subject, document, reading, onCrash));
    }
  }
  return findings;
}

function toFinding(
  rule: Rule,
  violation: Violation<string>,
  subject: Subject,
  document: SourceText,
  reading: Judgeable,
  onCrash: JudgeOptions['onCrash'],
): Finding {
  const finding: Finding = {
    ruleId: rule.id,
    severity: violation.severity ?? rule.meta.severity,
    messageId: violation.message,
    message: fill(rule.messages[violation.message] ?? violation.message, violation.data),
    uri: violation.at.uri,
    range: violation.at.range,
    related: relatedOf(violation, document),
    fixes: (violation.fixes ?? []).map((fix) =>
      offer(fix, subject, document.uri, reading, (error) => onCrash(rule.id, error)),
    ),
    parts: violation.parts ?? [],
    topic: rule.meta.topic,
    unnecessary: rule.meta.unnecessary ?? false,
    secret: rule.meta.secret ?? false,
  };
  if (violation.at.via.length > 0) brought.add(finding);
  return 'askedBy' in subject ? asked(finding, subject.askedBy ?? []) : finding;
}

/** What is found in a stage only because services ask for it rests on each of them. */
function asked(finding: Finding, askedBy: readonly Location[]): Finding {
  const [first, ...twins] = askedBy.map((place): Finding => {
    const related = [...finding.related, { ...place, message: 'this service asks for the stage' }];
    return { ...finding, related };
  });
  if (!first) return finding;
  return twins.length > 0 ? { ...first, twins } : first;
}

function relatedOf(violation: Violation<string>, document: SourceText): Related[] {
  const { uri, via, hides } = violation.at;
  const steps = via.map((step) => ({
    ...step,
    message: step.uri === document.uri ? 'the value comes from here' : 'the value comes from this file',
  }));
  const hidden = hides ? [{ ...hides, message: overruled(uri, hides.uri), isOverruled: true }] : [];
  return [...(violation.related ?? []), ...steps, ...hidden];
}

/** The value itself is not shown: it may be a secret. */
function overruled(by: string, uri: string): string {
  return `this is overruled: ${by === uri ? 'the other place' : `'${presentable(fileNameOf(by))}'`} counts`;
}

function offer(
  fix: Fix,
  subject: Subject,
  uri: string,
  reading: Judgeable,
  onCrash: (error: unknown) => void,
): FixOffer {
  return {
    title: fix.title,
    applicability: fix.applicability,
    ...(fix.breaks === undefined ? {} : { breaks: fix.breaks }),
    partial: fix.partial ?? false,
    ...(fix.asks === true ? { asks: true } : {}),
    lower: () => {
      try {
        return { uri, ...reading.lower(subject, fix.changes) };
      } catch (error) {
        onCrash(error);
        return { refused: 'Making the edit failed because of a bug in Bulkhead.' };
      }
    },
  };
}

/** Puts data into the `{{name}}` places of a message; a place without data stays, so that a test sees it. */
export function fill(message: string, data?: Readonly<Record<string, string | number>>): string {
  if (!data) return message;
  return message.replace(/\{\{(\w+)\}\}/gu, (place, name: string) => {
    const value = data[name];
    return value === undefined ? place : presentable(String(value));
  });
}
