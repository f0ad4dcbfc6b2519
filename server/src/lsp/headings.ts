/** The headings of a page, and the fragments that lead to them. */
import type { TopicSection, TopicSummary } from '../protocol.ts';
import type { Pages } from './pages.ts';

/** A heading as a link names it. */
export interface Heading extends TopicSection {
  /** How many `#` it has. */
  readonly level: number;
}

/** The headings of a page in their order, those in fences left out. */
export function headingsOf(page: string): readonly Heading[] {
  const headings: Heading[] = [];
  const seen = new Map<string, number>();
  for (const line of linesOutsideFences(page)) {
    const found = /^(#{1,6})\s+(\S.*)$/u.exec(line);
    if (!found) continue;
    const title = plain(found[2] ?? '');
    const slug = slugOf(title);
    const earlier = seen.get(slug) ?? 0;
    seen.set(slug, earlier + 1);
    const level = found[1]?.length ?? 0;
    headings.push({ level, title, slug: earlier === 0 ? slug : `${slug}-${earlier}` });
  }
  return headings;
}

/** What a page is called. */
export function titleOf(page: string): string {
  return headingsOf(page)[0]?.title ?? '';
}

/** All cheat sheets with their sections. */
export async function topicSummaries(pages: Pages): Promise<readonly TopicSummary[]> {
  const summaries: TopicSummary[] = [];
  for (const id of await pages.topics()) {
    const page = await pages.load(id);
    if (page !== undefined) summaries.push({ id, ...summaryOf(page) });
  }
  return summaries.sort((a, b) => (a.title < b.title ? -1 : 1));
}

function summaryOf(page: string): Omit<TopicSummary, 'id'> {
  const headings = headingsOf(page);
  const first = [...linesOutsideFences(page)].find((line) => line.trim() !== '' && !line.startsWith('#'));
  return {
    title: headings[0]?.title ?? '',
    summary: plain(first ?? ''),
    sections: headings.filter(({ level }) => level === 3).map(({ title, slug }) => ({ title, slug })),
  };
}

function* linesOutsideFences(page: string): Generator<string> {
  let fence = '';
  for (const line of page.split(/\r?\n/u)) {
    const mark = /^\s*(`{3,}|~{3,})/u.exec(line)?.[1];
    if (fence !== '') {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = '';
    } else if (mark !== undefined) fence = mark;
    else yield line;
  }
}

/** Inline Markdown without its marks. */
function plain(text: string): string {
  return text
    .replace(/\[([^[\]]*)\]\([^()]*\)/gu, '$1')
    .replace(/[`*]/gu, '')
    .trim();
}

/** As GitHub and VS Code make it: lower case, blanks to dashes, everything else that is neither letter nor digit left out. */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/gu, '-');
}
