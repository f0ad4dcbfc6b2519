/** Makes of all that is said, in the order of its weight, what applies to a text. */
import type {
  Configuration,
  ConfigurationLayer,
  Configured,
  DevelopmentGrading,
  ListedException,
  Origin,
  Profile,
} from '../model/configuration.ts';
import type { ExceptionPolicy } from '../model/exception.ts';
import type { Rule } from '../model/rule.ts';
import { type Chain, contentsIn, filesIn } from './chain.ts';
import type { Contents, Said, Statement } from './contents.ts';
import { DEFAULT_CONFIGURATION, DEFAULT_DEVELOPMENT, DEFAULT_POLICY } from './defaults.ts';
import { configuredRules, type Voice } from './severities.ts';

/** What is the same for all texts of some folders. */
export interface Ground {
  readonly chain: Chain;
  readonly layer?: ConfigurationLayer;
  readonly baseline?: { readonly uri: string } & Origin;
  /** Whether the program asks for the strict profile above all. */
  readonly strict: boolean;
}

/** What of a ground is for one text, by its path. */
export interface Selection {
  /** For each file, the uppermost first, its overrides that match. */
  readonly overrides: readonly (readonly Statement[])[];
  readonly listed: readonly ListedException[];
  readonly excluded?: Said<string>;
  readonly isDevelopment: boolean;
}

/** What applies to the texts of a selection. */
export function merge(ground: Ground, selection: Selection, rules: readonly Rule[]): Configuration {
  const { chain, layer, baseline, strict } = ground;
  const files = contentsIn(chain);
  const voices = voicesOf(layer, files, selection.overrides);
  const profile = profileOf(voices, strict);
  const origins = new Map<string, readonly Origin[]>();
  const collect = collector(files, origins);
  const registries = files.some(({ trustedRegistries }) => trustedRegistries)
    ? collect('trusted-registries', (file) => file.trustedRegistries ?? [])
    : undefined;
  const { excluded, isDevelopment, listed } = selection;
  const baselineFrom = baseline ?? refusalOfBaseline(ground, files);
  if (baselineFrom) origins.set('baseline', [originOf(baselineFrom)]);
  return {
    profile,
    rules: configuredRules(profile.value, voices, rules),
    ...(registries ? { trustedRegistries: registries } : {}),
    credentialNames: collect('credential-names', (file) => file.credentialNames),
    sensitivePaths: collect('sensitive-paths', (file) => file.sensitivePaths),
    exceptions: policyOf(chain, origins),
    ignoresExceptions: layer?.exceptions === false,
    listed: layer?.exceptions === false ? [] : listed,
    development: developmentOf(files, profile, origins),
    isDevelopment,
    ...(excluded ? { excluded: { value: excluded.value, at: excluded.at, by: 'file' as const } } : {}),
    ...(baseline ? { baseline: baseline.uri } : {}),
    files: filesIn(chain),
    origins,
  };
}

/** Who says that there is to be no baseline; undefined where nobody does. */
function refusalOfBaseline({ layer }: Ground, files: readonly Contents[]): Origin | undefined {
  if (layer?.baseline === false) return { by: layer.by };
  const said = files.findLast(({ baseline }) => baseline)?.baseline;
  return said?.value === false ? fromFile(said) : undefined;
}

function originOf({ at, by }: Origin): Origin {
  return at ? { at, by } : { by };
}

/** All statements, in the order of their weight: an override weighs more than its own file, and a file more than those above it. */
function voicesOf(
  layer: ConfigurationLayer | undefined,
  files: readonly Contents[],
  overrides: Selection['overrides'],
): readonly Voice[] {
  const said = files.flatMap(({ statement }, index) =>
    [statement, ...(overrides[index] ?? [])].map((each): Voice => ({ by: 'file', statement: each })),
  );
  if (!layer) return said;
  const extra: Voice = { by: layer.by, statement: statementOf(layer) };
  return layer.order === 'under files' ? [extra, ...said] : [...said, extra];
}

function statementOf({ profile, rules = {} }: ConfigurationLayer): Statement {
  const lines = Object.entries(rules).map(([name, severity]) => ({
    name,
    severity: { value: severity },
    options: NO_OPTIONS,
  }));
  return { ...(profile ? { profile: { value: profile } } : {}), rules: lines };
}

const NO_OPTIONS: ReadonlyMap<string, never> = new Map<string, never>();

function profileOf(voices: readonly Voice[], strict: boolean): Configured<Profile> {
  if (strict) return { value: 'strict', by: 'command line' };
  const voice = voices.findLast(({ statement }) => statement.profile);
  return voice?.statement.profile
    ? { ...voice.statement.profile, by: voice.by }
    : DEFAULT_CONFIGURATION.profile;
}

/** Puts the elements of a list together that several files add to. */
function collector(
  files: readonly Contents[],
  origins: Map<string, readonly Origin[]>,
): (name: string, of: (file: Contents) => readonly Said<string>[]) => Configured<readonly string[]> {
  return (name, of) => {
    const said = files.flatMap(of);
    if (said.length > 0) origins.set(name, said.map(fromFile));
    const nearest = said.at(-1);
    const value = said.map((each) => each.value);
    return nearest ? { value, at: nearest.at, by: 'file' } : { value, by: 'default' };
  };
}

function fromFile({ at }: Said<unknown>): Origin {
  return { at, by: 'file' };
}

function policyOf({ policy }: Chain, origins: Map<string, readonly Origin[]>): ExceptionPolicy {
  const { comments, reason, longest, foreign } = policy;
  for (const [name, said] of Object.entries({ comments, reason, longest, foreign })) {
    if (said) origins.set(`exceptions.${name}`, [fromFile(said)]);
  }
  return {
    comments: comments?.value ?? DEFAULT_POLICY.comments,
    reason: reason?.value ?? DEFAULT_POLICY.reason,
    ...(longest ? { longest: longest.value } : {}),
    foreign: foreign?.value ?? DEFAULT_POLICY.foreign,
  };
}

function developmentOf(
  files: readonly Contents[],
  profile: Configured<Profile>,
  origins: Map<string, readonly Origin[]>,
): DevelopmentGrading {
  const grade = files.findLast(({ development }) => development.grade)?.development.grade;
  if (grade) origins.set('development.grade', [fromFile(grade)]);
  const add = (name: 'paths' | 'targets' | 'profiles' | 'labels'): readonly string[] => {
    const said = files.flatMap(({ development }) => development[name]);
    const known = DEFAULT_DEVELOPMENT[name];
    if (said.length === 0) return known;
    origins.set(`development.${name}`, [
      ...known.map((): Origin => ({ by: 'default' })),
      ...said.map(fromFile),
    ]);
    return [...known, ...said.map(({ value }) => value)];
  };
  const isStrict = profile.value === 'strict';
  return {
    // Who asks for the strict profile beside the files asks to see all.
    grade: (isStrict && profile.by !== 'file') || (isStrict && !grade) ? 'keep' : (grade?.value ?? 'lower'),
    paths: add('paths'),
    targets: add('targets'),
    profiles: add('profiles'),
    labels: add('labels'),
  };
}
