/** Lists an exception in the text of a configuration, where a comment cannot be written; the reason is left to a person. */
import { indexLines, positionAt } from '../base/line-index.ts';
import { applyEdits, type SourceText, type TextEdit } from '../base/text.ts';
import { relativePath } from '../base/relative-path.ts';
import { fileNameOf, folderOf } from '../base/uri.ts';
import type { Rule } from '../model/rule.ts';
import type { Lowered } from '../model/surface.ts';
import { isNull, type YamlEntry, type YamlNode } from '../syntax/yaml/tree.ts';
import { readFile } from './read.ts';
import { fileOf, isJson } from './tree.ts';

/** What is to be excepted. */
export interface Excepting {
  readonly ruleId: string;
  /** The text in which the finding stands. */
  readonly uri: string;
  /** The service or stage; absent for all of the file. */
  readonly part?: string;
  readonly rules: readonly Rule[];
}

/** Holds the place of the reason until a person gives one: without any, the entry would be no entry. */
const BLANK = 'reason';

/** The edit, or the reason why the text cannot take it. */
export function listException(document: SourceText, wanted: Excepting): Lowered {
  const name = `'${fileNameOf(document.uri)}'`;
  const { contents } = readFile(document, wanted.rules);
  if (!contents) return { refused: `${name} has errors; until they are mended it says nothing.` };
  const path = relativePath(folderOf(document.uri), wanted.uri);
  if (path.startsWith('../')) return { refused: `${name} does not hold for this file.` };
  const edits = isJson(document.uri) ? undefined : editsFor(document, entryLines(wanted, path));
  const text = edits && applyEdits(document.text, edits);
  const after = text === undefined ? undefined : readFile({ ...document, text }, wanted.rules).contents;
  const isListed = after?.except.length === contents.except.length + 1;
  return edits && isListed
    ? { edits }
    : { refused: `${name} is written so that only a person can change it.` };
}

function entryLines({ ruleId, part }: Excepting, path: string): readonly string[] {
  return [
    `- rules: [${ruleId}]`,
    `  paths: [${quoted(`/${path.replace(/[\\*?[\]!#]/gu, '\\$&')}`)}]`,
    ...(part === undefined ? [] : [`  parts: [${quoted(part)}]`]),
    `  reason: ${BLANK}`,
  ];
}

/** A text that YAML takes for nothing else. */
function quoted(text: string): string {
  return /^\/?[a-z][\w./-]*$/iu.test(text) && !/^(?:true|false|null|yes|no|on|off)$/iu.test(text)
    ? text
    : JSON.stringify(text);
}

/** Undefined where the text is written in a way that is not understood here. */
function editsFor(document: SourceText, entry: readonly string[]): readonly TextEdit[] | undefined {
  const { text } = document;
  const [root] = fileOf(document).roots;
  const end = /\r?\n/u.exec(text)?.[0] ?? '\n';
  if (!root || isNull(root)) {
    const lead = text === '' || /[\r\n]$/u.test(text) ? '' : end;
    return [withBlank(text.length, lead + joined(['except:', ...indented(entry, 2)], end) + end)];
  }
  if (root.kind !== 'mapping' || root.flow) return undefined;
  const before = columnOf(text, root.range.start);
  const except = root.entries.find(({ name }) => name === 'except');
  if (except) return below(text, except, entry, end);
  const last = root.entries.at(-1)?.range.end ?? root.range.end;
  const all = indented(['except:', ...indented(entry, 2)], before);
  return [withBlank(lineEnd(text, last), end + joined(all, end))];
}

function below(
  text: string,
  { key, value }: YamlEntry,
  entry: readonly string[],
  end: string,
): readonly TextEdit[] | undefined {
  const at = (node: YamlNode, column: number): readonly TextEdit[] => [
    withBlank(lineEnd(text, node.range.end), end + joined(indented(entry, column), end)),
  ];
  if (isNull(value))
    return value.range.start < value.range.end ? undefined : at(key, columnOf(text, key.range.start) + 2);
  if (value.kind !== 'sequence' || value.flow) return undefined;
  const last = value.items.at(-1);
  return last?.dash === undefined ? undefined : at(last.value, columnOf(text, last.dash));
}

/** The reason stands last in what is written. */
function withBlank(offset: number, newText: string): TextEdit {
  const start = newText.lastIndexOf(BLANK);
  return {
    range: { start: offset, end: offset },
    newText,
    blank: { start, end: start + BLANK.length },
  };
}

function indented(all: readonly string[], column: number): readonly string[] {
  return all.map((line) => ' '.repeat(column) + line);
}

function joined(all: readonly string[], end: string): string {
  return all.join(end);
}

function columnOf(text: string, offset: number): number {
  return positionAt(indexLines(text), offset).character;
}

function lineEnd(text: string, offset: number): number {
  const found = text.slice(offset).search(/[\r\n]/u);
  return found < 0 ? text.length : offset + found;
}
