/** What commands other than `check` print of configuration files and baselines that are wrong. */
import type { Configuring } from './configuring.ts';
import type { Target } from './find-files.ts';
import { wantsColour } from './format/paint.ts';
import { createInspector } from './inspect.ts';
import type { Settings } from './settings.ts';
import type { World } from './world.ts';

/** Writes their problems as `check` shows them, to the error stream: a command's output is something else. */
export function writeProblems(wrong: readonly Target[], configuring: Configuring, world: World): void {
  const { err, env, cwd, registry, machine } = world;
  const settings: Settings = {
    ...configuring,
    format: 'text',
    mending: 'none',
    withUnsafe: false,
    bar: 'warning',
    hasBaseline: false,
    isRatchet: false,
    quiet: false,
    colour: wantsColour(undefined, env, err.isTerminal),
    isShown: true,
    columns: err.columns ?? COLUMNS,
    mendable: [],
    cwd,
  };
  createInspector(registry, machine, settings).inspectAll(wrong, ({ shown }) => err.write(shown));
}

const COLUMNS = 120;
