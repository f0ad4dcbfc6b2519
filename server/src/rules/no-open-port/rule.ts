/** Flags ports that are published on every address of the host, and containers that share its network. */
import { textsOf } from '../../knowledge/options.ts';
import { isListed, type KnownPort, knownPortIn, type PortClass } from '../../knowledge/ports.ts';
import { remove, replace } from '../../model/change.ts';
import type { Container, Port } from '../../model/container.ts';
import { defineRule, type Fix, type Severity, type Violation } from '../../model/rule.ts';
import { elementsOf, isKnown, isSet, type Known, type Setting, valueOf } from '../../model/setting.ts';

type MessageId =
  | 'loopback'
  | 'loopbackRange'
  | 'port'
  | 'variable'
  | 'picked'
  | 'range'
  | 'known'
  | 'knownRange'
  | 'some'
  | 'host';

export default defineRule<MessageId>({
  id: 'no-open-port',
  meta: {
    summary: 'Disallow ports that are published on every address of the host',
    topic: 'network',
    section: 'published-ports',
    remedy: 'Publish ports on 127.0.0.1 only, or not at all',
    severity: 'warning',
    profile: 'recommended',
    options: {
      allow: {
        type: 'strings',
        summary: 'Ports of the host that may be open, as numbers or ranges: `443`, `8000-8100`, `53/udp`',
      },
    },
    fix: 'unsafe',
    since: '0.1.0',
    keys: ['ports', 'networkMode'],
    references: [
      { standard: 'CIS Docker Benchmark 1.6.0', id: '5.14', settings: ['ports'] },
      { standard: 'CIS Docker Benchmark 1.6.0', id: '5.10', settings: ['network_mode'] },
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #5a',
        settings: ['ports'],
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
    ],
    aliases: [
      'kics:container-traffic-not-bound-to-host-interface',
      'kics:shared-host-network-namespace',
      'dclint:no-unbound-port-interfaces',
      'compose-lint:CL-0005',
      'compose-lint:CL-0008',
    ],
  },
  messages: {
    port: "Port {{port}} of container '{{name}}' is published on every address of the host, past its firewall.",
    variable:
      "Port {{port}} of container '{{name}}' is published on every address of the host unless a variable names one.",
    picked:
      "Port {{port}} of container '{{name}}' is published on every address of the host, at a port that the engine picks.",
    range:
      "Ports {{port}} of container '{{name}}' are published on every address of the host, past its firewall.",
    known:
      "Port {{port}} of container '{{name}}', usually {{service}}, is published on every address, past the firewall.",
    knownRange:
      "Ports {{port}} of container '{{name}}', one of them usually {{service}}, are published on every address.",
    some: "A port of container '{{name}}' is published on every address of the host, past its firewall.",
    loopback: 'publishes port {{port}} on {{address}} only',
    loopbackRange: 'publishes ports {{port}} on {{address}} only',
    host: "Container '{{name}}' shares the host's network: every port it listens on is open on the host.",
  },
  check: {
    *container(container, { strict, option }) {
      const { name, networkMode } = container;
      if (isSet(networkMode) && networkMode.value === 'host') {
        yield {
          at: networkMode.source,
          message: 'host',
          data: { name },
          fixes: ownNetwork(container, networkMode),
        };
      }
      if (!publishes(networkMode)) return;
      const allowed = textsOf(option('allow'));
      for (const port of elementsOf(container.ports)) {
        if (isAllowed(port, allowed)) continue;
        const violation = judge(port, container) ?? (strict ? judgeInDoubt(port, container) : undefined);
        if (violation) yield violation;
      }
    },
  },
  praise: {
    *container({ networkMode, ports }) {
      if (!publishes(networkMode)) return;
      for (const port of elementsOf(ports)) {
        const { hostIp, target, source } = port;
        if (!isSet(hostIp) || !isLoopback(hostIp.value) || !isKnown(target)) continue;
        const message = target.value.includes('-') ? 'loopbackRange' : 'loopback';
        const data = { port: `${target.value}${protocolOf(port)}`, address: hostIp.value };
        yield { at: source, message, data };
      }
    },
  },
});

function isLoopback(address: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/u.test(address) || address === '::1';
}

/**
 * Whether the engine publishes ports in this mode: with the host's network, another container's or none, it does not.
 * Ports that are listed tell of a mode that is not known here (a variable's, another file's) that it publishes them.
 */
function publishes(mode: Setting<string>): boolean {
  if (!isKnown(mode)) return true;
  return mode.value !== 'host' && mode.value !== 'none' && !mode.value.includes(':');
}

function judge(port: Port, container: Container): Violation<MessageId> | undefined {
  const { hostIp, published, target, source } = port;
  // Where a variable may hold the address too (`${PORT}:80`), the address is unknown.
  if (!isKnown(hostIp) || !isEveryAddress(hostIp.value)) return undefined;
  const known = knownPortIn(valueOf(target) ?? '', repositoryOf(container));
  return {
    at: source,
    message: messageFor(port, known),
    data: {
      name: container.name,
      port: `${valueOf(target) ?? ''}${protocolOf(port)}`,
      service: known?.service ?? '',
    },
    severity: severityOf(known, valueOf(published)),
    fixes: [bindTo(hostIp, hostIp.value.includes(':') ? '::1' : '127.0.0.1')],
  };
}

/** A variable that nobody sets leaves every address open, and `${PORT}:80` mostly stands for a number. */
function judgeInDoubt(
  { hostIp, target, source }: Port,
  { name }: Container,
): Violation<MessageId> | undefined {
  if (isKnown(hostIp) || !isKnown(target)) return undefined;
  return { at: source, message: 'variable', data: { name, port: target.value }, severity: 'info' };
}

function isAllowed({ published, protocol }: Port, allowed: readonly string[]): boolean {
  return allowed.length > 0 && isListed(valueOf(published) ?? '', valueOf(protocol) ?? 'tcp', allowed);
}

function isEveryAddress(address: string): boolean {
  return address === '' || /^[0.]+$/u.test(address) || (address.includes(':') && /^[0:]+$/u.test(address));
}

function protocolOf({ protocol }: Port): string {
  const name = valueOf(protocol) ?? 'tcp';
  return name === 'tcp' ? '' : `/${name}`;
}

function messageFor({ target, published }: Port, known: KnownPort | undefined): MessageId {
  if (!isKnown(target)) return 'some';
  const isRange = target.value.includes('-');
  if (known && known.class !== 'public') return isRange ? 'knownRange' : 'known';
  if (isRange) return 'range';
  return valueOf(published) === '' ? 'picked' : 'port';
}

const SEVERITIES: Readonly<Record<PortClass, Severity>> = {
  control: 'error',
  data: 'error',
  remote: 'warning',
  admin: 'warning',
  plaintext: 'warning',
  public: 'info',
};

/**
 * Ports 80 and 443 of the host are what a front end is there to open, whatever it listens on inside.
 * Behind any other port of the host stands an application: what listens on 80 inside is as often an administration page.
 */
function severityOf(known: KnownPort | undefined, published: string | undefined): Severity {
  if (known) return SEVERITIES[known.class];
  return published === '80' || published === '443' ? 'info' : 'warning';
}

function bindTo(hostIp: Known<string>, loopback: string): Fix {
  return {
    title: `Publish on ${loopback} only`,
    applicability: 'unsafe',
    changes: [replace(hostIp, loopback)],
    breaks: 'Other machines can no longer reach the port; programs and proxies on the host itself still can.',
  };
}

/** None where ports are listed: they have no effect now, and would be published all at once. */
function ownNetwork({ ports }: Container, networkMode: Known<string>): readonly Fix[] {
  if (elementsOf(ports).length > 0) return [];
  return [
    {
      title: "Use the project's own network",
      applicability: 'unsafe',
      changes: [remove(networkMode)],
      breaks:
        'Its ports must then be published one by one, and what listens on the host is no longer its localhost.',
    },
  ];
}

function repositoryOf({ image }: Container): string | undefined {
  return image && valueOf(image.reference)?.repository;
}
