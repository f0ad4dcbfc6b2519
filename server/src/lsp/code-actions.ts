/** The light bulb: the fixes of the findings under the cursor, then the ways to except them, then their pages; and the action that mends a whole file. */
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver';
import { indexLines, type LineIndex } from '../base/line-index.ts';
import { overlaps } from '../base/text.ts';
import type { Finding } from '../model/finding.ts';
import { findingToDiagnostic, fromRange } from './convert.ts';
import { changeOf, titleOf, writable } from './edited.ts';
import { exceptionActions, type Offered } from './exception-actions.ts';
import { FIX_ALL_KIND, fixAllAction } from './fix-all.ts';
import { giveWay, inTime } from './guard.ts';
import { REWRITE_KIND, rewriteActions } from './rewrite-action.ts';
import type { Session } from './session.ts';

/** The command that a client without pages of its own asks the server to run. */
export const EXPLAIN_COMMAND = 'bulkhead.explain';

/** Answers `textDocument/codeAction`. */
export async function codeActions(
  session: Session,
  params: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  await giveWay(token);
  const { uri } = params.textDocument;
  if (!session.abilities.codeActionLiterals || !(await session.settings.isEnabled(uri))) return [];
  const { analysis, findings: all } = await session.service.diagnose(uri);
  const lines = indexLines(analysis.text);
  const range = fromRange(lines, params.range);
  const findings = all.filter((finding) => overlaps(finding.range, range));
  const offered = findings.map((finding) => ({ finding, diagnostic: asDiagnostic(session, lines, finding) }));
  const only = params.context.only;
  const fixes = inTime(session.host, () => offered.flatMap((each) => fixesOf(session, each)));
  const wantsAll = only ? isWanted(FIX_ALL_KIND, only) : fixes.some(({ rank }) => rank === 0);
  const quick = isWanted(CodeActionKind.QuickFix, only);
  return [
    ...(quick ? ordered(fixes) : []),
    ...(quick ? await exceptionActions(session, offered) : []),
    ...(quick ? pagesOf(session, findings) : []),
    ...(isWanted(REWRITE_KIND, only) ? await rewriteActions(session, analysis, range) : []),
    ...(wantsAll ? await fixAllAction(session, analysis) : []),
  ];
}

/** Whether an action of this kind was asked for. */
function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  return !only || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** Safe fixes first, then unsafe ones, then those that were refused. */
function ordered(fixes: readonly RankedAction[]): CodeAction[] {
  return [...fixes].sort((a, b) => a.rank - b.rank).map(({ action }) => action);
}

/** The pages of the rules, which come last. */
function pagesOf(session: Session, findings: readonly Finding[]): CodeAction[] {
  return [...new Set(findings.map((finding) => finding.ruleId))].map((id) => explain(session, id));
}

interface RankedAction {
  readonly rank: 0 | 1 | 2;
  readonly action: CodeAction;
}

function fixesOf(session: Session, { finding, diagnostic }: Offered): RankedAction[] {
  const diagnostics = [diagnostic];
  const actions: RankedAction[] = [];
  for (const fix of finding.fixes) {
    const lowered = writable(session, finding, fix.lower());
    const base = { title: titleOf(fix), kind: CodeActionKind.QuickFix, diagnostics };
    if ('refused' in lowered) {
      if (!session.abilities.disabledActions) continue;
      actions.push({ rank: 2, action: { ...base, disabled: { reason: lowered.refused } } });
      continue;
    }
    if (lowered.edits.length === 0) continue;
    const isSafe = fix.applicability === 'safe';
    const isPreferred =
      isSafe &&
      fix.asks !== true &&
      session.abilities.preferredActions &&
      !actions.some(({ rank }) => rank === 0);
    const change = changeOf(session, lowered, fix);
    actions.push({
      rank: isSafe ? 0 : 1,
      action: { ...base, ...(isPreferred ? { isPreferred } : {}), ...change },
    });
  }
  return actions;
}

function asDiagnostic(session: Session, lines: LineIndex, finding: Finding): Diagnostic {
  return findingToDiagnostic(finding, lines, {
    abilities: session.abilities,
    links: session.links,
    linesOf: () => undefined,
    nameOf: session.nameOf,
  });
}

/** The action that opens a rule's page: by the client's own command, or by the server's. */
function explain(session: Session, id: string): CodeAction {
  const title = `Explain ${id}`;
  const command = session.options.pageLinks === 'editor' ? 'bulkhead.openPage' : EXPLAIN_COMMAND;
  return { title, kind: CodeActionKind.QuickFix, command: { title, command, arguments: [id] } };
}
