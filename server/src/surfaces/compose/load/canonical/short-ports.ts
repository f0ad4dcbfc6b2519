/** Short ports: `[address:][host:]container[/protocol]`, where each port may be a range. One text may stand for several ports. */
import type { LongForm, ShownPath } from '../canonical.ts';
import { goType, mappingLike, unsetOf } from '../go-names.ts';
import { goText } from '../scalar-type.ts';
import { type Mapping, Refusal, type Scalar, textLike, type Value } from '../value.ts';
import { isAddress } from './address.ts';

/** A list of ports in their long forms. */
export const portsOf: LongForm = (value, path) => {
  if (value.kind !== 'sequence') throw invalidType(value, path);
  let count = 0;
  const items = value.items.flatMap((item): Value | readonly Value[] => {
    if (item.kind === 'mapping') return item;
    if (item.kind === 'scalar' && (item.type === 'text' || item.type === 'integer')) {
      const ports = shortPort(item);
      count += ports.length;
      if (count > MOST_PORTS) throw new Refusal(`${path()}: more than ${MOST_PORTS} ports`, item.said);
      return ports;
    }
    throw invalidType(item, path);
  });
  return { kind: 'sequence', items, said: value.said };
};

/** Every port of the host, twice; lists of ranges would come to any number. */
const MOST_PORTS = 2 ** 17;

function invalidType(value: Value, path: ShownPath): Refusal {
  return new Refusal(`${path()}: invalid type ${goType(value)} for port`, value.said, unsetOf(value));
}

/** The parts of a short port, as texts; those that are left out are empty. */
interface PortParts {
  readonly address: string;
  readonly published: string;
  readonly target: string;
  readonly protocol: string;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

function shortPort(scalar: Scalar): readonly Mapping[] {
  const parts = partsOf(goText(scalar));
  const refuse = (message: string): Refusal => new Refusal(message, scalar.said, scalar.unset);
  if (parts.target === '') throw refuse(`no port specified: ${goText(scalar)}<empty>`);
  const protocol = parts.protocol.toLowerCase();
  if (!/^(?:tcp|udp|sctp)$/u.test(protocol)) throw refuse(`invalid proto: ${protocol}`);
  const address = addressOf(parts.address);
  if (address !== '' && !isAddress(address)) throw refuse(`invalid IP address: ${address}`);
  const target = rangeOf(parts.target);
  if (!target) throw refuse(`invalid containerPort: ${parts.target}`);
  const published = rangeOf(parts.published);
  if (!published && parts.published !== '') throw refuse(`invalid hostPort: ${parts.published}`);
  const isRange = target.last > target.first;
  if (isRange && published && published.last - published.first !== target.last - target.first) {
    throw refuse(
      `invalid ranges specified for container and host Ports: ${parts.target} and ${parts.published}`,
    );
  }
  const ports: Mapping[] = [];
  for (let port = target.first; port <= target.last; port++) {
    const host = published && hostPort(published, isRange ? port - target.first : undefined);
    ports.push(longPort(scalar, { address, published: host ?? '', target: String(port), protocol }));
  }
  return ports.sort(byTargetText);
}

/** With many colons the last two end the address, which is one of IPv6. */
function partsOf(text: string): PortParts {
  const sections = text.split(':');
  const container = sections.pop() ?? '';
  const published = sections.pop() ?? '';
  const slash = container.indexOf('/');
  const target = slash < 0 ? container : container.slice(0, slash);
  const protocol = slash < 0 ? '' : container.slice(slash + 1);
  return { address: sections.join(':'), published, target, protocol: protocol === '' ? 'tcp' : protocol };
}

function addressOf(text: string): string {
  return /^\[([^[\]]*)\]$/u.exec(text)?.[1] ?? text;
}

function rangeOf(text: string): Range | undefined {
  const dash = text.indexOf('-');
  const first = portOf(dash < 0 ? text : text.slice(0, dash));
  const last = dash < 0 ? first : portOf(text.slice(dash + 1));
  return first === undefined || last === undefined || last < first ? undefined : { first, last };
}

function portOf(text: string): number | undefined {
  if (!/^\+?\d+$/u.test(text)) return undefined;
  const port = Number(text);
  return port <= 65_535 ? port : undefined;
}

/** A range of the host for a single port stays one: any of them may be taken. */
function hostPort({ first, last }: Range, index: number | undefined): string {
  if (index !== undefined) return String(first + index);
  return first === last ? String(first) : `${first}-${last}`;
}

function longPort(scalar: Scalar, { address, published, target, protocol }: PortParts): Mapping {
  return mappingLike(scalar, {
    mode: textLike(scalar, 'ingress'),
    host_ip: address === '' ? undefined : textLike(scalar, address),
    target: { ...textLike(scalar, target), type: 'integer' },
    published: published === '' ? undefined : textLike(scalar, published),
    protocol: textLike(scalar, protocol),
  });
}

/** Compose sorts the ports of one range by their texts. */
function byTargetText(a: Mapping, b: Mapping): number {
  const [one, other] = [targetText(a), targetText(b)];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function targetText(port: Mapping): string {
  const target = port.entries.get('target');
  return target?.kind === 'scalar' ? `${target.text}/` : '';
}
