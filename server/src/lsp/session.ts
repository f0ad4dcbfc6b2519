/** What one connection works with, from `initialize` on. */
import {
  type Connection,
  type InitializeParams,
  TextDocuments,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Host } from '../base/host.ts';
import { indexLines, type LineIndex } from '../base/line-index.ts';
import { canonicalUri } from '../base/uri.ts';
import type { Finding } from '../model/finding.ts';
import type { ClientOptions } from '../protocol.ts';
import { createService, type Registry, type Service, type ServiceOptions } from '../service.ts';
import { type Abilities, readAbilities, readOptions } from './abilities.ts';
import { Drafts } from './drafts.ts';
import { Layers } from './layers.ts';
import { type PageLinks, type Pages, pageLinks } from './pages.ts';
import type { FoundFile } from './report-files.ts';
import { SettingsStore } from './settings.ts';

/** What `main` lends the server. */
export interface ServerParts {
  readonly connection: Connection;
  /** Files of this machine, the log, the stopwatch. */
  readonly host: Host;
  readonly registry: Registry;
  readonly pages: Pages;
  readonly version: string;
  /** The day: `2026-03-31`. */
  today(): string;
  /** The files below a folder of this machine that a report looks at, as the command line finds them; absent where there is no disk. */
  findFiles?(folder: string): Promise<readonly FoundFile[]>;
}

/** The state of one connection. */
export interface Session extends ServerParts {
  readonly abilities: Abilities;
  readonly options: ClientOptions;
  readonly service: Service;
  readonly documents: TextDocuments<TextDocument>;
  readonly settings: SettingsStore;
  /** What the settings configure; to be `ready` before a text is judged. */
  readonly layers: Layers;
  /** Texts that are not saved yet. */
  readonly drafts: Drafts;
  /** The files that configure the texts judged so far, as the engine calls them. */
  readonly configuring: Set<string>;
  readonly links: PageLinks;
  /** The workspace's folders, as the engine spells URIs. */
  readonly folders: Set<string>;
  /** What the client calls the open texts, by the URIs that the engine calls them. */
  readonly names: Map<string, string>;
  /** The files outside the usual patterns that the client was asked to watch. */
  readonly watched: Set<string>;
  /** What the client calls a text: as it was opened, in whatever spelling. */
  nameOf(uri: string): string;
  /** The text with its version, when the client has it open. */
  documentOf(uri: string): TextDocument | undefined;
  /** Lines of the other texts that findings rest on, loaded beforehand. */
  relatedLines(findings: readonly Finding[]): Promise<ReadonlyMap<string, LineIndex>>;
  /** The text of a URI: what is open first, the file second. */
  textOf(uri: string): Promise<string | undefined>;
  /** Another service that sees the same texts, for work that must leave no trace in the session's own. */
  newService(options?: Pick<ServiceOptions, 'strict'>): Service;
}

export function createSession(parts: ServerParts, params: InitializeParams): Session {
  const { connection, registry, pages } = parts;
  const abilities = readAbilities(params);
  const options = readOptions(params);
  const host = clientHost(parts, options);
  const documents = new TextDocuments(TextDocument);
  const names = new Map<string, string>();
  const nameOf = (uri: string): string => names.get(canonicalUri(uri)) ?? uri;
  const textOf = async (uri: string): Promise<string | undefined> =>
    documents.get(nameOf(uri))?.getText() ?? (await host.readFile(uri));
  const today = { today: () => parts.today() };
  const service = createService(host, registry, today);
  const settings = new SettingsStore(connection, abilities.configuration, options.settings);
  const folders = new Set(foldersOf(params).map(folderName));
  const layers = new Layers(service, settings, folders, (...said) => host.log(...said));
  return {
    ...parts,
    host,
    abilities,
    options,
    documents,
    service,
    settings,
    layers,
    drafts: new Drafts(),
    configuring: new Set(),
    links: pageLinks(pages, options.pageLinks === 'editor'),
    folders,
    names,
    watched: new Set(),
    nameOf,
    documentOf: (uri) => documents.get(nameOf(uri)),
    relatedLines: (findings) => loadRelated(findings, textOf),
    textOf,
    newService: (more = {}) => {
      const other = createService({ ...host, readFile: textOf }, registry, { ...today, ...more });
      layers.share(other);
      return other;
    },
  };
}

function foldersOf(params: InitializeParams): readonly Pick<WorkspaceFolder, 'uri'>[] {
  // Clients of the first versions of the protocol name one folder only.
  const { workspaceFolders, rootUri } = params;
  return workspaceFolders ?? (typeof rootUri === 'string' ? [{ uri: rootUri }] : []);
}

/** A folder of the workspace as the engine spells URIs, without a slash at its end. */
export function folderName({ uri }: Pick<WorkspaceFolder, 'uri'>): string {
  return canonicalUri(uri).replace(/\/$/u, '');
}

/** Whether a file may be written: it is open, or it lies in a folder of the workspace. */
export function isWritable(session: Session, uri: string): boolean {
  if (session.documentOf(uri)) return true;
  return [...session.folders].some((folder) => uri.startsWith(`${folder}/`));
}

/** A host that asks the client for files that are not of this machine, where the client offers it. */
function clientHost({ connection, host }: ServerParts, options: ClientOptions): Host {
  // Open texts and the client's files cannot be read at once, so nothing may go past them to the disk.
  const { readFileNow: _, ...rest } = host;
  return {
    ...rest,
    readFile: async (uri) => {
      if (uri.startsWith('file:')) return host.readFile(uri);
      if (options.readFile !== true || uri.startsWith('untitled:')) return undefined;
      try {
        const text: unknown = await connection.sendRequest('bulkhead/readFile', { uri });
        return typeof text === 'string' ? text : undefined;
      } catch (error) {
        host.log('warn', `the client could not read ${uri}: ${String(error)}`);
        return undefined;
      }
    },
  };
}

async function loadRelated(
  findings: readonly Finding[],
  textOf: (uri: string) => Promise<string | undefined>,
): Promise<ReadonlyMap<string, LineIndex>> {
  const loaded = new Map<string, LineIndex>();
  const uris = new Set(
    findings.flatMap((finding) => finding.related.flatMap(({ uri }) => (uri === finding.uri ? [] : uri))),
  );
  for (const uri of uris) {
    const text = await textOf(uri);
    if (text !== undefined) loaded.set(uri, indexLines(text));
  }
  return loaded;
}
