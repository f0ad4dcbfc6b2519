/** What happens outside the texts: files that change on disk, settings, folders that leave. */
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileEvent,
} from 'vscode-languageserver';
import type { WorkspaceCheck } from './check-workspace.ts';
import { openDependents, type Pusher } from './diagnostics.ts';
import type { Session } from './session.ts';
import { WATCHED } from './watch-more.ts';

/** Registers with the client for what it can tell of. */
export async function registerWatchers({ connection, abilities }: Session): Promise<void> {
  if (abilities.registerWatchers) {
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: WATCHED.map((globPattern) => ({ globPattern })),
    });
  }
  if (abilities.registerConfiguration) {
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'bulkhead' });
  }
}

/** What must hear of changes besides the service. */
export interface Listeners {
  readonly check: WorkspaceCheck;
  /** Absent when the client pulls. */
  readonly pusher: Pusher | undefined;
}

/** Files changed on disk: their findings, and those of every text that rests on them, are to be made again. */
export async function filesChanged(
  session: Session,
  events: readonly FileEvent[],
  listeners: Listeners,
): Promise<void> {
  const affected = new Set<string>();
  for (const { uri } of events) {
    affected.add(uri);
    for (const dependent of session.service.dependents(uri)) affected.add(dependent);
  }
  for (const { uri } of events) session.service.changed(uri);
  const open = [...affected].flatMap((uri) => session.documentOf(uri)?.uri ?? []);
  if (open.length > 0) await refreshOpen(session, open, listeners.pusher);
  await listeners.check.refresh(affected);
}

/** A text counts as it is on disk from now on: those that rest on it are to be judged again. */
export async function refreshDependents(session: Session, uri: string, listeners: Listeners): Promise<void> {
  const open = openDependents(session, uri);
  if (open.length > 0) await refreshOpen(session, open, listeners.pusher);
  await listeners.check.refresh(session.service.dependents(uri));
}

/** A setting changed: every text may have other findings now. */
export async function settingsChanged(
  session: Session,
  settings: unknown,
  listeners: Listeners,
): Promise<void> {
  session.settings.changed(settings);
  await refreshOpen(session, session.documents.keys(), listeners.pusher);
  await listeners.check.refreshAll();
}

async function refreshOpen(
  { connection, abilities }: Session,
  uris: readonly string[],
  pusher: Pusher | undefined,
): Promise<void> {
  for (const uri of pusher ? uris : []) pusher?.schedule(uri);
  if (!pusher && abilities.refreshDiagnostics) await connection.languages.diagnostics.refresh();
}
