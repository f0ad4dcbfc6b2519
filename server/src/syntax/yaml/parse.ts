/** Reads YAML with the `yaml` package and keeps what an editor needs of it: nodes, ranges, problems. Never throws. */
import { Composer, type CST, type Document, Parser } from 'yaml';
import type { YamlFile, YamlProblem } from './tree.ts';
import { TreeBuilder } from './build.ts';
import { readPlainYaml } from './plain.ts';

/** Deeper than any real file; the composer is recursive, so deeper texts are cut off here. */
const DEEPEST = 200;

/** Reads all documents of a text. */
export function parseYaml(text: string, uri: string): YamlFile {
  const root = readPlainYaml(text);
  return root ? { uri, text, roots: [root], problems: [] } : parseAnyYaml(text, uri);
}

/** Reads all documents of a text, however they are written. */
export function parseAnyYaml(text: string, uri: string): YamlFile {
  const problems: YamlProblem[] = [];
  const tokens = [...new Parser().parse(text)];
  for (const token of tokens) cutDeepNesting(token, problems);
  const builder = new TreeBuilder(text, problems);
  const roots = [];
  for (const document of composeAll(tokens, text.length)) {
    for (const error of document.errors) problems.push(problemOf(error, text.length));
    const root = document.contents ? builder.root(document.contents) : undefined;
    if (root) roots.push(root);
  }
  problems.sort((a, b) => a.range.start - b.range.start);
  return { uri, text, roots, problems };
}

function composeAll(tokens: CST.Token[], length: number): Document.Parsed[] {
  // All scalars stay texts (`failsafe`): Compose casts them by the key, after interpolation. Duplicate keys are found when the tree is built,
  // because the package compares each key with all others. Warnings (unknown tags) are not asked for.
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    keepSourceTokens: true,
    logLevel: 'silent',
  });
  return [...composer.compose(tokens, true, length)];
}

function problemOf(error: { pos: [number, number]; message: string }, length: number): YamlProblem {
  const start = Math.max(0, Math.min(error.pos[0], length));
  return {
    range: { start, end: Math.max(start, Math.min(error.pos[1], length)) },
    message: error.message,
  };
}

/** Empties collections that are nested too deeply, so that no later step can run out of stack. */
function cutDeepNesting(token: CST.Token, problems: YamlProblem[]): void {
  if (token.type !== 'document' || !token.value) return;
  const stack: { token: CST.Token; depth: number }[] = [{ token: token.value, depth: 0 }];
  let told = false;
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (!('items' in next.token)) continue;
    if (next.depth >= DEEPEST) {
      if (!told) problems.push({ range: rangeAt(next.token.offset), message: TOO_DEEP });
      told = true;
      next.token.items = [];
      continue;
    }
    for (const item of next.token.items) {
      if (item.key && 'items' in item.key) stack.push({ token: item.key, depth: next.depth + 1 });
      if (item.value && 'items' in item.value) stack.push({ token: item.value, depth: next.depth + 1 });
    }
  }
}

const TOO_DEEP = 'This is nested too deeply to be read.';

function rangeAt(offset: number): { start: number; end: number } {
  return { start: offset, end: offset + 1 };
}
