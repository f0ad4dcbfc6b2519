/** `bulkhead init`: writes a first configuration that changes nothing by itself and shows what could be said. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CONFIGURATION_NAMES } from '../service.ts';
import { readArguments } from './arguments.ts';
import { UsageError } from './fault.ts';
import { printable } from './format/cells.ts';
import { INIT_HELP } from './help.ts';
import { putNewFile } from './put-file.ts';
import type { World } from './world.ts';

const OPTIONS = {
  stdout: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** All of it are comments: what is said here would outweigh the files above. Whoever takes out the marks of the lines that are no prose has a valid file. */
export const FIRST_CONFIGURATION = `# How Bulkhead judges the files in this folder and below.
# It changes nothing yet: lines that begin with '#' and no blank are examples; without the '#' they count.
# 'bulkhead config' prints what applies to a file, and where each value comes from.

# Configuration files in folders above count too, unless this one is the root.
#root: true

# recommended: what holds for everybody.
# strict: also what may be a mistake but cannot be known, and nothing weighs less for being for development.
# development: what matters only where others can reach it weighs less.
#profile: recommended

# What findings of a rule weigh: off, hint, info, warning or error; '*' stands for any letters.
# 'bulkhead rules' lists the rules, 'bulkhead explain <rule>' says what one is about.
#rules:
#  no-sudo: error
#  prefer-*: off

# Other rules for some of the files, by patterns as in .gitignore; of several the later one wins.
#overrides:
#  - paths: [dev/, "*.test.yaml"]
#    profile: development

# Files that are not checked.
#exclude: [vendor/]

# The only registries that images may come from.
#trusted-registries: [docker.io/library, registry.example.com]

# Variables that hold credentials, and paths of the host that no container should see, besides the usual ones.
#credential-names: [ACME_PIN, "*_PASSCODE"]
#sensitive-paths: [/srv/vault]

# What is asked of exceptions. One in a file is a comment above what it is about:
#   # bulkhead: ignore no-privileged until 2027-03-31 -- the tunnel needs it until the new kernel is there
#exceptions:
#  reason: required
#  longest: 180

# Exceptions for files without comments, or for many files at once.
#except:
#  - rules: [no-privileged]
#    paths: [legacy/compose.yaml]
#    parts: [vpn]
#    until: 2027-03-31
#    reason: the tunnel needs it until the new kernel is there
`;

export function init(words: readonly string[], world: World): number {
  const given = readArguments(words, OPTIONS);
  if (given.has('help')) {
    world.out.write(INIT_HELP);
    return 0;
  }
  const [path = '.', ...more] = given.operands;
  if (more.length > 0) throw new UsageError('one folder at a time');
  if (given.has('stdout')) {
    world.out.write(FIRST_CONFIGURATION);
    return 0;
  }
  const folder = resolve(world.cwd, path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${printable(path)}: ${existsSync(folder) ? 'is no folder' : 'no such folder'}`);
  }
  const there = CONFIGURATION_NAMES.find((name) => existsSync(join(folder, name)));
  const shown = (name: string): string => printable(path === '.' ? name : join(path, name));
  if (there !== undefined) throw new UsageError(`${shown(there)} is there already, and stays as it is`);
  const [name] = CONFIGURATION_NAMES;
  const reason = putNewFile(join(folder, name), FIRST_CONFIGURATION);
  if (reason !== undefined) throw new UsageError(`${shown(name)} could not be written: ${reason}`);
  world.out.write(`Wrote ${shown(name)}, which changes nothing yet: its comments say what it can.\n${NEXT}`);
  return 0;
}

const NEXT = `Next:
  bulkhead check       what is found today
  bulkhead baseline    write that down, so that only what is new fails
  bulkhead config      what applies to a file, and where it comes from
`;
