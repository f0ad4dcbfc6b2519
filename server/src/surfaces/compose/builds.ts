/** What the services of a project build: which Dockerfile, which stage of it, and on which image that stands. */
import { resolvePath } from '../../base/uri.ts';
import type { ImageUse } from '../../model/image.ts';
import { valueOf } from '../../model/setting.ts';
import type { Stage } from '../../model/stage.ts';
import type { BuildRequest, BuiltStage, Near } from '../../model/surface.ts';
import type { Assignment } from '../../model/variable.ts';
import { inlineUri } from './embedded.ts';
import type { Loaded } from './load/load.ts';
import { isRemoteContext } from './load/remote.ts';
import { goText } from './load/scalar-type.ts';
import { entriesOf, itemsOf, type Mapping, type Scalar, type Value } from './load/value.ts';

/** The builds of a project's services that can be followed, by the names of the services. */
export function buildsOf({ project, selection }: Loaded): ReadonlyMap<string, BuildRequest> {
  const requests = new Map<string, BuildRequest>();
  for (const [name, service] of entriesOf(project?.entries.get('services'))) {
    const build = entriesOf(service).get('build');
    const request = build?.kind === 'mapping' ? requestOf(build, selection.folder) : undefined;
    if (request) requests.set(name, request);
  }
  return requests;
}

function requestOf(build: Mapping, folder: string): BuildRequest | undefined {
  const context = knownText(build.entries.get('context'), '.');
  const dockerfile = knownText(build.entries.get('dockerfile'), 'Dockerfile');
  const target = knownText(build.entries.get('target'), '');
  if (context === undefined || dockerfile === undefined || target === undefined) return undefined;
  if (isRemoteContext(context)) return undefined;
  const args = argumentsOf(build.entries.get('args'));
  const contexts = new Set(argumentsOf(build.entries.get('additional_contexts')).keys());
  const inline = build.entries.get('dockerfile_inline');
  if (inline) {
    const text = knownText(inline, '');
    return text === undefined
      ? undefined
      : {
          uri: inlineUri(inline.said.file.uri, inline.said.node),
          text,
          args,
          ...(target === '' ? {} : { target }),
        };
  }
  const uri = resolvePath(resolvePath(folder, context), dockerfile);
  return { uri, args, contexts, ...(target === '' ? {} : { target }) };
}

/** The text of a value; undefined where it hangs on a variable that nobody sets. */
function knownText(value: Value | undefined, fallback: string): string | undefined {
  if (value?.kind !== 'scalar' || value.type === 'null') return fallback;
  return value.unset.length > 0 ? undefined : value.text;
}

/** An argument without a value takes that of the shell, which nobody knows here. */
function argumentsOf(value: Value | undefined): ReadonlyMap<string, string | undefined> {
  const args = new Map<string, string | undefined>();
  for (const [name, entry] of entriesOf(value)) {
    if (entry.kind === 'scalar')
      args.set(name, entry.type === 'null' ? undefined : known(entry, goText(entry)));
  }
  for (const item of itemsOf(value)) {
    if (item.kind !== 'scalar') continue;
    const sign = item.text.indexOf('=');
    if (sign < 0) args.set(item.text, undefined);
    else args.set(item.text.slice(0, sign), known(item, item.text.slice(sign + 1)));
  }
  return args;
}

function known({ unset }: Scalar, text: string): string | undefined {
  return unset.length > 0 ? undefined : text;
}

/** What a service builds, as far as it is known. */
export interface ServiceBuild {
  readonly request: BuildRequest;
  readonly built: BuiltStage;
}

/** The stages that services build. */
export function builtStages(loaded: Loaded, near: Near): ReadonlyMap<string, ServiceBuild> {
  const stages = new Map<string, ServiceBuild>();
  if (!near.build) return stages;
  for (const [name, request] of buildsOf(loaded)) {
    const built = near.build(request);
    if (built) stages.set(name, { request, built });
  }
  return stages;
}

/** The stage, when it is not the one that the Dockerfile makes by itself and so is judged with it. */
export function otherStage({ request, built }: ServiceBuild, near: Near): Stage | undefined {
  if (request.target === undefined) return undefined;
  const { target: _, ...usual } = request;
  return near.build?.(usual)?.stage.index === built.stage.index ? undefined : built.stage;
}

/**
 * The image that the stage stands on, when an argument of the service makes it another one than the Dockerfile says:
 * it is said where the argument is.
 */
export function chosenBase(
  { request, built }: ServiceBuild,
  args: readonly Assignment[],
  near: Near,
): ImageUse | undefined {
  const { base } = built;
  const text = base && valueOf(base.reference)?.text;
  if (!base || text === undefined || request.args.size === 0) return undefined;
  const argument = args.find(({ name }) => {
    const others = new Map([...request.args].filter(([other]) => other !== name));
    const without = near.build?.({ ...request, args: others })?.base;
    return without !== undefined && valueOf(without.reference)?.text !== text;
  });
  if (!argument) return undefined;
  const source = { ...argument.source, via: [...argument.source.via, locationOf(base)] };
  return { ...base, source, reference: { ...base.reference, source } };
}

function locationOf({ source: { uri, range } }: ImageUse): Pick<ImageUse['source'], 'uri' | 'range'> {
  return { uri, range };
}
