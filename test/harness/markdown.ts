/** Reads the fenced texts of a Markdown page, with the prose and the heading they stand under. */

/** One fenced text. */
export interface Fence {
  /** The first word behind the backticks. */
  readonly tag: string;
  /** The other bare words, such as `crlf`. */
  readonly words: readonly string[];
  /** `key=value` pairs, such as `path=.env`. */
  readonly values: ReadonlyMap<string, string>;
  /** The text in double quotes, if there is one. */
  readonly title: string | undefined;
  /** The lines between the two fence lines. */
  readonly body: readonly string[];
  /** The zero-based number of the line that opens it. */
  readonly line: number;
  /** The nearest prose above, as one line; the same for several fences in a row. */
  readonly prose: string;
  /** Whether prose stands between this fence and the one before. */
  readonly afterProse: boolean;
  /** The nearest heading of the second level above, without its marks. */
  readonly heading: string;
}

/** All fenced texts of a page in order; throws when one is not closed. */
export function readFences(page: string): Fence[] {
  const lines = page.split('\n');
  const fences: Fence[] = [];
  let prose: string[] = [];
  let afterProse = true;
  let heading = '';
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const marks = /^(?:`{3,}|~{3,})/u.exec(line)?.[0];
    if (marks !== undefined) {
      const end = lines.indexOf(marks, i + 1);
      if (end < 0) throw new Error(`line ${i + 1}: the fence is not closed`);
      const info = readInfo(line.slice(marks.length));
      const body = lines.slice(i + 1, end);
      fences.push({ ...info, body, line: i, prose: prose.join(' '), afterProse, heading });
      afterProse = false;
      i = end;
    } else if (line.startsWith('#')) {
      if (line.startsWith('## ')) heading = line.slice(3).trim();
      prose = [];
      afterProse = true;
    } else if (line.trim() !== '') {
      const continues = afterProse && (lines[i - 1] ?? '').trim() !== '';
      prose = continues ? [...prose, line.trim()] : [line.trim()];
      afterProse = true;
    }
  }
  return fences;
}

function readInfo(info: string): Pick<Fence, 'tag' | 'words' | 'values' | 'title'> {
  const title = /"([^"]*)"/u.exec(info)?.[1];
  const parts = info
    .replace(/"[^"]*"/u, ' ')
    .split(' ')
    .filter((part) => part !== '');
  const pairs = parts.slice(1).filter((part) => part.includes('='));
  return {
    tag: parts[0] ?? '',
    words: parts.slice(1).filter((part) => !part.includes('=')),
    values: new Map(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
    title,
  };
}
