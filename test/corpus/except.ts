/** Excepts what is found in real files as a light bulb does, and takes causes away again, in texts in memory. */
import { applyEdits, overlaps, type TextEdit, type TextRange } from '../../server/src/base/text.ts';
import { indexLines, positionAt } from '../../server/src/base/line-index.ts';
import { registry } from '../../server/src/generated/registry.ts';
import type { ExceptionScope } from '../../server/src/model/comment.ts';
import type { AppliedException } from '../../server/src/model/exception.ts';
import type { ExceptedFinding, Finding } from '../../server/src/model/finding.ts';
import type { Analysis, Review, Service } from '../../server/src/service.ts';
import { identityOf } from '../harness/fix-checks.ts';
import { damageBy } from './text-checks.ts';

/** What a person fills in. It looks like the words of other comments, which it must not become. */
const REASON = 'the risk is known, see # 7: escape=` -- ignore';

/** A file all of whose findings were excepted. */
export interface Excepted {
  readonly analysis: Analysis;
  /** How many exceptions were written. */
  readonly written: number;
  /** Why some findings could not be excepted. */
  readonly refusals: readonly string[];
  readonly complaints: readonly string[];
}

/** Excepts one finding after the other until nothing is found, each with the text as the last exception left it. */
export async function exceptAll(
  service: Service,
  before: Analysis,
  scope: ExceptionScope,
): Promise<Excepted> {
  const refusals: string[] = [];
  const complaints: string[] = [];
  const edited = new Set<string>();
  const given = new Set<string>();
  let analysis = before;
  let written = 0;
  for (;;) {
    const finding = analysis.findings.find(
      (each) => !isWide(each, scope) && !given.has(placeOf(each, service)),
    );
    if (!finding) break;
    const step = await except(service, analysis, finding, scope);
    if ('refused' in step) {
      refusals.push(`${finding.ruleId}: ${step.refused}`);
      given.add(placeOf(finding, service));
      continue;
    }
    written++;
    edited.add(finding.uri);
    complaints.push(...step.complaints);
    // Where something is wrong, what follows from it would be noise.
    if (complaints.length > 0) break;
    analysis = step.analysis;
  }
  return { analysis, written, refusals, complaints: [...complaints, ...(await unusedIn(service, edited))] };
}

type Step =
  { readonly refused: string } | { readonly analysis: Analysis; readonly complaints: readonly string[] };

async function except(
  service: Service,
  before: Analysis,
  finding: Finding,
  scope: ExceptionScope,
): Promise<Step> {
  const lowered = service.exceptionFor(finding, scope);
  if ('refused' in lowered) return lowered;
  const { uri } = finding;
  const text = service.textOf(uri) ?? '';
  const edits = lowered.edits.map(filled);
  const after = applyEdits(text, edits);
  if (after === undefined) return { analysis: before, complaints: ['its edits overlap'] };
  service.open({ uri, text: after });
  const analysis = await service.analyze(before.uri);
  const complaints = [...damageBy(text, edits, after), ...complaintsAbout(finding, before, analysis, scope)];
  return { analysis, complaints: complaints.map((complaint) => `${tell(finding, service)}: ${complaint}`) };
}

function filled({ range, newText, blank }: TextEdit): TextEdit {
  if (!blank) throw new Error('an exception without a blank asks for no reason');
  return { range, newText: newText.slice(0, blank.start) + REASON + newText.slice(blank.end) };
}

/** What is wrong with an exception: it must end its finding and leave all others as they are. */
function complaintsAbout(
  finding: Finding,
  before: Analysis,
  after: Analysis,
  scope: ExceptionScope,
): readonly string[] {
  if (after.status !== 'judged') return [`afterwards the text is ${after.status}`];
  const complaints: string[] = [];
  const left = countsOf(before.findings);
  for (const each of after.findings) {
    if (isWide(each, scope)) continue;
    const count = left.get(identityOf(each)) ?? 0;
    left.set(identityOf(each), count - 1);
    if (count <= 0) complaints.push(`a new finding appears: ${each.ruleId}: ${each.message}`);
  }
  const isTwin = finding.twins !== undefined;
  if (!isTwin && (left.get(identityOf(finding)) ?? 0) <= 0) complaints.push('the finding is still there');
  const problems = ({ problems: all }: Analysis): string => JSON.stringify(all.map(({ message }) => message));
  if (problems(before) !== problems(after)) complaints.push(`the problems are now ${problems(after)}`);
  return complaints;
}

/** Whoever excepts more than an entry is told so, rightly, where an entry would do. */
function isWide({ ruleId }: Finding, scope: ExceptionScope): boolean {
  return scope !== 'entry' && ruleId === 'no-wide-exception';
}

function countsOf(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of findings) counts.set(identityOf(each), (counts.get(identityOf(each)) ?? 0) + 1);
  return counts;
}

/** An exception in another text may be of use to one text alone; nobody may call it unused there. */
async function unusedIn(service: Service, uris: ReadonlySet<string>): Promise<string[]> {
  const complaints: string[] = [];
  for (const uri of uris) {
    const { findings } = await service.diagnose(uri);
    const unused = findings.filter(({ ruleId }) => ruleId === 'no-unused-exception');
    complaints.push(...unused.map((finding) => tell(finding, service)));
  }
  return complaints;
}

/** What came of taking a cause away. */
export type Removal =
  | 'unused'
  | 'covers nothing'
  | 'used by another'
  | 'taken along'
  | 'not certain'
  | 'impossible'
  | { readonly complaint: string };

/**
 * Takes away what one exception is for: by a fix of the finding, else with all that the exception covers.
 * Then the exception has no use, and must be called unused.
 */
export async function removeCause(
  service: Service,
  before: Review,
  { finding, exception }: ExceptedFinding,
): Promise<Removal> {
  const { uri, text } = before.analysis;
  if (finding.uri !== uri || exception.uri !== uri) return 'impossible';
  const edits = fixOf(finding, uri) ?? pinOf(finding) ?? linesOf(before.analysis, finding);
  const after = edits && applyEdits(text, edits);
  if (edits === undefined || after === undefined || after === text) return 'impossible';
  const comment = text.slice(exception.range.start, exception.range.end);
  const moved = moveBy(edits, exception.range.start);
  service.open({ uri, text: after });
  const review = await service.review(uri);
  service.open({ uri, text });
  if (moved === undefined || !after.startsWith(comment, moved)) return 'taken along';
  const removal = removalAt(moved, finding.ruleId, review.analysis);
  if (removal !== 'nothing') return removal;
  if (isDoubtful(review, moved, exception.scope)) return 'not certain';
  return { complaint: `${tell(finding, service)}: the exception is not called unused` };
}

/** What is said of the exception at an offset. */
function removalAt(
  offset: number,
  rule: string,
  { text, findings, excepted }: Analysis,
): 'unused' | 'covers nothing' | 'used by another' | 'nothing' {
  const isSaid = (id: string): boolean =>
    findings.some(({ ruleId, range }) => ruleId === id && isOnLine(text, range, offset));
  const isUsed = excepted.some(
    ({ exception, finding }) => exception.range.start === offset && finding.ruleId === rule,
  );
  const isUnused = isSaid('no-unused-exception');
  if (isUsed && isUnused) throw new Error(`an exception that is used is called unused: ${text}`);
  if (isUsed) return 'used by another';
  if (isUnused) return 'unused';
  return isSaid('no-malformed-exception') ? 'covers nothing' : 'nothing';
}

/** Whether something of what an exception covers could not be judged: then nobody can say that it needs no exception. */
function isDoubtful({ analysis, gaps, parts }: Review, offset: number, scope: Scope): boolean {
  if (analysis.problems.some(({ severity }) => severity === 'error')) return true;
  const covers = coversAt(analysis, offset, scope);
  if (!covers) return false;
  // What a variable stands for may be another thing where the text runs.
  if (scope === 'entry' && /\$[A-Za-z_{]/u.test(analysis.text.slice(covers.start, covers.end))) return true;
  return gaps.some(({ range, touches = [] }) => {
    const touched = parts.filter(({ name }) => touches.includes(name)).map(({ extent }) => extent);
    return [range, ...touched].some((each) => overlaps(each, covers));
  });
}

type Scope = AppliedException['scope'];

function coversAt({ uri, text, surface: id }: Analysis, offset: number, scope: Scope): TextRange | undefined {
  if (scope === 'file') return { start: 0, end: text.length };
  const surface = registry.surfaces.find((each) => each.id === id);
  const comment = surface?.comments?.({ uri, text }).find(({ range }) => range.start === offset);
  return scope === 'stage' ? comment?.stage : comment?.covers;
}

function fixOf({ fixes }: Finding, uri: string): readonly TextEdit[] | undefined {
  for (const fix of fixes) {
    if (fix.partial || fix.asks === true) continue;
    const lowered = fix.lower();
    if ('edits' in lowered && (lowered.uri ?? uri) === uri) return lowered.edits;
  }
  return undefined;
}

/** Which version of an image is wanted only people know; without its image a service cannot be judged. */
function pinOf({ ruleId, range }: Finding): readonly TextEdit[] | undefined {
  if (ruleId !== 'no-untagged-image') return undefined;
  return [{ range, newText: `alpine:3.22.1@sha256:${'0'.repeat(64)}` }];
}

/** The lines of all that an exception above the finding would cover. */
function linesOf({ uri, text, surface: id }: Analysis, { range }: Finding): readonly TextEdit[] | undefined {
  const surface = registry.surfaces.find((each) => each.id === id);
  const place = surface?.commentPlace?.({ uri, text }, range, 'entry');
  if (!place || 'refused' in place) return undefined;
  const end = text.indexOf('\n', place.covers.end);
  return [{ range: { start: place.offset, end: end < 0 ? text.length : end + 1 }, newText: '' }];
}

/** Where an offset is after the edits; undefined when they take it out. */
function moveBy(edits: readonly TextEdit[], offset: number): number | undefined {
  let moved = offset;
  for (const { range, newText } of edits) {
    if (range.end <= offset) moved += newText.length - (range.end - range.start);
    else if (range.start <= offset) return undefined;
  }
  return moved;
}

function isOnLine(text: string, range: TextRange, offset: number): boolean {
  const end = text.indexOf('\n', offset);
  return range.start <= (end < 0 ? text.length : end) && range.end >= offset;
}

/** Where a finding stands and what it says, whatever lines come above it. */
function placeOf({ uri, range, ruleId, message }: Finding, service: Service): string {
  const behind = (service.textOf(uri)?.length ?? 0) - range.start;
  return JSON.stringify([uri, ruleId, message, behind]);
}

function tell({ ruleId, uri, range }: Finding, service: Service): string {
  const { line } = positionAt(indexLines(service.textOf(uri) ?? ''), range.start);
  return `${ruleId} at line ${line + 1} of ${uri}`;
}
