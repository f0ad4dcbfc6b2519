/** The hardening report, as the editor asks for it: reviews of files put together, in the format that is wanted. */
import type { CancellationToken } from 'vscode-languageserver';
import type { ReportParams, ReportResult } from '../protocol.ts';
import {
  buildReport,
  CHECKLIST_FILE,
  checklistStates,
  formatReport,
  readChecklist,
  readEarlier,
} from '../report/format.ts';
import { toHtml } from '../report/html/to-html.ts';
import { folderName } from '../report/paths.ts';
import type { FileReview, Report } from '../report/report.ts';
import type { Service } from '../service.ts';
import { giveWay } from './guard.ts';
import type { Offers } from './offers.ts';
import { Progress } from './progress.ts';
import { filesOf, type ReportFile, readRoots, type Roots } from './report-files.ts';
import { reviewOne } from './review.ts';
import type { Session } from './session.ts';

/** Answers `bulkhead/report`; between two files it can be stopped, and is answered as cancelled then. */
export async function report(
  session: Session,
  offers: Offers,
  params: ReportParams,
  token: CancellationToken,
): Promise<ReportResult> {
  const roots = readRoots(params.roots);
  if (!roots) return { failure: 'There is no folder to report on.' };
  if (!isFormat(params.format)) return { failure: 'There is no such format of a report.' };
  const earlier = typeof params.earlier === 'string' ? readEarlier(params.earlier) : undefined;
  if (earlier && 'reason' in earlier) return { failure: `The earlier report ${earlier.reason}.` };
  const files = await filesOf(session, roots);
  const reviews = await reviewAll(session, files, params, token);
  const built = buildReport(
    reviews.map(({ review }) => review),
    {
      version: session.version,
      date: session.today(),
      title: titleOf(roots, params),
      strict: false,
      rules: session.service.rules,
      checklist: await checklistOf(session, roots),
      ...(earlier ? { earlier: earlier.earlier } : {}),
    },
  );
  if (params.format === 'view') offers.remember(roots, reviews);
  return { text: await textOf(session, built, params), title: built.title, places: placesOf(reviews, roots) };
}

/** A file with what is known of it. */
export interface Reviewed {
  readonly file: ReportFile;
  readonly review: FileReview;
}

/** So many milliseconds of work are done before waiting messages are read and progress is told. */
const STRETCH = 20;

/** What is known of up to so many files is kept for the next report; of more than these it would fill the memory. */
const MOST_KEPT = 500;

async function reviewAll(
  session: Session,
  files: readonly ReportFile[],
  { workDoneToken }: ReportParams,
  token: CancellationToken,
): Promise<readonly Reviewed[]> {
  const progress = new Progress(session, workDoneToken);
  const service = files.length > MOST_KEPT ? passingService(session) : session.service;
  const reviews: Reviewed[] = [];
  await progress.begin(files.length);
  try {
    let rested = 0;
    for (const [index, file] of files.entries()) {
      if (Date.now() - rested > STRETCH) {
        await progress.report(index, files.length);
        await giveWay(token);
        rested = Date.now();
      }
      const review = await reviewOne(session, file, service);
      if (review) reviews.push({ file, review });
      if (service !== session.service) service.changed(file.uri);
    }
    await progress.report(files.length, files.length);
  } finally {
    await progress.end();
  }
  return reviews;
}

/** A service of its own, which forgets files while the editor's remembers its own. */
function passingService({ documents, newService }: Session): Service {
  const service = newService();
  for (const document of documents.all()) {
    service.open({ uri: document.uri, languageId: document.languageId, text: document.getText() });
  }
  return service;
}

function titleOf({ folders }: Roots, { title }: ReportParams): string {
  const [only] = folders;
  if (folders.length === 1 && only) return folderName(only.uri);
  return typeof title === 'string' && title !== '' ? title : folders.map(({ name }) => name).join(', ');
}

/** The questions are about the machine, so one answer counts for all folders: that of the first. */
async function checklistOf(session: Session, { folders: [first] }: Roots): Promise<Report['checklist']> {
  const text = first && (await session.textOf(`${first.uri}/${CHECKLIST_FILE}`));
  const { ticks, reason } = readChecklist(text);
  if (reason !== undefined) session.host.log('warn', `${CHECKLIST_FILE} ${reason}`);
  return checklistStates(ticks);
}

async function textOf(session: Session, built: Report, { format, view }: ReportParams): Promise<string> {
  const pages = await loadPages(session);
  const pageOf = (id: string): string | undefined => pages.get(id);
  if (format !== 'view') return formatReport(built, format, { pageOf, rules: session.service.rules });
  return toHtml(built, pageOf, view);
}

async function loadPages({ pages, service }: Session): Promise<ReadonlyMap<string, string>> {
  const loaded = new Map<string, string>();
  for (const id of [...service.rules.map((rule) => rule.id), ...(await pages.topics())]) {
    const page = await pages.load(id);
    if (page !== undefined) loaded.set(id, page);
  }
  return loaded;
}

/** Where the paths of a report lead: those of its files, and of others that findings rest on. */
function placesOf(reviews: readonly Reviewed[], roots: Roots): Record<string, string> {
  const places: Record<string, string> = {};
  for (const { file, review } of reviews) {
    places[file.path] = file.uri;
    for (const { path, related } of review.findings) {
      for (const other of [path, ...related.map((one) => one.path)]) {
        const uri = other === undefined ? undefined : roots.uriOf(other);
        if (other !== undefined && uri !== undefined) places[other] ??= uri;
      }
    }
  }
  return places;
}

const FORMATS: Readonly<Record<ReportParams['format'], true>> = {
  html: true,
  markdown: true,
  json: true,
  sarif: true,
  view: true,
};

function isFormat(format: unknown): format is ReportParams['format'] {
  return typeof format === 'string' && Object.hasOwn(FORMATS, format);
}
