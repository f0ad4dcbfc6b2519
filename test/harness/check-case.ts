/** Checks one case: what is found, what each fix makes of it, and what every fix must leave alone. */
import assert from 'node:assert/strict';
import { type Case, type CaseFile, type ExpectedFix, textOf } from './cases.ts';
import { compareSpots } from './carets.ts';
import { judge, type Judged } from './judge.ts';
import { choicesOf, type FixChoice, mend } from './mend.ts';

/** The texts of a case by URI. */
export function textsOf(one: Case): Map<string, string> {
  return new Map(one.files.map((file) => [file.uri, textOf(file.lines, file.form)]));
}

/** Asserts that a rule finds in a case what its carets say, and that its fixes do what its fences say. */
export async function checkCase(ruleId: string, one: Case): Promise<void> {
  const texts = textsOf(one);
  const judged = await judge(texts, one.files, one.strict);
  for (const file of one.files) {
    const text = texts.get(file.uri) ?? '';
    const { expected, found } = compareSpots(file, text, findingsIn(judged, ruleId, file));
    assert.deepEqual(found, expected, 'what is found (actual) is not what the carets say (expected)');
  }
  const foreign = judged.findings.filter(
    ({ ruleId: id, uri }) => id === ruleId && !one.files.some((file) => file.uri === uri),
  );
  assert.deepEqual(foreign, [], 'findings in files that the case does not have');
  await checkFixes(ruleId, one, texts, judged);
}

/** The findings of a rule in one file. */
export function findingsIn({ findings }: Judged, ruleId: string, file: CaseFile) {
  return findings.filter((finding) => finding.ruleId === ruleId && finding.uri === file.uri);
}

async function checkFixes(
  ruleId: string,
  one: Case,
  texts: ReadonlyMap<string, string>,
  judged: Judged,
): Promise<void> {
  const open = new Set(one.fixes);
  for (const choice of choicesOf(judged, ruleId)) {
    const mended = await mend(texts, one.files, one.strict, ruleId, choice);
    assert.deepEqual(mended.complaints, [], `after the ${choice.applicability} fix '${choice.title}'`);
    const shown = one.fixes.filter((fix) => isAbout(fix, choice));
    if (mended.applied > 0) checkShown(one, choice, mended.texts, shown, open);
    for (const reason of mended.refusals) {
      const fix = shown.find(({ outcome }) => 'reason' in outcome && outcome.reason === reason);
      if (fix) open.delete(fix);
      assert.ok(
        fix ?? one.fixesElsewhere,
        `'${choice.title}' is refused: show it in a fence (--update writes it), or say fixes=elsewhere:\nrefused "${choice.title}"\n${reason}`,
      );
    }
  }
  assert.deepEqual(
    [...open].map((fix) => `line ${fix.fence.line + 1}: ${fix.fence.tag} "${fix.title}"`),
    [],
    'fixes are shown that are not offered',
  );
}

function checkShown(
  one: Case,
  { title, applicability }: FixChoice,
  texts: ReadonlyMap<string, string>,
  shown: readonly ExpectedFix[],
  open: Set<ExpectedFix>,
): void {
  let seen = false;
  for (const fix of shown) {
    if (!('file' in fix.outcome)) continue;
    const { file } = fix.outcome;
    seen = true;
    open.delete(fix);
    assert.equal(
      texts.get(file.uri),
      textOf(fix.fence.body, file.form),
      `the text after '${title}' (actual) is not what the fence on line ${fix.fence.line + 1} shows`,
    );
  }
  assert.ok(
    seen || one.fixesElsewhere,
    `the ${applicability} fix '${title}' is offered: show it in a 'fixed' fence of that title (--update writes it), or say fixes=elsewhere`,
  );
}

function isAbout({ title, outcome }: ExpectedFix, choice: FixChoice): boolean {
  if (title !== choice.title) return false;
  return 'reason' in outcome || outcome.applicability === choice.applicability;
}
