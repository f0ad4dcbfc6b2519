/** What is configured for the files of a run: which files say it, which of those are wrong, which baselines hold. */
import { accessSync, constants, existsSync, lstatSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LARGEST_FILE } from '../base/host.ts';
import type { Configuration, ConfigurationLayer } from '../model/configuration.ts';
import { BASELINE_NAME, CONFIGURATION_NAMES, type Service } from '../service.ts';
import type { Configuring } from './configuring.ts';
import type { Target } from './find-files.ts';
import { createEngine } from './inspect.ts';
import type { World } from './world.ts';

/** What applies to some files, as far as a whole run must know it. */
export interface Applying {
  /** Configuration files and baselines that are wrong, as targets to show their problems; in the order of their paths. */
  readonly wrong: readonly Target[];
  /** The baselines that hold. */
  readonly baselines: readonly Target[];
  /** The files without what configures a folder that is left out itself: that is nobody's business here. */
  readonly targets: readonly Target[];
}

const NAMES: readonly string[] = [...CONFIGURATION_NAMES, BASELINE_NAME];

/** Reads all that applies to the files. Two files of which the same folder above is the first to say something share what applies. */
export async function applyingTo(
  given: readonly Target[],
  configuring: Configuring,
  { machine, registry, cwd }: World,
  service = createEngine(registry, machine, configuring).service,
): Promise<Applying> {
  const wrong = new Set<string>();
  const baselines = new Set<string>();
  const leftOut = new Set<string>();
  for (const folder of sayingFolders(given.map(({ file }) => file))) {
    const configuration = await service.configurationOf(pathToFileURL(join(folder, 'any')).href);
    if (configuration.excluded) {
      leftOut.add(folder);
      continue;
    }
    for (const uri of await wrongOf(configuration, service)) wrong.add(fileURLToPath(uri));
    for (const file of blockedAbove(folder, configuring.layer)) wrong.add(file);
    if (configuration.baseline !== undefined) baselines.add(fileURLToPath(configuration.baseline));
  }
  const targets = (files: ReadonlySet<string>): readonly Target[] =>
    [...files].sort().map((file) => ({ path: shownPath(file, cwd), file, named: true }));
  const isLeftOut = ({ file, named }: Target): boolean =>
    !named && leftOut.has(dirname(file)) && NAMES.includes(basename(file));
  return {
    wrong: targets(wrong),
    baselines: targets(baselines),
    targets: given.filter((target) => !isLeftOut(target)),
  };
}

async function wrongOf({ files, baseline }: Configuration, service: Service): Promise<string[]> {
  const wrong: string[] = [];
  for (const uri of [...files, ...(baseline === undefined ? [] : [baseline])]) {
    const { problems, status } = await service.analyze(uri);
    // A baseline that is named may be yet to be written, but one that is there must be read.
    const isMissed = status === 'unread' && existsSync(fileURLToPath(uri));
    if (isMissed || problems.some(({ severity }) => severity === 'error')) wrong.push(uri);
  }
  return wrong;
}

/** Files that would count in a folder if they could be read: to take them for absent would be half of what is asked for. */
function blockedAbove(folder: string, layer: ConfigurationLayer | undefined): string[] {
  const isOpen = layer?.order !== 'without files' && layer?.file === undefined;
  const names = [
    ...(isOpen ? CONFIGURATION_NAMES : []),
    ...(layer?.baseline === false || layer?.baselineFile !== undefined ? [] : [BASELINE_NAME]),
  ];
  const files = names.map((name) => join(folder, name)).filter(isBlocked);
  const parent = dirname(folder);
  return parent === folder ? files : [...files, ...blockedAbove(parent, layer)];
}

/** Too long, forbidden, or a link that leads nowhere. */
function isBlocked(file: string): boolean {
  if (!isThere(file)) return false;
  try {
    const facts = statSync(file);
    if (facts.isFile()) accessSync(file, constants.R_OK);
    return facts.isFile() && facts.size > LARGEST_FILE;
  } catch {
    // The reason is told where the file is shown.
    return true;
  }
}

/** Also a link that leads nowhere is there: somebody meant something by it. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // What lies in a folder that may not be looked into is not there for anybody.
    return false;
  }
}

/** For each file the nearest folder that has a configuration or a baseline; the root of the file system where none has. */
function sayingFolders(files: readonly string[]): ReadonlySet<string> {
  const known = new Map<string, string>();
  const nearest = (folder: string): string => {
    const found = known.get(folder);
    if (found !== undefined) return found;
    const parent = dirname(folder);
    const isLast = parent === folder || NAMES.some((name) => isThere(join(folder, name)));
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
