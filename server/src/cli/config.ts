/** `bulkhead config`: what applies to a file or folder, and where each value comes from. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { indexLines, positionAt, type LineIndex } from '../base/line-index.ts';
import type { Location } from '../base/text.ts';
import { choice, readArguments } from './arguments.ts';
import { applyingTo, shownPath } from './configured.ts';
import { CONFIGURATION_OPTIONS, layerOf, serviceFor, type Configuring } from './configuring.ts';
import { reasonOf, UsageError } from './fault.ts';
import { printable } from './format/cells.ts';
import { configurationJson } from './format/configuration-json.ts';
import { configurationText } from './format/configuration-text.ts';
import { paintWith, wantsColour } from './format/paint.ts';
import { CONFIG_HELP } from './help.ts';
import { colourFlag } from './settings.ts';
import { today } from './today.ts';
import type { World } from './world.ts';
import { writeProblems } from './wrong-text.ts';

const OPTIONS = {
  format: { type: 'string' },
  ...CONFIGURATION_OPTIONS,
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function config(words: readonly string[], world: World): Promise<number> {
  const given = readArguments(words, OPTIONS);
  if (given.has('help')) {
    world.out.write(CONFIG_HELP);
    return 0;
  }
  const format = choice(given, 'format', ['text', 'json'], 'text');
  const [path = '.', ...more] = given.operands;
  if (more.length > 0) throw new UsageError('one file or folder at a time');
  const layer = layerOf(given, world.cwd);
  const configuring: Configuring = { ...(layer ? { layer } : {}), today: today(world.env) };
  const asked = askedOf(path, world.cwd);
  const { wrong } = await applyingTo([{ path, file: asked.file, named: true }], configuring, world);
  if (wrong.length > 0) {
    writeProblems(wrong, configuring, world);
    throw new UsageError(`nothing can be said of '${printable(path)}', because the configuration is wrong`);
  }
  const service = serviceFor(
    world.machine.createHost(() => undefined),
    world.registry,
    configuring,
  );
  const configuration = await service.configurationOf(asked.uri);
  const paint = paintWith(wantsColour(colourFlag(given), world.env, world.out.isTerminal));
  const shown = { ...asked, placeOf: placesFrom(world.cwd, service.textOf) };
  world.out.write(
    format === 'json'
      ? configurationJson(configuration, shown)
      : configurationText(configuration, shown, paint),
  );
  return 0;
}

/** What is asked about, and how places in files are called. */
export interface Asked {
  /** As given on the line. */
  readonly path: string;
  readonly uri: string;
  readonly isFolder: boolean;
  /** Where a location is, from the current folder. */
  readonly placeOf: (at: Location) => ShownPlace;
}

/** A place in a file; lines and characters count from 0. */
export interface ShownPlace {
  readonly path: string;
  readonly line: number;
  readonly character: number;
}

/** Of a folder what would apply to a file in it, whatever the file is called. */
function askedOf(path: string, cwd: string): Omit<Asked, 'placeOf'> & { readonly file: string } {
  const file = resolve(cwd, path);
  try {
    const isFolder = statSync(file).isDirectory();
    const uri = pathToFileURL(file).href;
    return { path, isFolder, file: isFolder ? join(file, 'any') : file, uri: isFolder ? `${uri}/` : uri };
  } catch (error) {
    throw new UsageError(`${printable(path)}: ${reasonOf(error)}`);
  }
}

function placesFrom(cwd: string, textOf: (uri: string) => string | undefined): Asked['placeOf'] {
  const known = new Map<string, LineIndex>();
  return ({ uri, range }) => {
    const index = known.get(uri) ?? indexLines(textOf(uri) ?? '');
    known.set(uri, index);
    return { path: pathOf(uri, cwd), ...positionAt(index, range.start) };
  };
}

/** A file as it is shown. */
export function pathOf(uri: string, cwd: string): string {
  return uri.startsWith('file:') ? shownPath(fileURLToPath(uri), cwd) : uri;
}
