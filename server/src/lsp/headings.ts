/** The cheat sheets with their sections, as an editor lists them. */
import { headingsOf, linesOutsideFences, plainText } from '../base/headings.ts';
import type { TopicSummary } from '../protocol.ts';
import type { Pages } from './pages.ts';

export { headingsOf } from '../base/headings.ts';

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
  const lines = [...linesOutsideFences(page)].map(({ line }) => line);
  const first = lines.find((line) => line.trim() !== '' && !line.startsWith('#'));
  return {
    title: headings[0]?.title ?? '',
    summary: plainText(first ?? ''),
    sections: headings.filter(({ level }) => level === 3).map(({ title, slug }) => ({ title, slug })),
  };
}
