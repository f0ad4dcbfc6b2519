/** The skeleton of a rule's page, `docs.md`. */

/** The heading of what a rule's options do; only pages of rules with options have it. */
export const OPTIONS = 'Options';

/** The headings below the title, in order. */
export const SECTIONS = [
  'What it does',
  'Why it matters',
  'Incorrect',
  'Correct',
  'How to fix',
  'When it is fine',
  OPTIONS,
  'References',
];

/** A page taken apart. */
export interface Page {
  readonly title: string;
  /** The first sentence below the title, with its full stop. */
  readonly summary: string;
  /** The text of each section by its heading, in the order of the page. */
  readonly sections: ReadonlyMap<string, string>;
}

/** Takes a page apart; headings inside fences are no headings. */
export function readPage(text: string): Page {
  const sections = new Map<string, string>();
  let title = '';
  let summary = '';
  let heading: string | undefined;
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const marks = /^(?:`{3,}|~{3,})/u.exec(line)?.[0];
    if (fence === undefined) fence = marks;
    else if (line === fence) fence = undefined;
    const isHeading = fence === undefined && marks === undefined;
    if (isHeading && line.startsWith('# ')) title = line.slice(2).trim();
    else if (isHeading && line.startsWith('## ')) sections.set((heading = line.slice(3).trim()), '');
    else if (heading !== undefined) sections.set(heading, `${sections.get(heading) ?? ''}${line}\n`);
    else if (summary === '') summary = line.trim();
  }
  return { title, summary, sections };
}
