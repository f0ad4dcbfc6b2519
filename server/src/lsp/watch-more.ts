/** Which files the client is asked to watch: those of our notations, and whatever else a judged text rests on. */
import { DidChangeWatchedFilesNotification, type FileSystemWatcher } from 'vscode-languageserver';
import { fileNameOf, folderOf } from '../base/uri.ts';
import { hasConfiguringName } from './configured.ts';
import type { Session } from './session.ts';

/** Compose files are told by their content too, hence all YAML files; `.env` gives Compose files their variables. */
export const WATCHED = [
  '**/{Dockerfile,Containerfile}*',
  '**/*.{dockerfile,containerfile,Dockerfile,Containerfile}',
  '**/*.{yml,yaml}',
  '**/{.env,*.env,.env.*}',
  '**/.bulkhead*.json',
];

/** The names that these patterns cover. */
const COVERED =
  /^(?:Dockerfile|Containerfile)|\.(?:dockerfile|containerfile|Dockerfile|Containerfile|yml|yaml|env)$|^\.env(?:\..*)?$|^\.bulkhead.*\.json$/u;

/** A client that is asked for more than this has other worries. */
const MOST_WATCHED = 500;

/** Has files watched that the usual patterns do not cover, such as those outside the workspace. */
export function watchMore(session: Session, uris: readonly string[]): void {
  const { abilities, connection, host, watched } = session;
  if (!abilities.registerWatchers) return;
  const watchers: FileSystemWatcher[] = [];
  for (const uri of uris) {
    if (watched.has(uri) || watched.size >= MOST_WATCHED || !uri.startsWith('file:')) continue;
    if (isCovered(session, uri)) continue;
    watched.add(uri);
    watchers.push({ globPattern: patternOf(session, uri) });
  }
  if (watchers.length === 0) return;
  connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch((error: unknown) => {
    host.log('warn', `the client does not watch further files: ${String(error)}`);
  });
}

/** Configurations count in all folders below theirs, so those above the workspace are watched for as well. */
export function watchersAbove({ abilities, folders }: Session): readonly FileSystemWatcher[] {
  if (!abilities.relativePatterns) return [];
  const above = new Set([...folders].flatMap(foldersAbove));
  return [...above].map((baseUri) => ({ globPattern: { baseUri, pattern: '.bulkhead*.{yaml,yml,json}' } }));
}

function foldersAbove(folder: string): readonly string[] {
  const above: string[] = [];
  for (let each = folderOf(folder); /^file:\/\/\/[^/]/u.test(each); each = folderOf(each)) above.push(each);
  return above;
}

function isCovered({ folders, abilities }: Session, uri: string): boolean {
  const all = [...folders];
  if (COVERED.test(fileNameOf(uri)) && all.some((folder) => uri.startsWith(`${folder}/`))) return true;
  const above = `${folderOf(uri)}/`;
  return abilities.relativePatterns && hasConfiguringName(uri) && all.some((each) => each.startsWith(above));
}

function patternOf({ abilities }: Session, uri: string): FileSystemWatcher['globPattern'] {
  const pattern = literal(fileNameOf(uri));
  return abilities.relativePatterns ? { baseUri: folderOf(uri), pattern } : `**/${pattern}`;
}

/** A name as a pattern that matches nothing else. */
function literal(name: string): string {
  return name.replace(/[*?{}[\]]/gu, '[$&]');
}
