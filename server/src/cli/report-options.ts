/** What `report` was asked to make, and where it goes. */
import { basename, resolve } from 'node:path';
import { statSync } from 'node:fs';
import type { ConfigurationLayer } from '../model/configuration.ts';
import type { Severity } from '../model/rule.ts';
import type { ReportFormat } from '../report/format.ts';
import { choice, type Arguments, type OptionTable } from './arguments.ts';
import { CONFIGURATION_OPTIONS, layerOf } from './configuring.ts';
import { reasonOf, UsageError } from './fault.ts';
import { printable } from './format/cells.ts';

/** The options of `report`. */
export const REPORT_OPTIONS = {
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  compare: { type: 'string' },
  'fail-on': { type: 'string' },
  ...CONFIGURATION_OPTIONS,
  jobs: { type: 'string', short: 'j' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies OptionTable;

export interface ReportOptions {
  readonly paths: readonly string[];
  /** The folder that the report is about: paths are named from it. */
  readonly folder: string;
  readonly format: ReportFormat;
  /** The file to write, as given; absent for standard output. */
  readonly output?: string;
  /** The file of an earlier report, as given. */
  readonly compare?: string;
  /** The lightest severity that makes the exit code 1. */
  readonly bar: Severity | 'never';
  /** What the line says beside the configuration files; absent when nothing. */
  readonly layer?: ConfigurationLayer;
}

export function reportOptionsOf(given: Arguments, cwd: string): ReportOptions {
  const paths = given.operands.length > 0 ? given.operands : ['.'];
  if (paths.includes('')) throw new UsageError('a path is empty');
  const output = given.value('output');
  const compare = given.value('compare');
  const layer = layerOf(given, cwd);
  const isFile = output !== undefined && output !== '-';
  if (isFile) checkOutput(resolve(cwd, output), output);
  return {
    paths,
    folder: folderOf(cwd, paths),
    format: formatOf(given, isFile ? output : undefined),
    ...(isFile ? { output } : {}),
    ...(compare === undefined ? {} : { compare }),
    bar: choice(given, 'fail-on', ['error', 'warning', 'info', 'hint', 'never'], 'never'),
    ...(layer ? { layer } : {}),
  };
}

/** A single folder is what the report is about; else it is the current one. */
function folderOf(cwd: string, [first, ...more]: readonly string[]): string {
  const folder = resolve(cwd, first ?? '.');
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return more.length === 0 && isFolder ? folder : cwd;
}

const BY_ENDING: readonly (readonly [RegExp, ReportFormat])[] = [
  [/\.html?$/iu, 'html'],
  [/\.(?:md|markdown)$/iu, 'markdown'],
  [/\.sarif(?:\.json)?$/iu, 'sarif'],
  [/\.json$/iu, 'json'],
];

function formatOf(given: Arguments, output: string | undefined): ReportFormat {
  const formats = ['html', 'markdown', 'json', 'sarif'] as const;
  if (given.value('format') !== undefined || output === undefined) {
    return choice(given, 'format', formats, 'markdown');
  }
  const format = BY_ENDING.find(([ending]) => ending.test(output))?.[1];
  if (format) return format;
  throw new UsageError(`the name '${printable(basename(output))}' says no format; add '--format html'`);
}

/** A report that cannot be written should not be made first. */
function checkOutput(file: string, shown: string): void {
  try {
    const facts = statSync(file, { throwIfNoEntry: false });
    if (facts?.isDirectory()) throw new UsageError(`'${printable(shown)}' is a folder`);
    if (facts || statSync(resolve(file, '..')).isDirectory()) return;
    throw new UsageError(`'${printable(shown)}' cannot be written: its folder is a file`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`'${printable(shown)}' cannot be written: ${reasonOf(error)}`);
  }
}
