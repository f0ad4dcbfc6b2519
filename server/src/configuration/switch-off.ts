/** Switches a rule off in the text of a configuration, and leaves all else of it as it is. */
import { indexLines, lineText, positionAt } from '../base/line-index.ts';
import { applyEdits, type SourceText, type TextEdit } from '../base/text.ts';
import { fileNameOf } from '../base/uri.ts';
import type { Origin } from '../model/configuration.ts';
import type { Rule } from '../model/rule.ts';
import type { Lowered } from '../model/surface.ts';
import { isNull, type YamlEntry, type YamlMapping, type YamlNode } from '../syntax/yaml/tree.ts';
import { readFile } from './read.ts';
import { fileOf, isJson } from './tree.ts';

/** What is asked for. */
export interface SwitchedOff {
  readonly ruleId: string;
  /** Who says the rule's severity now; absent where nobody does. */
  readonly origin?: Origin;
  readonly rules: readonly Rule[];
}

/** The edit, or the reason why the text cannot take it. */
export function switchOff(document: SourceText, { ruleId, origin, rules }: SwitchedOff): Lowered {
  const name = `'${fileNameOf(document.uri)}'`;
  const { contents } = readFile(document, rules);
  if (!contents) return { refused: `${name} has errors; until they are mended it says nothing.` };
  const said = contents.statement.rules.map(({ severity }) => severity?.at?.range.start);
  if (origin?.at?.uri === document.uri && !said.includes(origin.at.range.start)) {
    return { refused: `An override in ${name} sets this rule.` };
  }
  const edits = new Writer(document, ruleId).edits();
  const text = edits && applyEdits(document.text, edits);
  const after = text === undefined ? undefined : readFile({ ...document, text }, rules).contents;
  const isOff = after?.statement.rules.some((line) => line.name === ruleId && line.severity?.value === 'off');
  return edits && isOff ? { edits } : { refused: `${name} is written so that only a person can change it.` };
}

/** Writes into one text. */
class Writer {
  readonly #text: string;
  readonly #root: YamlNode | undefined;
  readonly #isJson: boolean;
  readonly #ruleId: string;
  readonly #end: string;

  constructor(document: SourceText, ruleId: string) {
    this.#text = document.text;
    this.#root = fileOf(document).roots[0];
    this.#isJson = isJson(document.uri);
    this.#ruleId = ruleId;
    this.#end = /\r?\n/u.exec(document.text)?.[0] ?? '\n';
  }

  /** Undefined where the text is written in a way that is not understood here. */
  edits(): readonly TextEdit[] | undefined {
    const root = this.#root;
    if (!root || isNull(root)) return this.#append();
    if (root.kind !== 'mapping') return undefined;
    const rules = entryOf(root, 'rules');
    if (!rules)
      return [root.flow ? this.#firstInBraces(root, 'rules', this.#ruleInBraces(root)) : this.#last(root)];
    return this.#inRules(root, rules);
  }

  #inRules(root: YamlMapping, rules: YamlEntry): readonly TextEdit[] | undefined {
    const { value } = rules;
    if (isNull(value)) return root.flow ? undefined : this.#below(rules);
    if (value.kind !== 'mapping') return undefined;
    const rule = entryOf(value, this.#ruleId);
    if (rule) return this.#instead(rule);
    return [value.flow ? this.#firstInBraces(value, this.#ruleId, this.#off(value)) : this.#lastOf(value)];
  }

  /** What the rule is set to becomes `off`; its options stay. */
  #instead({ value }: YamlEntry): readonly TextEdit[] | undefined {
    if (value.kind === 'scalar') return [this.#over(value)];
    if (value.kind !== 'mapping') return undefined;
    const severity = entryOf(value, 'severity');
    if (severity) return severity.value.kind === 'scalar' ? [this.#over(severity.value)] : undefined;
    if (value.flow) return [this.#firstInBraces(value, 'severity', this.#off(value))];
    const { start } = value.range;
    const before = ' '.repeat(this.#columnOf(start));
    return [insertion(start, `severity: off${this.#end}${before}`)];
  }

  #over({ range }: YamlNode): TextEdit {
    const isEmpty = range.start === range.end;
    return { range, newText: `${isEmpty ? ' ' : ''}${this.#isJson ? '"off"' : 'off'}` };
  }

  /** Of a text that says nothing yet. */
  #append(): readonly TextEdit[] {
    const { length } = this.#text;
    const lead = length > 0 && !/[\r\n]$/u.test(this.#text) ? this.#end : '';
    const lines = this.#isJson
      ? ['{', '  "rules": {', `    "${this.#ruleId}": "off"`, '  }', '}']
      : ['rules:', `  ${this.#ruleId}: off`];
    return [insertion(length, `${lead}${lines.join(this.#end)}${this.#end}`)];
  }

  #last(root: YamlMapping): TextEdit {
    const before = ' '.repeat(this.#columnOf(root.range.start));
    return this.#behind(root, [`${before}rules:`, `${before}  ${this.#ruleId}: off`]);
  }

  #lastOf(mapping: YamlMapping): TextEdit {
    const before = ' '.repeat(this.#columnOf(mapping.range.start));
    return this.#behind(mapping, [`${before}${this.#ruleId}: off`]);
  }

  /** Lines below those of a mapping. */
  #behind(mapping: YamlMapping, lines: readonly string[]): TextEdit {
    const last = mapping.entries.at(-1)?.range.end ?? mapping.range.end;
    return insertion(this.#lineEnd(last), lines.map((line) => this.#end + line).join(''));
  }

  /** Below a key without a value. */
  #below({ key, value }: YamlEntry): readonly TextEdit[] {
    const before = ' '.repeat(this.#columnOf(key.range.start) + 2);
    const line = insertion(this.#lineEnd(key.range.end), `${this.#end}${before}${this.#ruleId}: off`);
    const isEmpty = value.range.start === value.range.end;
    return isEmpty ? [line] : [{ range: value.range, newText: '' }, line];
  }

  /** Behind the opening brace, so that it does not matter whether a comma stands at the end. */
  #firstInBraces({ range, entries }: YamlMapping, name: string, value: string): TextEdit {
    const [first] = entries;
    const start = range.start + 1;
    const between = this.#text.slice(start, first?.range.start ?? range.end - 1);
    const comma = first ? ',' : '';
    const isOnLine = !/[\r\n]/u.test(between);
    if (isOnLine) return insertion(start, `"${name}": ${value}${comma}${first && between === '' ? ' ' : ''}`);
    const column = first ? this.#columnOf(first.range.start) : this.#indentAt(range.start) + 2;
    return insertion(start, `${this.#end}${' '.repeat(column)}"${name}": ${value}${comma}`);
  }

  #ruleInBraces({ range, entries }: YamlMapping): string {
    const first = entries[0]?.range.start ?? range.end - 1;
    const isOnLine = !/[\r\n]/u.test(this.#text.slice(range.start, first));
    if (isOnLine) return `{"${this.#ruleId}": "off"}`;
    const before = ' '.repeat(entries.length > 0 ? this.#columnOf(first) : this.#indentAt(range.start) + 2);
    return `{${this.#end}${before}${before === '' ? '  ' : before}"${this.#ruleId}": "off"${this.#end}${before}}`;
  }

  #off({ flow }: YamlMapping): string {
    return flow ? '"off"' : 'off';
  }

  #columnOf(offset: number): number {
    return positionAt(indexLines(this.#text), offset).character;
  }

  #indentAt(offset: number): number {
    const lines = indexLines(this.#text);
    return /^[ \t]*/u.exec(lineText(lines, positionAt(lines, offset).line))?.[0].length ?? 0;
  }

  #lineEnd(offset: number): number {
    const found = this.#text.slice(offset).search(/[\r\n]/u);
    return found < 0 ? this.#text.length : offset + found;
  }
}

function entryOf({ entries }: YamlMapping, name: string): YamlEntry | undefined {
  return entries.find((entry) => entry.name === name);
}

function insertion(offset: number, newText: string): TextEdit {
  return { range: { start: offset, end: offset }, newText };
}
