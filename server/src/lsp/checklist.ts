/** Ticks of the host's checklist: the server makes the file's text, the client writes it. */
import type { TickParams, TickResult } from '../protocol.ts';
import {
  CHECKLIST_FILE,
  checklistStates,
  printChecklist,
  readChecklist,
  withTick,
} from '../report/format.ts';
import type { Session } from './session.ts';

/** Answers `bulkhead/tick`. A file that cannot be read is not overwritten. */
export async function tick(session: Session, params: TickParams): Promise<TickResult> {
  const { folder, item, ticked }: { readonly [Name in keyof TickParams]: unknown } = params;
  if (typeof folder !== 'string' || typeof item !== 'string' || !isItem(item)) {
    return { failure: 'The checklist has no such item.' };
  }
  const uri = `${folder.replace(/\/$/u, '')}/${CHECKLIST_FILE}`;
  const { ticks, reason } = readChecklist(await session.textOf(uri));
  if (reason !== undefined) return { failure: `${CHECKLIST_FILE} ${reason}; mend it or remove it first.` };
  const day = ticked === true ? session.today() : undefined;
  return { uri, text: printChecklist(withTick(ticks, item, day)) };
}

function isItem(item: string): boolean {
  return checklistStates(new Map()).some(({ id }) => id === item);
}
