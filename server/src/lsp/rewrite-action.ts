/** The action that writes a comment for another tool in our words. The strict profile has a finding for it; elsewhere it is only offered. */
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import { indexLines, lineText, positionAt } from '../base/line-index.ts';
import { overlaps, type TextRange } from '../base/text.ts';
import type { Analysis } from '../service.ts';
import { changeOf, titleOf, writable } from './edited.ts';
import { inTime } from './guard.ts';
import type { Session } from './session.ts';

export const REWRITE_KIND = CodeActionKind.RefactorRewrite;

/** The rule that offers it as a fix. */
const RULE = 'prefer-own-exception';

/** What comments for other tools say; a line without any of it is not judged a second time. */
const MARKS = /hadolint|check\s*=|trivy|checkov|kics|nosem|tally/iu;

export async function rewriteActions(
  session: Session,
  { uri, text, findings }: Analysis,
  range: TextRange,
): Promise<CodeAction[]> {
  const lines = indexLines(text);
  if (!MARKS.test(lineText(lines, positionAt(lines, range.start).line))) return [];
  if (findings.some(({ ruleId }) => ruleId === RULE)) return [];
  const service = session.newService({ strict: true });
  const languageId = session.documentOf(uri)?.languageId;
  service.open({ uri, text, ...(languageId === undefined ? {} : { languageId }) });
  const judged = await service.analyze(uri);
  const wanted = judged.findings.filter(
    (finding) => finding.ruleId === RULE && finding.uri === uri && overlaps(finding.range, range),
  );
  return inTime(session.host, () =>
    wanted.flatMap((finding) =>
      finding.fixes.flatMap((fix) => {
        const change = writable(session, finding, fix.lower());
        if ('refused' in change) return [];
        return [{ title: titleOf(fix), kind: REWRITE_KIND, ...changeOf(session, change, fix) }];
      }),
    ),
  );
}
