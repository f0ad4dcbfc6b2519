/** A Dockerfile as those see it who look for its comments or add one: its head, its instructions, its stages. */
import type { SourceText, TextRange } from '../../base/text.ts';
import { enclosing } from '../../base/search.ts';
import { readDirectives } from '../../syntax/dockerfile/directives.ts';
import { lineAt } from '../../syntax/dockerfile/lines.ts';
import { parseDockerfile } from '../../syntax/dockerfile/parse.ts';
import type { DockerfileTree } from '../../syntax/dockerfile/tree.ts';

/** A text, read for its comments. */
export interface Page {
  readonly tree: DockerfileTree;
  /** Where its first comment can begin: behind the byte order mark, and behind a line that says which program reads the text. */
  readonly top: number;
  /** Where the first line begins that is no directive: nothing may come before it without changing what the directives are. */
  readonly behindDirectives: number;
  /** Where the directives begin that say something to nobody but BuildKit: all but `check`. */
  readonly directives: ReadonlySet<number>;
  /** From each FROM to the end of the last instruction below it. */
  readonly stages: readonly TextRange[];
}

const pages = new WeakMap<SourceText, Page>();

/** Reads a text; what was read once is remembered as long as the document is. */
export function pageOf(document: SourceText): Page {
  const page = pages.get(document) ?? readPage(document.text);
  pages.set(document, page);
  return page;
}

/** The stage in which all of a range stands. */
export function stageAt({ stages }: Page, range: TextRange): TextRange | undefined {
  return enclosing(stages, range, (stage) => stage);
}

function readPage(text: string): Page {
  const tree = parseDockerfile(text);
  const begin = text.startsWith('\uFEFF') ? 1 : 0;
  // BuildKit looks past such a line for directives.
  const top = text.startsWith('#!', begin) ? lineAt(text, begin).next : begin;
  const { directives, problems } = readDirectives(text, top);
  const last = [...directives, ...problems].reduce((end, { range }) => Math.max(end, range.end), top);
  return {
    tree,
    top,
    behindDirectives: last === top ? top : lineAt(text, last).next,
    directives: new Set(directives.flatMap(({ name, range }) => (name === 'check' ? [] : range.start))),
    stages: stagesOf(tree),
  };
}

function stagesOf({ instructions }: DockerfileTree): readonly TextRange[] {
  const stages: TextRange[] = [];
  for (const { name, range } of instructions) {
    const stage = stages.at(-1);
    if (name === 'FROM') stages.push(range);
    else if (stage) stages[stages.length - 1] = { start: stage.start, end: range.end };
  }
  return stages;
}
