/** What YAML says in one spelling: the same for all ways to lay it out, to quote it, and to order the keys of a mapping. */
import { isNull, type YamlEntry, type YamlNode } from '../../syntax/yaml/tree.ts';

/** A node in one spelling. A scalar is its bare text; anchors are taken out, tags stay, an alias is itself and not what it stands for. */
export function spellingOf(node: YamlNode): string {
  if (node.kind === 'scalar' && node.tag === undefined) return isNull(node) ? '' : squeezed(node.text);
  return inside(node);
}

/** Several entries of a mapping in one spelling. */
export function spellingOfEntries(entries: readonly YamlEntry[]): string {
  return `{${entries.map(entryInside).sort().join(',')}}`;
}

/** A text with its blanks and line ends made one, as folding and chomping would change them. */
export function squeezed(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** A node as a part of another one: quoted, so that no text looks like a mapping. */
function inside(node: YamlNode): string {
  const tag = node.tag === undefined ? '' : `${node.tag} `;
  if (node.kind === 'alias') return `*${node.name}`;
  if (node.kind === 'sequence') return `${tag}[${node.items.map(({ value }) => inside(value)).join(',')}]`;
  if (node.kind === 'mapping') return tag + spellingOfEntries(node.entries);
  return tag + (isNull(node) ? 'null' : JSON.stringify(squeezed(node.text)));
}

function entryInside({ name, key, value }: YamlEntry): string {
  return `${name === undefined ? inside(key) : JSON.stringify(name)}:${inside(value)}`;
}
