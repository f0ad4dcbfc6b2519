/** Reports for tests: of texts by their paths, and of the files in a folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { registry } from '../../server/src/generated/registry.ts';
import { createNodeHost } from '../../server/src/host/node.ts';
import { buildReport, type ReportFacts } from '../../server/src/report/build.ts';
import { notationOf, notUnderstood } from '../../server/src/report/notations.ts';
import type { FileReview, Report } from '../../server/src/report/report.ts';
import { reviewFile } from '../../server/src/report/review-file.ts';
import { createService } from '../../server/src/service.ts';

const FOLDER = 'file:///project/';

/** The report on some texts, by their paths in a folder. */
export function reportOf(texts: Readonly<Record<string, string>>, facts: Partial<ReportFacts> = {}): Report {
  const host = createNodeHost(() => undefined);
  const textOf = (uri: string): string | undefined => texts[decodeURIComponent(uri.slice(FOLDER.length))];
  const service = createService({ ...host, readFileNow: textOf }, registry, {
    budget: 60_000,
    ...(facts.strict === undefined ? {} : { strict: facts.strict }),
  });
  const reviews = Object.keys(texts).flatMap((path): FileReview[] => {
    const notation = notationOf(path);
    if (notation !== undefined) return [notUnderstood(path, notation)];
    const uri = FOLDER + path.split('/').map(encodeURIComponent).join('/');
    const review = service.reviewNow(uri);
    if (!review) throw new Error(`${path} had to be waited for`);
    const pathOf = (other: string): string => decodeURIComponent(other.slice(FOLDER.length));
    const file = reviewFile(review, { path, pathOf, textOf });
    return file ? [file] : [];
  });
  return buildReport(reviews, {
    version: '0.0.0',
    date: '2026-03-31',
    title: 'project',
    strict: false,
    rules: registry.rules,
    checklist: [],
    ...facts,
  });
}

/** The report on the files of a folder, whose names may be anything. */
export function reportOfFolder(folder: string, facts: Partial<ReportFacts> = {}): Report {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort();
  const texts = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  return reportOf(texts, { title: folder.split(sep).at(-1) ?? '', ...facts });
}
