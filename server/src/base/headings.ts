/** The headings of a page of Markdown, and the fragments that lead to them. */

/** A heading as a link names it. */
export interface Heading {
  /** How many `#` it has. */
  readonly level: number;
  /** Without the marks of Markdown. */
  readonly title: string;
  /** What stands behind `#` in a link to it. */
  readonly slug: string;
  /** Where its line begins in the page. */
  readonly start: number;
}

/** The headings of a page in their order, those in fences left out. */
export function headingsOf(page: string): readonly Heading[] {
  const headings: Heading[] = [];
  const seen = new Map<string, number>();
  for (const { line, start } of linesOutsideFences(page)) {
    const found = /^(#{1,6})\s+(\S.*)$/u.exec(line);
    if (!found) continue;
    const title = plainText(found[2] ?? '');
    const slug = slugOf(title);
    const earlier = seen.get(slug) ?? 0;
    seen.set(slug, earlier + 1);
    const level = found[1]?.length ?? 0;
    headings.push({ level, title, slug: earlier === 0 ? slug : `${slug}-${earlier}`, start });
  }
  return headings;
}

/** A heading with all that belongs to it: up to the next one that has as few `#`. */
export function sectionAt(page: string, heading: Heading): string {
  const next = headingsOf(page).find(({ start, level }) => start > heading.start && level <= heading.level);
  return page.slice(heading.start, next?.start ?? page.length);
}

/** The lines of a page that stand in no fence. */
export function* linesOutsideFences(
  page: string,
): Generator<{ readonly line: string; readonly start: number }> {
  let fence = '';
  let start = 0;
  for (const line of page.split('\n')) {
    const text = line.replace(/\r$/u, '');
    const mark = /^\s*(`{3,}|~{3,})/u.exec(text)?.[1];
    if (fence !== '') {
      if (mark?.startsWith(fence) && text.trim() === mark) fence = '';
    } else if (mark !== undefined) fence = mark;
    else yield { line: text, start };
    start += line.length + 1;
  }
}

/** Inline Markdown without its marks. */
export function plainText(text: string): string {
  return text
    .replace(/\[([^[\]]*)\]\([^()]*\)/gu, '$1')
    .replace(/[`*]/gu, '')
    .trim();
}

/** As GitHub and VS Code make it: lower case, blanks to dashes, everything else that is neither letter nor digit left out. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/gu, '-');
}
