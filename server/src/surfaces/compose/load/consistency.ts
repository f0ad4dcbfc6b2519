/** Checks that the parts of a project fit together: what services refer to, limits in two places, mounts at one target, circles. */
import { findCycle } from './consistency/cycles.ts';
import { dependenciesOf } from './consistency/dependencies.ts';
import { checkLimits } from './consistency/limits.ts';
import { invalid, lacking, refusal } from './consistency/refuse.ts';
import { cleanPath } from './paths.ts';
import { declared } from './normal.ts';
import { flag, freeEntries, text } from './normal/decode.ts';
import { testOf } from './normal/limits.ts';
import { entriesOf, isNull, itemsOf, type Mapping, type Refusal, textOf, type Value } from './value.ts';

type Entries = ReadonlyMap<string, Value>;

/** A service while it is checked. */
export interface Checked {
  readonly name: string;
  readonly value: Value;
  readonly entries: Entries;
}

/** Throws a refusal when the project does not fit together. Of several reasons it is the first in the alphabet. */
export function checkConsistency(project: Mapping): void {
  const scope = scopeOf(project);
  const refusals: Refusal[] = [];
  for (const [name, value] of scope.services) {
    const checked = { name, value, entries: entriesOf(value) };
    for (const check of CHECKS) {
      const refusal = check(checked, scope);
      if (!refusal) continue;
      refusals.push(refusal);
      break;
    }
  }
  const first =
    refusals.sort(byMessage)[0] ?? checkJobs(scope) ?? checkSecrets(scope) ?? findCycle(scope.services);
  if (first) throw first;
}

function byMessage(a: Refusal, b: Refusal): number {
  if (a.message === b.message) return 0;
  return a.message < b.message ? -1 : 1;
}

/** What a project declares, by kind. */
interface Scope {
  readonly services: Entries;
  readonly jobs: Entries;
  readonly models: Entries;
  readonly networks: ReadonlyMap<string, unknown>;
  readonly volumes: ReadonlyMap<string, unknown>;
  readonly secrets: ReadonlyMap<string, Value | undefined>;
  readonly configs: ReadonlyMap<string, unknown>;
}

function scopeOf(project: Mapping): Scope {
  return {
    services: entriesOf(project.entries.get('services')),
    jobs: entriesOf(project.entries.get('jobs')),
    models: entriesOf(project.entries.get('models')),
    networks: declared(project, 'networks'),
    volumes: declared(project, 'volumes'),
    secrets: declared(project, 'secrets'),
    configs: declared(project, 'configs'),
  };
}

type Check = (service: Checked, scope: Scope) => Refusal | undefined;

const checkImage: Check = ({ name, value, entries }) => {
  const image = entries.get('image');
  const hasImage = text(image, `services[${name}].image`) !== undefined;
  if (hasImage || !isNull(entries.get('build')) || !isNull(entries.get('provider'))) return undefined;
  const message = `service "${name}" has neither an image nor a build context specified`;
  return lacking(message, image ?? nameOnly(value));
};

/** A service as the thing to blame, without the variables that its parts hang on. */
function nameOnly(value: Value): Value {
  return { kind: 'mapping', entries: new Map(), said: value.said };
}

const checkBuild: Check = ({ name, entries }, { services }) => {
  const build = entriesOf(entries.get('build'));
  const [inline, file] = [build.get('dockerfile_inline'), build.get('dockerfile')];
  if (textOf(inline) && textOf(file)) {
    return invalid(
      `service "${name}" declares mutualy exclusive dockerfile and dockerfile_inline`,
      inline,
      file,
    );
  }
  for (const [context, value] of [...entriesOf(build.get('additional_contexts'))].sort()) {
    const target = /^service:(.*)$/su.exec(textOf(value) ?? '')?.[1];
    if (target === undefined) continue;
    const other = services.get(target);
    const what = `service "${target}" as additional contexts ${context}`;
    if (!other) return refusal(`service "${name}" declares unknown ${what}`, value);
    if (isNull(entriesOf(other).get('build'))) {
      return refusal(`service "${name}" declares non-buildable ${what}`, value);
    }
  }
  return checkPlatform(entries.get('platform'), build.get('platforms'));
};

function checkPlatform(platform: Value | undefined, platforms: Value | undefined): Refusal | undefined {
  const wanted = textOf(platform) ?? '';
  const known = itemsOf(platforms).map(textOf);
  if (wanted === '' || known.length === 0 || known.includes(wanted)) return undefined;
  const message = `service.build.platforms MUST include service.platform "${wanted}"`;
  return invalid(message, platform, platforms);
}

const checkNetworks: Check = ({ name, entries }, { networks }) => {
  const mode = entries.get('network_mode');
  const joined = [...freeEntries(entries.get('networks'))].sort();
  if (textOf(mode) && joined.length > 0) {
    const message = `service ${name} declares mutually exclusive \`network_mode\` and \`networks\``;
    return invalid(message, mode, entries.get('networks'));
  }
  for (const [network, value] of joined) {
    if (networks.has(network)) continue;
    return lacking(`service "${name}" refers to undefined network ${network}`, value);
  }
  return undefined;
};

const checkTest: Check = ({ entries }) => {
  const test = entriesOf(entries.get('healthcheck')).get('test');
  const first = testOf(test)?.[0];
  if (first === undefined || /^(?:CMD|CMD-SHELL|NONE)$/u.test(first)) return undefined;
  return refusal('healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"', test);
};

const checkDependencies: Check = ({ name, entries }, { services, jobs }) => {
  const dependencies = dependenciesOf(entries);
  for (const [other, said] of [...dependencies].sort()) {
    if (services.has(other)) continue;
    if (jobs.has(other)) {
      const message = `service "${name}" cannot depend on job "${other}": services can only depend on other services`;
      return invalid(message, said);
    }
    return lacking(`service "${name}" depends on undefined service "${other}"`, said);
  }
  return undefined;
};

const checkVolumes: Check = ({ name, entries }, { volumes }) => {
  for (const mount of itemsOf(entries.get('volumes'))) {
    const parts = entriesOf(mount);
    const source = parts.get('source');
    const volume = textOf(source) ?? '';
    if (textOf(parts.get('type')) !== 'volume' || volume === '' || volumes.has(volume)) continue;
    return lacking(`service "${name}" refers to undefined volume ${volume}`, source);
  }
  return undefined;
};

const checkReferences: Check = ({ name, entries }, { secrets, configs, models }) => {
  const ofBuild = entriesOf(entries.get('build')).get('secrets');
  const named = [...entriesOf(entries.get('models')).keys()].sort();
  const model = named.find((candidate) => !models.has(candidate));
  return (
    undeclared(name, 'build secret', ofBuild, secrets) ??
    undeclared(name, 'config', entries.get('configs'), configs) ??
    (model === undefined
      ? undeclared(name, 'secret', entries.get('secrets'), secrets)
      : lacking(`service "${name}" refers to undefined model ${model}`, entries.get('models')))
  );
};

function undeclared(
  name: string,
  kind: string,
  references: Value | undefined,
  known: ReadonlyMap<string, unknown>,
): Refusal | undefined {
  for (const reference of itemsOf(references)) {
    const source = entriesOf(reference).get('source');
    if (known.has(textOf(source) ?? '')) continue;
    return lacking(
      `service "${name}" refers to undefined ${kind} ${textOf(source) ?? ''}`,
      source ?? reference,
    );
  }
  return undefined;
}

const WATCH_WITHOUT_TARGET = new Set(['rebuild', 'restart']);

const checkWatched: Check = ({ name, entries }) => {
  for (const watch of itemsOf(entriesOf(entries.get('develop')).get('watch'))) {
    const parts = entriesOf(watch);
    if (textOf(parts.get('target')) || WATCH_WITHOUT_TARGET.has(textOf(parts.get('action')) ?? '')) continue;
    return invalid(`services.${name}.develop.watch: target is required for non-rebuild actions`, watch);
  }
  return undefined;
};

const checkTargets: Check = ({ name, entries }) => {
  const taken = new Map<string, string>();
  const take = (target: string, place: string, value: Value): Refusal | undefined => {
    const other = taken.get(target);
    taken.set(target, place);
    if (other === undefined) return undefined;
    return refusal(`${place}: target ${target} already mounted as ${other}`, value);
  };
  for (const [index, mount] of itemsOf(entries.get('tmpfs')).entries()) {
    const found = take(textOf(mount)?.split(':')[0] ?? '', `services.${name}.tmpfs[${index}]`, mount);
    if (found) return found;
  }
  const single = entries.get('tmpfs');
  if (single?.kind === 'scalar') take(single.text.split(':')[0] ?? '', `services.${name}.tmpfs[0]`, single);
  for (const [index, mount] of itemsOf(entries.get('volumes')).entries()) {
    const target = cleanPath(textOf(entriesOf(mount).get('target')) ?? '');
    const found = take(target, `services.${name}.volumes[${index}]`, mount);
    if (found) return found;
  }
  return undefined;
};

const CHECKS: readonly Check[] = [
  checkImage,
  checkBuild,
  checkNetworks,
  checkTest,
  checkDependencies,
  checkVolumes,
  checkReferences,
  checkLimits,
  checkWatched,
  checkTargets,
];

/** A name is that of a service or of a job, and jobs depend on either. */
function checkJobs({ services, jobs }: Scope): Refusal | undefined {
  for (const [name, job] of jobs) {
    if (!services.has(name)) continue;
    const message = `"${name}" is declared both as a service and a job: service and job names must be unique`;
    return invalid(message, nameOnly(job));
  }
  for (const [name, job] of jobs) {
    for (const [other, said] of dependenciesOf(entriesOf(job))) {
      if (jobs.has(other) || services.has(other)) continue;
      return lacking(`job "${name}" depends on undefined service or job "${other}"`, said);
    }
  }
  return undefined;
}

function checkSecrets({ secrets }: Scope): Refusal | undefined {
  for (const [name, secret] of [...secrets].sort()) {
    const entries = entriesOf(secret);
    if (flag(entries.get('external'), `secrets[${name}].external`)) continue;
    if (textOf(entries.get('file')) || textOf(entries.get('environment'))) continue;
    return invalid(`secret "${name}" must declare either \`file\` or \`environment\``, secret);
  }
  return undefined;
}
