/** What `check` was asked to do; plain data, so that threads can be told. */
import type { Severity } from '../model/rule.ts';
import { choice, type Arguments, type OptionTable } from './arguments.ts';
import { CONFIGURATION_OPTIONS, layerOf, type Configuring } from './configuring.ts';
import { UsageError } from './fault.ts';

export interface Settings extends Configuring {
  readonly format: 'text' | 'json';
  /** What becomes of mended texts. */
  readonly mending: 'none' | 'write' | 'diff';
  /** Whether unsafe fixes are made too. */
  readonly withUnsafe: boolean;
  /** The lightest severity that makes the check fail. */
  readonly bar: Severity | 'never';
  /** Whether baselines hold for some of the files, so that what they have is counted. */
  readonly hasBaseline: boolean;
  /** Whether entries of the baseline that nothing meets any more make the check fail. */
  readonly isRatchet: boolean;
  /** Whether only what reaches `bar` (of `never`, what reaches `warning`) is shown, and no summary. */
  readonly quiet: boolean;
  readonly colour: boolean;
  /** Whether a person looks at the output, so that nothing in it may steer their terminal. */
  readonly isShown: boolean;
  /** How many columns a line may take. */
  readonly columns: number;
  /** The files that fixes may change, as URIs: all that were asked for. */
  readonly mendable: readonly string[];
  /** The folder that names of other files are shown from. */
  readonly cwd: string;
}

/** The options of `check`. */
export const CHECK_OPTIONS = {
  format: { type: 'string' },
  fix: { type: 'boolean' },
  unsafe: { type: 'boolean' },
  diff: { type: 'boolean' },
  'stdin-filename': { type: 'string' },
  'fail-on': { type: 'string' },
  ...CONFIGURATION_OPTIONS,
  ratchet: { type: 'boolean' },
  jobs: { type: 'string', short: 'j' },
  quiet: { type: 'boolean', short: 'q' },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies OptionTable;

export function settingsOf(
  given: Arguments,
  surroundings: Pick<Settings, 'colour' | 'isShown' | 'columns' | 'cwd' | 'today'>,
): Settings {
  const format = choice(given, 'format', ['text', 'json'], 'text');
  const bar = choice(given, 'fail-on', ['error', 'warning', 'info', 'hint', 'never'], 'warning');
  const mending = given.has('diff') ? 'diff' : given.has('fix') ? 'write' : 'none';
  if (given.has('unsafe') && mending === 'none') throw new UsageError("'--unsafe' needs '--fix' or '--diff'");
  if (mending === 'diff' && format === 'json')
    throw new UsageError("'--diff' prints text; leave out '--format json'");
  if (given.has('ratchet') && given.has('no-baseline'))
    throw new UsageError("'--ratchet' needs the baseline; leave out '--no-baseline'");
  const layer = layerOf(given, surroundings.cwd);
  return {
    format,
    mending,
    withUnsafe: given.has('unsafe'),
    bar,
    ...(layer ? { layer } : {}),
    hasBaseline: false,
    isRatchet: given.has('ratchet'),
    quiet: given.has('quiet'),
    mendable: [],
    ...surroundings,
  };
}

/** What the line says about colours; undefined when nothing. */
export function colourFlag(given: Arguments): boolean | undefined {
  if (given.has('no-color')) return false;
  return given.has('color') ? true : undefined;
}

/** The number of threads asked for; undefined leaves it to us. */
export function jobsOf(given: Arguments): number | undefined {
  const value = given.value('jobs');
  if (value === undefined) return undefined;
  const jobs = Number(value);
  if (/^\d+$/u.test(value) && jobs >= 1 && jobs <= 256) return jobs;
  throw new UsageError(`option '--jobs' takes a number from 1 to 256, not '${value}'`);
}
