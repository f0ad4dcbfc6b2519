/** Rolls up what a container leaves out that would keep an intruder small: one hint, at the container's head. */
import { capabilityNameOf } from '../../knowledge/capabilities.ts';
import { defaultUserOf } from '../../knowledge/images.ts';
import { textsOf } from '../../knowledge/options.ts';
import { append, type Change, remove, replace, set } from '../../model/change.ts';
import type { Container } from '../../model/container.ts';
import { defineRule, type Fix, type OptionValue, type Strength } from '../../model/rule.ts';
import {
  isKnown,
  isSet,
  isTrue,
  type Known,
  knownItems,
  type Setting,
  valueOf,
} from '../../model/setting.ts';

const CIS = 'CIS Docker Benchmark 1.6.0';
const OWASP = {
  standard: 'OWASP Docker Security Cheat Sheet',
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
};

export default defineRule({
  id: 'require-hardening',
  meta: {
    summary: 'Require the settings that limit what an intruder in a container can do',
    topic: 'privileges',
    section: 'hardening-for-every-service',
    remedy: 'Give services the hardening they lack: no capabilities, no new privileges, limits',
    severity: 'hint',
    profile: 'recommended',
    options: {
      require: {
        type: 'strings',
        summary: 'The settings that are asked for, where not all of them are',
        words: ['no-new-privileges', 'capability-drop', 'read-only-root', 'memory-limit', 'pids-limit'],
      },
    },
    fix: 'unsafe',
    since: '0.1.0',
    keys: ['service', 'readOnly', 'capDrop', 'securityOpt', 'memoryLimit', 'pidsLimit'],
    references: [
      { standard: CIS, id: '5.4', parts: ['capability drop'] },
      { standard: CIS, id: '5.11', parts: ['memory limit'] },
      { standard: CIS, id: '5.13', parts: ['read-only root'] },
      { standard: CIS, id: '5.26', parts: ['no-new-privileges'] },
      { standard: CIS, id: '5.29', parts: ['pids limit'] },
      { ...OWASP, id: 'RULE #3', parts: ['capability drop'] },
      { ...OWASP, id: 'RULE #4', parts: ['no-new-privileges'] },
      { ...OWASP, id: 'RULE #7', parts: ['memory limit', 'pids limit'] },
      { ...OWASP, id: 'RULE #8', parts: ['read-only root'] },
    ],
    aliases: [
      'kics:no-new-privileges-not-set',
      'kics:memory-not-limited',
      'kics:pids-limit-not-set',
      'semgrep:no-new-privileges',
      'semgrep:writable-filesystem-service',
      'compose-lint:CL-0003',
      'compose-lint:CL-0006',
      'compose-lint:CL-0007',
      'compose-lint:CL-0026',
    ],
  },
  messages: {
    further: "Container '{{name}}' can be hardened further: {{parts}}.",
    noNewPrivileges: 'forbids new privileges',
    dropsAll: 'drops every capability',
    dropsMost: 'drops every capability but {{kept}}',
    readOnly: 'has a read-only root file system',
    memory: 'limits memory to {{limit}}',
    pids: 'limits processes to {{limit}}',
  },
  check: {
    *container(container, { option }) {
      // Without image and build this is a fragment; what it is merged into may say the rest.
      if (!container.image && !container.build) return;
      const missing = measuresIn(option('require')).filter((measure) => measure.isMissing(container));
      if (missing.length === 0) return;
      const parts = missing.map(({ part }) => part);
      yield {
        at: container.source,
        message: 'further',
        data: { name: container.name, parts: enumerate(parts) },
        parts,
        fixes: fixesFor(missing, container),
      };
    },
  },
  praise: {
    *container(container) {
      if (!container.image && !container.build) return;
      const { readOnly, memoryLimit, pidsLimit } = container;
      const forbidding = lacksNoNewPrivileges(container) ? undefined : forbiddingItem(container);
      if (forbidding) yield { at: forbidding.source, message: 'noNewPrivileges' };
      yield* praiseOfDrop(container);
      if (isTrue(readOnly)) yield { at: readOnly.source, message: 'readOnly' };
      if (isSet(memoryLimit) && memoryLimit.value > 0) {
        yield { at: memoryLimit.source, message: 'memory', data: { limit: sizeOf(memoryLimit.value) } };
      }
      if (isSet(pidsLimit) && pidsLimit.value > 0) {
        yield { at: pidsLimit.source, message: 'pids', data: { limit: pidsLimit.value } };
      }
    },
  },
});

/** What gives capabilities back counts, too; a privileged container has them all whatever it drops. */
function* praiseOfDrop({
  capDrop,
  capAdd,
  privileged,
}: Container): Iterable<Strength<'dropsAll' | 'dropsMost'>> {
  const drop = knownItems(capDrop).find(({ value }) => capabilityNameOf(value) === 'ALL');
  const kept = certainItems(capAdd)?.map(capabilityNameOf);
  if (!drop || !kept || kept.includes('ALL') || !isKnown(privileged) || privileged.value) return;
  if (kept.length === 0) yield { at: drop.source, message: 'dropsAll' };
  else yield { at: drop.source, message: 'dropsMost', data: { kept: enumerate([...new Set(kept)]) } };
}

/** The option that has the last word on new privileges, when that word is no. */
function forbiddingItem({ securityOpt }: Container): Known<string> | undefined {
  if (certainItems(securityOpt) === undefined) return undefined;
  return knownItems(securityOpt).findLast(({ value }) => forbids(value) !== undefined);
}

/** A size as people write it, in the largest unit that leaves no fraction. */
function sizeOf(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = bytes;
  while (units.length > 1 && size % 1024 === 0) {
    size /= 1024;
    units.shift();
  }
  return `${size} ${units[0] ?? ''}`;
}

/** All of them where nothing is set. */
function measuresIn(option: OptionValue | undefined): readonly Measure[] {
  if (option === undefined) return MEASURES;
  const wanted = textsOf(option);
  return MEASURES.filter(({ part }) => wanted.includes(part.replace(/ /gu, '-')));
}

/** One setting that should be there. */
interface Measure {
  /** Its name in messages. */
  readonly part: string;
  /** Whether it is certain that the text leaves it out or switches it off; an unknown value is not missing. */
  isMissing(container: Container): boolean;
  readonly title: string;
  changes(container: Container): readonly Change[];
  breaks(container: Container): string;
}

const MEBIBYTE = 1024 * 1024;
const MEMORY_START = 512 * MEBIBYTE;
const PIDS_START = 200;

const MEASURES: readonly Measure[] = [
  {
    part: 'no-new-privileges',
    isMissing: lacksNoNewPrivileges,
    title: 'Forbid new privileges',
    changes: forbidNewPrivileges,
    breaks: () =>
      'Programs that gain rights when they start, such as sudo, su and some builds of ping, fail.',
  },
  {
    part: 'capability drop',
    isMissing: ({ capDrop }) => !dropsAll(capDrop),
    title: 'Drop all capabilities',
    changes: () => [append('capDrop', 'ALL')],
    breaks: (container) =>
      stepsDown(container)
        ? 'This image starts as root and steps down: it fails until CHOWN, DAC_OVERRIDE, FOWNER, SETGID and SETUID are added back.'
        : 'A program that needs one of the rights it had so far fails until that one is added back.',
  },
  {
    part: 'read-only root',
    isMissing: ({ readOnly }) => isKnown(readOnly) && !readOnly.value,
    title: 'Make the root file system read-only',
    changes: ({ readOnly }) => [isSet(readOnly) ? replace(readOnly, 'true') : set('readOnly', true)],
    breaks: () =>
      'A program that writes outside its volumes fails until each such folder gets a tmpfs or a volume.',
  },
  {
    part: 'memory limit',
    isMissing: ({ memoryLimit }) => isKnown(memoryLimit) && memoryLimit.value <= 0,
    title: 'Limit memory to 512 MiB, as a starting value',
    changes: ({ memoryLimit }) => [
      isSet(memoryLimit) ? replace(memoryLimit, '512m') : set('memoryLimit', MEMORY_START),
    ],
    breaks: () => 'The kernel kills the container when it needs more: measure it, then set what it needs.',
  },
  {
    part: 'pids limit',
    isMissing: ({ pidsLimit }) => isKnown(pidsLimit) && pidsLimit.value <= 0,
    title: 'Limit processes to 200, as a starting value',
    changes: ({ pidsLimit }) => [
      isSet(pidsLimit) ? replace(pidsLimit, String(PIDS_START)) : set('pidsLimit', PIDS_START),
    ],
    breaks: () => 'A program with more processes and threads than that cannot start further ones.',
  },
];

/** All measures at once first, then one by one. */
function fixesFor(missing: readonly Measure[], container: Container): readonly Fix[] {
  const single = missing.map((measure): Fix => ({
    title: measure.title,
    applicability: 'unsafe',
    changes: measure.changes(container),
    breaks: measure.breaks(container),
    partial: missing.length > 1,
  }));
  if (single.length === 1) return single;
  return [
    {
      title: titleForAll(missing),
      applicability: 'unsafe',
      changes: missing.flatMap((measure) => measure.changes(container)),
      breaks: breaksOfAll(container),
    },
    ...single,
  ];
}

function breaksOfAll(container: Container): string {
  const remedy = stepsDown(container)
    ? 'add back CHOWN, DAC_OVERRIDE, FOWNER, SETGID and SETUID first, which this image needs to step down from root'
    : 'try it before you rely on it';
  return `What the container does beyond these bounds fails, such as writing outside its volumes: ${remedy}.`;
}

function titleForAll(missing: readonly Measure[]): string {
  const values = [
    ...(missing.some(({ part }) => part === 'memory limit') ? ['512 MiB'] : []),
    ...(missing.some(({ part }) => part === 'pids limit') ? ['200 processes'] : []),
  ];
  return values.length === 0
    ? 'Harden this container'
    : `Harden this container (starting values: ${values.join(', ')})`;
}

const NO_NEW_PRIVILEGES = /^no-new-privileges(?:[:=](.*))?$/u;

/** Whether an option forbids new privileges; undefined for every other option. */
function forbids(option: string): boolean | undefined {
  const match = NO_NEW_PRIVILEGES.exec(option);
  return match ? /^(?:1|t|true)?$/i.test(match[1] ?? '') : undefined;
}

/** The engine reads the options in order, and the last one counts. */
function lacksNoNewPrivileges({ securityOpt }: Container): boolean {
  const items = certainItems(securityOpt);
  return items !== undefined && !items.map(forbids).findLast((said) => said !== undefined);
}

/** Options that allow them are changed or taken out: Compose refuses the same option twice. */
function forbidNewPrivileges({ securityOpt }: Container): readonly Change[] {
  const items = knownItems(securityOpt);
  const allowing = items.filter(({ value }) => forbids(value) === false);
  const [first, ...others] = allowing;
  if (!first) return [append('securityOpt', 'no-new-privileges:true')];
  if (items.some(({ value }) => forbids(value) === true)) return allowing.map(remove);
  return [replace(first, 'no-new-privileges:true'), ...others.map(remove)];
}

function dropsAll(capDrop: Setting<readonly Setting<string>[]>): boolean {
  const items = certainItems(capDrop);
  // What is not certain may be it.
  return !items || items.some((item) => capabilityNameOf(item) === 'ALL');
}

/** The items of a list, when all of them are certain. */
function certainItems(list: Setting<readonly Setting<string>[]>): readonly string[] | undefined {
  if (!isKnown(list)) return undefined;
  const items = list.value.filter(isKnown);
  return items.length === list.value.length ? items.map(({ value }) => value) : undefined;
}

/** Whether the image is known to start as root and to hand over to another user by itself. */
function stepsDown({ image, user }: Container): boolean {
  const reference = image && valueOf(image.reference);
  return reference !== undefined && !isSet(user) && defaultUserOf(reference) === 'steps-down';
}

/** `a`, `a and b`, `a, b and c`. */
function enumerate(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
