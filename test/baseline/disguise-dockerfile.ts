/** Writes a Dockerfile anew with the same meaning: comments, blank lines, small keywords, continued lines, other quotes, another order of stages. */
import { applyEdits, type TextEdit } from '../../server/src/base/text.ts';
import { parseDockerfile } from '../../server/src/syntax/dockerfile/parse.ts';
import type { DockerfileTree, Instruction } from '../../server/src/syntax/dockerfile/tree.ts';
import type { Choice } from './disguise-compose.ts';

/** The text in disguise; undefined for one that is no whole Dockerfile. */
export function disguiseDockerfile(text: string, choose: Choice): string | undefined {
  const tree = parseDockerfile(text);
  const [first] = tree.instructions;
  if (!first || tree.problems.length > 0 || tree.nameless) return undefined;
  const edits = tree.instructions.flatMap((each) => editsOf(tree, each, each === first, choose));
  const written = applyEdits(text, edits);
  if (written === undefined) return undefined;
  const swapped = swapStages(written) ?? written;
  const hasCrlf = text.includes('\r') || tree.instructions.some(({ heredocs }) => heredocs.length > 0);
  return !hasCrlf && choose(4) === 0 ? swapped.replaceAll('\n', '\r\n') : swapped;
}

/** The text with one more instruction at its end, which fetches what nobody has looked at. */
export function withDownload(text: string): string | undefined {
  const { instructions, problems, nameless } = parseDockerfile(text);
  const last = instructions.at(-1);
  if (!last || problems.length > 0 || nameless || last.heredocs.length > 0) return undefined;
  return `${text.trimEnd()}\nADD https://example.com/added-by-a-test.tar.gz /srv/\n`;
}

function editsOf(
  { text, escape }: DockerfileTree,
  { name, range, keyword, heredocs, json, block }: Instruction,
  isFirst: boolean,
  choose: Choice,
): TextEdit[] {
  const edits: TextEdit[] = [];
  const at = (start: number, end: number, newText: string): void =>
    void edits.push({ range: { start, end }, newText });
  // Directives stand above the first instruction, and what comes between them ends them.
  if (!isFirst && choose(4) === 0)
    at(block.start, block.start, choose(2) === 0 ? '\n' : '\n# a note, "quoted"\n');
  if (choose(3) === 0) at(keyword.start, keyword.end, name.toLowerCase());
  const said = text.slice(keyword.end, range.end);
  const isOneLine = heredocs.length === 0 && !json && escape === '\\' && !/[\\\n'"#]/u.test(said);
  if (name === 'RUN' && isOneLine) {
    for (const { index } of said.matchAll(/ && /gu)) {
      const start = keyword.end + index;
      if (choose(2) === 0) at(start, start + 4, choose(2) === 0 ? ' \\\n  && ' : ' && \\\n# between\n    ');
    }
  }
  const pair = name === 'ENV' && isOneLine ? /^ +[A-Za-z_]+=([\w./-]+)$/u.exec(said) : undefined;
  if (pair?.[1] !== undefined && choose(2) === 0) at(range.end - pair[1].length, range.end, `"${pair[1]}"`);
  return edits;
}

/** Changes places of the first two neighbours that know nothing of each other, and of which neither is the last. */
function swapStages(text: string): string | undefined {
  const { instructions } = parseDockerfile(text);
  const heads = instructions.filter(({ name }) => name === 'FROM');
  if (heads.length < 3 || /--from=["']?\d/u.test(text)) return undefined;
  for (let i = 0; i + 2 < heads.length; i++) {
    const [start, middle, end] = heads.slice(i, i + 3).map(({ block }) => block.start);
    if (start === undefined || middle === undefined || end === undefined) return undefined;
    const [one, other] = [text.slice(start, middle), text.slice(middle, end)];
    const [name, otherName] = [nameIn(one), nameIn(other)];
    if (name === undefined || otherName === undefined || other.toLowerCase().includes(name)) continue;
    return text.slice(0, start) + other + one + text.slice(end);
  }
  return undefined;
}

function nameIn(stage: string): string | undefined {
  return /^FROM[^\n]*? AS +(\S+)/iu.exec(stage)?.[1]?.toLowerCase();
}
