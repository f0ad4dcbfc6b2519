/** Reads the ports of EXPOSE. */
import { type Refused, refuse } from './refusal.ts';

/** A word of EXPOSE, read: one port, or a range of them. */
export interface ExposedPorts extends PortRange {
  /** In lower case: `tcp`, `udp`, `sctp`. */
  readonly protocol: string;
  /** Whether it names an address or a port of the host, which EXPOSE has no use for. */
  readonly namesHost: boolean;
  readonly hasCapitals: boolean;
}

interface PortRange {
  readonly first: number;
  readonly last: number;
}

const PROTOCOLS: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp']);
const LAST_PORT = 65_535;

/** Takes a word such as `80`, `8000-8010/udp` or `127.0.0.1:80:80`, after expansion. */
export function readPort(word: string): ExposedPorts | Refused {
  const parts = word.split(':');
  const containerPart = parts.at(-1) ?? '';
  const hostPort = parts.at(-2) ?? '';
  const address = parts.slice(0, -2).join(':');
  const slash = containerPart.indexOf('/');
  const port = slash < 0 ? containerPart : containerPart.slice(0, slash);
  const protocol = slash < 0 || slash === containerPart.length - 1 ? 'tcp' : containerPart.slice(slash + 1);
  if (port === '') return refuse(`invalid port: ${JSON.stringify(word)}: no port specified`);
  if (!PROTOCOLS.has(protocol.toLowerCase())) {
    return refuse(`invalid port: ${JSON.stringify(word)}: invalid proto: ${protocol}`);
  }
  if (address !== '' && !isAddress(address)) return refuse(`invalid IP address: ${address}`);
  const range = readRange(port);
  if (!range) return refuse(`invalid containerPort: ${port}`);
  const refusal = hostPort === '' ? undefined : refuseHostPort(hostPort, port, range);
  if (refusal) return refusal;
  return {
    ...range,
    protocol: protocol.toLowerCase(),
    namesHost: address !== '' || hostPort !== '',
    hasCapitals: protocol !== protocol.toLowerCase(),
  };
}

function refuseHostPort(hostPort: string, port: string, { first, last }: PortRange): Refused | undefined {
  const host = readRange(hostPort);
  if (!host) return refuse(`invalid hostPort: ${hostPort}`);
  if (last === first || last - first === host.last - host.first) return undefined;
  return refuse(`invalid ranges specified for container and host Ports: ${port} and ${hostPort}`);
}

function readRange(text: string): PortRange | undefined {
  const dash = text.indexOf('-');
  const first = readNumber(dash < 0 ? text : text.slice(0, dash));
  if (first === undefined) return undefined;
  if (dash < 0 || text.slice(0, dash) === text.slice(dash + 1)) return { first, last: first };
  const last = readNumber(text.slice(dash + 1));
  return last === undefined || last < first ? undefined : { first, last };
}

function readNumber(text: string): number | undefined {
  if (!/^[-+]?\d+$/u.test(text)) return undefined;
  const number = Number(text);
  return number >= 0 && number <= LAST_PORT ? Math.abs(number) : undefined;
}

/** Whether Go would take the text for an IP address; one of version 6 may stand in brackets. */
function isAddress(text: string): boolean {
  const inner = /^\[([^[\]]*)\]$/u.exec(text)?.[1];
  if (inner === undefined && text.startsWith('[')) return false;
  // Nothing between brackets is no address, but nobody looks.
  const address = inner ?? text;
  return address === '' || isVersion4(address) || isVersion6(address);
}

function isVersion4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/u.test(part) && Number(part) < 256)
  );
}

const GROUPS = 8;

function isVersion6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':'))).flat();
  const last = groups.at(-1);
  const endsInVersion4 = last !== undefined && last.includes('.') && isVersion4(last);
  const plain = endsInVersion4 ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[\da-f]{1,4}$/iu.test(group))) return false;
  const count = plain.length + (endsInVersion4 ? 2 : 0);
  return halves.length === 2 ? count < GROUPS : count === GROUPS;
}
