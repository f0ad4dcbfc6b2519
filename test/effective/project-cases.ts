/** Reads cases of whole projects from Markdown, and says what the product makes of them; `README.md` describes how they are written. */
import { indexLines, positionAt } from '../../server/src/base/line-index.ts';
import type { Location, TextRange } from '../../server/src/base/text.ts';
import { resolvePath } from '../../server/src/base/uri.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { createMemoryHost } from '../../server/src/host/memory.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import type { Located, Outcome, ReadOptions } from '../../server/src/model/surface.ts';
import { createService, outcomeText, type Service } from '../../server/src/service.ts';
import { type Fence, readFences } from '../harness/markdown.ts';

/** A project, and what is said of it. */
export interface ProjectCase {
  readonly heading: string;
  readonly title: string;
  /** The number of its first line, from 1. */
  readonly line: number;
  /** Texts by URI. */
  readonly texts: ReadonlyMap<string, string>;
  readonly answers: readonly Fence[];
}

const ROOT = 'file:///case';
const ANSWERS = new Set(['effective', 'refused', 'rules', 'problems', 'gaps']);
const OPTIONS = new Set(['files', 'in', 'env-file', 'folder', 'service', 'only']);

/** The cases of a page: fences with a path in a row are the files, those behind them the answers. */
export function readProjectCases(page: string): readonly ProjectCase[] {
  const groups: Fence[][] = [];
  for (const fence of readFences(page)) {
    const group = groups.at(-1);
    const isFirst = fence.values.has('path') && (!group || fence.afterProse || isAnswer(group.at(-1)));
    if (isFirst) groups.push([fence]);
    else if (group) group.push(fence);
    else throw new Error(`line ${fence.line + 1}: an answer without a project`);
  }
  return groups.map(toCase);
}

function isAnswer(fence: Fence | undefined): boolean {
  return fence !== undefined && ANSWERS.has(fence.tag);
}

function toCase(group: readonly Fence[]): ProjectCase {
  const [first] = group;
  const files = group.filter((fence) => !isAnswer(fence));
  const answers = group.filter(isAnswer);
  if (!first || answers.length === 0)
    throw new Error(`line ${(first?.line ?? 0) + 1}: a project without an answer`);
  const texts = new Map(files.map((fence) => [resolvePath(ROOT, pathOf(fence)), bodyOf(fence)]));
  for (const answer of answers) checkOptions(answer);
  return { heading: first.heading, title: first.prose, line: first.line + 1, texts, answers };
}

function pathOf(fence: Fence): string {
  const path = fence.values.get('path');
  if (path === undefined) throw new Error(`line ${fence.line + 1}: '${fence.tag}' needs a path=`);
  return path;
}

function bodyOf({ body }: Fence): string {
  return body.map((line) => `${line}\n`).join('');
}

function checkOptions(answer: Fence): void {
  const stray = [...answer.values.keys()].find((name) => !OPTIONS.has(name)) ?? answer.words[0];
  if (stray !== undefined) throw new Error(`line ${answer.line + 1}: unknown '${stray}'`);
}

/** The lines that the product says where a fence stands. */
export async function answerTo({ texts }: ProjectCase, fence: Fence): Promise<readonly string[]> {
  const host = createMemoryHost(texts);
  const service = createService(host, registry);
  const lines = await linesFor(service, texts, fence);
  if (host.logged.length > 0) throw new Error(host.logged.join('\n'));
  return lines;
}

async function linesFor(
  service: Service,
  texts: ReadonlyMap<string, string>,
  fence: Fence,
): Promise<readonly string[]> {
  const placeOf = placesIn(texts);
  switch (fence.tag) {
    case 'effective':
      return effectiveLines(await outcomeFor(service, fence), placeOf, fence.values.get('service'));
    case 'refused':
      return refusedLines(await outcomeFor(service, fence), placeOf);
    case 'rules':
      return findingLines(await findingsOf(service, texts, fence), placeOf);
    case 'problems':
      return linesOfAll(
        texts,
        placeOf,
        async (uri) => (await service.analyze(uri)).problems,
        ({ severity }) => severity,
      );
    default:
      return linesOfAll(
        texts,
        placeOf,
        async (uri) => (await service.review(uri)).gaps,
        ({ reason }) => reason,
      );
  }
}

async function outcomeFor(service: Service, fence: Fence): Promise<Outcome> {
  const located = await locatedFor(service, fence);
  if (!located) throw new Error(`line ${fence.line + 1}: no project is found`);
  const described = await service.describe(located.uri, located.options);
  if (!described?.outcome) throw new Error(`${located.uri}: ${described?.failure ?? 'says nothing'}`);
  return described.outcome;
}

/** As the command line finds it: by the files that are named, or in a folder. */
async function locatedFor(service: Service, { values }: Fence): Promise<Located | undefined> {
  const uris = (name: string): readonly string[] | undefined =>
    values
      .get(name)
      ?.split(',')
      .map((path) => resolvePath(ROOT, path));
  const [envFiles, [folder] = [], named] = [uris('env-file'), uris('folder'), uris('files')];
  const options: ReadOptions = {
    ...(envFiles ? { envFiles } : {}),
    ...(folder === undefined ? {} : { folder }),
  };
  if (!named) return service.locate(resolvePath(ROOT, values.get('in') ?? '.'), options);
  const [uri = '', ...files] = named;
  return { uri, options: { ...options, files } };
}

type PlaceOf = (location: Location) => string;

function effectiveLines(outcome: Outcome, placeOf: PlaceOf, owner: string | undefined): readonly string[] {
  if (!outcome.ok) return [`refused: ${outcome.error}`];
  const lines = outcome.lines.filter((line) => owner === undefined || line.owner === owner);
  return outcomeText(lines, placeOf);
}

function refusedLines(outcome: Outcome, placeOf: PlaceOf): readonly string[] {
  if (outcome.ok) return ['it loads'];
  return [`${outcome.error}${outcome.at ? ` (${placeOf(outcome.at)})` : ''}`];
}

/** All findings of the files that a surface reads, or those of some rules; each once, in the order of files. */
async function findingsOf(
  service: Service,
  texts: ReadonlyMap<string, string>,
  { values }: Fence,
): Promise<readonly Finding[]> {
  const only = values.get('only')?.split(',');
  const findings: Finding[] = [];
  for (const uri of texts.keys()) {
    const diagnosis = await service.diagnose(uri);
    if (diagnosis.analysis.status === 'skipped') throw new Error(diagnosis.analysis.problems[0]?.message);
    findings.push(...diagnosis.findings);
  }
  return findings.filter(({ ruleId }) => only?.includes(ruleId) ?? true);
}

function findingLines(findings: readonly Finding[], placeOf: PlaceOf): readonly string[] {
  return findings.flatMap((finding) => [
    `${placeOf(finding)} ${finding.severity} ${finding.ruleId}: ${finding.message}`,
    ...finding.related.map((related) => `  ${placeOf(related)} ${related.message}`),
  ]);
}

/** A line for each thing that is said of each text. */
async function linesOfAll<T extends { readonly range: TextRange; readonly message: string }>(
  texts: ReadonlyMap<string, string>,
  placeOf: PlaceOf,
  said: (uri: string) => Promise<readonly T[]>,
  kindOf: (one: T) => string,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const uri of texts.keys()) {
    for (const one of await said(uri)) {
      lines.push(`${placeOf({ uri, range: one.range })} ${kindOf(one)}: ${one.message}`);
    }
  }
  return lines;
}

function placesIn(texts: ReadonlyMap<string, string>): PlaceOf {
  return ({ uri, range }) => {
    const path = uri.startsWith(`${ROOT}/`) ? uri.slice(ROOT.length + 1) : uri;
    return `${path}:${positionAt(indexLines(texts.get(uri) ?? ''), range.start).line + 1}`;
  };
}

/** The page with all answers as they are now; whoever asks for it reads the difference. */
export async function updatedPage(page: string): Promise<string> {
  const lines = page.split('\n');
  for (const one of readProjectCases(page).toReversed()) {
    for (const fence of one.answers.toReversed()) {
      lines.splice(fence.line + 1, fence.body.length, ...(await answerTo(one, fence)));
    }
  }
  return lines.join('\n');
}
