/** `bulkhead image`: what a Dockerfile makes. */
import { resolve } from 'node:path';
import { createService } from '../service.ts';
import { type Arguments, choice, readArguments } from './arguments.ts';
import { printDescription, uriOfPath } from './describe.ts';
import { UsageError } from './fault.ts';
import { printable } from './format/cells.ts';
import { IMAGE_HELP } from './help.ts';
import type { World } from './world.ts';

const OPTIONS = {
  target: { type: 'string' },
  'build-arg': { type: 'string' },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function image(words: readonly string[], world: World): Promise<number> {
  const given = readArguments(words, OPTIONS);
  if (given.has('help')) {
    world.out.write(IMAGE_HELP);
    return 0;
  }
  const format = choice(given, 'format', ['text', 'json'], 'text');
  const [path = 'Dockerfile', ...more] = given.operands;
  if (more.length > 0) throw new UsageError('one Dockerfile at a time');
  const host = world.machine.createHost((_level, message) =>
    world.err.write(`bulkhead: ${printable(message)}\n`),
  );
  const target = given.value('target');
  const build = { args: buildArguments(given, world), ...(target === undefined ? {} : { target }) };
  const located = { uri: uriOfPath(resolve(world.cwd, path)), options: { build } };
  return printDescription(createService(host, world.registry), located, world, {
    languageId: 'dockerfile',
    program: 'BuildKit',
    isJson: format === 'json',
  });
}

/** A name alone takes its value from the environment, as with `docker build`; one that is not set there is left out. */
function buildArguments(given: Arguments, world: World): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const word of given.all('build-arg')) {
    const sign = word.indexOf('=');
    const name = sign < 0 ? word : word.slice(0, sign);
    if (name === '') throw new UsageError(`option '--build-arg' takes NAME=VALUE, not '${printable(word)}'`);
    const value = sign < 0 ? world.env[name] : word.slice(sign + 1);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}
