/** Carries out the instructions of a stage: what each changes in the image's configuration and in the variables. */
import type { TextRange } from '../../../base/text.ts';
import type { Command, Detail, WrittenPair } from './commands.ts';
import { copyRefusal } from './copy-command.ts';
import type { Expander } from './environment.ts';
import type { CheckName } from './checks.ts';
import { isAbsolute, workdirAfter } from './paths.ts';
import { type ExposedPorts, readPort } from './ports.ts';
import { isRefused, type Refused, refuse } from './refusal.ts';
import { mountsRefusal } from './run-command.ts';
import { isSignal } from './signals.ts';
import type { BuildStage } from './stages.ts';

/** What the commands of all stages share. */
export interface Dispatch {
  readonly expander: Expander;
  /** What an argument without a value of its own takes: global arguments and what BuildKit says itself. */
  readonly globals: ReadonlyMap<string, string>;
  /** The arguments that whoever builds has given. */
  readonly given: ReadonlyMap<string, string>;
  /** Notes that one of BuildKit's own checks has something to say. */
  note(check: CheckName, command: Command): void;
}

/** A stage while its commands are carried out. */
export interface Running extends Dispatch {
  readonly stage: BuildStage;
  /** Commands of which only the last one of a stage counts. */
  readonly last: Map<'cmd' | 'entrypoint' | 'healthcheck', Command>;
}

/** Arguments that BuildKit keeps for itself. */
const HIDDEN: ReadonlySet<string> = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE']);

/** Carries out one command; gives why BuildKit fails there. */
export function dispatch(running: Running, command: Command): Refused | undefined {
  const { detail } = command;
  const { config } = running.stage;
  switch (detail.kind) {
    case 'env':
    case 'label':
      return dispatchPairs(running, command, detail.kind, detail.pairs);
    case 'arg':
      return dispatchArguments(running, command, detail.pairs);
    case 'user':
    case 'workdir':
    case 'stopsignal':
      return dispatchText(running, command, detail.kind, detail.text);
    case 'cmd':
    case 'entrypoint':
      return dispatchStart(running, command, detail);
    case 'expose':
      return dispatchPorts(running, command, detail.words);
    case 'volume':
      return dispatchVolumes(running, command, detail.words);
    case 'healthcheck':
      noteRepeated(running, command, 'healthcheck');
      config.healthcheck = { value: detail.health, range: command.range };
      return undefined;
    case 'shell':
      config.shell = { value: detail.words, range: command.range };
      return undefined;
    case 'onbuild':
      config.onBuild.push({ value: detail.expression, range: command.range });
      return undefined;
    case 'maintainer':
      return undefined;
    case 'copy':
      return dispatchCopy(running, command, detail);
    case 'run':
      return dispatchRun(running, command, detail);
  }
}

/** A word with its variables put in. */
function expandWord(running: Running, command: Command, text: string): string | Refused {
  const { expander, stage } = running;
  expander.unset.clear();
  const word = expander.word(text, stage.values);
  noteUnset(running, command);
  return word;
}

function noteUnset({ expander, stage, note }: Running, command: Command): void {
  for (const name of expander.unset) {
    if (!stage.declared.has(name) && !HIDDEN.has(name)) note('UndefinedVar', command);
  }
}

function rangeOf(command: Command, range: TextRange): TextRange {
  return command.isTrigger ? command.range : range;
}

/** ENV and LABEL: all pairs see the variables as they were before. */
function dispatchPairs(
  running: Running,
  command: Command,
  kind: 'env' | 'label',
  pairs: readonly WrittenPair[],
): Refused | undefined {
  const { config, values } = running.stage;
  const expanded: { name: string; value: string; pair: WrittenPair }[] = [];
  for (const pair of pairs) {
    const name = expandWord(running, command, pair.key);
    if (typeof name !== 'string') return name;
    const value = expandWord(running, command, pair.value ?? '');
    if (typeof value !== 'string') return value;
    expanded.push({ name, value, pair });
  }
  for (const { name, value, pair } of expanded) {
    if (pair.isLegacy) running.note('LegacyKeyValueFormat', command);
    const said = { value, range: rangeOf(command, pair.range) };
    if (kind === 'label') config.labels.set(name, said);
    else {
      if (looksSecret(name)) running.note('SecretsUsedInArgOrEnv', command);
      config.env.set(name, said);
      values.set(name, value);
    }
  }
  return undefined;
}

/** The pairs of one ARG see those before them. Their names are taken as they are written. */
function dispatchArguments(
  running: Running,
  command: Command,
  pairs: readonly WrittenPair[],
): Refused | undefined {
  const { stage, globals, given } = running;
  for (const { key, value: written } of pairs) {
    if (looksSecret(key)) running.note('SecretsUsedInArgOrEnv', command);
    let value = given.get(key) ?? (written === undefined ? globals.get(key) : undefined);
    if (value === undefined && written !== undefined) {
      const expanded = expandWord(running, command, written);
      if (typeof expanded !== 'string') return expanded;
      value = expanded;
    }
    if (value !== undefined && !HIDDEN.has(key)) stage.values.set(key, value);
    stage.declared.add(key);
  }
  return undefined;
}

const SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/iu;
const NO_SECRET = /(?:_|^)(?:public|file|version)(?:_|$)/iu;

function looksSecret(name: string): boolean {
  return SECRET.test(name) && !NO_SECRET.test(name);
}

function dispatchText(
  running: Running,
  command: Command,
  kind: 'user' | 'workdir' | 'stopsignal',
  text: string,
): Refused | undefined {
  const { config, isWindows } = running.stage;
  const value = expandWord(running, command, text);
  if (typeof value !== 'string') return value;
  const { range } = command;
  if (kind === 'user') config.user = { value, range };
  else if (kind === 'stopsignal') {
    if (!isSignal(value)) return refuse(`invalid signal: ${value}`);
    config.stopSignal = { value, range };
  } else {
    if (!running.stage.saysWorkdir && !isAbsolute(value, isWindows))
      running.note('WorkdirRelativePath', command);
    running.stage.saysWorkdir = true;
    const workdir = workdirAfter(config.workdir?.value ?? '', value, isWindows);
    if (typeof workdir !== 'string') return workdir;
    config.workdir = { value: workdir, range };
  }
  return undefined;
}

const POSIX_SHELL = ['/bin/sh', '-c'];
const WINDOWS_SHELL = ['cmd', '/S', '/C'];

function dispatchStart(
  running: Running,
  command: Command,
  { kind, words, isShellForm }: Extract<Detail, { kind: 'cmd' | 'entrypoint' }>,
): undefined {
  const { config, isWindows } = running.stage;
  noteRepeated(running, command, kind);
  if (isShellForm && !config.shell) running.note('JSONArgsRecommended', command);
  const shell = isShellForm ? (config.shell?.value ?? (isWindows ? WINDOWS_SHELL : POSIX_SHELL)) : [];
  const said = { value: [...shell, ...words], range: command.range };
  if (kind === 'cmd') config.command = said;
  else {
    config.entrypoint = said;
    // A command that came from the base was meant for the base's entrypoint.
    if (!running.last.has('cmd')) delete config.command;
  }
}

function noteRepeated(running: Running, command: Command, kind: 'cmd' | 'entrypoint' | 'healthcheck'): void {
  const before = running.last.get(kind);
  if (before) running.note('MultipleInstructionsDisallowed', before);
  running.last.set(kind, command);
}

function dispatchPorts(running: Running, command: Command, texts: readonly string[]): Refused | undefined {
  const { stage, expander, note } = running;
  for (const text of texts) {
    const words = expander.words(text, stage.values);
    if (isRefused(words)) return words;
    for (const word of words) {
      const port = readPort(word);
      if (isRefused(port)) return port;
      if (port.hasCapitals) note('ExposeProtoCasing', command);
      if (port.namesHost) note('ExposeInvalidFormat', command);
      const refused = exposePorts(running, port, command.range);
      if (refused) return refused;
    }
  }
  return undefined;
}

/** What a port costs beside a character. */
const PORT = 8;

function exposePorts(
  { expander, stage }: Running,
  { first, last, protocol }: ExposedPorts,
  range: TextRange,
): Refused | undefined {
  for (let number = first; number <= last; number++) {
    const value = `${number}/${protocol}`;
    stage.config.ports.set(value, { value, range });
  }
  return expander.spend((last - first) * PORT);
}

function dispatchVolumes(running: Running, command: Command, words: readonly string[]): Refused | undefined {
  for (const word of words) {
    const value = expandWord(running, command, word);
    if (typeof value !== 'string') return value;
    if (value === '') return refuse('VOLUME specified can not be an empty string');
    running.stage.config.volumes.set(value, { value, range: command.range });
  }
  return undefined;
}

function dispatchCopy(
  running: Running,
  command: Command,
  copy: Extract<Detail, { kind: 'copy' }>,
): Refused | undefined {
  const words: string[] = [];
  for (const text of [copy.chown, copy.chmod, copy.checksum, copy.target, ...copy.sources]) {
    const word = expandWord(running, command, text);
    if (typeof word !== 'string') return word;
    words.push(word);
  }
  for (const body of copy.bodies) {
    const refused = running.expander.body(body, running.stage.values);
    if (refused) return refused;
  }
  const [chown = '', chmod = '', checksum = '', target = '', ...sources] = words;
  const expanded = { ...copy, chown, chmod, checksum, target, sources };
  return sourceRefusal(running, command) ?? copyRefusal(expanded, running.stage.isWindows);
}

function dispatchRun(
  running: Running,
  command: Command,
  run: Extract<Detail, { kind: 'run' }>,
): Refused | undefined {
  const { config, isWindows } = running.stage;
  const expand = (text: string): string | Refused => expandWord(running, command, text);
  const refused = mountsRefusal(run, expand, config.workdir?.value ?? '', isWindows);
  return refused ?? sourceRefusal(running, command);
}

/** Nothing can be taken from a stage further down. */
function sourceRefusal({ stage }: Running, command: Command): Refused | undefined {
  const later = stage.sources.get(command)?.find(({ isDone }) => !isDone);
  if (!later) return undefined;
  return refuse(
    `cannot copy from stage "${later.name}", it needs to be defined before current stage "${stage.name}"`,
  );
}
