/** Reads COPY and ADD. */
import type { Slice } from '../../base/slice.ts';
import type { Known, Setting } from '../../model/setting.ts';
import type { Copy, CopyFlag, CopySource, Stage } from '../../model/stage.ts';
import { wholeRange } from '../../syntax/dockerfile/characters.ts';
import { UNKNOWN } from '../../syntax/dockerfile/expand.ts';
import { parseHeredocMark } from '../../syntax/dockerfile/heredoc.ts';
import type { Flag, Instruction } from '../../syntax/dockerfile/tree.ts';
import { splitWords } from '../../syntax/dockerfile/words.ts';
import { type FileReading, sourceOf } from './reading-state.ts';
import { type Expanded, expandIn, type Scope } from './scope.ts';

/** Flags whose values BuildKit leaves as they are. */
const LITERAL_FLAGS: ReadonlySet<string> = new Set(['from', 'link', 'parents', 'keep-git-dir', 'unpack']);

export function readCopy(file: FileReading, instruction: Instruction, stage: Stage, scope: Scope): Copy {
  const words = instruction.json?.map(({ value }) => value) ?? splitWords(instruction.args);
  const ranges = instruction.json?.map(({ range }) => range) ?? words.map(wholeRange);
  const last = words.length - 1;
  const sources = words.slice(0, Math.max(0, last)).map((word, index) => {
    const range = ranges[index] ?? wholeRange(word);
    const source = sourceReading(file, instruction, scope, word, range);
    file.origins.set(source, { kind: 'value', instruction, range });
    return source;
  });
  const verb: Known<'ADD' | 'COPY'> = {
    state: 'set',
    value: instruction.name === 'ADD' ? 'ADD' : 'COPY',
    source: sourceOf(file, instruction.keyword),
  };
  const target = targetOf(file, instruction, scope, words[last], ranges[last]);
  const copy: Copy = {
    source: sourceOf(file, instruction.range),
    stage,
    verb,
    sources,
    target,
    flags: instruction.flags.map((flag) => flagReading(file, instruction, scope, flag)),
  };
  file.origins.set(copy, { kind: 'instruction', instruction });
  file.origins.set(verb, { kind: 'verb', instruction, range: instruction.keyword });
  return copy;
}

function targetOf(
  file: FileReading,
  instruction: Instruction,
  scope: Scope,
  word: Slice | undefined,
  range: Copy['source']['range'] | undefined,
): Setting<string> {
  if (!word || !range) return { state: 'unknown', source: sourceOf(file, instruction.keyword) };
  const target = settingOf(file, expandIn(scope, word, file.tree.escape), range);
  file.origins.set(target, { kind: 'value', instruction, range });
  return target;
}

function settingOf(file: FileReading, value: Expanded, range: Copy['source']['range']): Setting<string> {
  const source = sourceOf(file, range, value.via);
  return value.isKnown ? { state: 'set', value: value.text, source } : { state: 'unknown', source };
}

function sourceReading(
  file: FileReading,
  instruction: Instruction,
  scope: Scope,
  word: Slice,
  range: Copy['source']['range'],
): CopySource {
  if (!instruction.json && parseHeredocMark(word.text)) {
    return { kind: 'heredoc', text: word.text, source: sourceOf(file, range) };
  }
  const value = expandIn(scope, word, file.tree.escape);
  const source = sourceOf(file, range, value.via);
  const isCopied = instruction.name === 'COPY';
  const kind = isCopied && value.isKnown ? 'path' : kindOf(value.text, isCopied);
  return { kind, text: value.isKnown ? value.text : word.text, source };
}

/** What ADD makes of a source. A variable inside a URL leaves it a URL; one at its start may be anything. */
function kindOf(text: string, isCopied: boolean): CopySource['kind'] {
  if (isCopied || text.startsWith(UNKNOWN)) return 'unknown';
  if (/^(?:git:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:)/i.test(text)) return 'git';
  if (/^https?:\/\//i.test(text)) return /\.git(?:[#?]|$)/i.test(text) ? 'git' : 'url';
  return text.includes(UNKNOWN) ? 'unknown' : 'path';
}

function flagReading(file: FileReading, instruction: Instruction, scope: Scope, flag: Flag): CopyFlag {
  const value = flagValue(file, scope, flag);
  const reading: CopyFlag = { source: sourceOf(file, flag.range), name: flag.name, value };
  file.origins.set(reading, { kind: 'flag', instruction, flag });
  file.origins.set(value, { kind: 'flag', instruction, flag });
  return reading;
}

/** A flag without a value switches something on. */
function flagValue(file: FileReading, scope: Scope, flag: Flag): Setting<string> {
  if (!flag.value) return { state: 'set', value: 'true', source: sourceOf(file, flag.range) };
  if (!LITERAL_FLAGS.has(flag.name)) {
    return settingOf(file, expandIn(scope, flag.value, file.tree.escape), flag.valueRange);
  }
  return { state: 'set', value: flag.value.text, source: sourceOf(file, flag.valueRange) };
}
