/** The files of `problems.md`: fences with carets under what is marked. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexLines, positionAt } from '../../server/src/base/line-index.ts';
import type { Problem } from '../../server/src/model/surface.ts';
import { type Fence, readFences } from '../harness/markdown.ts';
import { root } from '../harness/root.ts';

export const PAGE = join(root, 'test/configuration/problems.md');

/** A fence without its carets. */
export interface ConfigurationCase {
  readonly fence: Fence;
  readonly uri: string;
  readonly text: string;
  readonly isJson: boolean;
}

export function configurationCases(): readonly ConfigurationCase[] {
  return readFences(readFileSync(PAGE, 'utf8')).map((fence) => {
    const isJson = fence.tag === 'json';
    const text = fence.body
      .filter((line) => !isCaret(line))
      .map((line) => `${line}\n`)
      .join('');
    return { fence, isJson, uri: `file:///w/.bulkhead.${isJson ? 'json' : 'yaml'}`, text };
  });
}

/** The lines of a fence with what is wrong with it: an error is the usual, a warning is called so. */
export function annotated({ text, isJson }: ConfigurationCase, problems: readonly Problem[]): string[] {
  const index = indexLines(text);
  const lines = text.split('\n').slice(0, -1);
  const result: string[] = [];
  for (const [number, line] of (lines.length === 0 ? [''] : lines).entries()) {
    if (lines.length > 0) result.push(line);
    for (const { range, message, severity } of problems) {
      const start = positionAt(index, range.start);
      if (Math.min(start.line, Math.max(0, lines.length - 1)) !== number) continue;
      const end = positionAt(index, range.end);
      const last = end.line === start.line ? end.character : line.length;
      const carets = '^'.repeat(Math.max(1, last - start.character));
      const words = `${carets} ${severity === 'error' ? '' : `${severity}: `}${message}`;
      result.push(`${indentTo(start.character, isJson ? '//' : '#')}${words}`);
    }
  }
  return result;
}

/** Blanks up to a column, with a comment's mark in front where there is room. */
function indentTo(column: number, mark: string): string {
  return column < mark.length ? ' '.repeat(column) : mark.padEnd(column);
}

function isCaret(line: string): boolean {
  return /^(?:#|\/\/)? *\^+ /u.test(line);
}
