/** Ports, mounts, devices, secrets and configs of a service in the normalised model. */
import { goText, integerOf } from '../scalar-type.ts';
import { goType } from '../go-names.ts';
import { cleanPath } from '../paths.ts';
import { entriesOf, isNull, itemsOf, type Value } from '../value.ts';
import { compact, flag, natural, text, undecodable } from './decode.ts';

/** How a path is shown. */
export type Show = (path: string) => string;

type Entry = Record<string, unknown>;

/** The items of a list, each made by itself; undefined where there are none. */
function listed(
  value: Value | undefined,
  where: string,
  make: (item: ReadonlyMap<string, Value>, at: string) => Entry,
): readonly Entry[] | undefined {
  const items = itemsOf(value).map((item, index) => make(entriesOf(item), `${where}[${index}]`));
  return items.length > 0 ? items : undefined;
}

export function portsOf(value: Value | undefined, where: string): readonly Entry[] | undefined {
  return listed(value, where, (port, at) =>
    compact({
      mode: text(port.get('mode'), `${at}.mode`),
      host_ip: text(port.get('host_ip'), `${at}.host_ip`),
      target: natural(port.get('target'), `${at}.target`),
      published: text(port.get('published'), `${at}.published`),
      protocol: text(port.get('protocol'), `${at}.protocol`),
    }),
  );
}

export function mountsOf(value: Value | undefined, where: string, show: Show): readonly Entry[] | undefined {
  return listed(value, where, (mount, at) => {
    const bind = entriesOf(mount.get('bind'));
    const type = text(mount.get('type'), `${at}.type`);
    const source = text(mount.get('source'), `${at}.source`);
    return compact({
      type,
      source: type === 'bind' && source !== undefined ? show(source) : source,
      target: cleanPath(text(mount.get('target'), `${at}.target`) ?? ''),
      read_only: flag(mount.get('read_only'), `${at}.read_only`),
      propagation: text(bind.get('propagation'), `${at}.bind.propagation`),
      selinux: text(bind.get('selinux'), `${at}.bind.selinux`),
    });
  });
}

export function devicesOf(value: Value | undefined, where: string): readonly Entry[] | undefined {
  return listed(value, where, (device, at) =>
    compact({
      source: text(device.get('source'), `${at}.source`),
      target: text(device.get('target'), `${at}.target`),
      permissions: text(device.get('permissions'), `${at}.permissions`),
    }),
  );
}

/** Secrets and configs as a service mounts them. */
export function referencesOf(value: Value | undefined, where: string): readonly Entry[] | undefined {
  return listed(value, where, (reference, at) =>
    compact({
      source: text(reference.get('source'), `${at}.source`),
      target: text(reference.get('target'), `${at}.target`),
      uid: text(reference.get('uid'), `${at}.uid`),
      gid: text(reference.get('gid'), `${at}.gid`),
      mode: modeOf(reference.get('mode'), `${at}.mode`),
    }),
  );
}

/** Rights of a file: a number as it is, a text in octal. */
function modeOf(value: Value | undefined, where: string): string | undefined {
  if (value === undefined || isNull(value)) return undefined;
  if (value.kind === 'scalar' && value.type === 'integer')
    return `0${(integerOf(value.text) ?? 0n).toString(8)}`;
  if (value.kind === 'scalar' && value.type === 'text') {
    if (/^\+?[0-7]+$/u.test(value.text)) return `0${BigInt(`0o${value.text.replace('+', '')}`).toString(8)}`;
    const reason = `strconv.ParseInt: parsing ${JSON.stringify(goText(value))}: invalid syntax`;
    throw undecodable(where, reason, value);
  }
  throw undecodable(where, `unexpected value type ${goType(value)} for mode`, value);
}
