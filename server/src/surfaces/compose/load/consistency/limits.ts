/** Checks limits that a service may say in two places, and how often it runs. */
import type { Checked } from '../consistency.ts';
import { bytes, fraction, integer } from '../normal/decode.ts';
import { entriesOf, isNull, type Refusal, type Value } from '../value.ts';
import { invalid, refusal } from './refuse.ts';

type Decode = (value: Value | undefined, where: string) => number | undefined;

/** A key of a service, and what of `deploy` says the same. */
const PAIRS: readonly (readonly [key: string, block: string, other: string, decode: Decode])[] = [
  ['cpus', 'limits', 'cpus', fraction],
  ['mem_limit', 'limits', 'memory', bytes],
  ['mem_reservation', 'reservations', 'memory', bytes],
  ['pids_limit', 'limits', 'pids', integer],
];

export function checkLimits(service: Checked): Refusal | undefined {
  return checkScale(service) ?? checkPairs(service) ?? checkName(service);
}

/** What is left out of a block that is there counts as nothing, not as the same. */
function checkPairs({ name, entries }: Checked): Refusal | undefined {
  const resources = entriesOf(entriesOf(entries.get('deploy')).get('resources'));
  for (const [key, block, other, decode] of PAIRS) {
    const said = entries.get(key);
    if (said === undefined) continue;
    const limits = resources.get(block);
    const own = decode(said, `services[${name}].${key}`);
    if (own === undefined || limits === undefined || isNull(limits)) continue;
    const value = entriesOf(limits).get(other);
    if (decode(value, `services[${name}].deploy.resources.${block}.${other}`) === own) continue;
    const message = `services.${name}: can't set distinct values on '${key}' and 'deploy.resources.${block}.${other}'`;
    return invalid(message, said, value);
  }
  return undefined;
}

function checkScale({ name, entries }: Checked): Refusal | undefined {
  const [scale, replicas] = [entries.get('scale'), entriesOf(entries.get('deploy')).get('replicas')];
  const count = countOf(scale, `services[${name}].scale`);
  const other = countOf(replicas, `services[${name}].deploy.replicas`);
  if (count !== undefined && other !== undefined && count !== other) {
    return invalid(
      `services.${name}: can't set distinct values on 'scale' and 'deploy.replicas'`,
      scale,
      replicas,
    );
  }
  if (count !== undefined && count < 0) return refusal(`services.${name}.scale: ${NEGATIVE}`, scale);
  return other !== undefined && other < 0
    ? refusal(`services.${name}.deploy.replicas: ${NEGATIVE}`, replicas)
    : undefined;
}

const NEGATIVE = 'must be greater than or equal to 0';

function countOf(value: Value | undefined, where: string): number | undefined {
  return value === undefined || isNull(value) ? undefined : (integer(value, where) ?? 0);
}

/** Two containers cannot have one name. */
function checkName({ name, entries }: Checked): Refusal | undefined {
  const [scale, replicas] = [entries.get('scale'), entriesOf(entries.get('deploy')).get('replicas')];
  const count = countOf(scale ?? replicas, `services[${name}].scale`) ?? 1;
  if (count <= 1 || isNull(entries.get('container_name'))) return undefined;
  const key = scale === undefined ? 'deploy.replicas' : 'scale';
  const message = `services.${key}: can't set container_name and ${name} as container name must be unique`;
  return invalid(message, entries.get('container_name'), scale ?? replicas);
}
