/** The trees of texts that somebody works on: a file that forty projects lean on is parsed once. */
import { parseYaml } from '../../syntax/yaml/parse.ts';
import type { YamlFile } from '../../syntax/yaml/tree.ts';

const trees = new Map<string, WeakRef<YamlFile>>();

/** After so many new names those are forgotten whose trees nobody uses any more. */
const MANY = 1000;

/** The tree of a text. The same one comes back for the same text of the same name, as long as somebody holds it. */
export function treeOfText(uri: string, text: string): YamlFile {
  const known = trees.get(uri)?.deref();
  if (known?.text === text) return known;
  const file = parseYaml(text, uri);
  if (trees.size >= MANY && trees.size % MANY === 0) forgetUnused();
  trees.set(uri, new WeakRef(file));
  return file;
}

function forgetUnused(): void {
  for (const [uri, tree] of trees) if (!tree.deref()) trees.delete(uri);
}
