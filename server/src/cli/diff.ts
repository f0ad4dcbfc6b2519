/** Writes the difference of two texts as a unified diff that `git apply` and `patch` take. */

const CONTEXT = 3;

/** One line of the old or the new text, or of both. */
interface Step {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
  /** The numbers of the line that comes next in the old and in the new text, from 0. */
  readonly before: number;
  readonly after: number;
}

/** The diff; empty when the texts are equal. Lines keep the carriage returns they have. */
export function unifiedDiff(path: string, before: string, after: string): string[] {
  if (before === after) return [];
  const steps = stepsOf(splitLines(before), splitLines(after));
  const isRelative = !path.startsWith('/') && !/^[A-Za-z]:/u.test(path);
  const rows = [
    `--- ${quoted(isRelative ? `a/${path}` : path)}`,
    `+++ ${quoted(isRelative ? `b/${path}` : path)}`,
  ];
  return [...rows, ...hunksOf(steps).flatMap(hunkRows)];
}

/** A name as `git` writes it: one that could break out of its line stands in quotes, with escapes. */
function quoted(name: string): string {
  if (!/[\p{Cc}"\\]/u.test(name)) return name;
  const escaped = name.replace(/[\p{Cc}"\\]/gu, (sign) => {
    if (sign === '"' || sign === '\\') return `\\${sign}`;
    const bytes = sign < '\u0080' ? [sign.charCodeAt(0)] : [0xc2, sign.charCodeAt(0)];
    return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  });
  return `"${escaped}"`;
}

/** Lines with their ends, as diffs count them: only a line feed ends one. */
function splitLines(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return [...lines.map((line) => `${line}\n`), ...(last === '' ? [] : [last])];
}

function stepsOf(before: readonly string[], after: readonly string[]): Step[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const kinds = compare(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return number(before, after, [...' '.repeat(head), ...kinds, ...' '.repeat(tail)]);
}

function number(before: readonly string[], after: readonly string[], kinds: readonly string[]): Step[] {
  let [i, j] = [0, 0];
  return kinds.map((kind) => {
    const position = { before: i, after: j };
    if (kind === '+') return { kind, line: after[j++] ?? '', ...position };
    const line = before[i++] ?? '';
    if (kind === '-') return { kind, line, ...position };
    j++;
    return { kind: ' ', line, ...position };
  });
}

/** How many old and new lines are compared at most; a larger change is shown as one block. */
const MOST_PAIRS = 4_000_000;

/** The shortest edit of one list of lines into another, by the longest common subsequence. */
function compare(before: readonly string[], after: readonly string[]): string[] {
  const width = after.length + 1;
  if (before.length * width > MOST_PAIRS) {
    return [...before.map(() => '-'), ...after.map(() => '+')];
  }
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const skip = Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
      common[i * width + j] = before[i] === after[j] ? 1 + (common[(i + 1) * width + j + 1] ?? 0) : skip;
    }
  }
  return walk(before, after, (i, j) => common[i * width + j] ?? 0);
}

/** `common` is how many lines the rests of both lists share. */
function walk(
  before: readonly string[],
  after: readonly string[],
  common: (i: number, j: number) => number,
): string[] {
  const kinds: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const isBoth = i < before.length && j < after.length && before[i] === after[j];
    const isOld = j >= after.length || (i < before.length && common(i + 1, j) >= common(i, j + 1));
    kinds.push(isBoth ? ' ' : isOld ? '-' : '+');
    if (isBoth || isOld) i++;
    if (isBoth || !isOld) j++;
  }
  return kinds;
}

/** Changes that lie close together, with the lines around them. */
function hunksOf(steps: readonly Step[]): Step[][] {
  const hunks: Step[][] = [];
  let end = -1;
  steps.forEach((step, i) => {
    if (step.kind === ' ') return;
    const from = Math.max(i - CONTEXT, end);
    const to = Math.min(i + CONTEXT + 1, steps.length);
    const last = hunks[hunks.length - 1];
    if (last && i - CONTEXT <= end) for (const one of steps.slice(end, to)) last.push(one);
    else hunks.push(steps.slice(Math.max(0, from), to));
    end = to;
  });
  return hunks;
}

function hunkRows(hunk: readonly Step[]): string[] {
  const first = hunk[0];
  if (!first) return [];
  const old = hunk.filter((step) => step.kind !== '+').length;
  const fresh = hunk.filter((step) => step.kind !== '-').length;
  return [
    `@@ -${span(first.before, old)} +${span(first.after, fresh)} @@`,
    ...hunk.flatMap(({ kind, line }) =>
      line.endsWith('\n') ? [kind + line.slice(0, -1)] : [kind + line, '\\ No newline at end of file'],
    ),
  ];
}

/** A span of no lines is named by the line before it, as the format wants. */
function span(start: number, count: number): string {
  return count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`;
}
