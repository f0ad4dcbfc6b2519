/** Rewrites the carets and the texts after fixes in a page of cases (`UPDATE_CASES=1`); whoever runs it reads the difference. */
import { annotate } from './carets.ts';
import { type Case, type CaseFile, pathOf, readCases } from './cases.ts';
import { findingsIn, textsOf } from './check-case.ts';
import { judge } from './judge.ts';
import type { Fence } from './markdown.ts';
import { choicesOf, type FixChoice, type Mended, mend } from './mend.ts';

/** Lines of a page that are to be replaced. */
interface Patch {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** The page with carets and fences as the rule has it now. Fences of fixes that are offered no more stay, and fail. */
export async function updateCases(rule: string | ((one: Case) => string), page: string): Promise<string> {
  const patches: Patch[] = [];
  for (const one of readCases(page)) {
    patches.push(...(await patchesOf(typeof rule === 'string' ? rule : rule(one), one)));
  }
  const lines = page.split('\n');
  patches.sort((a, b) => b.start - a.start);
  for (const patch of patches) lines.splice(patch.start, patch.end - patch.start, ...patch.lines);
  return lines.join('\n');
}

async function patchesOf(ruleId: string, one: Case): Promise<Patch[]> {
  const texts = textsOf(one);
  const judged = await judge(texts, one.files, one.strict);
  const patches = one.files.map((file) =>
    replaceBody(file.fence, annotate(file, texts.get(file.uri) ?? '', findingsIn(judged, ruleId, file))),
  );
  const added: string[] = [];
  for (const choice of choicesOf(judged, ruleId)) {
    const mended = await mend(texts, one.files, one.strict, ruleId, choice);
    patches.push(...shownTexts(one, choice, mended));
    if (!one.fixesElsewhere) added.push(...missingFences(one, choice, mended, texts));
  }
  const last = Math.max(...[...one.files, ...one.fixes].map(({ fence }) => endOf(fence)));
  if (added.length > 0) patches.push({ start: last, end: last, lines: added });
  return patches;
}

function shownTexts(one: Case, choice: FixChoice, mended: Mended): Patch[] {
  return one.fixes.flatMap(({ title, outcome, fence }) => {
    if (title !== choice.title || !('file' in outcome)) return [];
    if (outcome.applicability !== choice.applicability) return [];
    return [replaceBody(fence, bodyOf(mended.texts.get(outcome.file.uri) ?? '', outcome.file))];
  });
}

function missingFences(
  one: Case,
  choice: FixChoice,
  mended: Mended,
  before: ReadonlyMap<string, string>,
): string[] {
  const shown = one.fixes.filter((fix) => fix.title === choice.title);
  const lines: string[] = [];
  if (mended.applied > 0 && !shown.some(({ outcome }) => 'file' in outcome)) {
    for (const file of one.files) {
      const text = mended.texts.get(file.uri) ?? '';
      if (text === before.get(file.uri)) continue;
      const path = pathOf(file.fence);
      const info = `fixed ${choice.applicability} "${choice.title}"${path === undefined ? '' : ` path=${path}`}`;
      lines.push(...fenceOf(info, bodyOf(text, file)));
    }
  }
  for (const reason of mended.refusals) {
    if (shown.some(({ outcome }) => 'reason' in outcome && outcome.reason === reason)) continue;
    lines.push(...fenceOf(`refused "${choice.title}"`, [reason]));
  }
  return lines;
}

function fenceOf(info: string, body: readonly string[]): string[] {
  return ['', `\`\`\`${info}`, ...body, '```'];
}

function bodyOf(text: string, { form }: CaseFile): string[] {
  const lines = text.replace(/^\uFEFF/u, '').split(form.crlf ? '\r\n' : '\n');
  if (!form.noeol && lines.at(-1) === '') lines.pop();
  return lines;
}

function replaceBody(fence: Fence, lines: readonly string[]): Patch {
  return { start: fence.line + 1, end: endOf(fence) - 1, lines };
}

/** The number of the line behind a fence. */
function endOf(fence: Fence): number {
  return fence.line + fence.body.length + 2;
}
