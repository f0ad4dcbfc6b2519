/** Reads the text of a configuration, YAML or JSON, into one tree, and refuses what is no such text. */
import { presentable } from '../base/presentable.ts';
import type { SourceText, TextRange } from '../base/text.ts';
import { fileNameOf } from '../base/uri.ts';
import type { Problem } from '../model/surface.ts';
import { parseJson } from '../syntax/json/parse.ts';
import { parseYaml } from '../syntax/yaml/parse.ts';
import { isNull, type YamlFile, type YamlNode } from '../syntax/yaml/tree.ts';
import type { Problems } from './problems.ts';

/** Longer than any configuration that people write; a text of that length is still read in a moment. */
const LONGEST = 250_000;

/** A text with its content; without a root where it says nothing, or is no configuration at all. */
export interface ConfigurationTree {
  readonly file: YamlFile;
  readonly root?: YamlNode;
}

/** Reads a text, and tells what keeps it from being read. */
export function treeOf(document: SourceText, problems: Problems): ConfigurationTree {
  const refused = refusal(document.text);
  if (refused) {
    problems.add(refused);
    return { file: { uri: document.uri, text: document.text, roots: [], problems: [] } };
  }
  const file = fileOf(document);
  for (const { range, message } of file.problems) {
    problems.add({ range, message: sentence(message), severity: 'error' });
  }
  // What follows from a text that could not be read as a whole would only hide the reason.
  if (file.problems.length > 0) return { file };
  const [root, second] = file.roots.filter((each) => !isNull(each));
  if (second) problems.error(headOf(second.range), 'A configuration is one document; this is another one.');
  return root ? { file, root } : { file };
}

/** The text as the notation of its name reads it, whatever it holds. */
export function fileOf({ text, uri }: SourceText): YamlFile {
  return isJson(uri) ? parseJson(text, uri) : parseYaml(text, uri);
}

/** Whether a text of this name is JSON; all others are YAML. */
export function isJson(uri: string): boolean {
  return /\.jsonc?$/iu.test(fileNameOf(uri));
}

function refusal(text: string): Problem | undefined {
  const nul = text.indexOf('\0');
  if (nul >= 0) return error(nul, nul + 1, 'This is no text: it holds a NUL character.');
  const conflict = /^(?:<{7}|\|{7}|>{7})(?=\s|$)/mu.exec(text);
  if (conflict) {
    const message = 'A merge left its conflict marks here; decide which side counts and take them out.';
    return error(conflict.index, conflict.index + conflict[0].length, message);
  }
  if (text.length <= LONGEST) return undefined;
  return error(0, 0, `A configuration has at most ${LONGEST.toLocaleString('en-US')} characters.`);
}

function error(start: number, end: number, message: string): Problem {
  return { range: { start, end }, message, severity: 'error' };
}

/** The parser of YAML ends some of its messages without a full stop. */
function sentence(message: string): string {
  const line = presentable(message.split('\n', 1)[0] ?? '');
  return /[.!?]$/u.test(line) ? line : `${line}.`;
}

function headOf({ start, end }: TextRange): TextRange {
  return { start, end: Math.min(end, start + 1) };
}
