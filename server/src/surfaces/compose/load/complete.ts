/** The last steps of one project, be it the whole or an included one: defaults, checks of single resources, paths, variables without a value. */
import { isAddress } from './canonical/address.ts';
import { withDefaults } from './canonical/defaults.ts';
import { goString, unsetOf } from './go-names.ts';
import { resolvePaths } from './paths.ts';
import { PathTable } from './patterns.ts';
import { isNull, type Mapping, Refusal, textLike, type Value } from './value.ts';

/** The value of a variable of the project; undefined for one that nothing sets. */
export type ValueOf = (name: string) => string | undefined;

/** A project whose files are all merged, with its paths relative to where `folder` is named. */
export function completed(project: Mapping, folder: string, valueOf: ValueOf): Mapping {
  const whole = withDefaults(project);
  checkResources(whole);
  return withVariables(resolvePaths(whole, folder), valueOf);
}

type Check = (value: Value, path: () => string) => void;

function checkResources(project: Mapping): void {
  CHECKS.rewrite(project, (check, value, path) => {
    check(value, () => path().join('.'));
    return value;
  });
}

/** What exists already is nothing but its name. */
const checkVolume: Check = (value, path) => {
  if (value.kind !== 'mapping') return;
  const external = value.entries.get('external');
  if (external?.kind !== 'scalar' || external.text.toLowerCase() !== 'true') return;
  for (const [name, entry] of value.entries) {
    if (name === 'name' || name === 'external' || name.startsWith('x-')) continue;
    const message = `${path()}: conflicting parameters "external" and "${name}" specified`;
    throw new Refusal(message, entry.said, unsetOf(external));
  }
};

/** A secret or config comes from one place. */
function checkContent(...names: readonly string[]): Check {
  return (value, path) => {
    if (value.kind !== 'mapping') return;
    const given = names.filter((name) => value.entries.has(name));
    if (given.length > 1) {
      const message = `${path()}: ${names.join('|')} attributes are mutually exclusive`;
      throw new Refusal(message, value.said);
    }
    if (given.length === 1 || value.entries.has('driver') || value.entries.has('external')) return;
    throw new Refusal(`${path()}: one of ${names.join('|')} must be set`, value.said);
  };
}

const checkAddress: Check = (value, path) => {
  const address = value.kind === 'mapping' ? value.entries.get('host_ip') : undefined;
  if (address?.kind !== 'scalar' || isAddress(address.text)) return;
  const message = `${path()}: invalid ip address: ${goString(address)}`;
  throw new Refusal(message, address.said, address.unset);
};

const checkWatched: Check = (value, path) => {
  if (value.kind !== 'scalar' || value.text !== '') return;
  throw new Refusal(`${path()}: value can't be blank`, value.said, value.unset);
};

const checkDevices: Check = (value, path) => {
  if (value.kind !== 'mapping' || !value.entries.has('count') || !value.entries.has('device_ids')) return;
  throw new Refusal(`${path()}: "count" and "device_ids" attributes are exclusive`, value.said);
};

const CHECKS = new PathTable<Check>({
  'configs.*': checkContent('file', 'environment', 'content'),
  'secrets.*': checkContent('file', 'environment'),
  'services.*.deploy.resources.reservations.devices.*': checkDevices,
  'services.*.develop.watch.*.path': checkWatched,
  'services.*.gpus.*': checkDevices,
  'services.*.ports.*': checkAddress,
  'volumes.*': checkVolume,
});

/** Variables of a container that are only named have the value that the project gives them. */
function withVariables(project: Mapping, valueOf: ValueOf): Mapping {
  const result = VARIABLES.rewrite(project, (_, value) => {
    if (value.kind !== 'sequence') return value;
    return { ...value, items: value.items.map((item) => withValue(item, valueOf)) };
  });
  return result.kind === 'mapping' ? result : project;
}

function withValue(item: Value, valueOf: ValueOf): Value {
  if (item.kind !== 'scalar' || isNull(item)) return item;
  const value = valueOf(item.text);
  return value === undefined ? item : textLike(item, `${item.text}=${value}`);
}

const VARIABLES = new PathTable({ 'services.*.environment': true, 'jobs.*.environment': true });
