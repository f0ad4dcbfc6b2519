/** Long forms of lists, of single texts that stand for lists, and of `build`. */
import type { LongForm, ShownPath } from '../canonical.ts';
import { goPrint, goType, mappingLike, unsetOf } from '../go-names.ts';
import { Refusal, type Scalar, textLike, type Value, withEntries } from '../value.ts';
import { trueLike } from './short-forms.ts';

/** A single text is a list of one. */
export const listOf: LongForm = (value) => {
  return isText(value) ? { kind: 'sequence', items: [value], said: value.said } : value;
};

/** A list of names is a mapping in which they say nothing. */
export const keysOf: LongForm = (value) => {
  if (value.kind !== 'sequence') return value;
  const entries = new Map<string, Value>();
  for (const item of value.items) if (item.kind === 'scalar') entries.set(item.text, nullLike(item));
  return { kind: 'mapping', entries, said: value.said };
};

function nullLike(value: Scalar): Scalar {
  return { ...textLike(value, ''), type: 'null' };
}

/** `build: folder`. */
export const buildOf: LongForm = (value, path, below) => {
  if (value.kind === 'mapping') return below(value);
  if (isText(value)) return mappingLike(value, { context: value });
  throw invalidType(value, path, 'build');
};

/** A list of `name=value`. */
export const pairsOf: LongForm = (value, path) => {
  if (value.kind === 'mapping') return value;
  if (value.kind === 'scalar') {
    throw new Refusal(`${path()}: invalid type ${goType(value)}`, value.said, unsetOf(value));
  }
  const entries = new Map<string, Value>();
  for (const item of value.items) {
    const sign = isText(item) ? item.text.indexOf('=') : -1;
    if (!isText(item) || sign < 0) {
      const message = `${path()}: invalid value ${goPrint(item)}, expected key=value`;
      throw new Refusal(message, item.said, unsetOf(item));
    }
    entries.set(item.text.slice(0, sign), textLike(item, item.text.slice(sign + 1)));
  }
  return { kind: 'mapping', entries, said: value.said };
};

export const textOfAny: LongForm = (value) => {
  return value.kind === 'scalar' && value.type !== 'text' ? textLike(value, goPrint(value)) : value;
};

/** The keys that a build may use: `default`, or `id=path`. */
export const sshOf: LongForm = (value, path) => {
  if (value.kind === 'mapping') return value;
  if (value.kind === 'scalar') throw invalidType(value, path, 'ssh');
  const entries = new Map<string, Value>();
  for (const item of value.items) {
    if (!isText(item)) throw new Refusal(`invalid ssh key type ${goType(item)}`, item.said, unsetOf(item));
    const sign = item.text.indexOf('=');
    if (sign >= 0) entries.set(item.text.slice(0, sign), textLike(item, item.text.slice(sign + 1)));
    else if (item.text === 'default') entries.set(item.text, nullLike(item));
    else throw new Refusal(`invalid ssh key ${JSON.stringify(item.text)}`, item.said, item.unset);
  }
  return { kind: 'mapping', entries, said: value.said };
};

/** Files of variables; each has to be there unless it says otherwise. */
export const envFilesOf: LongForm = (value, path) => {
  const single = isText(value) ? [value] : undefined;
  if (!single && value.kind !== 'sequence') throw invalidType(value, path, 'env_file');
  const items = single ?? (value.kind === 'sequence' ? value.items : []);
  return { kind: 'sequence', items: items.map(envFileOf), said: value.said };
};

function envFileOf(value: Value): Value {
  if (value.kind === 'scalar') return mappingLike(value, { path: value, required: trueLike(value) });
  if (value.kind !== 'mapping' || value.entries.has('required')) return value;
  return withEntries(value, new Map(value.entries).set('required', trueLike(value)));
}

/** Services that start before; each has to have started unless it says otherwise. */
export const dependenciesOf: LongForm = (value, path) => {
  const entries = new Map<string, Value>();
  if (value.kind === 'sequence') {
    for (const item of value.items) {
      if (item.kind === 'scalar') entries.set(item.text, dependencyOf(mappingLike(item, {})));
    }
  } else if (value.kind === 'mapping') {
    for (const [name, entry] of value.entries) {
      if (entry.kind !== 'mapping') {
        const message = `${path()}.${name}: unsupported value ${goPrint(value)}`;
        throw new Refusal(message, entry.said, unsetOf(entry));
      }
      entries.set(name, dependencyOf(entry));
    }
  } else throw invalidType(value, path, 'depend_on');
  return { kind: 'mapping', entries, said: value.said };
};

function dependencyOf(value: Value & { readonly kind: 'mapping' }): Value {
  const { entries } = value;
  if (entries.has('condition') && entries.has('required')) return value;
  const defaults = mappingLike(value, {
    condition: textLike(value, 'service_started'),
    required: trueLike(value),
  });
  return withEntries(value, new Map([...defaults.entries, ...entries]));
}

/** A limit is one whole number, or two. */
export const ulimitOf: LongForm = (value, path) => {
  if (value.kind === 'mapping' || (value.kind === 'scalar' && value.type === 'integer')) return value;
  throw invalidType(value, path, 'ulimits');
};

function invalidType(value: Value, path: ShownPath, what: string): Refusal {
  return new Refusal(`${path()}: invalid type ${goType(value)} for ${what}`, value.said, unsetOf(value));
}

function isText(value: Value): value is Scalar & { readonly type: 'text' } {
  return value.kind === 'scalar' && value.type === 'text';
}
