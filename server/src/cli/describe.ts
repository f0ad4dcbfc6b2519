/** Prints what a text comes to: lines with their origins for people, plain data for programs. */
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { indexLines, positionAt } from '../base/line-index.ts';
import type { Location } from '../base/text.ts';
import type { Located, Outcome, OutcomeLine } from '../model/surface.ts';
import { outcomeText, type Service } from '../service.ts';
import { UsageError } from './fault.ts';
import { printable } from './format/cells.ts';
import { encodeJson } from '../base/json.ts';
import { readTextFile } from './text-file.ts';
import type { World } from './world.ts';

export interface PrintOptions {
  /** What the text is, whatever its name. */
  readonly languageId: string;
  /** Whose word it is when the text is refused. */
  readonly program: string;
  readonly isJson: boolean;
  /** Only the lines of this service. */
  readonly owner?: string;
}

export const uriOfPath = (path: string): string => pathToFileURL(path).href;

/** Prints, and gives the exit code: 1 where the program would refuse the text. */
export async function printDescription(
  service: Service,
  { uri, options }: Located,
  world: World,
  print: PrintOptions,
): Promise<number> {
  const read = readTextFile(fileURLToPath(uri), world.machine.decode);
  if ('reason' in read) throw new UsageError(`${printable(pathFrom(world.cwd, uri))}: ${read.reason}`);
  service.open({ uri, text: read.text, languageId: print.languageId });
  const described = await service.describe(uri, options);
  if (!described?.outcome) {
    const reason = described?.failure ?? 'it is written in no notation that says what it comes to';
    throw new UsageError(`${printable(pathFrom(world.cwd, uri))}: ${reason}`);
  }
  const { outcome } = described;
  const placeOf = placesFrom(world);
  const lines = ownLines(outcome.lines ?? [], print.owner);
  if (print.isJson) world.out.write(`${json(outcome, world, print)}\n`);
  else world.out.write(linesText(lines, placeOf));
  if (outcome.ok) return 0;
  const at = outcome.at ? ` (${placeOf(outcome.at)})` : '';
  world.err.write(`bulkhead: ${print.program} would refuse this: ${printable(outcome.error)}${at}\n`);
  return 1;
}

/** A Dockerfile is one file; a project may be many. */
function json(outcome: Outcome, { cwd }: World, { languageId, owner }: PrintOptions): string {
  const files = outcome.files.map((uri) => pathFrom(cwd, uri));
  return encodeJson({
    ...(languageId === 'dockerfile' ? { file: files[0] } : { files }),
    ok: outcome.ok,
    ...(outcome.ok ? {} : { error: outcome.error }),
    ...(owner === undefined ? outcome.model : onlyService(outcome.model ?? {}, owner)),
  });
}

/** The model with one service of its own. */
function onlyService(described: Readonly<Record<string, unknown>>, owner: string): object {
  const { model } = described;
  if (!isObject(model) || !isObject(model['services'])) return described;
  return { ...described, model: { ...model, services: { [owner]: model['services'][owner] } } };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The lines of a service, or all of them. */
function ownLines(lines: readonly OutcomeLine[], owner: string | undefined): readonly OutcomeLine[] {
  const shown = owner === undefined ? lines : lines.filter((line) => line.owner === owner);
  // Of a project that is refused early there may be nothing to show at all.
  if (owner !== undefined && shown.length === 0 && lines.length > 0) {
    const names = [...new Set(lines.flatMap((line) => line.owner ?? []))].map(printable).join(', ');
    throw new UsageError(
      `there is no service '${printable(owner)}'${names === '' ? '' : `; there are ${names}`}`,
    );
  }
  return shown;
}

function linesText(lines: readonly OutcomeLine[], placeOf: (location: Location) => string): string {
  return outcomeText(lines, placeOf)
    .map((line) => `${printable(line)}\n`)
    .join('');
}

/** `path:line`, from the current folder; each file is read once. */
function placesFrom(world: World): (location: Location) => string {
  const known = new Map<string, ReturnType<typeof indexLines>>();
  return ({ uri, range }) => {
    const read =
      known.has(uri) || !uri.startsWith('file:')
        ? undefined
        : readTextFile(fileURLToPath(uri), world.machine.decode);
    const index = known.get(uri) ?? indexLines(read && 'text' in read ? read.text : '');
    known.set(uri, index);
    return `${pathFrom(world.cwd, uri)}:${positionAt(index, range.start).line + 1}`;
  };
}

function pathFrom(cwd: string, uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  const path = fileURLToPath(uri);
  const inner = relative(cwd, path);
  const shown = inner.startsWith('..') ? path : inner;
  return sep === '/' ? shown : shown.split(sep).join('/');
}
