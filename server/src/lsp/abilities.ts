/** What the client can do, as plain facts, whatever shape its capabilities have. */
import type { ClientCapabilities, InitializeParams, MarkupKind } from 'vscode-languageserver';
import type { ClientOptions } from '../protocol.ts';

/** The capabilities that change what this server answers. */
export interface Abilities {
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly relatedDocuments: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly unnecessaryTag: boolean;
  readonly diagnosticData: boolean;
  /** Whether pushed diagnostics may name the version of the text that they are of. */
  readonly diagnosticVersion: boolean;
  readonly codeActionLiterals: boolean;
  readonly preferredActions: boolean;
  readonly disabledActions: boolean;
  /** Whether the edit of a code action may be left out until the action is picked. */
  readonly resolveEdit: boolean;
  readonly documentChanges: boolean;
  /** Whether an edit can ask before it is made. */
  readonly changeAnnotations: boolean;
  /** Whether an edit can leave a blank under the cursor. */
  readonly snippetEdits: boolean;
  /** Whether an edit can make a file. */
  readonly createFiles: boolean;
  readonly hoverFormat: MarkupKind;
  /** Whether the client can be asked for its settings. */
  readonly configuration: boolean;
  readonly registerConfiguration: boolean;
  readonly registerWatchers: boolean;
  readonly registerCompletion: boolean;
  /** Whether a watcher may be of a folder outside the workspace. */
  readonly relativePatterns: boolean;
  readonly workspaceFolders: boolean;
  readonly showDocument: boolean;
}

/** Reads the capabilities that a client named in `initialize`. */
export function readAbilities(params: InitializeParams): Abilities {
  const capabilities = objectOr(params.capabilities);
  return {
    ...diagnosticAbilities(capabilities),
    ...actionAbilities(capabilities),
    ...workspaceAbilities(capabilities),
    hoverFormat: hoverFormat(capabilities),
    registerCompletion: capabilities.textDocument?.completion?.dynamicRegistration === true,
    showDocument: capabilities.window?.showDocument?.support === true,
  };
}

/** Reads `initializationOptions`; anything of another shape counts as left out. */
export function readOptions(params: InitializeParams): ClientOptions {
  const given: unknown = params.initializationOptions;
  return typeof given === 'object' && given !== null ? given : {};
}

function diagnosticAbilities(capabilities: ClientCapabilities) {
  const { diagnostic, publishDiagnostics: push } = capabilities.textDocument ?? {};
  // Clients of the first versions of pull diagnostics name these facts with the push capability alone.
  const either = { ...push, ...diagnostic };
  return {
    pullDiagnostics: diagnostic !== undefined,
    refreshDiagnostics: capabilities.workspace?.diagnostics?.refreshSupport === true,
    relatedDocuments: diagnostic?.relatedDocumentSupport === true,
    relatedInformation: either.relatedInformation === true,
    codeDescription: either.codeDescriptionSupport === true,
    unnecessaryTag: either.tagSupport?.valueSet?.includes(1) === true,
    diagnosticData: either.dataSupport === true,
    diagnosticVersion: push?.versionSupport === true,
  };
}

function actionAbilities(capabilities: ClientCapabilities) {
  const action = capabilities.textDocument?.codeAction;
  const edit = capabilities.workspace?.workspaceEdit;
  return {
    codeActionLiterals: action?.codeActionLiteralSupport !== undefined,
    preferredActions: action?.isPreferredSupport === true,
    disabledActions: action?.disabledSupport === true,
    resolveEdit: action?.resolveSupport?.properties?.includes('edit') === true && action.dataSupport === true,
    documentChanges: edit?.documentChanges === true,
    changeAnnotations: edit?.documentChanges === true && edit.changeAnnotationSupport !== undefined,
    snippetEdits: edit?.documentChanges === true && edit.snippetEditSupport === true,
    createFiles: edit?.documentChanges === true && edit.resourceOperations?.includes('create') === true,
  };
}

function workspaceAbilities(capabilities: ClientCapabilities) {
  const workspace = capabilities.workspace;
  return {
    configuration: workspace?.configuration === true,
    registerConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registerWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    relativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    workspaceFolders: workspace?.workspaceFolders === true,
  };
}

function hoverFormat(capabilities: ClientCapabilities): MarkupKind {
  const formats = capabilities.textDocument?.hover?.contentFormat;
  return formats?.find((format) => format === 'markdown' || format === 'plaintext') ?? 'plaintext';
}

function objectOr(capabilities: ClientCapabilities | undefined): ClientCapabilities {
  return typeof capabilities === 'object' && capabilities !== null ? capabilities : {};
}
