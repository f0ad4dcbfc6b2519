/** The command line: finds the command, runs it, and turns what goes wrong into a message and an exit code. */
import { readArguments } from './arguments.ts';
import { baseline } from './baseline.ts';
import { check } from './check.ts';
import { config } from './config.ts';
import { effective } from './effective.ts';
import { explain } from './explain.ts';
import { UsageError } from './fault.ts';
import { printable } from './format/cells.ts';
import { HELP, LSP_HELP } from './help.ts';
import { image } from './image.ts';
import { init } from './init.ts';
import { nearest } from '../base/nearest.ts';
import { report } from './report-command.ts';
import { rules } from './rules.ts';
import type { World } from './world.ts';

type Command = (words: readonly string[], world: World) => number | Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  check,
  config,
  explain,
  init,
  baseline,
  report,
  rules,
  lsp,
  effective,
  image,
  help,
};

/** Runs the command line and gives its exit code. */
export async function run(world: World): Promise<number> {
  try {
    return await dispatch(world.argv, world);
  } catch (error) {
    world.err.write(`bulkhead: ${printable(messageOf(error))}\n`);
    return 2;
  }
}

/** Anything but wrong use is a bug of ours; where it happened is what a report of it needs. */
function messageOf(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  if (!(error instanceof Error)) return `failed because of a bug in Bulkhead: ${String(error)}`;
  const place = /^ +at (.{1,100})/mu.exec(error.stack ?? '')?.[1] ?? 'an unknown place';
  return `failed because of a bug in Bulkhead: ${error.message} (at ${place})`;
}

function dispatch([name, ...words]: readonly string[], world: World): number | Promise<number> {
  if (name === undefined) {
    world.err.write(HELP);
    return 2;
  }
  if (name === '--help' || name === '-h') return help([], world);
  if (name === '--version' || name === '-V') {
    world.out.write(`bulkhead ${world.readVersion()}\n`);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command(words, world);
  throw unknownCommand(name);
}

function unknownCommand(name: string): UsageError {
  if (name.startsWith('-'))
    return new UsageError(`unknown option '${name}'; 'bulkhead --help' says what there is`);
  const [close] = nearest(name, Object.keys(COMMANDS));
  const hint =
    close === undefined ? `to check a path, say 'bulkhead check ${name}'` : `did you mean '${close}'?`;
  return new UsageError(`unknown command '${name}'; ${hint}`);
}

function help([name]: readonly string[], world: World): number | Promise<number> {
  if (name !== undefined) return dispatch([name, '--help'], world);
  world.out.write(HELP);
  return 0;
}

async function lsp(words: readonly string[], world: World): Promise<number> {
  const given = readArguments(words, {
    stdio: { type: 'boolean' },
    // What editors' client libraries add on their own.
    clientProcessId: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (given.has('help')) {
    world.out.write(LSP_HELP);
    return 0;
  }
  if (!given.has('stdio')) throw new UsageError("say how to talk: 'bulkhead lsp --stdio'");
  await world.startServer();
  return 0;
}
