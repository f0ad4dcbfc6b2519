/** Adds keys to mappings and items to lists, in the style and indentation that the text has already. */
import type { TextEdit } from '../../../base/text.ts';
import type { YamlEntry, YamlMapping, YamlSequence } from '../../../syntax/yaml/tree.ts';
import { beginsLine, columnOf, lineBreakOf, lineEnd, lineStart, nextLine } from './lines.ts';
import { beginOf, childrenOf, type Collection, type Holder, type Outline } from './outline.ts';

/** A key to be added, with one value or with items. Values are written as they will stand. */
export interface NewEntry {
  readonly name: string;
  readonly value: string | readonly string[];
}

/** Adds entries to a mapping behind the last one that stays. */
export function entryEdits(
  outline: Outline,
  mapping: YamlMapping,
  entries: readonly NewEntry[],
  removed: ReadonlySet<Holder>,
): TextEdit[] {
  if (mapping.flow) return flowEdits(mapping, entries.map(flowEntry), removed);
  const { text } = outline.file;
  const first = mapping.entries[0];
  if (!first) return [];
  const column = columnOf(text, first.range.start);
  const dash = dashIndent(outline, mapping);
  const lines = entries.flatMap((entry) => blockEntry(entry, dash));
  return blockEdits(text, mapping, lines, column, removed);
}

/** Adds items to a list behind the last one that stays. */
export function itemEdits(
  outline: Outline,
  list: YamlSequence,
  items: readonly string[],
  removed: ReadonlySet<Holder>,
): TextEdit[] {
  if (list.flow) return flowEdits(list, items, removed);
  const { text } = outline.file;
  const first = list.items[0];
  if (!first) return [];
  const column = columnOf(text, beginOf(first));
  const lines = items.map((item) => `- ${item}`);
  return blockEdits(text, list, lines, column, removed);
}

/** Gives a key that stands without a value its list. */
export function listEdits(
  outline: Outline,
  mapping: YamlMapping,
  entry: YamlEntry,
  items: readonly string[],
): TextEdit[] {
  const { text } = outline.file;
  const at = entry.value.range.end;
  if (mapping.flow || entry.value.range.start !== at) {
    const space = entry.value.range.start === at ? ' ' : '';
    return [{ range: entry.value.range, newText: `${space}[${items.join(', ')}]` }];
  }
  const indent = ' '.repeat(columnOf(text, entry.range.start) + dashIndent(outline, mapping));
  const end = lineEnd(text, entry.range.end);
  const lines = items.map((item) => `${lineBreakOf(text)}${indent}- ${item}`);
  return [{ range: { start: end, end }, newText: lines.join('') }];
}

function blockEntry(entry: NewEntry, dash: number): string[] {
  if (typeof entry.value === 'string') return [`${entry.name}: ${entry.value}`];
  return [`${entry.name}:`, ...entry.value.map((item) => `${' '.repeat(dash)}- ${item}`)];
}

function flowEntry(entry: NewEntry): string {
  const value = typeof entry.value === 'string' ? entry.value : `[${entry.value.join(', ')}]`;
  return `${entry.name}: ${value}`;
}

function flowEdits(
  collection: Collection,
  parts: readonly string[],
  removed: ReadonlySet<Holder>,
): TextEdit[] {
  const children = childrenOf(collection);
  const last = children.findLast((child) => !removed.has(child));
  const written = parts.join(', ');
  if (last) return [{ range: { start: last.range.end, end: last.range.end }, newText: `, ${written}` }];
  const { start, end } = collection.range;
  return [{ range: { start: start + 1, end: end - 1 }, newText: written }];
}

/** Adds lines to a block collection. When nothing of it stays, they take the place of all. */
function blockEdits(
  text: string,
  collection: Collection,
  lines: readonly string[],
  column: number,
  removed: ReadonlySet<Holder>,
): TextEdit[] {
  const indent = ' '.repeat(column);
  const lineBreak = lineBreakOf(text);
  const children = childrenOf(collection);
  const staying = removed.size === 0 ? children : children.filter((child) => !removed.has(child));
  const after = staying.findLast((child) => !keepsBlanks(text, child) && hasPlainKey(child));
  if (after) {
    const end = endWithComments(text, after.range.end, column);
    const newText = lines.map((line) => `${lineBreak}${indent}${line}`).join('');
    return [{ range: { start: end, end }, newText }];
  }
  const [before] = staying;
  if (before) return [aheadOf(text, beginOf(before), lines, indent, lineBreak)];
  return [{ range: collection.range, newText: lines.join(`${lineBreak}${indent}`) }];
}

/** Where the lines of an entry end, comments included that are indented as parts of it: items that somebody took out. */
function endWithComments(text: string, offset: number, column: number): number {
  let end = lineEnd(text, offset);
  for (let start = nextLine(text, end); start < text.length; start = nextLine(text, end)) {
    const line = text.slice(start, lineEnd(text, start));
    const sign = line.search(/[^ ]/u);
    if (sign <= column || line[sign] !== '#') return end;
    end = start + line.length;
  }
  return end;
}

function aheadOf(
  text: string,
  begin: number,
  lines: readonly string[],
  indent: string,
  lineBreak: string,
): TextEdit {
  if (!beginsLine(text, begin)) {
    return {
      range: { start: begin, end: begin },
      newText: lines.map((line) => `${line}${lineBreak}${indent}`).join(''),
    };
  }
  const start = lineStart(text, begin);
  return {
    range: { start, end: start },
    newText: lines.map((line) => `${indent}${line}${lineBreak}`).join(''),
  };
}

/** Where an entry ends whose key is no scalar (`? [a, b]`) is too often not where it seems to. */
function hasPlainKey(holder: Holder): boolean {
  return !('key' in holder) || holder.name !== undefined;
}

/** Whether the blank lines behind an entry belong to it (`|+`): nothing may be written between. */
function keepsBlanks(text: string, holder: Holder): boolean {
  let { value } = holder;
  for (let last = childrenOf(value).at(-1); last; last = childrenOf(value).at(-1)) value = last.value;
  if (value.kind !== 'scalar' || (value.style !== 'literal' && value.style !== 'folded')) return false;
  return text.slice(value.range.start, lineEnd(text, value.range.start)).includes('+');
}

/** How far the dashes of a list stand from its key: as in this mapping, else as anywhere in the text, else by two. */
function dashIndent(outline: Outline, mapping: YamlMapping): number {
  const { text } = outline.file;
  return indentIn(text, mapping) ?? habitOf(outline);
}

const habits = new WeakMap<Outline, number>();

/** How far the dashes of the text's first block list stand from its key. Many fixes of a text ask. */
function habitOf(outline: Outline): number {
  const known = habits.get(outline);
  if (known !== undefined) return known;
  let habit: number | undefined;
  for (const collection of outline.collections()) {
    habit = indentIn(outline.file.text, collection);
    if (habit !== undefined) break;
  }
  habits.set(outline, habit ?? 2);
  return habit ?? 2;
}

function indentIn(text: string, collection: Collection): number | undefined {
  if (collection.kind !== 'mapping' || collection.flow) return undefined;
  for (const entry of collection.entries) {
    const dash = entry.value.kind === 'sequence' ? entry.value.items[0]?.dash : undefined;
    if (dash === undefined) continue;
    const indent = columnOf(text, dash) - columnOf(text, entry.range.start);
    if (indent >= 0 && indent <= 8) return indent;
  }
  return undefined;
}
