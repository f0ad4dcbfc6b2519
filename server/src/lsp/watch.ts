/** What happens outside the texts: files that change on disk, settings, folders that leave. */
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver';
import { canonicalUri } from '../base/uri.ts';
import type { WorkspaceCheck } from './check-workspace.ts';
import { configures } from './configured.ts';
import { openDependents, type Pusher } from './diagnostics.ts';
import { folderName, type Session } from './session.ts';
import { WATCHED, watchersAbove } from './watch-more.ts';

/** Registers with the client for what it can tell of. */
export async function registerWatchers(session: Session): Promise<void> {
  const { connection, abilities } = session;
  if (abilities.registerWatchers) {
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [...WATCHED.map((globPattern) => ({ globPattern })), ...watchersAbove(session)],
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
  for (const { uri, type } of events) {
    affected.add(uri);
    if (type === FileChangeType.Created) await listeners.check.created(uri);
    for (const dependent of session.service.dependents(uri)) affected.add(dependent);
  }
  for (const { uri } of events) session.service.changed(uri);
  if (events.some(({ uri }) => configures(session, canonicalUri(uri)))) {
    return refreshEverything(session, listeners);
  }
  const open = [...affected].flatMap((uri) => session.documentOf(uri)?.uri ?? []);
  if (open.length > 0) await refreshOpen(session, open, listeners.pusher);
  await listeners.check.refresh(affected);
}

/** A text counts as it is on disk from now on: those that rest on it are to be judged again. */
export async function refreshDependents(session: Session, uri: string, listeners: Listeners): Promise<void> {
  if (configures(session, uri)) return refreshEverything(session, listeners);
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
  await session.layers.changed();
  await listeners.check.settingsChanged();
  await refreshEverything(session, listeners);
}

/** Folders came and went. */
export async function foldersChanged(
  session: Session,
  { added, removed }: WorkspaceFoldersChangeEvent,
  listeners: Listeners,
): Promise<void> {
  for (const folder of added) session.folders.add(folderName(folder));
  for (const folder of removed) session.folders.delete(folderName(folder));
  for (const { uri } of removed) await listeners.check.forget(uri);
  await session.layers.changed();
}

/** A text was saved: findings that waited for that are due. */
export async function textSaved(session: Session, uri: string, { pusher }: Listeners): Promise<void> {
  session.drafts.saved(uri);
  if ((await session.settings.of(uri)).check !== 'onSave') return;
  const rest = configures(session, uri) ? session.documents.keys() : [uri, ...openDependents(session, uri)];
  await refreshOpen(session, rest, pusher);
}

/** What is configured changed: every text may have other findings now. */
export async function refreshEverything(session: Session, listeners: Listeners): Promise<void> {
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
