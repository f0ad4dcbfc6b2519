/** `volumes_from`: the mounts of other services, which a container takes over. */
import type { Container, Mount } from '../../model/container.ts';
import { elementsOf as itemsOf, type Setting, type Source } from '../../model/setting.ts';
import { type Fields, sourceOfElement } from '../../syntax/yaml/follow.ts';
import { elementsOf, fieldsOf } from './fields.ts';
import type { Frame } from './frame.ts';
import { readText, remember } from './scalars.ts';

/** One entry of `volumes_from`. */
export interface Lender {
  /** The service; absent for a container from outside the project, and where a variable decides. */
  readonly service?: string;
  readonly isReadOnly: boolean;
  readonly source: Source;
}

/** The services whose mounts a service takes over. */
export function lendersOf(frame: Frame, fields: Fields): readonly Lender[] {
  return elementsOf(frame, fields.get('volumes_from')).map((element) => {
    const source = sourceOfElement(element);
    const known = readText(frame, element.value)?.known;
    if (known === undefined || known.startsWith('container:')) return { isReadOnly: false, source };
    const [service = '', mode] = known.split(':');
    return { service, isReadOnly: mode === 'ro', source };
  });
}

/** The containers with the mounts that they take over; their own win where both stand at one target. */
export function withForeignMounts(
  frame: Frame,
  services: Fields,
  containers: readonly Container[],
): readonly Container[] {
  const lenders = new Map<string, readonly Lender[]>();
  for (const service of services.values()) {
    const lent = lendersOf(frame, fieldsOf(frame, service));
    if (lent.length > 0) lenders.set(service.name, lent);
  }
  if (lenders.size === 0) return containers;
  const byName = new Map(containers.map((container) => [container.name, container]));
  const borrowed = new Map<string, readonly Mount[]>();
  return containers.map((container) => {
    const foreign = borrow(container.name, { lenders, byName, borrowed });
    const { mounts } = container;
    if (foreign.length === 0 || mounts.state === 'unknown') return container;
    const list: Setting<readonly Mount[]> = { ...mounts, state: 'set', value: [...mounts.value, ...foreign] };
    return likewise(frame, container, { ...container, mounts: likewise(frame, mounts, list) });
  });
}

/** What stands for something is known to be made of the same text. */
function likewise<T extends object>(frame: Frame, before: T, after: T): T {
  const origin = frame.origins.get(before);
  return origin ? remember(frame, after, origin) : after;
}

interface Exchange {
  readonly lenders: ReadonlyMap<string, readonly Lender[]>;
  readonly byName: ReadonlyMap<string, Container>;
  /** What is known so far; a circle, which Compose refuses, ends here. */
  readonly borrowed: Map<string, readonly Mount[]>;
}

function borrow(name: string, exchange: Exchange): readonly Mount[] {
  const { lenders, byName, borrowed } = exchange;
  const known = borrowed.get(name);
  if (known) return known;
  borrowed.set(name, []);
  const taken = new Set(ownMounts(byName.get(name)).flatMap(targetOf));
  const result: Mount[] = [];
  for (const lender of lenders.get(name) ?? []) {
    if (lender.service === undefined) continue;
    const mounts = [...ownMounts(byName.get(lender.service)), ...borrow(lender.service, exchange)];
    for (const mount of mounts) {
      if (targetOf(mount).some((target) => taken.has(target))) continue;
      for (const target of targetOf(mount)) taken.add(target);
      result.push(lent(mount, lender));
    }
  }
  borrowed.set(name, result);
  return result;
}

function ownMounts(container: Container | undefined): readonly Mount[] {
  return container ? itemsOf(container.mounts) : [];
}

function targetOf({ target }: Mount): readonly string[] {
  return target.state === 'set' ? [target.value] : [];
}

/** The mount as it is said where it is taken over. */
function lent(mount: Mount, { source, isReadOnly }: Lender): Mount {
  const { uri, range } = mount.source;
  const here: Source = { ...source, via: [...source.via, { uri, range }] };
  return {
    ...mount,
    source: here,
    from: { ...mount.from, source: here },
    target: { ...mount.target, source: here },
    readOnly: isReadOnly ? { state: 'set', value: true, source: here } : { ...mount.readOnly, source: here },
  };
}
