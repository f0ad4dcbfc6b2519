/** Flags added capabilities by what they open of the host. */
import {
  type Capability,
  capabilityNameOf,
  capabilityOf,
  type CapabilityTier,
  isAtHome,
} from '../../knowledge/capabilities.ts';
import { textsOf } from '../../knowledge/options.ts';
import { remove } from '../../model/change.ts';
import type { Container } from '../../model/container.ts';
import { defineRule, type Fix, type Severity, type Violation } from '../../model/rule.ts';
import { isSet, isTrue, type Known, knownItems, valueOf } from '../../model/setting.ts';

type MessageId = 'all' | 'misspelled' | 'capability';

export default defineRule<MessageId>({
  id: 'no-dangerous-capability',
  meta: {
    summary: 'Disallow added capabilities that lead out of the container',
    topic: 'capabilities',
    section: 'capabilities-that-lead-out',
    remedy: 'Take out capabilities that lead out of the container',
    severity: 'warning',
    profile: 'recommended',
    options: {
      allow: { type: 'strings', summary: 'Capabilities that may be added: `NET_ADMIN`' },
    },
    fix: 'unsafe',
    since: '0.1.0',
    keys: ['capAdd'],
    references: [
      { standard: 'CIS Docker Benchmark 1.6.0', id: '5.4' },
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #3',
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
    ],
    aliases: [
      'kics:container-capabilities-unrestricted',
      'compose-lint:CL-0011',
      'compose-lint:CL-0024',
      'docksec:compose-dangerous-capabilities',
    ],
  },
  messages: {
    all: "Container '{{name}}' is given every capability: little is left between its root user and the host's.",
    misspelled:
      "Container '{{name}}' asks for CAP_ALL, which Docker rejects; spelled ALL it would grant everything.",
    capability: "Container '{{name}}' is given {{capability}}: with it, it can {{power}}.",
  },
  check: {
    *container(container, { option }) {
      const allowed = textsOf(option('allow')).map(capabilityNameOf);
      for (const item of knownItems(container.capAdd)) {
        if (!isSet(item) || allowed.includes(capabilityNameOf(item.value))) continue;
        const violation = judge(item.value, container);
        if (violation) yield { ...violation, at: item.source, fixes: fixesFor(item, container) };
      }
    },
  },
});

type Judgement = Omit<Violation<MessageId>, 'at' | 'fixes'>;

function judge(text: string, container: Container): Judgement | undefined {
  const data = { name: container.name };
  const name = capabilityNameOf(text);
  // A privileged container holds it anyway, but the item would count once that is mended.
  const isHeldAnyway = isTrue(container.privileged);
  if (name === 'ALL') return { message: 'all', data, severity: isHeldAnyway ? 'hint' : 'error' };
  if (name === 'CAP_ALL') return { message: 'misspelled', data };
  const capability = capabilityOf(name);
  // The engine refuses names that it does not know; they grant nothing.
  if (!capability) return undefined;
  const weight = severityOf(capability, container);
  if (!weight) return undefined;
  const severity = isHeldAnyway ? 'hint' : weight;
  return { message: 'capability', data: { ...data, capability: name, power: capability.power }, severity };
}

const SEVERITIES: Readonly<Record<CapabilityTier, Severity>> = {
  critical: 'error',
  high: 'warning',
  medium: 'warning',
  low: 'info',
  slight: 'hint',
};

/**
 * Undefined where adding it is harmless. Docker grants its default capabilities anyway, and giving a few of them back after dropping
 * all is the recommended way; of those only NET_RAW matters, where it reaches the host's own network.
 */
function severityOf({ name, tier, isDefault }: Capability, container: Container): Severity | undefined {
  const reachesHost = opensHost(name, container);
  if (isDefault) return reachesHost ? 'warning' : undefined;
  if (isAtHome(name, repositoryOf(container))) return reachesHost ? 'warning' : 'info';
  return reachesHost ? 'error' : SEVERITIES[tier];
}

/** Whether a namespace of the host turns the capability against the host itself. */
function opensHost(capability: string, { networkMode, pidMode, ipcMode }: Container): boolean {
  switch (capability) {
    case 'NET_ADMIN':
    case 'NET_RAW':
      return valueOf(networkMode) === 'host';
    case 'SYS_PTRACE':
      return valueOf(pidMode) === 'host';
    case 'IPC_OWNER':
      return valueOf(ipcMode) === 'host';
    default:
      return false;
  }
}

function repositoryOf({ image }: Container): string {
  return image ? (valueOf(image.reference)?.repository ?? '') : '';
}

function fixesFor(item: Known<string>, { capDrop }: Container): readonly Fix[] {
  const name = capabilityNameOf(item.value);
  const dropped = knownItems(capDrop).map(({ value }) => capabilityNameOf(value));
  // Taking a default capability out of the list changes nothing as long as it was not dropped.
  const isGrantedAnyway =
    capabilityOf(name)?.isDefault && !dropped.includes(name) && !dropped.includes('ALL');
  if (isGrantedAnyway) return [];
  return [
    {
      title: 'Do not add this capability',
      applicability: 'unsafe',
      changes: [remove(item)],
      breaks: "A program in the container that needs it fails with 'operation not permitted'.",
    },
  ];
}
