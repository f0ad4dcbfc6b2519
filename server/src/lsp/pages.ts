/** Rule pages: where they are linked to, and the parts of one that a hover shows. */

/** Loads pages; `main` says where from. */
export interface Pages {
  /** The page as Markdown; undefined when there is no such rule. */
  load(id: string): Promise<string | undefined>;
  /** The `file:` URI of the page; undefined when it is not on a disk. */
  fileUri(id: string): string | undefined;
}

/** The section of a page under a `##` heading, without the heading. */
export function sectionOf(page: string, heading: string): string {
  let inside = false;
  let fenced = false;
  const lines: string[] = [];
  for (const line of page.split(/\r?\n/u)) {
    if (/^\s*(?:```|~~~)/u.test(line)) fenced = !fenced;
    const title = fenced ? undefined : /^##\s(.*)$/u.exec(line)?.[1]?.trim();
    if (title === undefined && !isTitle(line, fenced)) {
      if (inside) lines.push(line);
      continue;
    }
    inside = title === heading;
  }
  return lines.join('\n').trim();
}

/** The first paragraph of a text. */
export function firstParagraph(text: string): string {
  return text.split(/\n[ \t]*\n/u, 1)[0] ?? '';
}

/** Markdown without its marks, for a client that shows plain text. */
export function toPlainText(markdown: string): string {
  return markdown
    .replace(/^\s*(?:```|~~~).*$/gmu, '')
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/gu, '$1')
    .replace(/\*\*([^*\n]+)\*\*/gu, '$1')
    .replace(/`([^`\n]*)`/gu, '$1')
    .replace(/^#+\s/gmu, '')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

/** Gives a function from a rule's id to the address of its page. */
export function pageLinker(pages: Pages, asCommand: boolean): (id: string) => string | undefined {
  if (!asCommand) return (id) => pages.fileUri(id);
  return (id) => `command:bulkhead.openPage?${encodeURIComponent(JSON.stringify([id]))}`;
}

function isTitle(line: string, fenced: boolean): boolean {
  return !fenced && line.startsWith('# ');
}
