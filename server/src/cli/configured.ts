/** What is configured for the files of a run: which files say it, which of those are wrong, which baselines hold. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Configuration } from '../model/configuration.ts';
import { BASELINE_NAME, CONFIGURATION_NAMES, type Service } from '../service.ts';
import { serviceFor, type Configuring } from './configuring.ts';
import type { Target } from './find-files.ts';
import type { World } from './world.ts';

/** What applies to some files, as far as a whole run must know it. */
export interface Applying {
  /** Configuration files and baselines that are wrong, as targets to show their problems; in the order of their paths. */
  readonly wrong: readonly Target[];
  /** The baselines that hold. */
  readonly baselines: readonly Target[];
}

const NAMES: readonly string[] = [...CONFIGURATION_NAMES, BASELINE_NAME];

/** Reads all that applies to the files. Two files of which the same folder above is the first to say something share what applies. */
export async function applyingTo(
  given: readonly Target[],
  configuring: Configuring,
  { machine, registry, cwd }: World,
): Promise<Applying> {
  const service = serviceFor(
    machine.createHost(() => undefined),
    registry,
    configuring,
  );
  const wrong = new Set<string>();
  const baselines = new Set<string>();
  for (const folder of sayingFolders(given.map(({ file }) => file))) {
    const configuration = await service.configurationOf(pathToFileURL(join(folder, 'any')).href);
    for (const uri of await wrongOf(configuration, service)) wrong.add(fileURLToPath(uri));
    if (configuration.baseline !== undefined) baselines.add(fileURLToPath(configuration.baseline));
  }
  const targets = (files: ReadonlySet<string>): readonly Target[] =>
    [...files].sort().map((file) => ({ path: shownPath(file, cwd), file, named: true }));
  return { wrong: targets(wrong), baselines: targets(baselines) };
}

async function wrongOf({ files, baseline }: Configuration, service: Service): Promise<string[]> {
  const wrong: string[] = [];
  for (const uri of [...files, ...(baseline === undefined ? [] : [baseline])]) {
    const { problems } = await service.analyze(uri);
    if (problems.some(({ severity }) => severity === 'error')) wrong.push(uri);
  }
  return wrong;
}

/** For each file the nearest folder that has a configuration or a baseline; the root of the file system where none has. */
function sayingFolders(files: readonly string[]): ReadonlySet<string> {
  const known = new Map<string, string>();
  const nearest = (folder: string): string => {
    const found = known.get(folder);
    if (found !== undefined) return found;
    const parent = dirname(folder);
    const isLast = parent === folder || NAMES.some((name) => existsSync(join(folder, name)));
    const saying = isLast ? folder : nearest(parent);
    known.set(folder, saying);
    return saying;
  };
  return new Set(files.map((file) => nearest(dirname(file))));
}

/** A file as it is shown: from the current folder where it lies in it, else from the root. */
export function shownPath(file: string, cwd: string): string {
  const inner = relative(cwd, file);
  const shown = inner === '' || inner.startsWith('..') ? file : inner;
  return sep === '/' ? shown : shown.split(sep).join('/');
}
