/** Turns the nodes of the `yaml` package into the tree, with ranges that end where the text of a node ends. */
import { type CST, isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar } from 'yaml';
import type { TextRange } from '../../base/text.ts';
import type {
  YamlAlias,
  YamlEntry,
  YamlItem,
  YamlMapping,
  YamlNode,
  YamlProblem,
  YamlScalar,
  YamlSequence,
} from './tree.ts';

const STYLES: Readonly<Record<string, YamlScalar['style']>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

type Props = Pick<YamlScalar, 'anchor' | 'tag'>;
type Item = CST.CollectionItem | undefined;

/** Builds the trees of one text; anchors are valid from document to document only within one. */
export class TreeBuilder {
  readonly #text: string;
  readonly #problems: YamlProblem[];
  #anchors = new Map<string, YamlNode>();

  constructor(text: string, problems: YamlProblem[]) {
    this.#text = text;
    this.#problems = problems;
  }

  root(contents: ParsedNode): YamlNode {
    this.#anchors = new Map();
    return this.#node(contents);
  }

  #node(node: ParsedNode): YamlNode {
    const props = propsOf(node);
    if (isAlias(node)) return this.#alias(node.source, rangeOf(node), props);
    if (isMap(node))
      return this.#mapping(node.items, node.flow ?? false, rangeOf(node), node.srcToken, props);
    if (isSeq(node))
      return this.#sequence(node.items, node.flow ?? false, rangeOf(node), node.srcToken, props);
    return this.#scalar(node, props);
  }

  #alias(name: string, range: TextRange, props: Props): YamlAlias {
    const target = this.#anchors.get(name);
    if (!target) this.#problems.push({ range, message: `There is no anchor '&${name}' before this alias.` });
    return { kind: 'alias', range, name, ...(target ? { target } : {}), ...props };
  }

  /** The package takes any quote at the end of a scalar for the closing one, even an escaped one. */
  #checkQuotes({ start, end }: TextRange): void {
    const text = this.#text;
    const quote = text[start];
    if (end - start < 2 || text[end - 1] !== quote) return;
    if (quote !== "'" && quote !== '"') return;
    const escape = quote === "'" ? "'" : '\\';
    let escapes = 0;
    while (end - 2 - escapes > start && text[end - 2 - escapes] === escape) escapes++;
    if (escapes % 2 === 1)
      this.#problems.push({ range: { start, end }, message: `Missing closing ${quote}quote` });
  }

  #scalar(node: ParsedNode, props: Props): YamlScalar {
    const scalar = isScalar(node) ? (node as Scalar) : undefined;
    const range = this.#trimmed(rangeOf(node));
    this.#checkQuotes(range);
    // The failsafe schema leaves every scalar a text that no tag makes another type of: `!!merge <<`, `!!int 5`.
    const text = typeof scalar?.value === 'string' ? scalar.value : (scalar?.source ?? '');
    const result: YamlScalar = {
      kind: 'scalar',
      style: STYLES[scalar?.type ?? ''] ?? 'plain',
      text,
      range,
      ...props,
    };
    return this.#remember(result);
  }

  #mapping(
    pairs: readonly Pair<unknown, unknown>[],
    flow: boolean,
    range: TextRange,
    token: CST.Token | undefined,
    props: Props,
  ): YamlMapping {
    const entries: YamlEntry[] = [];
    const result = { kind: 'mapping' as const, flow, entries, range: { ...range }, ...props };
    // Remembered before its children are read: an alias inside to itself is a cycle, which whoever follows it must expect.
    this.#remember(result);
    const names = new Set<string>();
    for (const pair of pairs) {
      const entry = this.#entry(pair);
      entries.push(entry);
      if (entry.name === undefined) continue;
      if (names.has(entry.name)) this.#duplicate(entry.key.range, entry.name);
      names.add(entry.name);
    }
    if (!flow || token === undefined) result.range = outer(range, entries);
    return result;
  }

  #duplicate(range: TextRange, name: string): void {
    this.#problems.push({ range, message: `The key '${name}' is already written in this mapping.` });
  }

  #entry(pair: Pair<unknown, unknown>): YamlEntry {
    const source = pair.srcToken as Item;
    // A parsed pair holds parsed nodes; the value is null where even the colon is missing.
    const written = this.#node(pair.key as ParsedNode);
    const key = this.#lastLine(written);
    const separators = source?.sep ?? [];
    const value = pair.value ? this.#node(pair.value as ParsedNode) : emptyScalar(key.range.end);
    const start = (key === written ? firstOf(source?.start ?? []) : undefined) ?? key.range.start;
    const end = Math.max(key.range.end, lastOf(separators), value.range.end);
    const name = key.kind === 'scalar' ? { name: key.text } : {};
    return { range: { start: Math.min(start, key.range.start), end }, ...name, key, value };
  }

  /**
   * A plain key over several lines is a line that somebody is still typing, with a whole key below it: `privil`, `image: nginx`.
   * The whole one is what counts.
   */
  #lastLine(key: YamlNode): YamlNode {
    if (key.kind !== 'scalar' || key.style !== 'plain') return key;
    const raw = this.#text.slice(key.range.start, key.range.end);
    const line = raw.lastIndexOf('\n') + 1;
    if (line === 0) return key;
    const text = raw.slice(line).trimStart();
    return { ...key, text, range: { start: key.range.end - text.length, end: key.range.end } };
  }

  #sequence(
    nodes: readonly unknown[],
    flow: boolean,
    range: TextRange,
    token: CST.Token | undefined,
    props: Props,
  ): YamlSequence {
    const items: YamlItem[] = [];
    const result = { kind: 'sequence' as const, flow, items, range: { ...range }, ...props };
    this.#remember(result);
    const sources = itemTokens(token, flow);
    nodes.forEach((node, index) => {
      const before = sources[index]?.start ?? [];
      // A parsed sequence holds parsed nodes.
      const value = this.#node(node as ParsedNode);
      const start = Math.min(firstOf(before) ?? value.range.start, value.range.start);
      const dash = before.find((token) => token.type === 'seq-item-ind')?.offset;
      items.push({
        range: { start, end: Math.max(value.range.end, propsEnd(before)) },
        ...(dash === undefined ? {} : { dash }),
        value,
      });
    });
    if (!flow) result.range = outer(range, items);
    return result;
  }

  #remember<Node extends YamlNode>(node: Node): Node {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return node;
  }

  /** Block scalars end behind their line end; what is underlined or replaced ends before it. */
  #trimmed(range: TextRange): TextRange {
    let end = range.end;
    while (end > range.start && isWhite(this.#text, end - 1)) end--;
    return { start: range.start, end };
  }
}

function isWhite(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code <= 0x20 || code >= 0x80 ? /\s/u.test(text.charAt(at)) : false;
}

function rangeOf(node: ParsedNode): TextRange {
  return { start: node.range[0], end: node.range[1] };
}

/** Block collections claim the blank lines and comments behind them; their true end is their last child's. */
function outer(range: TextRange, children: readonly { readonly range: TextRange }[]): TextRange {
  const first = children[0];
  const last = children.at(-1);
  return first && last
    ? { start: Math.min(range.start, first.range.start), end: last.range.end }
    : { start: range.start, end: range.start };
}

function emptyScalar(offset: number): YamlScalar {
  return { kind: 'scalar', style: 'plain', text: '', range: { start: offset, end: offset } };
}

function itemTokens(token: CST.Token | undefined, flow: boolean): CST.CollectionItem[] {
  if (!token || !('items' in token)) return [];
  const items: CST.CollectionItem[] = token.items;
  // The package makes no node of an item that is only a comment, a blank or a trailing comma.
  return items.filter((item) => {
    if (item.key || item.sep || item.value) return true;
    return item.start.some((part) => isProp(part) || (!flow && part.type === 'seq-item-ind'));
  });
}

function isProp(token: CST.SourceToken): boolean {
  return token.type === 'anchor' || token.type === 'tag' || token.type === 'explicit-key-ind';
}

function propsOf(node: ParsedNode): Props {
  const anchor = 'anchor' in node ? node.anchor : undefined;
  return { ...(anchor ? { anchor } : {}), ...(node.tag ? { tag: node.tag } : {}) };
}

function firstOf(tokens: readonly CST.SourceToken[]): number | undefined {
  return tokens.find(isProp)?.offset;
}

function propsEnd(tokens: readonly CST.SourceToken[]): number {
  const last = tokens.findLast(isProp);
  return last ? last.offset + last.source.length : 0;
}

/** Where the colon, an anchor or a tag ends, whatever comes last. */
function lastOf(tokens: readonly CST.SourceToken[]): number {
  const last = tokens.findLast((token) => isProp(token) || token.type === 'map-value-ind');
  return last ? last.offset + last.source.length : 0;
}
