/** Diagnostics: answers to pulls, and pushes for clients that cannot pull. */
import {
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type UnchangedDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { AnalyzedParams } from '../protocol.ts';
import { learnConfiguring } from './configured.ts';
import { toDiagnostics } from './convert.ts';
import { cancelled, giveWay, nextTick } from './guard.ts';
import type { Session } from './session.ts';
import { watchMore } from './watch-more.ts';

/** What a text's diagnostics are at one moment. */
export interface Report {
  /** Equal when nothing changed since. */
  readonly resultId: string;
  /** Findings and problems alike. */
  readonly items: readonly Diagnostic[];
  readonly status: AnalyzedParams['status'];
  /** Whether it is of an earlier text, because the present one is not saved. */
  readonly isHeld?: boolean;
}

type SimpleReport = FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport;

/** Result ids begin with it, so that those of a server before a restart are never taken for ours. */
const sessionStamp = Date.now().toString(36);

/** Gives a text's diagnostics: what judging it comes to, or what was last said while it waits to be saved. */
export async function reportOn(session: Session, uri: string): Promise<Report> {
  await session.layers.ready();
  const held = await session.drafts.held(session, uri);
  if (held) return { ...held, isHeld: true };
  const report = await judged(session, uri);
  await session.drafts.remember(session, uri, report);
  return report;
}

async function judged(session: Session, uri: string): Promise<Report> {
  if (!(await session.settings.isEnabled(uri))) {
    return { resultId: `${sessionStamp}-off`, items: [], status: 'disabled' };
  }
  const diagnosis = await session.service.diagnose(uri);
  const { analysis, findings, revision } = diagnosis;
  watchMore(session, [...analysis.dependencies, ...(await learnConfiguring(session, uri))]);
  const related = await session.relatedLines(findings);
  const items = toDiagnostics(diagnosis, {
    abilities: session.abilities,
    links: session.links,
    linesOf: (other) => related.get(other),
    nameOf: session.nameOf,
  });
  return { resultId: `${sessionStamp}-${revision}`, items, status: analysis.status };
}

/** Answers `textDocument/diagnostic`. */
export async function pullDiagnostics(
  session: Session,
  uri: string,
  previousResultId: string | undefined,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  await giveWay(token);
  const report = await reportOn(session, uri);
  tellAnalyzed(session, uri, report);
  const own = answer(report, previousResultId);
  const related = session.abilities.relatedDocuments ? await relatedReports(session, uri, token) : undefined;
  return related === undefined ? own : { ...own, relatedDocuments: related };
}

/** The open texts that rest on this one: an edit here changes their findings too. */
async function relatedReports(
  session: Session,
  uri: string,
  token: CancellationToken,
): Promise<Record<string, SimpleReport> | undefined> {
  const related: Record<string, SimpleReport> = {};
  for (const dependent of openDependents(session, uri)) {
    if (token.isCancellationRequested) throw cancelled();
    related[dependent] = answer(await reportOn(session, dependent), undefined);
  }
  return Object.keys(related).length === 0 ? undefined : related;
}

/** The URIs of the open texts whose findings rest on this one, as the client calls them. */
export function openDependents({ service, documentOf }: Session, uri: string): readonly string[] {
  return service.dependents(uri).flatMap((other) => documentOf(other)?.uri ?? []);
}

function answer(report: Report, previousResultId: string | undefined): SimpleReport {
  const { resultId } = report;
  return resultId === previousResultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...report.items] };
}

/** Pushes the diagnostics of open texts to clients that cannot pull; several changes in one tick make one push. */
export class Pusher {
  readonly #session: Session;
  readonly #waiting = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Pushes for this text and for the open ones that rest on it, soon. */
  schedule(uri: string): void {
    if (this.#waiting.size === 0) void nextTick().then(() => this.#flush());
    for (const each of [uri, ...openDependents(this.#session, uri)]) this.#waiting.add(each);
  }

  async #flush(): Promise<void> {
    const uris = [...this.#waiting];
    this.#waiting.clear();
    for (const uri of uris) await this.#push(uri);
  }

  async #push(uri: string): Promise<void> {
    const version = this.#session.documents.get(uri)?.version;
    if (version === undefined) return;
    try {
      const report = await reportOn(this.#session, uri);
      // A newer text has its own push waiting; a closed one must not come back.
      if (this.#session.documents.get(uri)?.version !== version) return;
      // The editor moves what it has along with the text; said again it would be where it was.
      if (report.isHeld) return;
      tellAnalyzed(this.#session, uri, report);
      await publish(this.#session, uri, report.items, version);
    } catch (error) {
      this.#session.host.log('error', `pushing diagnostics of ${uri} failed: ${String(error)}`);
    }
  }
}

/** Sends `textDocument/publishDiagnostics`. */
export async function publish(
  session: Session,
  uri: string,
  items: readonly Diagnostic[],
  version?: number,
): Promise<void> {
  await session.connection.sendDiagnostics({
    uri,
    diagnostics: [...items],
    ...(version === undefined || !session.abilities.diagnosticVersion ? {} : { version }),
  });
}

function tellAnalyzed(session: Session, uri: string, report: Report): void {
  if (session.options.analyzed !== true) return;
  const params: AnalyzedParams = { uri, status: report.status, findings: report.items.length };
  void session.connection.sendNotification('bulkhead/analyzed', params);
}
