/** Reads one configuration file: what it says, and what is wrong with it by itself. */
import type { SourceText } from '../base/text.ts';
import type { Rule } from '../model/rule.ts';
import type { Problem } from '../model/surface.ts';
import { type Contents, contentsOf } from './contents.ts';
import { decode } from './decode.ts';
import { CONFIGURATION } from './keys.ts';
import { isWrong, Problems } from './problems.ts';
import { treeOf } from './tree.ts';

/** A file, read. */
export interface FileReading {
  readonly uri: string;
  readonly text: string;
  readonly problems: readonly Problem[];
  /** Absent where an error is among the problems: a wrong file says nothing at all. */
  readonly contents?: Contents;
}

/** What was read last of each file, for all services with the same rules: a program may have several. */
const known = new WeakMap<readonly Rule[], Map<string, FileReading>>();

/** The reading of a file; the same object as long as its text is the same. */
export function readingOf(document: SourceText, rules: readonly Rule[]): FileReading {
  const readings = known.get(rules) ?? new Map<string, FileReading>();
  known.set(rules, readings);
  const last = readings.get(document.uri);
  if (last?.text === document.text) return last;
  const reading = readFile(document, rules);
  readings.set(document.uri, reading);
  return reading;
}

/** Pure and total: the same text gives the same reading. */
export function readFile(document: SourceText, rules: readonly Rule[]): FileReading {
  const { uri, text } = document;
  const found = new Problems();
  const data = decode(treeOf(document, found), CONFIGURATION, rules, found);
  const problems = found.sorted();
  if (isWrong(problems)) return { uri, text, problems };
  return { uri, text, problems, contents: contentsOf(uri, data, rules) };
}
