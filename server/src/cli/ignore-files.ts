/** Says which files of a folder git would leave out: `.gitignore` of the folder, of those above it, and of those in it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules in force in a folder, those of the innermost folder first. */
export type IgnoreChain = readonly { readonly folder: string; readonly rules: Ignore }[];

/** The rules that the folders above give to a folder: as far up as its repository reaches. */
export function outerRules(folder: string): IgnoreChain {
  const above: string[] = [];
  let current = folder;
  while (!existsSync(join(current, '.git'))) {
    const parent = dirname(current);
    // Outside of a repository nothing above the folder counts.
    if (parent === current) return [];
    above.push(parent);
    current = parent;
  }
  const chain = above.reverse().reduce<IgnoreChain>((outer, path) => innerRules(outer, path), []);
  // A folder that was asked for by name is searched although it is left out itself.
  return isIgnored(chain, folder, true) ? [] : chain;
}

/** The chain with the rules of one more folder. */
export function innerRules(outer: IgnoreChain, folder: string): IgnoreChain {
  const text = textOf(join(folder, '.gitignore'));
  return text === undefined ? outer : [{ folder, rules: ignore().add(text) }, ...outer];
}

/** Whether a path is left out; the innermost folder that says something about it decides. */
export function isIgnored(chain: IgnoreChain, path: string, isFolder: boolean): boolean {
  for (const { folder, rules } of chain) {
    const verdict = rules.test(pathIn(folder, path) + (isFolder ? '/' : ''));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

function pathIn(folder: string, path: string): string {
  const inner = relative(folder, path);
  return sep === '/' ? inner : inner.split(sep).join('/');
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/u, '');
  } catch {
    // Most folders have none, and one that cannot be read says nothing.
    return undefined;
  }
}
