/** Limits, health checks, logging, hosts and commands of a service in the normalised model. */
import { sliceOf } from '../../../../base/slice.ts';
import { splitWords } from '../../shell-words.ts';
import { goType } from '../go-names.ts';
import { entriesOf, isNull, itemsOf, type Value } from '../value.ts';
import {
  bytes,
  compact,
  cut,
  flag,
  fraction,
  freeEntries,
  integer,
  pairs,
  printed,
  text,
  undecodable,
  unlessEmpty,
} from './decode.ts';

/** The limits of `deploy`, which count as said even when they are empty. */
export function deployOf(value: Value | undefined, where: string): unknown {
  const limits = entriesOf(entriesOf(value).get('resources')).get('limits');
  if (limits === undefined || isNull(limits)) return undefined;
  const at = `${where}.resources.limits`;
  const entries = entriesOf(limits);
  return {
    resources: {
      limits: compact({
        cpus: fraction(entries.get('cpus'), `${at}.cpus`),
        memory: bytes(entries.get('memory'), `${at}.memory`),
        pids: integer(entries.get('pids'), `${at}.pids`),
      }),
    },
  };
}

/** One number for a limit that is both, two for one with a soft and a hard end. */
export function ulimitsOf(value: Value | undefined, where: string): unknown {
  const result: Record<string, unknown> = {};
  for (const [name, limit] of freeEntries(value)) {
    const at = `${where}[${name}]`;
    const single = limit.kind === 'scalar' ? integer(limit, at) : undefined;
    const ends = entriesOf(limit);
    result[name] = single ?? {
      soft: integer(ends.get('soft'), `${at}.soft`) ?? 0,
      hard: integer(ends.get('hard'), `${at}.hard`) ?? 0,
    };
  }
  return unlessEmpty(result);
}

export function healthcheckOf(value: Value | undefined, where: string): unknown {
  if (value === undefined || isNull(value)) return undefined;
  const entries = entriesOf(value);
  return compact({
    disable: flag(entries.get('disable'), `${where}.disable`),
    test: testOf(entries.get('test')),
  });
}

/** A test that is written as one text is run by a shell. */
export function testOf(value: Value | undefined): readonly string[] | undefined {
  if (value === undefined || isNull(value)) return undefined;
  if (value.kind === 'scalar') return ['CMD-SHELL', printed(value)];
  const words = itemsOf(value).map(printed);
  return words.length > 0 ? words : undefined;
}

export function loggingOf(value: Value | undefined, where: string): unknown {
  if (value === undefined || isNull(value)) return undefined;
  const entries = entriesOf(value);
  return compact({
    driver: text(entries.get('driver'), `${where}.driver`),
    options: pairs(entries.get('options')),
  });
}

/** The addresses of hosts, by name. */
export function hostsOf(value: Value | undefined, where: string): unknown {
  const result: Record<string, string[]> = {};
  const add = (host: string, addresses: readonly string[], said: Value): void => {
    if (host === '' || /[:=]/u.test(host)) throw undecodable(where, `bad host name '${host}'`, said);
    (result[host] ??= []).push(...addresses.map((address) => address.replace(/^\[(.+)\]$/u, '$1')));
  };
  for (const item of itemsOf(value)) {
    const written = printed(item);
    const [host, address] = cut(written, written.includes('=') ? '=' : ':');
    if (address === undefined) {
      throw undecodable(where, `invalid additional host, missing IP: ${written}`, item);
    }
    add(host, address.split(','), item);
  }
  for (const [host, addresses] of freeEntries(value)) {
    if (addresses.kind === 'mapping') {
      throw undecodable(where, `unexpected value type ${goType(addresses)} for extra_hosts entry`, addresses);
    }
    add(host, addresses.kind === 'sequence' ? addresses.items.map(printed) : [printed(addresses)], addresses);
  }
  return unlessEmpty(result);
}

/** A command in words: undefined is the one of the image, an empty list none at all. */
export function commandOf(value: Value | undefined, where: string): readonly string[] | undefined {
  if (value?.kind === 'sequence') return value.items.map(printed);
  if (value?.kind !== 'scalar' || value.type !== 'text') return undefined;
  const words = splitWords(sliceOf(value.text, { start: 0, end: value.text.length }));
  if (words) return words.map(({ slice }) => slice.text);
  throw undecodable(where, 'invalid command line string', value);
}
