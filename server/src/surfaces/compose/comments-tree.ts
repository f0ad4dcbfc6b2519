/** Entries and items of a YAML tree by the lines that they begin on and the ranges that stand in them. */
import { enclosing } from '../../base/search.ts';
import type { TextRange } from '../../base/text.ts';
import type { YamlFile, YamlNode } from '../../syntax/yaml/tree.ts';
import { skipFiller } from './lower/lines.ts';
import { beginOf, childrenOf, type Holder } from './lower/outline.ts';

/** All of an entry or item, its dash included. */
export function extentOf(holder: Holder): TextRange {
  return { start: beginOf(holder), end: holder.range.end };
}

/** An entry or item, and the mapping or list that it is a member of. */
export interface Member {
  readonly holder: Holder;
  readonly of: YamlNode;
}

/** The entries and items in which all of a range stands, outermost first. */
export function membersAround(file: YamlFile, range: TextRange): readonly Member[] {
  const members: Member[] = [];
  let node = enclosing(file.roots, range, rangeOf);
  while (node) {
    const holder: Holder | undefined = enclosing(childrenOf(node), range, extentOf);
    if (!holder) break;
    members.push({ holder, of: node });
    node = holder.value;
  }
  return members;
}

/**
 * Whether nothing but blanks, comments and a comma stands between a member and the one before it.
 * Where something does, a key is read that takes several lines, of which the tree has the last one.
 */
export function isApart({ text }: YamlFile, { holder, of }: Member): boolean {
  const begin = beginOf(holder);
  const siblings: readonly Holder[] = childrenOf(of);
  const before = siblings[indexNotBefore(siblings, begin, beginOf) - 1];
  if (!before && isBlock(of)) return of.range.start === begin;
  const at = skipFiller(text, before?.range.end ?? of.range.start + 1);
  return at === begin || (text[at] === ',' && skipFiller(text, at + 1) === begin);
}

/**
 * What begins on a line: the outermost entries and items, from the first of them to the last;
 * for a line on which only the value of an entry begins, the entry. Undefined where nothing begins. Logarithmic in the text, but for its depth.
 */
export function extentBeginningOn({ roots }: YamlFile, line: TextRange): TextRange | undefined {
  let node = roots[indexNotBefore(roots, line.end, startOf) - 1];
  while (node) {
    const children: readonly Holder[] = childrenOf(node);
    const next = indexNotBefore(children, line.start, beginOf);
    const first = children[next];
    if (first && beginOf(first) < line.end) {
      const last = children[indexNotBefore(children, line.end, beginOf) - 1] ?? first;
      return { start: beginOf(first), end: last.range.end };
    }
    const before = children[next - 1];
    if (!before || before.range.end <= line.start) return undefined;
    if (!isBlock(before.value) && isWithin(before.value.range.start, line)) return extentOf(before);
    node = before.value;
  }
  return undefined;
}

/** Where the first entry or item of a text begins, or what else it says; the length of the text when it says nothing. */
export function beginOfContent({ roots, text }: YamlFile): number {
  const [root] = roots;
  const first = root && childrenOf(root)[0];
  return (first ? beginOf(first) : root?.range.start) ?? text.length;
}

/** Collections in block style begin where their first entry or item does, and are no values of their own. */
function isBlock(node: YamlNode): boolean {
  return (node.kind === 'mapping' || node.kind === 'sequence') && !node.flow;
}

function isWithin(offset: number, { start, end }: TextRange): boolean {
  return start <= offset && offset < end;
}

/** The index of the first element of an ordered list that does not begin before the limit. */
function indexNotBefore<T>(list: readonly T[], limit: number, beginsAt: (element: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = list[middle];
    if (element !== undefined && beginsAt(element) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rangeOf({ range }: { readonly range: TextRange }): TextRange {
  return range;
}

function startOf({ range }: { readonly range: TextRange }): number {
  return range.start;
}
