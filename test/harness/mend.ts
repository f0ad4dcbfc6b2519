/** Applies a fix of a case wherever it is offered, one finding after the other, and checks each step. */
import { applyEdits, type TextEdit } from '../../server/src/base/text.ts';
import type { Finding, FixOffer } from '../../server/src/model/finding.ts';
import { complaintsAbout } from './fix-checks.ts';
import { judge, type Judgeable, type Judged } from './judge.ts';

/** A fix that a rule offers, by the words that a user picks it by. */
export interface FixChoice {
  readonly title: string;
  readonly applicability: string;
}

/** What came of applying one fix wherever it was offered. */
export interface Mended {
  readonly texts: ReadonlyMap<string, string>;
  /** How many times it was applied. */
  readonly applied: number;
  /** Why it was refused, in the first text; each reason once. */
  readonly refusals: readonly string[];
  readonly complaints: readonly string[];
}

const MOST_STEPS = 50;

/**
 * Applies the fix with this title to the first finding of the rule that offers it and does not refuse it, judges again, and goes on
 * until no finding takes it any more. That it comes to an end shows that a second run changes nothing.
 */
export async function mend(
  texts: ReadonlyMap<string, string>,
  files: readonly Judgeable[],
  strict: boolean,
  ruleId: string,
  choice: FixChoice,
): Promise<Mended> {
  let current = texts;
  let before = await judge(texts, files, strict);
  const refusals = refusalsOf(before, ruleId, choice);
  const complaints: string[] = [];
  for (let applied = 0; ; applied++) {
    const step = nextStep(before, ruleId, choice);
    if (!step) return { texts: current, applied, refusals, complaints };
    if (applied === MOST_STEPS) {
      complaints.push(`the fix is still offered after ${MOST_STEPS} times`);
      return { texts: current, applied, refusals, complaints };
    }
    const uri = step.uri;
    const text = applyEdits(current.get(uri) ?? '', step.edits);
    if (text === undefined || text === current.get(uri)) {
      complaints.push(text === undefined ? 'its edits overlap' : 'it changes nothing');
      return { texts: current, applied, refusals, complaints };
    }
    current = new Map([...current, [uri, text]]);
    const after = await judge(current, files, strict);
    complaints.push(...complaintsAbout(step.finding, step.fix, before, after));
    before = after;
  }
}

/** The fixes that the rule's findings offer, each once. */
export function choicesOf({ findings }: Judged, ruleId: string): FixChoice[] {
  const choices = new Map<string, FixChoice>();
  for (const finding of findings) {
    if (finding.ruleId !== ruleId) continue;
    for (const { title, applicability } of finding.fixes) {
      choices.set(`${applicability} ${title}`, { title, applicability });
    }
  }
  return [...choices.values()];
}

function nextStep({ findings }: Judged, ruleId: string, choice: FixChoice) {
  for (const { finding, fix } of offers(findings, ruleId, choice)) {
    const lowered = fix.lower();
    if (!('edits' in lowered)) continue;
    const edits = asFilledIn(lowered.edits);
    return { finding, fix, edits, uri: lowered.uri ?? finding.uri };
  }
  return undefined;
}

/** What a person writes where a fix leaves a blank. */
const WORDS = 'filled in by a person';

/** Edits as they are when a person has filled in what they leave open; a date that is proposed is taken. */
export function asFilledIn(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.map((edit) => (isDate(edit) ? edit : filledIn(edit)));
}

function filledIn({ range, newText, blank }: TextEdit): TextEdit {
  if (!blank) return { range, newText };
  return { range, newText: newText.slice(0, blank.start) + WORDS + newText.slice(blank.end) };
}

function isDate({ newText, blank }: TextEdit): boolean {
  return blank !== undefined && /^\d{4}-\d{2}-\d{2}$/u.test(newText.slice(blank.start, blank.end));
}

function refusalsOf({ findings }: Judged, ruleId: string, choice: FixChoice): string[] {
  const reasons = new Set<string>();
  for (const { fix } of offers(findings, ruleId, choice)) {
    const lowered = fix.lower();
    if ('refused' in lowered) reasons.add(lowered.refused);
  }
  return [...reasons];
}

function* offers(
  findings: readonly Finding[],
  ruleId: string,
  { title, applicability }: FixChoice,
): Iterable<{ finding: Finding; fix: FixOffer }> {
  for (const finding of findings) {
    if (finding.ruleId !== ruleId) continue;
    for (const fix of finding.fixes) {
      if (fix.title === title && fix.applicability === applicability) yield { finding, fix };
    }
  }
}
