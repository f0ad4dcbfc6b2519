/** Pages of rules and topics: where they are linked to, and the parts of one that a hover shows. */

/** Loads pages; `main` says where from. */
export interface Pages {
  /** The page of a rule or of a topic as Markdown; undefined when there is none. */
  load(id: string): Promise<string | undefined>;
  /** The ids of the topics that have a page, sorted. */
  topics(): Promise<readonly string[]>;
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

/** A list in a hover has up to this many items; those of a page stand in the order of their weight. */
const MOST_ITEMS = 5;

/** The first `count` blocks (paragraphs, lists) of a text, long lists cut short; nothing announces what is left out. */
export function firstBlocks(text: string, count: number): string {
  const blocks = text.split(/\n[ \t]*\n/u, count).map(firstItems);
  const last = blocks[blocks.length - 1] ?? '';
  if (blocks.length > 1 && /^[^\n]*:$/u.test(last)) blocks.pop();
  return blocks.join('\n\n').trim().replace(/:$/u, '.');
}

/** A block up to its item number `MOST_ITEMS`; a block that is no list is whole. */
function firstItems(block: string): string {
  const lines = block.split('\n');
  const items = lines.flatMap((line, index) => (/^[-*] /u.test(line) ? [index] : []));
  return lines.slice(0, items[MOST_ITEMS] ?? lines.length).join('\n');
}

/** Markdown without its marks, for a client that shows plain text. */
export function toPlainText(markdown: string): string {
  return markdown
    .split('\n')
    .filter((line) => !/^\s*(?:```|~~~)/u.test(line))
    .map((line) =>
      line
        .replace(/^#+\s/u, '')
        .replace(/\[([^[\]]*)\]\([^()]*\)/gu, '$1')
        .replace(/\*\*([^*]+)\*\*/gu, '$1')
        .replace(/`([^`]*)`/gu, '$1'),
    )
    .join('\n')
    .trim();
}

/** The addresses of pages, as a client can open them. */
export interface PageLinks {
  /** For the code of a diagnostic: VS Code opens documents from there, but runs no commands. */
  document(id: string): string | undefined;
  /** For a hover: VS Code runs commands from there, but opens no documents of unknown schemes. */
  hover(id: string, section?: string): string | undefined;
}

/** Links for a client that shows pages itself, or to the files of the package. */
export function pageLinks(pages: Pages, inEditor: boolean): PageLinks {
  if (!inEditor) return fileLinks(pages);
  return {
    document: (id) => `bulkhead:/${encodeURIComponent(id)}.md`,
    hover: (...where) => `command:bulkhead.openPage?${encodeURIComponent(JSON.stringify(where))}`,
  };
}

function fileLinks(pages: Pages): PageLinks {
  return {
    document: (id) => pages.fileUri(id),
    hover: (id, section) => {
      const uri = pages.fileUri(id);
      return uri === undefined || section === undefined ? uri : `${uri}#${encodeURIComponent(section)}`;
    },
  };
}

function isTitle(line: string, fenced: boolean): boolean {
  return !fenced && line.startsWith('# ');
}
