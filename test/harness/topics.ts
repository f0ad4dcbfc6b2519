/** The cheat sheets as tests see them: pages with their parts, links that resolve, and the table of advice. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOST_CHECKLIST } from '../../server/src/knowledge/host-checklist.ts';
import { STANDARDS } from '../../server/src/knowledge/standards.ts';
import { headingsOf } from '../../server/src/base/headings.ts';
import { readRuleFile, ruleFolders } from './rule-folders.ts';
import { root } from './root.ts';

const FOLDER = join(root, 'server/src/topics');

/** The overview, with the table of topics and the table of advice. */
export const overview = readFileSync(join(FOLDER, 'README.md'), 'utf8');

/** The pages by their ids. */
export const pages: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => [name.slice(0, -'.md'.length), readFileSync(join(FOLDER, name), 'utf8')]),
);

/** The topics of the table in the overview. */
export const topicIds = [...overview.matchAll(/^\| `([a-z-]+)` \|/gmu)].map((match) => match[1] ?? '');

const checklistIds = new Set(HOST_CHECKLIST.flatMap(({ items }) => items).map(({ id }) => id));

/** The text of a page of a topic or a rule; undefined when there is none. */
export function pageOf(id: string): string | undefined {
  return pages.get(id) ?? (ruleFolders().includes(id) ? readRuleFile(id, 'docs.md') : undefined);
}

/** Why a place such as `capabilities.md#drop-everything` leads nowhere; undefined when it leads somewhere. */
export function brokenPlace(place: string): string | undefined {
  const [, id = '', section] = /^([a-z-]+)\.md(?:#(.+))?$/u.exec(place) ?? [];
  const page = pageOf(id);
  if (page === undefined) return `there is no page '${place}'`;
  if (section === undefined || headingsOf(page).some(({ slug }) => slug === section)) return undefined;
  return `${id}.md has no section '${section}'`;
}

/** Why a place of the table of advice leads nowhere: a rule, a section of a page, or an item of the checklist. */
export function brokenHome(home: string): string | undefined {
  const [, kind, id = ''] = /^(rule|checklist) ([a-z\d-]+)$/u.exec(home) ?? [];
  if (kind === 'rule') return ruleFolders().includes(id) ? undefined : `there is no rule '${id}'`;
  if (kind === 'checklist') return checklistIds.has(id) ? undefined : `the checklist has no item '${id}'`;
  return home.includes('#') ? brokenPlace(home) : `'${home}' names no section`;
}

/** Whether an item of a standard is known; items of standards that are not kept here count as known. */
export function isKnownItem(standard: string, id: string): boolean {
  const kept = STANDARDS.find(({ name }) => name === standard);
  return kept === undefined || kept.items.some((item) => item.id === id);
}

/**
 * What a page cites of the CIS benchmark and of OWASP's cheat sheet, each as standard and id. Numbers of the benchmark stand behind its
 * name and edition, to the end of the line.
 */
export function citedItems(page: string): readonly (readonly [standard: string, id: string])[] {
  const rules = [...page.matchAll(/RULE #\w+/giu)].map(([id]) => [OWASP, id] as const);
  const items = page.split('\n').flatMap((line) => {
    const [, edition, ...cited] = line.split(/CIS Docker Benchmark (\d{1,2}(?:\.\d{1,2})*)/u);
    if (edition === undefined) return [];
    if (`CIS Docker Benchmark ${edition}` !== CIS) return [[CIS, `edition ${edition}`] as const];
    const numbers = cited.join(' ').match(/\b\d\.\d{1,2}(?:\.\d{1,2})?\b/gu) ?? [];
    return numbers.map((id) => [CIS, id] as const);
  });
  const bare = [...page.matchAll(/\bCIS (\d\.\d{1,2}(?:\.\d{1,2})?)/gu)].map(
    ([, id = '']) => [CIS, id] as const,
  );
  return [...rules, ...items, ...bare];
}

const CIS = 'CIS Docker Benchmark 1.6.0';
const OWASP = 'OWASP Docker Security Cheat Sheet';

/** A row of the table of advice. */
export interface Advice {
  readonly number: number;
  readonly isCorrected: boolean;
  readonly text: string;
  /** The letter of the document, and the line in it. */
  readonly source: { readonly document: string; readonly line: number };
  readonly homes: readonly string[];
}

/** The rows of the table of advice, as far as they have its form. */
export function readAdvice(): readonly Advice[] {
  const row = /^\| (\d+) \| (corrected)? ?\| ([^|]+) \| ([A-E]) (\d+)(?:-\d+)? \| ([^|]+) \|$/gmu;
  return [...overview.matchAll(row)].map(
    ([, number, corrected, text = '', document = '', line, homes = '']) => ({
      number: Number(number),
      isCorrected: corrected !== undefined,
      text,
      source: { document, line: Number(line) },
      homes: homes.split(',').map((home) => home.trim().replaceAll('`', '')),
    }),
  );
}
