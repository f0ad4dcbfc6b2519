/** The one way by which a text gets into Markdown: whatever it says, it is shown, and never obeyed. */

/** What does not show, and what turns the order of letters around or breaks a line. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** What Markdown or HTML could take for its own, and what services make links and mentions of. */
const TELLING = /[`*[\]{}<>|~$\\&@#^]|:\/\/|www\.|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/iu;
/** What begins a list, a heading or a rule when it stands first. */
const OPENING = /^(?:[-+=]+|\d+[.)])$/u;

/** A sentence of a rule: words that Markdown could take for its own stand in code spans, names and values above all. */
export function text(sentence: string): string {
  const words = visible(sentence).split(/( +)/u);
  const parts: string[] = [];
  let risky = '';
  words.forEach((word, index) => {
    if (index % 2 === 1) return void (risky === '' ? parts.push(word) : (risky += word));
    const isRisky = TELLING.test(word) || OPENING.test(word);
    if (isRisky) return void (risky += word);
    if (risky !== '') parts.push(spaced(risky));
    risky = '';
    parts.push(word);
  });
  if (risky !== '') parts.push(spaced(risky));
  return parts.join('');
}

/** A name, a path or a value, as it is. */
export function code(value: string): string {
  const shown = visible(value);
  if (shown.trim() === '') return shown === '' ? '(empty)' : '(blanks)';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = /^[` ]|[` ]$/u.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A name in a cell of a table, where a bar would begin the next cell even inside of a code span. */
export function cell(value: string): string {
  if (!/[|\\]/u.test(value)) return code(value);
  return visible(value).replace(/[^\p{L}\p{N} ]/gu, (mark) => `&#${mark.codePointAt(0) ?? 0};`);
}

/** Lines as they are, in a block of their own. */
export function block(lines: readonly string[], indent = ''): string[] {
  const shown = lines.map((line) => visible(line.replaceAll('\t', '    ')));
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)));
  return [`${fence}text`, ...shown, fence].map((line) => indent + line);
}

/** Blanks around a risky word stay outside of its code span. */
function spaced(words: string): string {
  const inner = words.trimEnd();
  const [, value, end = ''] = /^'([^']+)'([.,:;]?)$/u.exec(inner) ?? [];
  // A code span shows where a value begins and ends; quotes do not say it again.
  return (value === undefined ? code(inner) : code(value) + end) + words.slice(inner.length);
}

function visible(value: string): string {
  return value.replace(INVISIBLE, (mark) => {
    const point = mark.codePointAt(0) ?? 0;
    return `⟨U+${point.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

function longestRun(value: string): number {
  return Math.max(0, ...[...value.matchAll(/`+/gu)].map(([run]) => run.length));
}
