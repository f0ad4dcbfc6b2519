/** The values that Compose's loader works on: what YAML says after interpolation, with the place where each is said. */
import type { Location } from '../../../base/text.ts';
import type { Element, Field, Step } from '../../../syntax/yaml/follow.ts';
import type { YamlFile, YamlNode } from '../../../syntax/yaml/tree.ts';

/** Where a value is said. It goes along through merging, `extends` and `include`, and into the long form that a short one becomes. */
export interface Said {
  readonly file: YamlFile;
  /** The node that says it, behind all aliases. */
  readonly node: YamlNode;
  /** The field or element that holds it: what a change of the text would take away. Absent for the root of a document. */
  readonly holder?: Field | Element;
  /** Aliases and merge keys on the way, outermost first. */
  readonly steps: readonly Step[];
  /** The `extends` and `include` entries that brought it here, outermost first; absent when there are none. */
  readonly through?: readonly Location[];
  /** What it overrules. */
  readonly hides?: Location;
}

interface ValueBase {
  readonly said: Said;
  /** What the tag of this value asks for; only until it was obeyed (`resets.ts`). */
  tag?: 'reset' | 'override';
  /** Entries of the same list that this one stands for: of two that mean the same Compose keeps the last. */
  readonly also?: readonly Value[];
}

/** A single value with the type that Go's YAML gives it, or that Compose casts it to. */
export interface Scalar extends ValueBase {
  readonly kind: 'scalar';
  readonly type: 'null' | 'boolean' | 'integer' | 'float' | 'time' | 'text';
  /** After interpolation, as written: `0x1F` is an integer whose text is `0x1F`. Variables that nobody sets came out empty. */
  readonly text: string;
  /** Names of variables that nobody sets and that the text would depend on; most texts have none. */
  readonly unset: readonly string[];
}

export interface Mapping extends ValueBase {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, Value>;
}

export interface Sequence extends ValueBase {
  readonly kind: 'sequence';
  readonly items: readonly Value[];
}

export type Value = Scalar | Mapping | Sequence;

/** Why Compose refuses a project. Thrown inside the loader only, and caught at its door (`load.ts`). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** What of the text is to blame; absent where there is no such place. */
  readonly at: Location | undefined;
  /** Names of unset variables that it comes from: with them set the project may load. */
  readonly unset: readonly string[];
  /** The `extends` and `include` entries that lead to the place, outermost first. */
  readonly way: readonly Location[];

  constructor(
    message: string,
    at?: Said | Location,
    unset: readonly string[] = [],
    way: readonly Location[] = (at && 'through' in at && at.through) || [],
  ) {
    super(message);
    this.at = at && ('uri' in at ? { uri: at.uri, range: at.range } : locationOf(at));
    this.unset = unset;
    this.way = way;
  }
}

/** A refusal because something is not there that another file may still say. */
export class Lack extends Refusal {}

/** Does what an `extends` or `include` entry asks for; a refusal knows then that it came through there. */
export function broughtBy<T>(by: Said, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.message, error.at, error.unset, [locationOf(by), ...error.way]);
  }
}

/** The place to underline for a value: the first alias on the way, or the node itself. */
export function locationOf({ file, node, steps }: Said): Location {
  const first = steps[0];
  return first ? { uri: first.uri, range: first.range } : { uri: file.uri, range: node.range };
}

/** Further than any project of people goes: through files that include one another, through services that extend one another. */
export const LONGEST_WAY = 100;

/** A copy of a value, and of all in it, with the place that brought it here; of a way without end only the beginning is told. */
export function broughtThrough(value: Value, place: Location): Value {
  const alone = [place];
  // What is said in one file came here by one way, as a rule.
  let before: readonly Location[] | undefined;
  let way: readonly Location[] = alone;
  return resaid(value, (said) => {
    const { through } = said;
    if (!through) return { ...said, through: alone };
    if (through !== before) way = [place, ...through].slice(0, LONGEST_WAY);
    before = through;
    return { ...said, through: way };
  });
}

export function isNull(value: Value | undefined): boolean {
  return value === undefined || (value.kind === 'scalar' && value.type === 'null');
}

/** The entries of a mapping; none of anything else. */
export function entriesOf(value: Value | undefined): ReadonlyMap<string, Value> {
  return value?.kind === 'mapping' ? value.entries : NO_ENTRIES;
}

/** The items of a sequence; none of anything else. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'sequence' ? value.items : [];
}

/** The text of a scalar that is not null. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' && value.type !== 'null' ? value.text : undefined;
}

const NO_ENTRIES: ReadonlyMap<string, Value> = new Map();

/** A copy of a value, and of all in it, with other facts about where it is said. */
function resaid(value: Value, change: (said: Said) => Said): Value {
  const said = change(value.said);
  if (value.kind === 'scalar') return { ...value, said };
  if (value.kind === 'sequence') {
    return { ...value, said, items: value.items.map((item) => resaid(item, change)) };
  }
  const entries = new Map<string, Value>();
  value.entries.forEach((entry, name) => entries.set(name, resaid(entry, change)));
  return { ...value, said, entries };
}

/** A mapping with other entries. */
export function withEntries(mapping: Mapping, entries: ReadonlyMap<string, Value>): Mapping {
  return { ...mapping, entries };
}

/** A text that stands for a value of another form: it is said where that is said. */
export function textLike(value: Value, text: string): Scalar {
  const unset = value.kind === 'scalar' ? value.unset : [];
  return { kind: 'scalar', type: 'text', text, unset, said: value.said };
}
