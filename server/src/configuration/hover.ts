/** What is said of a key, a rule or a word of a configuration that a cursor touches. */
import type { SourceText, TextRange } from '../base/text.ts';
import type { Rule } from '../model/rule.ts';
import { type Cursor, cursorAt, ELEMENT } from './cursor.ts';
import { unquoted } from './cursor-flow.ts';
import { describeKey, describeRule, describeWord, targetAt } from './describe.ts';

/** What is said, as Markdown, and of what. */
export interface ConfigurationHover {
  readonly range: TextRange;
  readonly markdown: string;
}

/** Undefined where nothing is to be said. */
export function hoverIn(
  document: SourceText,
  offset: number,
  rules: readonly Rule[],
): ConfigurationHover | undefined {
  const cursor = cursorAt(document, offset);
  if (!cursor || cursor.typed.start === cursor.typed.end) return undefined;
  const word = unquoted(document.text.slice(cursor.typed.start, cursor.typed.end));
  const markdown = isKey(cursor) ? aboutKey(cursor, word, rules) : aboutValue(cursor, word, rules);
  return markdown === '' ? undefined : { range: cursor.typed, markdown };
}

/** What stands in a line of its own is a key only with a colon. */
function isKey({ role, hasColon }: Cursor): boolean {
  return role === 'key' && hasColon;
}

function aboutKey({ path }: Cursor, word: string, rules: readonly Rule[]): string {
  const target = targetAt([...path, word], rules);
  if (target?.key) return describeKey(target.key);
  return target?.rule ? describeRule(target.rule) : '';
}

function aboutValue({ path }: Cursor, word: string, rules: readonly Rule[]): string {
  const found = targetAt(path, rules);
  const target = found?.shape.is === 'list' ? targetAt([...path, ELEMENT], rules) : found;
  if (!target) return '';
  if (target.shape.is !== 'text' || target.shape.of !== 'rule') return describeWord(target.shape, word);
  const rule = rules.find(({ id }) => id === word);
  return rule ? describeRule(rule) : '';
}
