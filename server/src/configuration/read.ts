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

/** Pure and total: the same text gives the same reading. */
export function readFile(document: SourceText, rules: readonly Rule[]): FileReading {
  const { uri, text } = document;
  const found = new Problems();
  const data = decode(treeOf(document, found), CONFIGURATION, rules, found);
  const problems = found.sorted();
  if (isWrong(problems)) return { uri, text, problems };
  return { uri, text, problems, contents: contentsOf(uri, data, rules) };
}
