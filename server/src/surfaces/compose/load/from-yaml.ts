/** Makes values of YAML: aliases and merge keys followed, variables put in, scalars given their types. */
import { expand, type Expanded, type Lookup } from '../../../syntax/interpolation/expand.ts';
import { type Field, type Follower, isMerge, type Reached } from '../../../syntax/yaml/follow.ts';
import { scalarSlice } from '../../../syntax/yaml/scalar-slice.ts';
import type { YamlFile, YamlScalar } from '../../../syntax/yaml/tree.ts';
import { type Cast, castAt, CASTS } from './casts.ts';
import { type Link, pathOf, type Step, stepInto } from './patterns.ts';
import { typeOf } from './scalar-type.ts';
import { type Mapping, Refusal, type Said, type Scalar, type Sequence, type Value } from './value.ts';

/** What the values of one file are made with. */
export interface Maker {
  readonly file: YamlFile;
  readonly follower: Follower;
  readonly lookup: Lookup;
  /** What stands in the text for a variable whose value nobody knows. */
  readonly bare: (name: string) => string;
  /** Whether texts of variables that the shell may set are taken as they are, whatever Compose says to them without the shell. */
  readonly isLenient?: boolean;
  /** How many tags of Compose were seen so far; absent where nobody counts. */
  readonly tags?: { count: number };
  /** How much text variables were put into so far; absent where nobody counts. */
  readonly spent?: { length: number };
}

/** Deeper than any project; a mapping that holds itself through an alias ends here. */
const DEEPEST = 60;

/** More text than fits into any memory is made of a few lines that repeat a variable; this is what one project may hold. */
const MOST_TEXT = 2 ** 25;
export const TOO_MUCH_TEXT = 'the variables of this project multiply its text too often';

/** Where a value stands. One is made for each value, so it knows only what it adds to the place above. */
interface Place extends Link {
  readonly up: Place | undefined;
  readonly depth: number;
  /** What is known of casts here and below. */
  readonly cast: Step<Cast> | undefined;
  /** Whether an `!override` above takes everything as it is: tags below it mean nothing. */
  readonly isTaken: boolean;
}

/** The value of a document. Throws a refusal where a variable cannot be put in. */
export function valueOf(maker: Maker, root: Reached): Value {
  return make(maker, root, { file: root.file, node: root.node, steps: root.steps }, undefined);
}

function make(maker: Maker, reached: Reached, said: Said, place: Place | undefined): Value {
  if ((place?.depth ?? 0) > DEEPEST) throw new Refusal('the project is nested too deeply', said);
  if (maker.follower.isExhausted) throw new Refusal('the aliases of this file multiply it too often', said);
  const tag = place?.isTaken ? undefined : tagOf(said);
  if (tag && maker.tags) maker.tags.count++;
  // What takes something away is never read itself.
  if (tag === 'reset') return { kind: 'scalar', type: 'null', text: '', unset: NONE, said, tag };
  const inside = tag && place ? { ...place, isTaken: true } : place;
  const value = untagged(maker, reached, said, inside);
  return tag ? { ...value, tag } : value;
}

function untagged(maker: Maker, reached: Reached, said: Said, place: Place | undefined): Value {
  const { node } = reached;
  if (node.kind === 'scalar') return scalarOf(maker, node, said, place);
  return node.kind === 'sequence'
    ? sequenceOf(maker, reached, said, place)
    : mappingOf(maker, reached, said, place);
}

function below(up: Place | undefined, name: string): Place {
  const cast = stepInto(up ? up.cast : CASTS.start, name);
  return { name, up, depth: (up?.depth ?? 0) + 1, cast, isTaken: up?.isTaken ?? false };
}

function mappingOf(maker: Maker, reached: Reached, said: Said, place: Place | undefined): Mapping {
  const entries = new Map<string, Value>();
  checkMerges(maker, reached, said);
  for (const field of maker.follower.fields(reached).values()) {
    checkKey(field, place);
    const value = valueIn(maker, field, place);
    if (!value) continue;
    const merged = value.tag === 'reset' ? maker.follower.merged(reached, field.name) : undefined;
    const revealed = merged && valueIn(maker, merged, place);
    // A key is taken away before anything is merged in, so that comes to light, unless it is taken away there.
    const isRevealed = revealed && revealed.tag !== 'reset';
    entries.set(field.name, isRevealed ? { ...revealed, tag: 'override' } : value);
  }
  return { kind: 'mapping', entries, said };
}

/** Only mappings can be merged in. */
function checkMerges({ follower }: Maker, { file, node }: Reached, said: Said): void {
  if (node.kind !== 'mapping') return;
  for (const entry of node.entries) {
    if (!isMerge(entry)) continue;
    const { value } = entry;
    const parts = value.kind === 'sequence' ? value.items.map((item) => item.value) : [value];
    for (const part of parts) {
      const target = follower.reach(file, part)?.node;
      if (!target || target.kind === 'mapping') continue;
      throw new Refusal('map merge requires map or sequence of maps as the value', said);
    }
  }
}

/** Compose refuses keys that YAML takes for numbers, dates, booleans or nothing. */
function checkKey({ entry: { key }, file, steps }: Field, place: Place | undefined): void {
  if (key.kind !== 'scalar' || typeOf(key) === 'text') return;
  const where = place ? `in ${pathOf(place).join('.')}` : 'at top level';
  throw new Refusal(`non-string key ${where}: ${key.text}`, { file, node: key, steps });
}

function valueIn(maker: Maker, field: Field, place: Place | undefined): Value | undefined {
  const { value } = field;
  if (!value) return undefined;
  const inner: Said = { file: value.file, node: value.node, holder: field, steps: value.steps };
  return make(maker, value, inner, below(place, field.name));
}

function sequenceOf(maker: Maker, reached: Reached, said: Said, place: Place | undefined): Sequence {
  const items: Value[] = [];
  const inside = below(place, '[]');
  for (const element of maker.follower.elements(reached)) {
    const { value } = element;
    if (!value) continue;
    const inner: Said = { file: value.file, node: value.node, holder: element, steps: value.steps };
    items.push(make(maker, value, inner, inside));
  }
  return { kind: 'sequence', items, said };
}

/** A tag stands before the entry's own node, be that an alias or not. */
function tagOf({ holder, node }: Said): 'reset' | 'override' | undefined {
  const written = !holder ? node : 'entry' in holder ? holder.entry.value : holder.item.value;
  if (written.tag === '!reset') return 'reset';
  return written.tag === '!override' ? 'override' : undefined;
}

const NONE: readonly string[] = [];

function scalarOf(maker: Maker, node: YamlScalar, said: Said, place: Place | undefined): Scalar {
  const type = typeOf(node);
  if (type !== 'text' || !node.text.includes('$')) {
    const scalar: Scalar = { kind: 'scalar', type, text: node.text, unset: NONE, said };
    return type === 'text' ? castAt(place?.cast, place, scalar) : scalar;
  }
  const expanded = expand(scalarSlice(said.file.text, node), maker.lookup, maker.bare);
  if (maker.spent && (maker.spent.length += expanded.slice.text.length) > MOST_TEXT) {
    throw new Refusal(TOO_MUCH_TEXT, said);
  }
  if (expanded.invalid) {
    throw new Refusal(`invalid interpolation format for ${pathOf(place).join('.')}.`, said);
  }
  const missing = expanded.parts.find((part) => part.required !== undefined);
  if (missing && !maker.isLenient) {
    throw new Refusal(requiredMessage(pathOf(place), missing), said, [missing.name ?? '']);
  }
  const unset = unsetIn(expanded);
  const scalar: Scalar = { kind: 'scalar', type, text: expanded.slice.text, unset, said };
  return maker.isLenient && unset.length > 0 ? scalar : castAt(place?.cast, place, scalar);
}

function requiredMessage(path: readonly string[], part: Expanded['parts'][number]): string {
  const reason = part.required === '' ? '' : `: ${part.required ?? ''}`;
  return `error while interpolating ${path.join('.')}: required variable ${part.name ?? ''} is missing a value${reason}`;
}

function unsetIn({ parts }: Expanded): readonly string[] {
  const names = new Set<string>();
  for (const { origin, name } of parts) if (origin === 'unknown' && name !== undefined) names.add(name);
  return [...names];
}
