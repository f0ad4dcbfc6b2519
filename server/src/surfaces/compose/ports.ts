/** Published ports: the short form `[address:][host:]container[/protocol]` and the long one. */
import type { TextRange } from '../../base/text.ts';
import type { Port } from '../../model/container.ts';
import type { Setting, Source } from '../../model/setting.ts';
import { UNKNOWN } from '../../syntax/interpolation/expand.ts';
import { type Element, type Field, type Fields, sourceOfElement } from '../../syntax/yaml/follow.ts';
import { fieldsIn } from './fields.ts';
import { type Absence, addProblem, type Frame, type PartOrigin } from './frame.ts';
import { listSetting, originOfElement } from './lists.ts';
import { asText, placeOf, readSetting, readText, remember, type Text, throughVariables } from './scalars.ts';

/** Reads the ports of a service. */
export function readPorts(
  frame: Frame,
  field: Field | undefined,
  absence: Absence,
): Setting<readonly Port[]> {
  return listSetting(frame, field, absence, (element) => {
    if (element.value?.node.kind === 'mapping')
      return longPort(frame, element, fieldsIn(frame, element.value));
    const text = readText(frame, element.value);
    return text && shortPort(frame, element, text);
  });
}

function longPort(frame: Frame, element: Element, fields: Fields): Port {
  const source = sourceOfElement(element);
  const absence = { head: source, isOpen: false };
  const read = (name: string, fallback: string): Setting<string> =>
    readSetting(frame, fields.get(name), absence, fallback, 'text', asText);
  const hostIp = read('host_ip', '');
  if (hostIp.state === 'default') rememberAddress(frame, hostIp, element);
  const port: Port = {
    source,
    hostIp,
    published: read('published', ''),
    target: read('target', ''),
    protocol: read('protocol', 'tcp'),
  };
  return remember(frame, port, originOfElement(element, 'text'));
}

/** A long form without `host_ip` gets the key when an address is asked for. */
function rememberAddress(frame: Frame, hostIp: object, element: Element): void {
  const end = element.item.range.end;
  const part = { kind: 'address' as const, range: { start: end, end }, separator: '' as const };
  remember(frame, hostIp, { ...originOfElement(element, 'text'), part });
}

const CONTAINER_PORT = /^\d{1,5}(?:-\d{1,5})?$/u;

function shortPort(frame: Frame, element: Element, text: Text): Port | undefined {
  const parts = splitShort(text.expanded.slice.text);
  const target = partText(text, parts.target);
  if (!target.includes(UNKNOWN) && !CONTAINER_PORT.test(target)) {
    if (element.steps.length === 0) {
      addProblem(
        frame,
        element.file,
        element.item.range,
        'Compose cannot read this port; write for instance "127.0.0.1:8080:80".',
      );
    }
    return undefined;
  }
  const source = throughVariables(sourceOfElement(element), text.expanded);
  const part = (range: TextRange, fallback: string): Setting<string> =>
    partSetting(text, range, fallback, source);
  const hostIp = hostIpOf(text, parts, source);
  const port: Port = {
    source,
    hostIp,
    published: part(parts.published, ''),
    target: part(parts.target, ''),
    protocol: lowerCase(part(parts.protocol, 'tcp')),
  };
  const origin = originOfElement(element, 'text', text);
  remember(frame, hostIp, { ...origin, part: addressPart(text, parts) });
  for (const other of [port.published, port.target, port.protocol]) {
    remember(frame, other, { ...origin, part: { kind: 'option', range: other.source.range } });
  }
  return remember(frame, port, origin);
}

/** Where the address stands or would stand. A variable that comes out empty (`${IP:-}:80:80`) is an address that is written. */
function addressPart(text: Text, parts: ShortParts): PartOrigin {
  const { scalar, expanded } = text;
  const quote = scalar.style === 'single' || scalar.style === 'double' ? 1 : 0;
  const start = scalar.range.start + quote;
  if (parts.separator !== '')
    return { kind: 'address', range: { start, end: start }, separator: parts.separator };
  const colon = { start: parts.address.end, end: parts.address.end + 1 };
  return { kind: 'address', range: { start, end: placeOf(expanded, colon).start }, separator: '' };
}

interface ShortParts {
  /** With its brackets. */
  readonly address: TextRange;
  /** What is missing between an address and the rest. */
  readonly separator: '' | ':' | '::';
  readonly published: TextRange;
  readonly target: TextRange;
  readonly protocol: TextRange;
}

/** Takes a short port apart: the last colon parts the container's port, the one before it the host's, the rest is an address. */
function splitShort(text: string): ShortParts {
  const slash = text.indexOf('/');
  const end = slash < 0 ? text.length : slash;
  const protocol = slash < 0 ? { start: end, end } : { start: slash + 1, end: text.length };
  const last = text.lastIndexOf(':', end - 1);
  if (last < 0 || end === 0) {
    const none = { start: 0, end: 0 };
    return { address: none, separator: '::', published: none, target: { start: 0, end }, protocol };
  }
  const target = { start: last + 1, end };
  const middle = last === 0 ? -1 : text.lastIndexOf(':', last - 1);
  const published = { start: middle + 1, end: last };
  const address = { start: 0, end: Math.max(middle, 0) };
  return { address, separator: middle < 0 ? ':' : '', published, target, protocol };
}

function hostIpOf(text: Text, parts: ShortParts, source: Source): Setting<string> {
  const whole = text.expanded.slice.text;
  // `${LISTEN}:80` may hold an address and a port (`127.0.0.1:8080`).
  if (parts.address.end === 0 && whole.startsWith(UNKNOWN)) {
    return { state: 'unknown', source: { ...source } };
  }
  const hostIp = partSetting(text, parts.address, '', source);
  if (hostIp.state === 'unknown') return hostIp;
  return { ...hostIp, value: hostIp.value.replace(/^\[|\]$/gu, '') };
}

function partSetting(text: Text, range: TextRange, fallback: string, source: Source): Setting<string> {
  const value = partText(text, range);
  if (value === '') return { state: 'default', value: fallback, source };
  // A part that is written here is underlined alone.
  const own = source.via.length === 0 ? { ...source, range: placeOf(text.expanded, range) } : source;
  if (value.includes(UNKNOWN)) return { state: 'unknown', source: own };
  return { state: 'set', value, source: own };
}

function partText(text: Text, range: TextRange): string {
  return text.expanded.slice.text.slice(range.start, range.end);
}

function lowerCase(setting: Setting<string>): Setting<string> {
  return setting.state === 'unknown' ? setting : { ...setting, value: setting.value.toLowerCase() };
}
