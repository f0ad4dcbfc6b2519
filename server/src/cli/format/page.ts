/** Shows a page of Markdown in a terminal: headings stand out, paragraphs are wrapped, code is set in, tables are aligned. */
import { printable, widthOf } from './cells.ts';
import type { Paint } from './paint.ts';
import { tableRows } from './table.ts';
import { wordsOf, wrap } from './words.ts';

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
  readonly kind: 'heading' | 'code' | 'item' | 'text' | 'table';
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
      start('code', line.slice(line.indexOf(mark) + mark.length).trim());
      fence = mark;
    } else if (line.trim() === '') open = undefined;
    else if (/^#{1,6} /u.test(line)) start('heading', line);
    else if (/^ *(?:[-*+]|\d{1,3}\.) /u.test(line)) start('item', line);
    else if (line.startsWith('|') && open?.kind === 'table') open.lines.push(line);
    else if (line.startsWith('|')) start('table', line);
    else if (open && (open.kind === 'text' || open.kind === 'item')) open.lines.push(line);
    else start('text', line);
  }
  return blocks;
}

function blockRows({ kind, lines }: Block, paint: Paint, columns: number): string[] {
  const [first = '', ...rest] = lines;
  if (kind === 'heading') return headingRows(first, paint, columns);
  if (kind === 'code') return codeRows(first, rest, paint);
  if (kind === 'table') return tableRows(lines, paint, columns);
  const lead = kind === 'item' ? (/^ *(?:[-*+]|\d{1,3}\.) +/u.exec(first)?.[0] ?? '') : '';
  const text = [first.slice(lead.length), ...rest].map((line) => printable(line.trim())).join(' ');
  return wrap(wordsOf(text, paint), lead.replace(/[*+-]/u, '•'), columns).map(({ shown }) => shown);
}

/** The title of a page and of its sections have a line below them, so that they stand out without colours, too. */
function headingRows(line: string, paint: Paint, columns: number): string[] {
  const level = /^#+/u.exec(line)?.[0].length ?? 1;
  const title = printable(line.replace(/^#+ +/u, '').replaceAll('`', ''));
  const rule = { 1: '═', 2: '─' }[level];
  const shown = paint('bold', title);
  return rule === undefined ? [shown] : [shown, paint('dim', rule.repeat(Math.min(widthOf(title), columns)))];
}

/** How samples of each notation are called; of other fences their contents tell. */
const NOTATIONS: Readonly<Record<string, string>> = {
  compose: 'Compose',
  dockerfile: 'Dockerfile',
  'docker-run': 'docker run',
  daemon: 'daemon.json',
  devcontainer: 'dev container',
  quadlet: 'Quadlet',
  'github-actions': 'GitHub Actions',
  'gitlab-ci': 'GitLab CI',
};

function codeRows(info: string, lines: readonly string[], paint: Paint): string[] {
  const [language = ''] = info.split(/\s/u);
  const name = Object.hasOwn(NOTATIONS, language) ? NOTATIONS[language] : undefined;
  const rows = lines.map((line) =>
    `    ${paint('cyan', printable(line.replaceAll('\t', '    ')))}`.trimEnd(),
  );
  return name === undefined ? rows : [`  ${paint('dim', `${name}:`)}`, ...rows];
}
