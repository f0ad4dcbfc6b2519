/** What each instruction asks for, before variables are expanded; what BuildKit refuses about it. */
import type { TextRange } from '../../../base/text.ts';
import { wholeRange } from '../../../syntax/dockerfile/characters.ts';
import { joinLines, lineAt } from '../../../syntax/dockerfile/lines.ts';
import type { Instruction } from '../../../syntax/dockerfile/tree.ts';
import { type Pair, splitArguments, splitPairs, splitWords } from '../../../syntax/dockerfile/words.ts';
import { type CopyDetail, readCopyCommand } from './copy-command.ts';
import { readFlagValues } from './flags.ts';
import { type Healthcheck, readHealthcheck } from './healthcheck.ts';
import { isRefused, type Refused, refuse } from './refusal.ts';
import { readRunCommand, type RunDetail } from './run-command.ts';

/** One pair of ENV, LABEL or ARG, with its quotes. */
export interface WrittenPair {
  readonly key: string;
  readonly value?: string;
  /** Whether it is written `ENV key value`. */
  readonly isLegacy: boolean;
  readonly range: TextRange;
}

export type Detail =
  | { readonly kind: 'env' | 'label' | 'arg'; readonly pairs: readonly WrittenPair[] }
  | { readonly kind: 'user' | 'workdir' | 'stopsignal' | 'maintainer'; readonly text: string }
  | { readonly kind: 'cmd' | 'entrypoint'; readonly words: readonly string[]; readonly isShellForm: boolean }
  | { readonly kind: 'expose' | 'volume' | 'shell'; readonly words: readonly string[] }
  | { readonly kind: 'healthcheck'; readonly health: Healthcheck }
  | { readonly kind: 'onbuild'; readonly expression: string }
  | CopyDetail
  | RunDetail;

/** An instruction that a stage carries out. */
export interface Command {
  readonly detail: Detail;
  readonly instruction: Instruction;
  /** The line that BuildKit names when it fails: a trigger fails at the FROM that fires it. */
  readonly line: number;
  /** Where it is written; for a trigger the whole ONBUILD. */
  readonly range: TextRange;
  readonly isTrigger: boolean;
}

/** What reading an instruction needs to know of the text around it. */
export interface CommandSource {
  readonly text: string;
  readonly escape: string;
}

type Reader = (instruction: Instruction, source: CommandSource) => Detail | Refused;

const READERS: Readonly<Record<string, Reader>> = {
  ENV: readPairs,
  LABEL: readPairs,
  ARG: readArguments,
  USER: (instruction) => readText('user', instruction),
  WORKDIR: (instruction) => readText('workdir', instruction),
  STOPSIGNAL: (instruction) => readText('stopsignal', instruction),
  MAINTAINER: (instruction) => readText('maintainer', instruction),
  CMD: readStart,
  ENTRYPOINT: readStart,
  SHELL: readShell,
  EXPOSE: readWords,
  VOLUME: readWords,
  HEALTHCHECK: readHealth,
  ONBUILD: readTrigger,
  ADD: readCopyCommand,
  COPY: readCopyCommand,
  RUN: (instruction) => readRunCommand(instruction),
};

/** Reads any instruction but FROM. */
export function readDetail(instruction: Instruction, source: CommandSource): Detail | Refused {
  const reader = Object.hasOwn(READERS, instruction.name) ? READERS[instruction.name] : undefined;
  return reader
    ? reader(instruction, source)
    : refuse(`unknown instruction: ${writtenName(instruction, source)}`);
}

function writtenName({ keyword }: Instruction, { text }: CommandSource): string {
  return text.slice(keyword.start, keyword.end);
}

/** Instructions without flags of their own refuse all flags. */
function refuseFlags({ flags }: Instruction): Refused | undefined {
  const values = readFlagValues(flags, {});
  return isRefused(values) ? values : undefined;
}

function readPairs(instruction: Instruction, { escape }: CommandSource): Detail | Refused {
  const { name, args } = instruction;
  const pairs = splitPairs(args, escape).map(pairOf);
  if (pairs.length === 0) return refuse(`${name} requires at least one argument`);
  if (pairs.some(({ key }) => key === '')) return refuse(`${name} names can not be blank`);
  return refuseFlags(instruction) ?? { kind: name === 'ENV' ? 'env' : 'label', pairs };
}

/** ARG alone does not look at flags. */
function readArguments({ args }: Instruction, { escape }: CommandSource): Detail | Refused {
  const pairs = splitArguments(args, escape).map(pairOf);
  if (pairs.length === 0) return refuse('ARG requires at least one argument');
  return pairs.some(({ key }) => key === '') ? refuse('ARG names can not be blank') : { kind: 'arg', pairs };
}

function pairOf({ key, value, whole, legacy }: Pair): WrittenPair {
  const range = wholeRange(whole);
  return { key: key.text, ...(value ? { value: value.text } : {}), isLegacy: legacy, range };
}

/** The text of an instruction that takes all the rest of its line. STOPSIGNAL does not look at flags. */
function readText(
  kind: 'user' | 'workdir' | 'stopsignal' | 'maintainer',
  instruction: Instruction,
): Detail | Refused {
  const { name, args } = instruction;
  if (args.text === '') return refuse(`${name} requires exactly one argument`);
  const refused = kind === 'stopsignal' ? undefined : refuseFlags(instruction);
  return refused ?? { kind, text: args.text };
}

/** CMD and ENTRYPOINT. Without any words they are a shell with nothing to do. */
function readStart(instruction: Instruction): Detail | Refused {
  const { name, args, json } = instruction;
  const words = json?.map(({ value }) => value.text) ?? [args.text];
  const kind = name === 'CMD' ? 'cmd' : 'entrypoint';
  return refuseFlags(instruction) ?? { kind, words, isShellForm: !json };
}

function readShell(instruction: Instruction): Detail | Refused {
  const { args, json } = instruction;
  const refused = refuseFlags(instruction);
  if (refused) return refused;
  if (json?.length === 0 || args.text === '') return refuse('SHELL requires at least one argument');
  if (!json) return refuse('SHELL requires the arguments to be in JSON form');
  return { kind: 'shell', words: json.map(({ value }) => value.text) };
}

function readWords(instruction: Instruction): Detail | Refused {
  const { name, args, json } = instruction;
  const words = (json?.map(({ value }) => value) ?? splitWords(args)).map(({ text }) => text);
  if (words.length === 0) return refuse(`${name} requires at least one argument`);
  const refused = refuseFlags(instruction);
  if (refused) return refused;
  // BuildKit sorts ports by their bytes before it reads them.
  if (name === 'EXPOSE') return { kind: 'expose', words: words.toSorted(compareTexts) };
  const trimmed = words.map((word) => word.trim());
  if (trimmed.includes('')) return refuse('VOLUME specified can not be an empty string');
  return { kind: 'volume', words: trimmed };
}

/** The order of code units: that of bytes for all that ports are made of. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function readHealth(instruction: Instruction): Detail | Refused {
  const health = readHealthcheck(instruction);
  return isRefused(health) ? health : { kind: 'healthcheck', health };
}

/** What ONBUILD holds back stays a text until a stage is built on it. */
function readTrigger(instruction: Instruction, source: CommandSource): Detail | Refused {
  const { args, heredocs, trigger, block } = instruction;
  if (args.text === '') return refuse('ONBUILD requires at least one argument');
  const refused = refuseFlags(instruction);
  if (refused) return refused;
  const name = /^\S*/u.exec(args.text)?.[0].toUpperCase() ?? '';
  if (name === 'ONBUILD') return refuse("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  if (name === 'MAINTAINER' || name === 'FROM') return refuse(`${name} isn't allowed as an ONBUILD trigger`);
  const bodies = (trigger?.heredocs ?? heredocs).map(
    (heredoc) => `\n${source.text.slice(heredoc.body.start, heredoc.body.end)}${heredoc.name}`,
  );
  const written = joinLines(source.text, lineAt(source.text, block.start), source.escape).slice.text;
  return {
    kind: 'onbuild',
    expression: written.replace(/^[\t\n\f\r ]*onbuild[\t\n\f\r ]*/iu, '') + bodies.join(''),
  };
}
