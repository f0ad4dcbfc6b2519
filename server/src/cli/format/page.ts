/** Shows a page of Markdown in a terminal: headings stand out, paragraphs are wrapped, code is set in. */
import { printable, widthOf } from './cells.ts';
import type { Paint } from './paint.ts';

/** The page as lines no wider than `columns`, code aside. */
export function pageText(markdown: string, paint: Paint, columns: number): string {
  const rows: string[] = [];
  for (const block of blocksOf(markdown)) {
    const shown = blockRows(block, paint, columns);
    // Items of one list stand together; all else is set apart by an empty line.
    if (rows.length > 0 && !block.isClose) rows.push('');
    rows.push(...shown);
  }
  return `${rows.join('\n')}\n`;
}

interface Block {
  readonly kind: 'heading' | 'code' | 'item' | 'text' | 'row';
  readonly lines: string[];
  /** Whether it follows the block before it without a gap. */
  readonly isClose: boolean;
}

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  let fence: string | undefined;
  const start = (kind: Block['kind'], line: string): void => {
    const last = blocks[blocks.length - 1];
    open = { kind, lines: [line], isClose: last === open && last?.kind === kind && kind !== 'heading' };
    blocks.push(open);
  };
  for (const line of markdown.split(/\r\n|\r|\n/u)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) [fence, open] = [undefined, undefined];
      else open?.lines.push(line);
    } else if (mark !== undefined) {
      start('code', '');
      fence = mark;
    } else if (line.trim() === '') open = undefined;
    else if (/^#{1,6} /u.test(line)) start('heading', line);
    else if (/^ *(?:[-*+]|\d{1,3}\.) /u.test(line)) start('item', line);
    else if (line.startsWith('|')) start('row', line);
    else if (open && (open.kind === 'text' || open.kind === 'item')) open.lines.push(line);
    else start('text', line);
  }
  return blocks;
}

function blockRows({ kind, lines }: Block, paint: Paint, columns: number): string[] {
  const [first = '', ...rest] = lines;
  if (kind === 'heading') return [paint('bold', printable(first.replace(/^#+ +/u, '')))];
  if (kind === 'code')
    return rest.map((line) => `    ${paint('cyan', printable(line.replaceAll('\t', '    ')))}`);
  if (kind === 'row') return [inline(printable(first), paint)];
  const lead = kind === 'item' ? (/^ *(?:[-*+]|\d{1,3}\.) +/u.exec(first)?.[0] ?? '') : '';
  const text = [first.slice(lead.length), ...rest].map((line) => printable(line.trim())).join(' ');
  return wrap(text, lead.replace(/[*+-]/u, '•'), columns).map((row) => inline(row, paint));
}

/** Breaks a text into rows; the first one begins with `lead`, the others are set in as far. */
function wrap(text: string, lead: string, columns: number): string[] {
  const rows: string[] = [];
  let row = lead;
  let isEmpty = true;
  for (const word of wordsOf(text)) {
    if (!isEmpty && widthOf(row) + 1 + widthOf(word) > columns) {
      rows.push(row);
      row = ' '.repeat(lead.length);
      isEmpty = true;
    }
    row += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...rows, row];
}

/** Words, with a piece of code counted as one so that its colour does not break. */
function wordsOf(text: string): string[] {
  const plain = text.replace(/\[([^\]]*)\]\(([^)\s]*)\)/gu, (_link, label: string, target: string) =>
    /^https?:/u.test(target) && target !== label ? `${label} (${target})` : label,
  );
  return plain.match(/(?:`[^`]*`|[^\s`]|`)+/gu) ?? [];
}

/** Colours code and what is stressed, and takes the marks away. */
function inline(text: string, paint: Paint): string {
  return text
    .split(/(`[^`]*`)/u)
    .map((part) =>
      part.startsWith('`') && part.endsWith('`') && part.length > 1
        ? paint('cyan', part.slice(1, -1))
        : part.replace(/\*\*([^*]+)\*\*/gu, (_mark, inner: string) => paint('bold', inner)),
    )
    .join('');
}
