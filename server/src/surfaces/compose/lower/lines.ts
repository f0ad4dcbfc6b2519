/** Lines of a text around an offset, as block style is made of them. */

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of an offset ends, before its line end. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed < 0) return text.length;
  return feed > offset && text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** Where the next line begins; the end of the text behind its last line. */
export function nextLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  return feed < 0 ? text.length : feed + 1;
}

/** The line end that a text uses. */
export function lineBreakOf(text: string): string {
  const feed = text.indexOf('\n');
  return feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
}

const BLANKS = ' \t\uFEFF';

/** Whether an offset is the first of its line that is no blank. */
export function beginsLine(text: string, offset: number): boolean {
  let position = offset;
  while (position > 0 && BLANKS.includes(text.charAt(position - 1))) position--;
  return position === 0 || text[position - 1] === '\n';
}

/** How far an offset stands from the beginning of its line. */
export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return offset - start - (text[start] === '\uFEFF' ? 1 : 0);
}

/** Skips blanks, line ends and comments. */
export function skipFiller(text: string, offset: number): number {
  let position = offset;
  for (;;) {
    while (position < text.length && /\s/u.test(text.charAt(position))) position++;
    if (text[position] !== '#') return position;
    position = nextLine(text, position);
  }
}
