/** What the line says beside the configuration files: flags that several commands share, as one layer over the files. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Host } from '../base/host.ts';
import { canonicalUri } from '../base/uri.ts';
import type { ConfigurationLayer } from '../model/configuration.ts';
import { createService, type Registry, type Service } from '../service.ts';
import { choice, type Arguments, type OptionTable } from './arguments.ts';
import { reasonOf, UsageError } from './fault.ts';
import { printable } from './format/cells.ts';

/** What commands that judge files share; plain data, so that threads can be told. */
export interface Configuring {
  /** Absent when the line says nothing. */
  readonly layer?: ConfigurationLayer;
  /** The day by which exceptions end: `2026-03-31`. */
  readonly today: string;
}

export const CONFIGURATION_OPTIONS = {
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  profile: { type: 'string' },
  strict: { type: 'boolean' },
  baseline: { type: 'string' },
  'no-baseline': { type: 'boolean' },
  'no-exceptions': { type: 'boolean' },
} as const satisfies OptionTable;

/** Below this stands every file of the machine. */
const EVERYWHERE = 'file:///';

const PROFILES = ['recommended', 'strict', 'development'] as const;

/** The layer that the flags come to; undefined when none is given. */
export function layerOf(given: Arguments, cwd: string): ConfigurationLayer | undefined {
  refuseContradictions(given);
  const isNamed = (name: string): boolean => given.has(name);
  if (!Object.keys(CONFIGURATION_OPTIONS).some(isNamed)) return undefined;
  const file = fileOf('config', given, cwd);
  const baselineFile = fileOf('baseline', given, cwd);
  const profile = given.has('strict')
    ? 'strict'
    : given.has('profile')
      ? choice(given, 'profile', PROFILES, 'recommended')
      : undefined;
  return {
    by: 'command line',
    order: given.has('no-config') ? 'without files' : 'over files',
    ...(profile === undefined ? {} : { profile }),
    ...(file === undefined ? {} : { file, namedFor: canonicalUri(pathToFileURL(cwd).href) }),
    ...(baselineFile === undefined ? {} : { baselineFile }),
    ...(given.has('no-baseline') ? { baseline: false } : {}),
    ...(given.has('no-exceptions') ? { exceptions: false } : {}),
  };
}

/** A service that judges as the line asks for. */
export function serviceFor(host: Host, registry: Registry, { layer, today }: Configuring): Service {
  const service = createService(host, registry, { strict: layer?.profile === 'strict', today: () => today });
  if (layer) service.configure(EVERYWHERE, layer);
  return service;
}

function refuseContradictions(given: Arguments): void {
  for (const name of ['config', 'baseline']) {
    if (given.has(name) && given.has(`no-${name}`))
      throw new UsageError(`'--${name}' and '--no-${name}' contradict each other`);
  }
  const profile = given.value('profile');
  if (given.has('strict') && profile !== undefined && profile !== 'strict')
    throw new UsageError(`'--strict' means '--profile strict'; leave out '--profile ${printable(profile)}'`);
}

/** The URI of the file that an option names; one that is not there is wrong use. */
function fileOf(name: string, given: Arguments, cwd: string): string | undefined {
  const path = given.value(name);
  if (path === undefined) return undefined;
  const file = resolve(cwd, path);
  const reason = whyNoFile(file);
  if (reason === undefined) return pathToFileURL(file).href;
  throw new UsageError(`option '--${name}': '${printable(path)}': ${reason}`);
}

function whyNoFile(file: string): string | undefined {
  try {
    return statSync(file).isFile() ? undefined : 'not a file';
  } catch (error) {
    return reasonOf(error);
  }
}
