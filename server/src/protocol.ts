/** What client and server say to each other beyond LSP: types only, so that the client takes no code from the server. */

/** What a client may ask for in `initializationOptions`; every member may be left out. */
export interface ClientOptions {
  /**
   * Where pages are opened. `editor`: the client has documents `bulkhead:/id.md` of rules and topics, made with `bulkhead/page`, and a
   * command `bulkhead.openPage` that shows one; hovers link to the command, codes of diagnostics to the document.
   * `file` (what applies when it is left out): links are `file:` URIs of the pages that the package carries.
   */
  readonly pageLinks?: 'editor' | 'file';
  /**
   * Whether the client has a command `bulkhead.applyUnsafeFix`, which says what may break before it applies an `UnsafeFix`.
   * Without it an unsafe fix is an edit that LSP itself lets a client confirm, where it can.
   */
  readonly unsafeFixCommand?: boolean;
  /** Whether the client answers `bulkhead/readFile`, so that files which are not `file:` can be read. */
  readonly readFile?: boolean;
  /** Whether the client completes and explains `.bulkhead.json` by the schema of the package, so that nothing is to be said twice. */
  readonly completesJson?: boolean;
  /** Whether the client wants `bulkhead/analyzed`. */
  readonly analyzed?: boolean;
  /** The settings, for a client that cannot be asked for its configuration. */
  readonly settings?: Settings;
}

/** The section `bulkhead` of a client's configuration; a value of another kind counts as left out, and the log says so. */
export interface Settings {
  /** Whether texts are checked at all. Default true. */
  readonly enable?: boolean;
  readonly profile?: 'recommended' | 'strict' | 'development';
  /** Rule, or pattern with `*`, → what its findings weigh. */
  readonly rules?: Readonly<Record<string, 'off' | 'hint' | 'info' | 'warning' | 'error'>>;
  /** The path of a configuration file that is read in place of those that lie about; from the folder, or absolute. */
  readonly configuration?: string;
  /** Whether files count more than these settings, less than they do, or not at all. Default `filesFirst`. */
  readonly configurationPreference?: 'filesFirst' | 'editorFirst' | 'editorOnly';
  /** Whether findings follow every key, or appear when a text is saved. Default `onType`. */
  readonly check?: 'onType' | 'onSave';
  /** Whether findings of files that are not open are shown: never, on request, or all the time. Default `onDemand`. */
  readonly workspace?: 'off' | 'onDemand' | 'always';
}

/** One rule, as a list of rules shows it. */
export interface RuleSummary {
  readonly id: string;
  readonly summary: string;
  readonly topic: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
}

/** The page of a rule or of a topic. */
export interface Page {
  readonly id: string;
  readonly markdown: string;
}

/** One cheat sheet, as a list of them shows it. */
export interface TopicSummary {
  readonly id: string;
  readonly title: string;
  /** Its first sentence. */
  readonly summary: string;
  /** What it is divided into, in the order of the page: the headings of the third level. */
  readonly sections: readonly TopicSection[];
}

export interface TopicSection {
  readonly title: string;
  /** The fragment that leads there: `published-ports`. */
  readonly slug: string;
}

/** Asks for the findings of files, whether they are open or not; those of files that are not open are published. */
export interface CheckWorkspaceParams {
  readonly uris: readonly string[];
  /** Progress is reported under this token as LSP's work-done progress. */
  readonly workDoneToken?: string | number;
}

/** What a check of the workspace came to. */
export interface CheckWorkspaceResult {
  /** How many of the files were Dockerfiles or Compose files. */
  readonly files: number;
  /** How many of them have findings. */
  readonly filesWithFindings: number;
  /** Findings and problems of all files, by severity. */
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly hints: number;
  /** Files that were given up; each has a problem that says why. */
  readonly skipped: number;
  /** Whether it was stopped before the last file. */
  readonly cancelled: boolean;
}

/** A folder that a report looks at. */
export interface ReportRoot {
  /** Of the folder, without a slash at its end. */
  readonly uri: string;
  /** What its paths begin with when there are several. */
  readonly name: string;
  /** The files to look at, where the server cannot find them itself or not all of them are wanted. */
  readonly files?: readonly string[];
}

/** Asks for a report. */
export interface ReportParams {
  readonly roots: readonly ReportRoot[];
  /** What several folders are called together. */
  readonly title?: string;
  /** `view` is the page for an editor: as `html`, with the script that makes it live. */
  readonly format: 'html' | 'markdown' | 'json' | 'sarif' | 'view';
  /** For `view`. */
  readonly view?: ReportView;
  /** An earlier report, as JSON, to compare with. */
  readonly earlier?: string;
  /** Progress is reported under this token as LSP's work-done progress. */
  readonly workDoneToken?: string | number;
}

/** The script that makes a page live in an editor, and the word by which the page lets it in. */
export interface ReportView {
  readonly nonce: string;
  /** Its address. */
  readonly script: string;
}

/** A report, or one sentence that says why there is none. */
export type ReportResult = ReportText | { readonly failure: string };

export interface ReportText {
  readonly text: string;
  /** What was looked at. */
  readonly title: string;
  /** The URIs of the files that the report names, by the paths that it has for them. */
  readonly places: Readonly<Record<string, string>>;
}

/** Asks for the edits of a fix that the last report of these folders, made for a view, offered. */
export interface ReportFixParams {
  readonly roots: readonly ReportRoot[];
  /** Of the finding. */
  readonly fingerprint: string;
  /** Which of its fixes, from 0. */
  readonly fix: number;
}

/** The fix as the text takes it now, or one sentence that says why there is none any more. */
export type ReportFixResult = OfferedFix | { readonly failure: string };

/** Asks for what the checklist of a folder says after an item is ticked or its tick is taken away. */
export interface TickParams {
  /** The URI of the folder. */
  readonly folder: string;
  readonly item: string;
  readonly ticked: boolean;
}

/** The file to write, with all its text, or one sentence that says why there is none. */
export type TickResult = { readonly uri: string; readonly text: string } | { readonly failure: string };

/** What came of one open text, for a status display. */
export interface AnalyzedParams {
  readonly uri: string;
  /**
   * - `judged`: it was checked
   * - `foreign`: it is neither a Dockerfile nor a Compose file
   * - `unread`: there is no such text
   * - `skipped`: it was given up; its one problem says why
   * - `disabled`: the settings switch checking off
   * - `excluded`: the configuration leaves it out
   */
  readonly status: 'judged' | 'foreign' | 'unread' | 'skipped' | 'disabled' | 'excluded';
  /** How many diagnostics it has: findings and problems. */
  readonly findings: number;
}

/** What a text comes to: a Compose project as it runs, an image as it is built. */
export interface Description {
  readonly text: string;
  /** For colours. */
  readonly languageId: string;
  /** The URIs of the files that it rests on, whether they exist or not: when one of them changes, so may this. */
  readonly basis: readonly string[];
  /** Where the text names places of files. */
  readonly links: readonly PlaceLink[];
  /** False where the text only says why there is no more to say. */
  readonly isWhole: boolean;
}

/** A stretch of a line that names a place; lines and characters count from 0. */
export interface PlaceLink {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly target: { readonly uri: string; readonly line: number };
}

/** Requests from the client to the server, by method. */
export interface ServerRequests {
  'bulkhead/describe': { params: { readonly uri: string }; result: Description | null };
  'bulkhead/checkWorkspace': { params: CheckWorkspaceParams; result: CheckWorkspaceResult };
  'bulkhead/page': { params: { readonly id: string }; result: Page | null };
  'bulkhead/rules': { params: null; result: readonly RuleSummary[] };
  'bulkhead/topics': { params: null; result: readonly TopicSummary[] };
  'bulkhead/report': { params: ReportParams; result: ReportResult };
  'bulkhead/fix': { params: ReportFixParams; result: ReportFixResult };
  'bulkhead/tick': { params: TickParams; result: TickResult };
}

/** Requests from the server to the client, by method. */
export interface ClientRequests {
  /** The text of a file, or null when there is none. */
  'bulkhead/readFile': { params: { readonly uri: string }; result: string | null };
}

/** Notifications from the client to the server, by method. */
export interface ServerNotifications {
  /** The last tab of a text was closed, though the editor may keep the text open for a while: it pulls no more. */
  'bulkhead/hidden': { readonly uri: string };
}

/** Notifications from the server to the client, by method. */
export interface ClientNotifications {
  'bulkhead/analyzed': AnalyzedParams;
}

/** A fix with its edits; ranges are LSP's. */
export interface OfferedFix {
  readonly title: string;
  /** What may stop working; absent for safe fixes. */
  readonly breaks?: string;
  readonly uri: string;
  /** The version that the edits were made for; null when the text is not open. */
  readonly version: number | null;
  readonly edits: readonly OfferedEdit[];
}

export interface OfferedEdit {
  readonly range: FixRange;
  readonly newText: string;
  /** What is written instead of `newText` where a person must fill something in: a snippet with a stop there. */
  readonly snippet?: string;
}

/** A fix that changes what runs, as the argument of `bulkhead.applyUnsafeFix`. */
export type UnsafeFix = OfferedFix & { readonly breaks: string };

interface FixRange {
  readonly start: FixPosition;
  readonly end: FixPosition;
}

interface FixPosition {
  readonly line: number;
  readonly character: number;
}

export type ApplyUnsafeFixCommand = 'bulkhead.applyUnsafeFix';

/**
 * The command that `command:` links and the action "Explain" run in a client that asked for them.
 * Its arguments are the id of a rule or a topic and, where a section is meant, the slug of its heading.
 */
export type OpenPageCommand = 'bulkhead.openPage';
