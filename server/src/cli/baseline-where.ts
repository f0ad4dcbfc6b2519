/** Tells where baselines lie, and where one is made when there is none. */
import { statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { canonicalUri } from '../base/uri.ts';
import { BASELINE_NAME, baselineText, type Service } from '../service.ts';
import { serviceFor, type Configuring } from './configuring.ts';
import type { World } from './world.ts';

/** Where nobody names a path: the folder of the baseline that applies here, else the current folder. */
export async function usualPaths(configuring: Configuring, world: World): Promise<readonly string[]> {
  const { baseline } = await serviceIn(configuring, world).configurationOf(uriIn(world.cwd));
  if (baseline === undefined) return ['.'];
  const folder = dirname(fileURLToPath(baseline));
  const isAbove = isWithin(world.cwd, folder);
  return [isAbove ? relative(world.cwd, folder) || '.' : '.'];
}

/** The baselines of some paths, as URIs. */
export interface Whereabouts {
  /** Those that are there, or that somebody names. */
  readonly known: readonly string[];
  /** Those that are to be made: one for each folder that is named and has none, neither in it nor above it. */
  readonly fresh: readonly string[];
}

/** What configures that there is to be no baseline is heeded. */
export async function baselinesOf(
  paths: readonly string[],
  configuring: Configuring,
  world: World,
): Promise<Whereabouts> {
  const service = serviceIn(configuring, world);
  const known = new Set<string>();
  const fresh = new Set<string>();
  const folders = paths.map((path) => folderFor(resolve(world.cwd, path), world.cwd));
  // What lies further up comes first: it speaks for those below.
  for (const folder of folders.sort((a, b) => a.length - b.length)) {
    const { baseline } = await service.configurationOf(uriIn(folder));
    if (baseline !== undefined) known.add(baseline);
    else {
      const uri = canonicalUri(pathToFileURL(join(folder, BASELINE_NAME)).href);
      service.open({ uri, text: baselineText([]) });
      if ((await service.configurationOf(uriIn(folder))).baseline === uri) fresh.add(uri);
    }
  }
  return { known: [...known].filter((uri) => !fresh.has(uri)), fresh: [...fresh] };
}

/** The folder that is named; of a file the current folder, or its own where that is not below. */
function folderFor(path: string, cwd: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  return isWithin(path, cwd) ? cwd : dirname(path);
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path;
}

function serviceIn(configuring: Configuring, { machine, registry }: World): Service {
  return serviceFor(
    machine.createHost(() => undefined),
    registry,
    configuring,
  );
}

/** Of any file in a folder. */
function uriIn(folder: string): string {
  return pathToFileURL(join(folder, 'any')).href;
}
