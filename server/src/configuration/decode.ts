/** Holds a tree against the table of keys: what fits becomes data with ranges, what does not becomes a problem. */
import { nearest } from '../base/nearest.ts';
import type { TextRange } from '../base/text.ts';
import { matchesWildcard } from '../base/wildcard.ts';
import type { Rule } from '../model/rule.ts';
import { type Field, Follower, isMerge, type Reached } from '../syntax/yaml/follow.ts';
import { isNull, type YamlScalar } from '../syntax/yaml/tree.ts';
import { checkText, isWritten } from './check-text.ts';
import {
  type Key,
  type ListShape,
  type MappingShape,
  RULE_SEVERITY,
  ruleShape,
  type Shape,
  type TextShape,
  type WordShape,
} from './keys.ts';
import { orMeant, type Problems, shown } from './problems.ts';
import { takes } from './takes.ts';
import type { ConfigurationTree } from './tree.ts';

/** A value that fits its shape. */
export type Datum = ScalarDatum | ListDatum | MappingDatum;

export interface ScalarDatum {
  readonly is: 'scalar';
  readonly text: string;
  readonly range: TextRange;
}

export interface ListDatum {
  readonly is: 'list';
  readonly items: readonly Datum[];
  readonly range: TextRange;
}

export interface MappingDatum {
  readonly is: 'mapping';
  readonly entries: readonly DatumEntry[];
  readonly range: TextRange;
}

export interface DatumEntry {
  readonly name: string;
  /** The key with its value. */
  readonly range: TextRange;
  readonly value: Datum;
}

/** The data of a tree; undefined for a tree that says nothing. Where there are errors some of it is missing. */
export function decode(
  { file, root }: ConfigurationTree,
  shape: MappingShape,
  rules: readonly Rule[],
  problems: Problems,
): MappingDatum | undefined {
  if (!root) return undefined;
  const decoder = new Decoder(rules, problems);
  const reached = decoder.follower.reach(file, root);
  if (!reached) return undefined;
  if (reached.node.kind === 'mapping') return decoder.mapping(reached, shape);
  problems.error(reached.node.range, 'A configuration is a mapping of keys to values.');
  return undefined;
}

/** The key that a value stands behind: what messages call it, and all that it takes. */
interface Place {
  readonly name: string;
  readonly shape: Shape;
}

class Decoder {
  readonly follower = new Follower();
  readonly #rules: readonly Rule[];
  readonly #ids: ReadonlyMap<string, Rule>;
  readonly #problems: Problems;

  constructor(rules: readonly Rule[], problems: Problems) {
    this.#rules = rules;
    this.#ids = new Map(rules.map((rule) => [rule.id, rule]));
    this.#problems = problems;
  }

  mapping(reached: Reached, shape: MappingShape, within?: string): MappingDatum {
    const known = new Map(shape.keys.map((key) => [key.name, key]));
    const entries: DatumEntry[] = [];
    const fields = this.#fields(reached);
    for (const field of fields) {
      if (this.#problems.isFull) break;
      const key = known.get(field.name);
      if (!key) this.#unknownKey(field, shape.keys, within);
      else entries.push(...this.#entry(field, key));
    }
    const names = new Set(fields.map(({ name }) => name));
    for (const { name, isRequired } of shape.keys) {
      if (isRequired && !names.has(name))
        this.#problems.error(reached.node.range, `Here '${name}' is missing.`);
    }
    return { is: 'mapping', entries, range: reached.node.range };
  }

  #entry(field: Field, key: Key): DatumEntry[] {
    const value = this.#value(field.value, key.shape, key);
    return value ? [{ name: field.name, range: field.entry.range, value }] : [];
  }

  /** The entries of a mapping with those that it merges in. */
  #fields(reached: Reached): readonly Field[] {
    if (reached.node.kind !== 'mapping') return [];
    for (const entry of reached.node.entries) {
      if (entry.name === undefined) this.#problems.error(entry.key.range, 'A key must be a plain text here.');
      if (isMerge(entry)) this.#checkMerge(reached, entry.value);
    }
    const fields = [...this.follower.fields(reached).values()];
    if (this.follower.isExhausted) {
      this.#problems.error(reached.node.range, 'The aliases multiply this text too often to read it.');
    }
    return fields;
  }

  #checkMerge({ file }: Reached, node: Parameters<Follower['reach']>[1]): void {
    const parts = node.kind === 'sequence' ? node.items.map(({ value }) => value) : [node];
    if (parts.every((part) => this.follower.reach(file, part)?.node.kind === 'mapping')) return;
    this.#problems.error(node.range, "The merge key '<<' takes a mapping, or a list of mappings.");
  }

  #unknownKey({ name, entry }: Field, keys: readonly Key[], within: string | undefined): void {
    if (name === 'root' && within === 'overrides') {
      this.#problems.error(entry.key.range, "'root' is said of a whole file, and not in an override.");
      return;
    }
    const near = nearest(
      name,
      keys.map((key) => key.name),
    )[0];
    if (near === undefined && within?.includes('*') === true) {
      const message = `A pattern takes a severity only; options such as ${shown(name)} are said of one rule.`;
      this.#problems.error(entry.key.range, message);
      return;
    }
    const place = within === undefined ? '' : ` in ${shown(within)}`;
    this.#problems.error(entry.key.range, `There is no key ${shown(name)}${place}${orMeant(near)}`);
  }

  /** Undefined where nothing is said, or something wrong. */
  #value(reached: Reached | undefined, shape: Shape, place: Place): Datum | undefined {
    if (!reached) return undefined;
    const { node } = reached;
    if (node.tag !== undefined && !CORE_TAG.test(node.tag)) {
      this.#problems.error(node.range, `The tag ${shown(node.tag)} means nothing here.`);
      return undefined;
    }
    switch (shape.is) {
      case 'list':
        return this.#list(reached, shape, place);
      case 'mapping':
        if (isNull(node)) return undefined;
        return node.kind === 'mapping'
          ? this.mapping(reached, shape, place.name)
          : this.#wrong(reached, place);
      case 'rules':
        if (isNull(node)) return undefined;
        return node.kind === 'mapping' ? this.#rulesOf(reached) : this.#wrong(reached, place);
      default:
        return node.kind === 'scalar'
          ? this.#scalar(reached, node, shape, place)
          : this.#wrong(reached, place);
    }
  }

  #wrong({ node }: Reached, { name, shape }: Place): undefined {
    this.#problems.error(node.range, `${shown(name)} takes ${takes(shape)}.`);
  }

  #list(reached: Reached, shape: ListShape, place: Place): ListDatum | undefined {
    const { node } = reached;
    if (node.kind === 'sequence') {
      if (shape.isFilled && node.items.length === 0) this.#empty(node.range, place);
      const items: Datum[] = [];
      for (const { value } of this.follower.elements(reached)) {
        if (this.#problems.isFull) break;
        const item = this.#element(value, shape.of, place);
        if (item) items.push(item);
      }
      return { is: 'list', items, range: node.range };
    }
    if (isNull(node)) {
      if (shape.isFilled) this.#empty(node.range, place);
      return undefined;
    }
    if (!shape.orOne) return this.#wrong(reached, place);
    const only = this.#element(reached, shape.of, place);
    return only && { is: 'list', items: [only], range: node.range };
  }

  #element(value: Reached | undefined, shape: Shape, place: Place): Datum | undefined {
    if (value && isNull(value.node)) {
      this.#problems.error(value.node.range, `This element of '${place.name}' says nothing.`);
      return undefined;
    }
    return this.#value(value, shape, place);
  }

  #empty(range: TextRange, { name }: Place): void {
    this.#problems.error(range, `'${name}' needs at least one element.`);
  }

  #rulesOf(reached: Reached): MappingDatum {
    const entries: DatumEntry[] = [];
    for (const field of this.#fields(reached)) {
      if (this.#problems.isFull) break;
      this.#checkRuleName(field);
      const { value } = field;
      const isLong = value?.node.kind === 'mapping';
      const shape = isLong ? ruleShape(this.#ids.get(field.name)) : RULE_SEVERITY;
      const datum = this.#value(value, shape, { name: field.name, shape: RULE_SEVERITY });
      if (datum) entries.push({ name: field.name, range: field.entry.range, value: datum });
    }
    return { is: 'mapping', entries, range: reached.node.range };
  }

  #checkRuleName({ name, entry }: Field): void {
    const { range } = entry.key;
    if (this.#ids.has(name)) return;
    if (!name.includes('*')) {
      const near = nearest(name, [...this.#ids.keys()])[0];
      this.#problems.error(range, `There is no rule ${shown(name)}${orMeant(near)}`);
    } else if (name.length > LONGEST_PATTERN) {
      this.#problems.error(range, `A pattern has at most ${LONGEST_PATTERN} characters.`);
    } else if (!this.#rules.some(({ id }) => matchesWildcard(id, name))) {
      this.#problems.warning(range, `No rule is called ${shown(name)}.`);
    }
  }

  #scalar(reached: Reached, node: YamlScalar, shape: ScalarShape, place: Place): ScalarDatum | undefined {
    const datum: ScalarDatum = { is: 'scalar', text: node.text, range: node.range };
    if (shape.is === 'word') return this.#word(node, shape, place) ? datum : undefined;
    if (shape.is === 'text') return this.#text(reached, node, shape, place) ? datum : undefined;
    if (isWritten(node, shape.is)) return datum;
    return this.#wrong(reached, place);
  }

  #word({ text, range }: YamlScalar, { says }: WordShape, { name, shape }: Place): boolean {
    if (Object.hasOwn(says, text)) return true;
    const near = nearest(text, Object.keys(says))[0];
    const message =
      near === undefined || text === ''
        ? `${shown(name)} takes ${takes(shape)}.`
        : `${shown(name)} cannot be ${shown(text)}${orMeant(near)}`;
    this.#problems.error(range, message);
    return false;
  }

  #text(reached: Reached, node: YamlScalar, shape: TextShape, place: Place): boolean {
    if (shape.orFalse && isWritten(node, 'flag') && node.text.toLowerCase() === 'false') return true;
    if (shape.orFalse && NONE.test(node.text)) {
      this.#wrong(reached, place);
      return false;
    }
    // Ports are numbers, and an option that lists them need not know that YAML tells numbers from texts.
    if (shape.of === 'text' && /^\d+$/u.test(node.text)) return true;
    // What is no day or no rule is told as such, however it is written.
    const isTold = shape.of === 'date' || shape.of === 'rule';
    if (!isWritten(node, 'text') && !(isTold && !isNull(node))) {
      if (isNull(node) || shape.orFalse) this.#wrong(reached, place);
      else
        this.#problems.error(node.range, `${shown(place.name)} takes texts: put quotes around ${node.text}.`);
      return false;
    }
    checkText(node, shape.of, { name: place.name, rules: this.#ids, problems: this.#problems });
    return true;
  }
}

/** The tags that YAML itself has, as the parser writes them out: `!!str`, `!!bool`. */
const CORE_TAG = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/u;
/** What other notations take for `false`: to name a file like that is not meant. */
const NONE = /^(?:no|off|none|null|never)$/iu;

type ScalarShape = Exclude<Shape, ListShape | MappingShape | { is: 'rules' }>;

const LONGEST_PATTERN = 200;
