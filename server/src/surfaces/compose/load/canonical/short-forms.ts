/** Long forms of single entries: mounts, devices, secrets and configs, resources that exist already. */
import type { LongForm, ShownPath } from '../canonical.ts';
import { goText } from '../scalar-type.ts';
import { goType, mappingLike, unsetOf } from '../go-names.ts';
import { Refusal, type Scalar, textLike, type Value, withEntries } from '../value.ts';
import { isHostPath, mountParts } from './short-mount.ts';
import { cleanPath } from '../paths.ts';

/** `source:target:options` of a mount. */
export const mountOf: LongForm = (value, path) => {
  if (value.kind === 'mapping') return value;
  const { source, target, options } = mountParts(textIn(value, path, 'service volume mount'));
  const isBind = source !== undefined && isHostPath(source);
  const bind = mappingLike(value, {
    selinux: textFor(
      value,
      options.findLast((option) => /^[zZ]$/u.test(option)),
    ),
    propagation: textFor(
      value,
      options.findLast((option) => /^r?(?:private|shared|slave)$/u.test(option)),
    ),
    create_host_path: isBind ? trueLike(value) : undefined,
  });
  const volume = mappingLike(value, { nocopy: options.includes('nocopy') ? trueLike(value) : undefined });
  return mappingLike(value, {
    type: textLike(value, isBind ? 'bind' : 'volume'),
    source: textFor(value, source),
    target: textLike(value, cleanPath(target)),
    read_only: isReadOnly(options) ? trueLike(value) : undefined,
    bind: bind.entries.size > 0 ? bind : undefined,
    volume: !isBind || volume.entries.size > 0 ? volume : undefined,
  });
};

/** Of `ro` and `rw` the last one counts. */
function isReadOnly(options: readonly string[]): boolean {
  return options.findLast((option) => option === 'ro' || option === 'rw') === 'ro';
}

function textFor(value: Value, text: string | undefined): Scalar | undefined {
  return text === undefined ? undefined : textLike(value, text);
}

export function trueLike(value: Value): Scalar {
  return { ...textLike(value, 'true'), type: 'boolean' };
}

function textIn(value: Value, path: ShownPath, what: string): Scalar {
  if (value.kind === 'scalar' && value.type === 'text') return value;
  throw new Refusal(`${path()}: invalid type ${goType(value)} for ${what}`, value.said, unsetOf(value));
}

/** `source:target:permissions` of a device. */
export const deviceOf: LongForm = (value, path) => {
  if (value.kind === 'mapping') return value;
  const { text } = textIn(value, path, 'service volume mount');
  const [source = '', target = '', permissions = 'rwm', ...rest] = text.split(':');
  if (rest.length > 0) {
    const message = `confusing device mapping, please use long syntax: ${text}`;
    throw new Refusal(message, value.said, unsetOf(value));
  }
  return mappingLike(value, {
    source: textLike(value, source),
    target: textLike(value, target === '' ? source : target),
    permissions: textLike(value, permissions),
  });
};

/** The name of a secret or config. */
export const referenceOf: LongForm = (value, path) => {
  if (value.kind === 'mapping') return value;
  if (value.kind === 'scalar' && value.type === 'text') return mappingLike(value, { source: value });
  throw new Refusal(`${path()}: unsupported type ${goType(value)}`, value.said, unsetOf(value));
};

/** `gpus: all`. */
export const gpusOf: LongForm = (value, path) => {
  if (value.kind === 'sequence') return value;
  const all = textIn(value, path, 'gpus');
  return {
    kind: 'sequence',
    items: [mappingLike(all, { count: textLike(all, 'all') })],
    said: value.said,
  };
};

/** A crontab line. */
export const scheduleOf: LongForm = (value, path) => {
  if (value.kind === 'mapping') return value;
  return mappingLike(value, { cron: textIn(value, path, 'schedule entry') });
};

/** A resource that exists already once had its name inside `external`. */
export const externalOf: LongForm = (value, path) => {
  if (value.kind === 'scalar' && value.type === 'null') return value;
  if (value.kind !== 'mapping') throw new Refusal(`${path()}: must be a mapping`, value.said, unsetOf(value));
  const external = value.entries.get('external');
  if (external?.kind !== 'mapping') return value;
  const entries = new Map(value.entries).set('external', trueLike(external));
  const [name, older] = [value.entries.get('name'), external.entries.get('name')];
  if (older && name && printed(name) !== printed(older)) {
    const message = `${path()}: name and external.name conflict; only use name`;
    throw new Refusal(message, older.said, unsetOf(name, older));
  }
  if (older) entries.set('name', name ?? older);
  return withEntries(value, entries);
};

function printed(value: Value): string {
  return value.kind === 'scalar' ? goText(value) : '';
}
