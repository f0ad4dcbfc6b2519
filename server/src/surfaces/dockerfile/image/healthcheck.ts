/** Reads HEALTHCHECK. */
import { healthcheckOf } from '../../../syntax/dockerfile/parse.ts';
import type { Instruction } from '../../../syntax/dockerfile/tree.ts';
import { parseDuration } from './duration.ts';
import { type FlagValues, readFlagValues } from './flags.ts';
import { isRefused, type Refused, refuse } from './refusal.ts';

/** A health check as an image has it. Durations are nanoseconds; what is 0 is not written. */
export interface Healthcheck {
  readonly Test: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

const MILLISECOND = 1e6;
const MOST_RETRIES = 2 ** 31 - 1;

const DURATIONS = [
  ['interval', 'Interval'],
  ['timeout', 'Timeout'],
  ['start-period', 'StartPeriod'],
  ['start-interval', 'StartInterval'],
] as const;

const FLAGS = {
  interval: 'text',
  timeout: 'text',
  'start-period': 'text',
  'start-interval': 'text',
  retries: 'text',
} as const;

export function readHealthcheck(instruction: Instruction): Healthcheck | Refused {
  const { type, command } = healthcheckOf(instruction.args);
  if (type.text === '') return refuse('HEALTHCHECK requires at least one argument');
  const kind = type.text.toUpperCase();
  const words =
    instruction.json?.map(({ value }) => value.text) ?? (command.text === '' ? [] : [command.text]);
  if (kind === 'NONE') {
    return words.length > 0 ? refuse('HEALTHCHECK NONE takes no arguments') : { Test: ['NONE'] };
  }
  const flags = readFlagValues(instruction.flags, FLAGS);
  if (isRefused(flags)) return flags;
  if (kind !== 'CMD') return refuse(`Unknown type ${JSON.stringify(kind)} in HEALTHCHECK (try CMD)`);
  if (words.length === 0) return refuse('Missing command after HEALTHCHECK CMD');
  const times = readTimes(flags);
  if (isRefused(times)) return times;
  return { Test: [instruction.json ? 'CMD' : 'CMD-SHELL', ...words], ...times };
}

function readTimes(flags: FlagValues): Omit<Healthcheck, 'Test'> | Refused {
  const times: Record<string, number> = {};
  for (const [flag, key] of DURATIONS) {
    const text = flags.get(flag)?.[0] ?? '';
    if (text === '') continue;
    const duration = parseDuration(text);
    if (duration === undefined) return refuse(`time: invalid duration ${JSON.stringify(text)}`);
    if (duration !== 0 && duration < MILLISECOND) return refuse(`Interval "${flag}" cannot be less than 1ms`);
    if (duration !== 0) times[key] = duration;
  }
  const text = flags.get('retries')?.[0] ?? '';
  if (text === '') return times;
  const retries = /^[-+]?\d+$/u.test(text) ? Number(text) : NaN;
  if (!(Math.abs(retries) <= MOST_RETRIES))
    return refuse(`parsing ${JSON.stringify(text)}: no number of retries`);
  if (retries < 0) return refuse(`--retries cannot be negative (${retries})`);
  return retries === 0 ? times : { ...times, Retries: retries };
}
