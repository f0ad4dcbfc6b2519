/** Gives a project its long forms: what may be said in short is said in one way afterwards. */
import { deviceOf, externalOf, gpusOf, mountOf, referenceOf, scheduleOf } from './canonical/short-forms.ts';
import {
  buildOf,
  dependenciesOf,
  envFilesOf,
  keysOf,
  listOf,
  pairsOf,
  sshOf,
  textOfAny,
  ulimitOf,
} from './canonical/short-lists.ts';
import { portsOf } from './canonical/short-ports.ts';
import { PathTable } from './patterns.ts';
import { type Mapping, Refusal, type Value } from './value.ts';

/** A path as messages say it. */
export type ShownPath = () => string;

/** The long form of a value. What lies below it is visited only where it asks for it. */
export type LongForm = (value: Value, path: ShownPath, below: (value: Value) => Value) => Value;

/** The project in long forms. Throws a refusal for a short form that Compose cannot read. */
export function canonical(project: Mapping): Mapping {
  const result = LONG_FORMS.rewrite(project, (form, value, path, below) =>
    form(value, () => path().join('.'), below),
  );
  return result.kind === 'mapping' ? result : project;
}

/** What anything that runs a container may say in short. */
const CONTAINER: Readonly<Record<string, LongForm>> = {
  'configs.*': referenceOf,
  'devices.*': deviceOf,
  dns: listOf,
  env_file: envFilesOf,
  gpus: gpusOf,
  label_file: listOf,
  models: keysOf,
  networks: keysOf,
  'secrets.*': referenceOf,
  'ulimits.*': ulimitOf,
  'volumes.*': mountOf,
};

/** What services and jobs may besides. */
const WORKLOAD: Readonly<Record<string, LongForm>> = {
  build: buildOf,
  'build.additional_contexts': pairsOf,
  'build.provenance': textOfAny,
  'build.sbom': textOfAny,
  'build.secrets.*': referenceOf,
  'build.ssh': sshOf,
  'build.ulimits.*': ulimitOf,
  depends_on: dependenciesOf,
  extends: extendsOf,
  ports: portsOf,
};

const LONG_FORMS = new PathTable<LongForm>({
  ...below('services.*', CONTAINER),
  ...below('services.*', WORKLOAD),
  ...below('services.*.pre_start.*', CONTAINER),
  ...below('jobs.*', CONTAINER),
  ...below('jobs.*', WORKLOAD),
  'jobs.*.triggers.schedule.*': scheduleOf,
  'services.*.develop.watch.*.ignore': listOf,
  'services.*.develop.watch.*.include': listOf,
  'configs.*': externalOf,
  'networks.*': externalOf,
  'secrets.*': externalOf,
  'volumes.*': externalOf,
});

function below(prefix: string, forms: Readonly<Record<string, LongForm>>): Record<string, LongForm> {
  return Object.fromEntries(Object.entries(forms).map(([path, form]) => [`${prefix}.${path}`, form]));
}

function extendsOf(value: Value, path: ShownPath): Value {
  if (value.kind === 'mapping') return value;
  if (value.kind === 'scalar' && value.type === 'text') {
    return { kind: 'mapping', entries: new Map([['service', value]]), said: value.said };
  }
  throw new Refusal(`${path()}: invalid type for extends`, value.said);
}
