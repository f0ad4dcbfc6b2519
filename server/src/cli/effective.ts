/** `bulkhead effective`: a Compose project as it runs. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Located, ReadOptions } from '../model/surface.ts';
import { createService } from '../service.ts';
import { type Arguments, choice, readArguments } from './arguments.ts';
import { printDescription, uriOfPath } from './describe.ts';
import { UsageError } from './fault.ts';
import { printable } from './format/cells.ts';
import { EFFECTIVE_HELP } from './help.ts';
import type { World } from './world.ts';

const OPTIONS = {
  file: { type: 'string', short: 'f' },
  'env-file': { type: 'string' },
  'project-directory': { type: 'string' },
  service: { type: 'string' },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function effective(words: readonly string[], world: World): Promise<number> {
  const given = readArguments(words, OPTIONS);
  if (given.has('help')) {
    world.out.write(EFFECTIVE_HELP);
    return 0;
  }
  const format = choice(given, 'format', ['yaml', 'json'], 'yaml');
  const [folder = '.', ...more] = given.operands;
  if (more.length > 0) throw new UsageError('one folder at a time');
  checkPlaces(folder, given.all('env-file'), world.cwd);
  const host = world.machine.createHost((_level, message) =>
    world.err.write(`bulkhead: ${printable(message)}\n`),
  );
  const service = createService(host, world.registry);
  const options = optionsFrom(given, world.cwd);
  const located =
    named(given, options, world.cwd) ??
    (await service.locate(uriOfPath(resolve(world.cwd, folder)), options));
  if (!located) throw new UsageError(`there is no Compose file in '${printable(folder)}' or above it`);
  const owner = given.value('service');
  return printDescription(service, located, world, {
    languageId: 'dockercompose',
    program: 'Compose',
    isJson: format === 'json',
    ...(owner === undefined ? {} : { owner }),
  });
}

/** What is named must be there; a folder that is not would mean the one above it. */
function checkPlaces(folder: string, envFiles: readonly string[], cwd: string): void {
  const facts = statSync(resolve(cwd, folder), { throwIfNoEntry: false });
  if (!facts) throw new UsageError(`${printable(folder)}: no such file or folder`);
  if (!facts.isDirectory()) {
    throw new UsageError(`${printable(folder)} is no folder; name a Compose file with --file`);
  }
  for (const path of envFiles) {
    if (statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isFile()) continue;
    throw new UsageError(`${printable(path)}: no such file`);
  }
}

function optionsFrom(given: Arguments, cwd: string): ReadOptions {
  const uriOf = (path: string): string => uriOfPath(resolve(cwd, path));
  const folder = given.value('project-directory');
  return {
    ...(given.has('env-file') ? { envFiles: given.all('env-file').map(uriOf) } : {}),
    ...(folder === undefined ? {} : { folder: uriOf(folder) }),
  };
}

/** The project that `-f` names. */
function named(given: Arguments, options: ReadOptions, cwd: string): Located | undefined {
  const [main, ...files] = given.all('file').map((path) => uriOfPath(resolve(cwd, path)));
  return main === undefined ? undefined : { uri: main, options: { ...options, files } };
}
