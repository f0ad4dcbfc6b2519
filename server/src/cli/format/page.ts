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
  const isRow = kind === 'row';
  const lead = kind === 'item' ? (/^ *(?:[-*+]|\d{1,3}\.) +/u.exec(first)?.[0] ?? '') : '';
  const text = [first.slice(lead.length), ...rest].map((line) => printable(line.trim())).join(' ');
  return wrap(wordsOf(text, paint), lead.replace(/[*+-]/u, '•'), isRow ? Infinity : columns);
}

/** A word as it is shown, and the columns that it takes. */
interface Word {
  readonly shown: string;
  readonly width: number;
}

/** Breaks words into rows; the first row begins with `lead`, the others are set in as far. */
function wrap(words: readonly Word[], lead: string, columns: number): string[] {
  const rows: string[] = [];
  let row = lead;
  let width = lead.length;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && width + 1 + word.width > columns) {
      rows.push(row);
      row = ' '.repeat(lead.length);
      width = lead.length;
      isEmpty = true;
    }
    row += isEmpty ? word.shown : ` ${word.shown}`;
    width += word.width + (isEmpty ? 0 : 1);
    isEmpty = false;
  }
  return [...rows, row];
}

/** The words of a paragraph with the marks of Markdown made into styles; a piece of code stays in one row. */
function wordsOf(text: string, paint: Paint): Word[] {
  const words: Word[] = [];
  let isOpen = false;
  let isBold = false;
  const add = (part: string, style: (part: string) => string): void => {
    const last = isOpen ? words.pop() : undefined;
    words.push({ shown: (last?.shown ?? '') + style(part), width: (last?.width ?? 0) + widthOf(part) });
    isOpen = true;
  };
  for (const part of withoutLinks(text).split(/(`[^`]*`|\*{1,2}|\s+)/u)) {
    if (part === '') continue;
    else if (part.trim() === '') isOpen = false;
    else if (part === '**' || part === '*') isBold = !isBold;
    else if (part.length > 1 && part.startsWith('`')) add(part.slice(1, -1), (code) => paint('cyan', code));
    else add(part, (plain) => (isBold ? paint('bold', plain) : plain));
  }
  return words;
}

/** Links as their text, with the address behind it where a browser could follow it. */
function withoutLinks(text: string): string {
  return text.replace(/\[([^[\]]*)\]\(([^()\s]*)\)/gu, (_link, label: string, target: string) =>
    /^https?:/u.test(target) && target !== label ? `${label} (${target})` : label,
  );
}
