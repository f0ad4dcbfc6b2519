/** Follows what commands download to the commands of the same script that run it, as a text or as a file. */
import type { Command, Script, Word } from '../model/command.ts';
import { type Download, downloadOf, isVerification, redirectTarget, textOf } from './downloads.ts';
import { fileRunBy, isFilter, runsInput, textsRunBy } from './interpreters.ts';

/** A command that downloads, and what it downloads. */
export interface Fetched {
  readonly command: Command;
  readonly download: Download;
}

/** A download that is run unchecked, and the command that runs it. */
export interface RunDownload extends Fetched {
  readonly by: Command;
  /** The file that it lies in; absent when it is run as it comes. */
  readonly file?: string;
}

/** Downloads that are run as they come: through a pipe, as an argument, out of a variable. */
export function* textsRunIn({ commands }: Script): Iterable<RunDownload> {
  const held: Held = new Map();
  for (const command of commands) {
    if (isVerification(command)) held.clear();
    const fetched = inputOf(command, held) ?? textOfDownload(command, held);
    if (fetched) yield { ...fetched, by: command };
    for (const { name, value } of command.assignments) {
      const kept = value && wholeText(value, command, held);
      if (kept) held.set(name, { ...kept, holder: command });
      else held.delete(name);
    }
  }
}

/** Files that are downloaded and run in one script, with nothing between that checks anything. */
export function* filesRunIn({ commands }: Script): Iterable<RunDownload> {
  const open = new Map<string, Fetched>();
  for (const command of commands) {
    if (isVerification(command)) open.clear();
    const run = fileRunBy(command) ?? fileReadFor(command);
    const file = run ? textOf(run) : inSearchPath(command, open);
    const fetched = file === undefined ? undefined : open.get(file);
    if (file !== undefined && fetched) {
      yield { ...fetched, by: command, file };
      open.delete(file);
    }
    const download = downloadOf(command);
    if (download?.file !== undefined) open.set(download.file, { command, download });
    const passed = isFilter(command) ? sourceOf(command.pipedFrom, NOTHING_HELD) : undefined;
    if (passed) for (const path of filesWritten(command)) open.set(path, passed);
  }
}

/** The variables that hold a download, and the command that put it there. */
type Held = Map<string, Fetched & { readonly holder: Command }>;

const NOTHING_HELD: Held = new Map();

/** The download that a command runs because it reads it through a pipe, with filters between them or without. */
function inputOf(command: Command, held: Held): Fetched | undefined {
  return readsPipe(command) ? sourceOf(command.pipedFrom, held) : undefined;
}

/** Whether the command runs what comes through a pipe, and not a file or a text. */
function readsPipe(command: Command): boolean {
  return runsInput(command) && !command.redirects.some(({ operator }) => /^<{1,3}-?$/u.test(operator));
}

/** The download that comes out of a pipeline whose last command is given. */
function sourceOf(last: Command | undefined, held: Held): Fetched | undefined {
  const from = last && filtersAlong(last, 'pipedFrom');
  if (!from) return undefined;
  const file = concatenates(from) ? fileOfDownload(from.args) : undefined;
  return file ?? fetchedToOutput(from) ?? said(from, held);
}

/** The command at the other end of the filters that a pipeline goes through, or the last filter where nothing follows. */
function filtersAlong(start: Command, way: 'pipedFrom' | 'pipedTo'): Command {
  let command = start;
  for (let i = 0; i < MOST_FILTERS && isFilter(command); i++) command = command[way] ?? command;
  return command;
}

/** Nobody writes more in a row. */
const MOST_FILTERS = 20;

function concatenates({ name }: Command): boolean {
  return name === 'cat' || name === 'zcat';
}

function fileOfDownload(words: readonly Word[]): Fetched | undefined {
  const word = words.find(({ raw }) => raw.startsWith('<('));
  return word && outputOf(word);
}

function fetchedToOutput(command: Command): Fetched | undefined {
  const download = downloadOf(command);
  return download && download.file === undefined ? { command, download } : undefined;
}

/** The download that `echo` or `printf` says as a whole. */
function said(command: Command, held: Held): Fetched | undefined {
  if (command.name !== 'echo' && command.name !== 'printf') return undefined;
  const words = command.args.filter(({ pattern }) => !/^(?:-|%s)/u.test(pattern));
  return words[0] && wholeText(words[0], command, held);
}

/** The download whose output is a whole text that a command runs: `sh -c "$(curl …)"`, `bash <(curl …)`, `eval "$(curl …)"`. */
function textOfDownload(command: Command, held: Held): Fetched | undefined {
  for (const word of textsRunBy(command)) {
    const fetched = wholeText(word, command, held);
    if (fetched) return fetched;
  }
  const file = fileRunBy(command);
  const isPipe = file?.substitutions.some(({ within }) => within?.as === 'process-substitution');
  return file && isPipe ? outputOf(file) : undefined;
}

/** Where only a part of the text is downloaded, such as a version number, the text itself is written here. */
function wholeText(word: Word, command: Command, held: Held): Fetched | undefined {
  if (!ONE_EXPANSION.test(word.pattern)) return undefined;
  const fetched = outputOf(word);
  if (fetched) return fetched;
  const [, braced, bare] = /^"?\$(?:\{(\w+)\}|(\w+))/u.exec(word.raw) ?? [];
  const kept = held.get(braced ?? bare ?? '');
  // A shell of its own does not see what is not exported.
  return kept?.holder.within?.command === command.within?.command ? kept : undefined;
}

/** An expansion, with arguments behind it or without. */
const ONE_EXPANSION = /^\s*\uFFFC(?:\s[^\uFFFC]*)?$/u;

/** The download that a substitution comes to, at the end of its pipeline. */
function outputOf({ substitutions }: Word): Fetched | undefined {
  for (const command of substitutions) {
    const end = command.pipedTo && filtersAlong(command.pipedTo, 'pipedTo');
    const fetched = !end || isFilter(end) ? fetchedToOutput(command) : undefined;
    if (fetched) return fetched;
  }
  return undefined;
}

/** The file that `cat` reads for a command that runs it: `cat x | sh`, `sh -c "$(cat x)"`. */
function fileReadFor(command: Command): Word | undefined {
  const piped = readsPipe(command) ? command.pipedFrom : undefined;
  const from = piped && filtersAlong(piped, 'pipedFrom');
  const text = textsRunBy(command).find(({ pattern }) => ONE_EXPANSION.test(pattern));
  const reader = from ?? (text?.substitutions.length === 1 ? text.substitutions[0] : undefined);
  if (!reader || !concatenates(reader)) return undefined;
  const [only, ...others] = reader.args;
  return others.length === 0 ? only : undefined;
}

/** The files that a filter writes what it reads to. */
function filesWritten(command: Command): readonly string[] {
  const files = command.name === 'tee' ? command.args.filter(({ pattern }) => !pattern.startsWith('-')) : [];
  const target = redirectTarget(command);
  return target === undefined ? files.map(textOf) : [...files.map(textOf), target];
}

/** The downloaded file that a bare program name stands for, because it lies in a folder of programs. */
function inSearchPath({ name }: Command, open: ReadonlyMap<string, Fetched>): string | undefined {
  return PROGRAM_FOLDERS.map((folder) => `${folder}/${name ?? ''}`).find((path) => open.has(path));
}

const PROGRAM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
