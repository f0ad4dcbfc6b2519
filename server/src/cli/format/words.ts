/** Words of Markdown as a terminal shows them, and rows made of them. */
import { widthOf } from './cells.ts';
import type { Paint } from './paint.ts';

/** A piece of text as it is shown, and the columns that it takes. */
export interface Piece {
  readonly shown: string;
  readonly width: number;
}

/** The words of a paragraph with the marks of Markdown made into styles; a piece of code stays in one row. */
export function wordsOf(text: string, paint: Paint): Piece[] {
  const words: Piece[] = [];
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

/** Breaks words into rows; the first row begins with `lead`, the others are set in as far. */
export function wrap(words: readonly Piece[], lead: string, columns: number): Piece[] {
  const rows: Piece[] = [];
  let shown = lead;
  let width = lead.length;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && width + 1 + word.width > columns) {
      rows.push({ shown, width });
      shown = ' '.repeat(lead.length);
      width = lead.length;
      isEmpty = true;
    }
    shown += isEmpty ? word.shown : ` ${word.shown}`;
    width += word.width + (isEmpty ? 0 : 1);
    isEmpty = false;
  }
  return [...rows, { shown, width }];
}

/** Links as their text, with the address behind it where a browser could follow it, or the name that `bulkhead explain` knows it by. */
function withoutLinks(text: string): string {
  return text.replace(/\[([^[\]]*)\]\(([^()\s]*)\)/gu, (_link, label: string, target: string) => {
    const [, id, section = ''] = /^([a-z-]+)\.md(#[\w-]+)?$/u.exec(target) ?? [];
    if (id === undefined)
      return /^https?:/u.test(target) && target !== label ? `${label} (${target})` : label;
    if (label.replaceAll('`', '').replaceAll(' ', '-').toLowerCase() !== id)
      return `${label} (${id}${section})`;
    return section === '' ? label : `${id}${section}`;
  });
}
