/** The light bulb's offers to live with a finding: to except it with a reason, or to switch its rule off. */
import { type CodeAction, CodeActionKind, type Diagnostic, type WorkspaceEdit } from 'vscode-languageserver';
import { presentable } from '../base/presentable.ts';
import type { TextEdit } from '../base/text.ts';
import { canonicalUri, fileNameOf } from '../base/uri.ts';
import type { ExceptionScope } from '../model/comment.ts';
import type { Finding } from '../model/finding.ts';
import type { Lowered, Part } from '../model/surface.ts';
import { writable } from './edited.ts';
import { inTime } from './guard.ts';
import { isWritable, type Session } from './session.ts';
import { newFileEdit, workspaceEdit } from './workspace-edit.ts';

/** A finding as the client knows it. */
export interface Offered {
  readonly finding: Finding;
  readonly diagnostic: Diagnostic;
}

/** Four offers for each of more findings than these are a list that nobody reads. */
const MOST_FINDINGS = 20;

const SCOPES: readonly ExceptionScope[] = ['entry', 'part', 'file'];

/** What is offered for each rule under the cursor, in the order of their findings. */
export async function exceptionActions(session: Session, offered: readonly Offered[]): Promise<CodeAction[]> {
  const judged = offered.filter(({ finding }) => !isAboutExceptions(session, finding));
  if (judged.length > MOST_FINDINGS) return [];
  const names = new Set(judged.map(({ finding }) => finding.ruleId));
  const about = ({ ruleId }: Finding): string => (names.size > 1 ? ` ${ruleId}` : '');
  const actions = inTime(session.host, () =>
    judged.flatMap((each) => excepting(session, each, about(each.finding))),
  );
  for (const each of judged) actions.push(...(await listing(session, each, about(each.finding))));
  // Of a rule that found two things here one switch is enough.
  const firsts = judged.filter(
    ({ finding }, index) => judged.findIndex((each) => each.finding.ruleId === finding.ruleId) === index,
  );
  for (const each of firsts) actions.push(await switchingOff(session, each, about(each.finding)));
  return withoutRepeats(actions).filter(({ disabled }) => !disabled || session.abilities.disabledActions);
}

/** Rules about exceptions are configured, never excepted. */
function isAboutExceptions({ service }: Session, { ruleId }: Finding): boolean {
  return service.rules.some((rule) => rule.id === ruleId && rule.check.exception !== undefined);
}

function excepting(session: Session, { finding, diagnostic }: Offered, about: string): CodeAction[] {
  const seen = new Set<string>();
  const actions: CodeAction[] = [];
  for (const scope of SCOPES) {
    const part = scope === 'part' ? session.service.partOf(finding) : undefined;
    if (scope === 'part' && !part) continue;
    const lowered = session.service.exceptionFor(finding, scope);
    const key = JSON.stringify('refused' in lowered ? lowered.refused : lowered.edits);
    // What belongs to a whole service is covered by the same comment here and there.
    if (seen.has(key)) continue;
    seen.add(key);
    actions.push(actionFor(session, { finding, diagnostic }, titleOf(scope, part, lowered, about), lowered));
  }
  return actions;
}

function titleOf(scope: ExceptionScope, part: Part | undefined, lowered: Lowered, about: string): string {
  if (scope === 'entry') return `Except${about} here, with a reason`;
  if (scope === 'file' || !part) return `Except${about} for this file, with a reason`;
  // A stage without a name is known by its number, and a Dockerfile in a Compose file has stages of its own.
  const isStage = part.kind === 'stage' || ('edits' in lowered && lowered.edits.some(isForStage));
  if (isStage && (part.kind === 'service' || /^\d+$/u.test(part.name))) {
    return `Except${about} for this stage, with a reason`;
  }
  return `Except${about} for the ${part.kind} '${presentable(part.name)}', with a reason`;
}

function isForStage({ newText }: TextEdit): boolean {
  return newText.includes('ignore-stage');
}

function actionFor(
  session: Session,
  { finding, diagnostic }: Offered,
  title: string,
  lowered: Lowered,
): CodeAction {
  const base = { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
  const change = writable(session, finding, lowered);
  if ('refused' in change) return { ...base, disabled: { reason: change.refused } };
  return { ...base, edit: workspaceEdit(session, change.text, change.edits) };
}

const NEW_FILE = '.bulkhead.yaml';

/** Where no comment can say it, the configuration can. */
async function listing(
  session: Session,
  { finding, diagnostic }: Offered,
  about: string,
): Promise<CodeAction[]> {
  if (!('refused' in session.service.exceptionFor(finding, 'entry'))) return [];
  const file = await configurationFor(session, finding.uri);
  const name = file === undefined ? NEW_FILE : presentable(fileNameOf(file));
  const title = `Except${about} in ${name}, with a reason`;
  const lowered = file === undefined ? NO_FOLDER : await session.service.listException(finding, file);
  const edit = configurationEdit(session, file, lowered);
  const base = { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
  return [typeof edit === 'string' ? { ...base, disabled: { reason: edit } } : { ...base, edit }];
}

const NO_FOLDER = {
  refused: 'The text lies in no folder of the workspace, where a configuration could be.',
};

async function switchingOff(
  session: Session,
  { finding, diagnostic }: Offered,
  about: string,
): Promise<CodeAction> {
  const rule = about === '' ? ' the rule' : about;
  const target = await configurationFor(session, finding.uri);
  const name = target === undefined ? NEW_FILE : presentable(fileNameOf(target));
  const base = {
    title: `Switch${rule} off in ${name}`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
  };
  const edit = await switchOffEdit(session, finding, target);
  return typeof edit === 'string' ? { ...base, disabled: { reason: edit } } : { ...base, edit };
}

/** The nearest configuration that may be written, else a new one in the folder of the workspace; undefined where there is none. */
async function configurationFor(session: Session, uri: string): Promise<string | undefined> {
  const { files } = await session.service.configurationOf(uri);
  const known = files.find((file) => isWritable(session, file));
  if (known !== undefined) return known;
  const around = [...session.folders].filter((folder) => canonicalUri(uri).startsWith(`${folder}/`));
  const [innermost] = around.sort((a, b) => b.length - a.length);
  return innermost === undefined ? undefined : `${innermost}/${NEW_FILE}`;
}

/** The edit, or why there is none. */
async function switchOffEdit(
  session: Session,
  { uri, ruleId }: Finding,
  file: string | undefined,
): Promise<WorkspaceEdit | string> {
  if (file === undefined) return NO_FOLDER.refused;
  const { configurationPreference: preference, rules = {} } = await session.settings.of(uri);
  if (preference === 'editorOnly') return 'The setting bulkhead.configurationPreference leaves files out.';
  if (preference === 'editorFirst' && Object.hasOwn(rules, ruleId)) {
    return 'The setting bulkhead.rules sets this rule, and counts more than files.';
  }
  return configurationEdit(session, file, await session.service.switchOff(uri, ruleId, file));
}

/** An edit of a configuration that may have to be made first, or why there is none. */
function configurationEdit(
  session: Session,
  file: string | undefined,
  lowered: Lowered,
): WorkspaceEdit | string {
  if ('refused' in lowered) return lowered.refused;
  if (file === undefined) return NO_FOLDER.refused;
  const text = session.service.textOf(file);
  if (text !== undefined) return workspaceEdit(session, { uri: file, text }, lowered.edits);
  if (!session.abilities.createFiles) return `There is no ${NEW_FILE} yet, and this editor cannot make one.`;
  return newFileEdit(file, lowered.edits.map(({ newText }) => newText).join(''));
}

/** Two findings of one rule at one place have the same exception. */
function withoutRepeats(actions: readonly CodeAction[]): CodeAction[] {
  const seen = new Set<string>();
  return actions.filter(({ title, edit, disabled }) => {
    const key = JSON.stringify([title, edit, disabled]);
    return !seen.has(key) && seen.add(key);
  });
}
