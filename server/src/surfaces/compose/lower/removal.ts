/** Takes entries and items out of a text, in block style with their lines, in flow style with their commas. */
import type { TextEdit, TextRange } from '../../../base/text.ts';
import { beginsLine, lineEnd, lineStart, nextLine, skipFiller } from './lines.ts';
import { beginOf, childrenOf, type Collection, type Holder, type Outline } from './outline.ts';

/** Services and what stands above them stay, even when nothing is left in them. */
const DEEPEST_KEPT = 2;

/** The edits that take out these entries and items. `kept` are lists that stay although all that is in them goes. */
export function removalEdits(
  outline: Outline,
  removed: ReadonlySet<Holder>,
  kept: ReadonlySet<Collection>,
): TextEdit[] {
  const text = outline.file.text;
  const all = withEmptied(outline, removed, kept);
  const ranges: TextRange[] = [];
  const edits: TextEdit[] = [];
  for (const [collection, gone] of byCollection(outline, all)) {
    if (gone.length === childrenOf(collection).length) {
      if (!kept.has(collection)) edits.push(emptied(collection));
    } else if (collection.flow) for (const range of flowRanges(text, collection, all)) ranges.push(range);
    else for (const holder of gone) ranges.push(blockRange(text, collection, holder, all));
  }
  return [...edits, ...joined(ranges).map((range) => ({ range, newText: '' }))];
}

/** Adds the keys of lists and mappings that lose all they hold; what lies inside something removed needs no edit of its own. */
export function withEmptied(
  outline: Outline,
  removed: ReadonlySet<Holder>,
  kept: ReadonlySet<Collection>,
): Set<Holder> {
  const all = new Set(removed);
  const gone = new Map<Collection, number>();
  for (const holder of all) {
    const place = outline.placeOf(holder);
    if (!place) continue;
    const count = (gone.get(place.collection) ?? 0) + 1;
    gone.set(place.collection, count);
    if (!place.within || place.depth <= DEEPEST_KEPT || kept.has(place.collection)) continue;
    // Without the tag, what it overrules would count again.
    if (place.collection.tag === '!override') continue;
    if (count === childrenOf(place.collection).length) all.add(place.within);
  }
  for (const holder of all) if (hasRemovedAncestor(outline, holder, all)) all.delete(holder);
  return all;
}

function hasRemovedAncestor(outline: Outline, holder: Holder, all: ReadonlySet<Holder>): boolean {
  for (let outer = outline.placeOf(holder)?.within; outer; outer = outline.placeOf(outer)?.within) {
    if (all.has(outer)) return true;
  }
  return false;
}

function byCollection(outline: Outline, holders: ReadonlySet<Holder>): Map<Collection, Holder[]> {
  const groups = new Map<Collection, Holder[]>();
  for (const holder of holders) {
    const collection = outline.placeOf(holder)?.collection;
    if (!collection) continue;
    const group = groups.get(collection);
    if (group) group.push(holder);
    else groups.set(collection, [holder]);
  }
  return groups;
}

function emptied(collection: Collection): TextEdit {
  return { range: collection.range, newText: collection.kind === 'mapping' ? '{}' : '[]' };
}

/** The lines of an entry with the comment behind it, or, where something stands before it on its line, up to the next one that stays. */
function blockRange(
  text: string,
  collection: Collection,
  holder: Holder,
  all: ReadonlySet<Holder>,
): TextRange {
  const begin = beginOf(holder);
  if (!beginsLine(text, begin)) {
    const children = childrenOf(collection);
    const next = children.slice(children.indexOf(holder) + 1).find((child) => !all.has(child));
    return { start: begin, end: next ? beginOf(next) : holder.range.end };
  }
  return wholeLines(text, begin, holder.range.end);
}

function wholeLines(text: string, begin: number, end: number): TextRange {
  const isTop = /^\uFEFF?[ \t]*$/u.test(text.slice(0, begin));
  // A byte order mark belongs to the text, not to its first line.
  const start = lineStart(text, begin) + (isTop && text.startsWith('\uFEFF') ? 1 : 0);
  const next = isTop ? skipBlankLines(text, nextLine(text, end)) : nextLine(text, end);
  // The last line of a text without a line end takes the one before it along.
  if (next === text.length && !text.endsWith('\n') && start > 0) {
    return { start: lineEnd(text, lineStart(text, start - 1)), end: next };
  }
  return { start, end: next };
}

/** Empty lines that set off what stood at the top of a text. */
function skipBlankLines(text: string, offset: number): number {
  let position = offset;
  while (position < text.length && text.slice(position, lineEnd(text, position)).trim() === '') {
    position = nextLine(text, position);
  }
  return position;
}

function flowRanges(text: string, collection: Collection, all: ReadonlySet<Holder>): TextRange[] {
  const children = childrenOf(collection);
  const lastStaying = children.findLastIndex((child) => !all.has(child));
  const ranges: TextRange[] = [];
  let before: Holder | undefined;
  children.forEach((child, index) => {
    if (!all.has(child)) before = child;
    else
      ranges.push(
        ownLines(text, child) ??
          withComma(child, index < lastStaying ? children[index + 1] : undefined, before),
      );
  });
  return ranges;
}

/** The lines of an item of a flow list, when nothing else stands on them. */
function ownLines(text: string, child: Holder): TextRange | undefined {
  if (!beginsLine(text, child.range.start)) return undefined;
  const comma = skipFiller(text, child.range.end);
  const end = text[comma] === ',' ? comma + 1 : child.range.end;
  const isLast = /^[ \t]*(?:#.*)?$/u.test(text.slice(end, lineEnd(text, end)));
  return isLast ? { start: lineStart(text, child.range.start), end: nextLine(text, end) } : undefined;
}

/** An item with the comma behind it; where nothing behind it stays, with the comma that stood in front. */
function withComma(child: Holder, next: Holder | undefined, before: Holder | undefined): TextRange {
  if (next) return { start: child.range.start, end: next.range.start };
  return { start: before?.range.end ?? child.range.start, end: child.range.end };
}

/** Ranges that overlap or touch become one, so that no two edits collide. */
function joined(ranges: readonly TextRange[]): TextRange[] {
  const sorted = [...ranges].sort((a, b) => a.start - b.start);
  const result: TextRange[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (last && range.start <= last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else result.push(range);
  }
  return result;
}
