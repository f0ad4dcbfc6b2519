/** What applies to a file as JSON: each value with who says it, and where. */
import { encodeJson } from '../../base/json.ts';
import type { Configuration, Configured, Origin } from '../../model/configuration.ts';
import type { Asked, ShownPlace } from '../config.ts';

export function configurationJson(configuration: Configuration, asked: Asked): string {
  const { profile, rules, trustedRegistries, credentialNames, sensitivePaths } = configuration;
  const { exceptions, listed, development, isDevelopment, excluded, baseline, files, origins } =
    configuration;
  const pathOf = (uri: string): string => asked.placeOf({ uri, range: { start: 0, end: 0 } }).path;
  const one = (value: unknown, { by, at }: Origin): Said => ({ value, ...saidBy({ by, at }, asked) });
  const of = (key: string, value: unknown): Said => one(value, origins.get(key)?.[0] ?? { by: 'default' });
  const list = (key: string, values: readonly string[]): readonly Said[] =>
    values.map((value, index) => one(value, origins.get(key)?.[index] ?? { by: 'default' }));
  const said = <T>(configured: Configured<T>): Said => one(configured.value, configured);
  return `${encodeJson({
    version: 1,
    path: asked.path,
    files: files.map(pathOf),
    ...(excluded ? { excluded: said(excluded) } : {}),
    isDevelopment,
    profile: said(profile),
    rules: Object.fromEntries(
      [...rules].map(([id, { severity, options }]) => [
        id,
        {
          ...(severity ? { severity: said(severity) } : {}),
          options: Object.fromEntries([...options].map(([name, option]) => [name, said(option)])),
        },
      ]),
    ),
    ...(trustedRegistries ? { trustedRegistries: list('trusted-registries', trustedRegistries.value) } : {}),
    credentialNames: list('credential-names', credentialNames.value),
    sensitivePaths: list('sensitive-paths', sensitivePaths.value),
    exceptions: Object.fromEntries(
      Object.entries(exceptions).map(([name, value]) => [name, of(`exceptions.${name}`, value)]),
    ),
    except: listed.map(({ at, rules: named, parts, until, reason }) => ({
      rules: named.map(({ name }) => name),
      ...(parts ? { parts } : {}),
      ...(until ? { until: until.text } : {}),
      ...(reason ? { reason: reason.text } : {}),
      ...saidBy({ by: 'file', at }, asked),
    })),
    development: {
      grade: of('development.grade', development.grade),
      paths: list('development.paths', development.paths),
      targets: list('development.targets', development.targets),
      profiles: list('development.profiles', development.profiles),
      labels: list('development.labels', development.labels),
    },
    ...(baseline === undefined ? {} : { baseline: of('baseline', pathOf(baseline)) }),
  })}\n`;
}

/** A value with who says it. */
interface Said extends SaidBy {
  readonly value: unknown;
}

interface SaidBy {
  readonly by: Origin['by'];
  readonly at?: ShownPlace;
}

function saidBy(
  { by, at }: Origin | { readonly by: Origin['by']; readonly at: Origin['at'] },
  { placeOf }: Asked,
): SaidBy {
  return at ? { by, at: placeOf(at) } : { by };
}
