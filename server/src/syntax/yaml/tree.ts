/** The tree of a YAML text: what stands where. Aliases are nodes of their own; `follow.ts` looks through them. */
import type { TextRange } from '../../base/text.ts';

/** One text with its documents. Broken texts have as much of a tree as could be read. */
export interface YamlFile {
  readonly uri: string;
  readonly text: string;
  /** The content of each document that has one. */
  readonly roots: readonly YamlNode[];
  readonly problems: readonly YamlProblem[];
}

/** Something that is wrong with the text. */
export interface YamlProblem {
  readonly range: TextRange;
  readonly message: string;
}

export type YamlNode = YamlScalar | YamlMapping | YamlSequence | YamlAlias;

interface YamlNodeBase {
  /** The node itself, without its anchor and tag, and without comments and line ends behind it. */
  readonly range: TextRange;
  readonly anchor?: string;
  /** As written: `!reset`, `!!str`. */
  readonly tag?: string;
}

/** A scalar. What is left out (`key:`) is a plain scalar with an empty text and an empty range. */
export interface YamlScalar extends YamlNodeBase {
  readonly kind: 'scalar';
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** The text after escapes, folding and indentation. Numbers and booleans are not read. */
  readonly text: string;
}

export interface YamlMapping extends YamlNodeBase {
  readonly kind: 'mapping';
  readonly flow: boolean;
  readonly entries: readonly YamlEntry[];
}

/** One `key: value`. The range covers both with what belongs to them (`?`, anchors, tags). */
export interface YamlEntry {
  readonly range: TextRange;
  /** Absent when the key is no scalar. */
  readonly name?: string;
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface YamlSequence extends YamlNodeBase {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly items: readonly YamlItem[];
}

/** One item. The range covers its text with anchor and tag, without the dash. */
export interface YamlItem {
  readonly range: TextRange;
  /** Where its dash stands; absent in flow style. */
  readonly dash?: number;
  readonly value: YamlNode;
}

/** `*name`. The target is the node that the anchor marks; absent when there is none before it. */
export interface YamlAlias extends YamlNodeBase {
  readonly kind: 'alias';
  readonly name: string;
  readonly target?: YamlNode;
}

/** Whether a node says nothing: left out, `~`, `null`. */
export function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.style === 'plain' && NULLS.has(node.text);
}

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
