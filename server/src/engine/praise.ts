/** Asks every rule what is right with a text: the hardening that a report lists beside the findings. */
import { compareRanges } from '../base/text.ts';
import type { Credit } from '../model/finding.ts';
import type { Praise, Rule } from '../model/rule.ts';
import type { Reading } from '../model/surface.ts';
import type { SubjectKind } from '../model/subject.ts';
import { fill } from './judge.ts';

/** Whose praise is asked for, and who is told of a rule that throws. */
export interface PraiseOptions {
  readonly rules: readonly Rule[];
  onCrash(ruleId: string, error: unknown): void;
}

/** What is right with a text, sorted by place; a rule that throws loses its own praise only. */
export function praise(reading: Reading, { rules, onCrash }: PraiseOptions): readonly Credit[] {
  const credits = rules.flatMap((rule) => {
    try {
      return Object.keys(rule.praise ?? {}).flatMap((kind) =>
        isKindOf(rule, kind) ? praiseOf(rule, kind, reading) : [],
      );
    } catch (error) {
      onCrash(rule.id, error);
      return [];
    }
  });
  return credits.sort(compareCredits);
}

function isKindOf(rule: Rule, kind: string): kind is SubjectKind {
  return rule.praise !== undefined && kind in rule.praise;
}

function praiseOf<Kind extends SubjectKind>(rule: Rule, kind: Kind, reading: Reading): Credit[] {
  const find: Praise<Kind, string> | undefined = rule.praise?.[kind];
  if (!find) return [];
  const credits: Credit[] = [];
  for (const subject of reading.subjects(kind)) {
    for (const { at, message, data } of find(subject)) {
      const text = fill(rule.messages[message] ?? message, data);
      credits.push({ ruleId: rule.id, message: text, uri: at.uri, range: at.range });
    }
  }
  return credits;
}

function compareCredits(a: Credit, b: Credit): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return compareRanges(a.range, b.range) || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
}
