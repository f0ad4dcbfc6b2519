/** Puts in what a project leaves unsaid and Compose takes for granted. */
import type { LongForm } from '../canonical.ts';
import { goString, goType, unsetOf } from '../go-names.ts';
import { PathTable } from '../patterns.ts';
import { type Mapping, Refusal, textLike, type Value, withEntries } from '../value.ts';
import { trueLike } from './short-forms.ts';

/** The project in long forms with its defaults. */
export function withDefaults(project: Mapping): Mapping {
  const result = DEFAULTS.rewrite(project, (form, value, path, below) =>
    form(value, () => path().join('.'), below),
  );
  return result.kind === 'mapping' ? result : project;
}

const withContext: LongForm = (value) => {
  return value.kind === 'mapping' ? filled(value, 'context', () => textLike(value, '.')) : value;
};

const withTarget: LongForm = (value, path) => {
  if (value.kind !== 'mapping') {
    throw new Refusal(`${path()}: unsupported type ${goType(value)}`, value.said, unsetOf(value));
  }
  const source = goString(value.entries.get('source'));
  return filled(value, 'target', () => textLike(value, `/run/secrets/${source}`));
};

const withProtocol: LongForm = (value) => {
  if (value.kind !== 'mapping') return value;
  const named = filled(value, 'protocol', () => textLike(value, 'tcp'));
  return filled(named, 'mode', () => textLike(value, 'ingress'));
};

const withCount: LongForm = (value, path) => {
  if (value.kind !== 'mapping') {
    throw new Refusal(
      `${path()}: invalid type ${goType(value)} for device request`,
      value.said,
      unsetOf(value),
    );
  }
  return value.entries.has('device_ids') ? value : filled(value, 'count', () => textLike(value, 'all'));
};

const withHostPath: LongForm = (value, path) => {
  if (value.kind === 'mapping') return filled(value, 'create_host_path', () => trueLike(value));
  throw new Refusal(
    `${path()}: invalid type ${goType(value)} for service volume bind`,
    value.said,
    unsetOf(value),
  );
};

function filled(mapping: Mapping, name: string, make: () => Value): Mapping {
  if (mapping.entries.has(name)) return mapping;
  return withEntries(mapping, new Map(mapping.entries).set(name, make()));
}

const DEFAULTS = new PathTable<LongForm>({
  'services.*.build': withContext,
  'services.*.secrets.*': withTarget,
  'services.*.ports.*': withProtocol,
  'services.*.gpus.*': withCount,
  'services.*.volumes.*.bind': withHostPath,
  'services.*.deploy.resources.reservations.devices.*': withCount,
  'jobs.*.build': withContext,
  'jobs.*.secrets.*': withTarget,
  'jobs.*.ports.*': withProtocol,
  'jobs.*.gpus.*': withCount,
  'jobs.*.volumes.*.bind': withHostPath,
});
