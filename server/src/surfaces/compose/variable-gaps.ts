/** Settings that rules look at and that a variable decides which nobody sets. */
import { enumerated, presentable } from '../../base/presentable.ts';
import type { TextRange } from '../../base/text.ts';
import type { Container } from '../../model/container.ts';
import { elementsOf, type Setting } from '../../model/setting.ts';
import type { Gap } from '../../model/surface.ts';
import { expand } from '../../syntax/interpolation/expand.ts';
import { scalarSlice } from '../../syntax/yaml/scalar-slice.ts';
import type { Frame } from './frame.ts';

/** One gap for each kind of setting of a service; what a template says for several services is one, too. */
export function variableGaps(frame: Frame, containers: readonly Container[]): readonly Gap[] {
  const doubts = new Map<string, Doubt>();
  for (const container of containers) {
    for (const [what, objects] of unknownsOf(container)) {
      const doubt = doubtAbout(frame, what, objects);
      if (!doubt) continue;
      const name = `${what} ${doubt.range.start} ${doubt.variables.join(' ')}`;
      const known = doubts.get(name) ?? doubt;
      doubts.set(name, known);
      known.services.push(`'${presentable(container.name)}'`);
    }
  }
  return [...doubts.values()].map(toGap);
}

/** Something unknown: which part of which services, and because of which variables. */
interface Doubt {
  readonly what: string;
  readonly range: TextRange;
  readonly variables: readonly string[];
  /** Whether a file names one of them without saying what it is. */
  readonly isNamed: boolean;
  readonly services: string[];
}

/** The objects of the model that are not known, by what a sentence calls them. */
function unknownsOf(container: Container): readonly (readonly [string, readonly object[]])[] {
  const { image, ports, mounts } = container;
  const addresses = elementsOf(ports).map(({ hostIp }) => hostIp);
  const sources = elementsOf(mounts).flatMap((mount) =>
    mount.kind === 'unknown' || mount.from.state === 'unknown' ? [mount, mount.from] : [],
  );
  return [
    ['the image', image && !image.built ? unknownIn([image.reference]) : []],
    ['the user', unknownIn([container.user])],
    ['`privileged`', unknownIn([container.privileged])],
    ['`read_only`', unknownIn([container.readOnly])],
    ['`cap_add`', unknownItems(container.capAdd)],
    ['`cap_drop`', unknownItems(container.capDrop)],
    ['`security_opt`', unknownItems(container.securityOpt)],
    ['`network_mode`', unknownIn([container.networkMode])],
    ['`pid`', unknownIn([container.pidMode])],
    ['`ipc`', unknownIn([container.ipcMode])],
    ['`userns_mode`', unknownIn([container.usernsMode])],
    ['the ports', unknownIn(addresses)],
    ['the mounts', sources],
    ['the devices', unknownItems(container.devices)],
    ['the memory limit', unknownIn([container.memoryLimit])],
    ['the process limit', unknownIn([container.pidsLimit])],
  ];
}

function unknownIn(settings: readonly Setting<unknown>[]): readonly object[] {
  return settings.filter(({ state }) => state === 'unknown');
}

function unknownItems(list: Setting<readonly Setting<string>[]>): readonly object[] {
  return list.state === 'unknown' ? [list] : unknownIn(list.value);
}

function doubtAbout(frame: Frame, what: string, objects: readonly object[]): Doubt | undefined {
  const variables = new Set<string>();
  let range: TextRange | undefined;
  let isNamed = false;
  for (const object of objects) {
    const origin = frame.origins.get(object);
    if (!origin?.scalar || origin.file !== frame.file) continue;
    const lookup = frame.lookupIn(origin.file);
    const { parts } = expand(scalarSlice(origin.file.text, origin.scalar), lookup);
    for (const { origin: from, name } of parts) {
      if (from !== 'unknown' || !name) continue;
      variables.add(name);
      isNamed ||= lookup(name) !== undefined;
    }
    if (variables.size > 0) range ??= origin.scalar.range;
  }
  if (!range) return undefined;
  const names = [...variables];
  return { what, range, variables: names, isNamed, services: [] };
}

function toGap({ what, range, variables, isNamed, services }: Doubt): Gap {
  const names = enumerated(variables.map((name) => `\`\${${presentable(name)}}\``));
  const verb = `${variables.length === 1 ? 'is' : 'are'} not ${isNamed ? 'known here' : 'set'}`;
  const owners = `${services.length === 1 ? 'service' : 'services'} ${enumerated(services)}`;
  const judged = /s$/u.test(what) ? 'were' : 'was';
  return {
    range,
    reason: 'variable',
    message: `${names} ${verb}, so ${what} of ${owners} ${judged} not judged.`,
  };
}
