/** All safe fixes of a text as one edit. */
import type { CancellationToken, CodeAction } from 'vscode-languageserver';
import type { TextEdit } from '../base/text.ts';
import type { Finding, FixOffer } from '../model/finding.ts';
import { type Analysis, applyFixes } from '../service.ts';
import { findingsOf } from './convert.ts';
import { giveWay, inTime } from './guard.ts';
import type { Session } from './session.ts';
import { workspaceEdit } from './workspace-edit.ts';

export const FIX_ALL_KIND = 'source.fixAll.bulkhead';

/** Rounds end by themselves, because a safe fix ends its finding; this is for a rule that breaks that promise. */
const MOST_ROUNDS = 20;

/** After this time no further round begins, in milliseconds. */
const PATIENCE = 3000;

/** The mended texts, by what was known of the texts: the light bulb asks again at every step of the cursor. */
const mended = new WeakMap<Analysis, Promise<string>>();

/** The action, when there is a safe fix to make; its edit comes with it or, where the client can, when it is resolved. */
export async function fixAllAction(session: Session, analysis: Analysis): Promise<CodeAction[]> {
  const { text, uri } = analysis;
  const found = findingsOf(analysis);
  const unused = await unusedKeys(session, uri, found);
  const findings = found.filter((finding) => isCertain(finding, unused));
  const first = inTime(session.host, () => applyFixes(text, uri, findings, isSafe));
  if (first.applied === 0) return [];
  const action = { title: 'Fix all safe findings in this file', kind: FIX_ALL_KIND };
  if (session.abilities.resolveEdit) return [{ ...action, data: { uri } }];
  return [await withEdit(session, action, analysis)];
}

/** Answers `codeAction/resolve`. */
export async function resolveAction(
  session: Session,
  action: CodeAction,
  token: CancellationToken,
): Promise<CodeAction> {
  await giveWay(token);
  const uri = uriIn(action.data);
  if (action.kind !== FIX_ALL_KIND || uri === undefined) return action;
  return withEdit(session, action, await session.service.analyze(uri));
}

async function withEdit(session: Session, action: CodeAction, analysis: Analysis): Promise<CodeAction> {
  const known = mended.get(analysis) ?? fixedText(session, analysis);
  mended.set(analysis, known);
  const edit = shortestEdit(analysis.text, await known);
  return edit === undefined ? action : { ...action, edit: workspaceEdit(session, analysis, [edit]) };
}

/** The text after its safe fixes, judged again after each round until nothing is left to mend. */
async function fixedText(session: Session, analysis: Analysis): Promise<string> {
  const { uri } = analysis;
  const languageId = session.documentOf(uri)?.languageId;
  const service = session.newService();
  const end = Date.now() + PATIENCE;
  let text = analysis.text;
  let unused = await unusedKeys(session, uri, findingsOf(analysis));
  for (let round = 0; round < MOST_ROUNDS && Date.now() < end; round++) {
    service.open({ uri, text, ...(languageId === undefined ? {} : { languageId }) });
    const found = (await service.analyze(uri)).findings;
    const findings = found.filter((finding) => isCertain(finding, unused));
    const fixed = inTime(session.host, () => applyFixes(text, uri, findings, isSafe));
    if (fixed.applied === 0) break;
    text = fixed.text;
    unused = NONE;
  }
  return text;
}

/** What other texts use is known of the text as it was at first; what is unused only since then waits for the next time. */
const NONE: ReadonlySet<string> = new Set();

/** The exceptions and their rules that no text which is known has a use for. */
async function unusedKeys(
  session: Session,
  uri: string,
  findings: readonly Finding[],
): Promise<ReadonlySet<string>> {
  if (findings.every(({ unused }) => unused === undefined)) return NONE;
  const known = await session.service.diagnose(uri);
  return new Set(known.findings.flatMap(({ unused }) => unused ?? []));
}

/** Whether a finding may be mended without being asked for: what one text does not use another may. */
function isCertain({ unused }: Finding, keys: ReadonlySet<string>): boolean {
  return unused === undefined || keys.has(unused);
}

/** The one edit between two texts that leaves alone the lines they begin and end with. */
function shortestEdit(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const start = same === 0 ? 0 : before.lastIndexOf('\n', same - 1) + 1;
  const longest = Math.min(before.length, after.length) - start;
  let tail = 0;
  while (tail < longest && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const lineEnd = before.indexOf('\n', before.length - tail);
  const kept = lineEnd < 0 ? 0 : before.length - lineEnd - 1;
  return { range: { start, end: before.length - kept }, newText: after.slice(start, after.length - kept) };
}

/** What a person must fill in is not mended by filling in nothing. */
function isSafe(fix: FixOffer): boolean {
  return fix.applicability === 'safe' && fix.asks !== true;
}

function uriIn(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('uri' in data)) return undefined;
  return typeof data.uri === 'string' ? data.uri : undefined;
}
