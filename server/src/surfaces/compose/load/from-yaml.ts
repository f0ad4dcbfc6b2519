/** Makes values of YAML: aliases and merge keys followed, variables put in, scalars given their types. */
import { expand, type Expanded, type Lookup } from '../../../syntax/interpolation/expand.ts';
import type { Follower, Reached } from '../../../syntax/yaml/follow.ts';
import { scalarSlice } from '../../../syntax/yaml/scalar-slice.ts';
import type { YamlFile, YamlScalar } from '../../../syntax/yaml/tree.ts';
import { castAt } from './casts.ts';
import { typeOf } from './scalar-type.ts';
import { type Mapping, Refusal, type Said, type Scalar, type Sequence, type Value } from './value.ts';

/** What the values of one file are made with. */
export interface Maker {
  readonly file: YamlFile;
  readonly follower: Follower;
  readonly lookup: Lookup;
  /** What stands in the text for a variable whose value nobody knows. */
  readonly bare: (name: string) => string;
}

/** Deeper than any project; a mapping that holds itself through an alias ends here. */
const DEEPEST = 60;

/** The value of a document. Throws a refusal where a variable cannot be put in. */
export function valueOf(maker: Maker, root: Reached): Value {
  return make(maker, root, { file: root.file, node: root.node, steps: root.steps }, [], 0);
}

function make(maker: Maker, reached: Reached, said: Said, path: readonly string[], depth: number): Value {
  if (depth > DEEPEST) throw new Refusal('the project is nested too deeply', said);
  if (maker.follower.isExhausted) throw new Refusal('the aliases of this file multiply it too often', said);
  const tag = tagOf(said);
  const { node } = reached;
  // What takes something away is never read itself.
  if (tag.tag === 'reset') return { kind: 'scalar', type: 'null', text: '', unset: [], said, ...tag };
  if (node.kind === 'scalar') return { ...scalarOf(maker, node, said, path), ...tag };
  if (node.kind === 'sequence') return { ...sequenceOf(maker, reached, said, path, depth), ...tag };
  return { ...mappingOf(maker, reached, said, path, depth), ...tag };
}

function mappingOf(
  maker: Maker,
  reached: Reached,
  said: Said,
  path: readonly string[],
  depth: number,
): Mapping {
  const entries = new Map<string, Value>();
  for (const field of maker.follower.fields(reached).values()) {
    const { value } = field;
    if (!value) continue;
    const inner: Said = { file: value.file, node: value.node, holder: field, steps: value.steps };
    entries.set(field.name, make(maker, value, inner, [...path, field.name], depth + 1));
  }
  return { kind: 'mapping', entries, said };
}

function sequenceOf(
  maker: Maker,
  reached: Reached,
  said: Said,
  path: readonly string[],
  depth: number,
): Sequence {
  const items: Value[] = [];
  for (const element of maker.follower.elements(reached)) {
    const { value } = element;
    if (!value) continue;
    const inner: Said = { file: value.file, node: value.node, holder: element, steps: value.steps };
    items.push(make(maker, value, inner, [...path, '[]'], depth + 1));
  }
  return { kind: 'sequence', items, said };
}

/** A tag stands before the entry's own node, be that an alias or not. */
function tagOf({ holder, node }: Said): { readonly tag?: 'reset' | 'override' } {
  const written = !holder ? node : 'entry' in holder ? holder.entry.value : holder.item.value;
  if (written.tag === '!reset') return { tag: 'reset' };
  return written.tag === '!override' ? { tag: 'override' } : {};
}

function scalarOf(maker: Maker, node: YamlScalar, said: Said, path: readonly string[]): Scalar {
  const type = typeOf(node);
  if (type !== 'text' || !node.text.includes('$')) {
    const scalar: Scalar = { kind: 'scalar', type, text: node.text, unset: [], said };
    return type === 'text' ? castAt(path, scalar) : scalar;
  }
  const expanded = expand(scalarSlice(said.file.text, node), maker.lookup, maker.bare);
  if (expanded.invalid) throw new Refusal(`invalid interpolation format for ${path.join('.')}.`, said);
  const missing = expanded.parts.find((part) => part.required !== undefined);
  if (missing) throw new Refusal(requiredMessage(path, missing), said, [missing.name ?? '']);
  return castAt(path, { kind: 'scalar', type, text: expanded.slice.text, unset: unsetIn(expanded), said });
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
