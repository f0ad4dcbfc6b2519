/** Compares our reading of Dockerfiles with recordings of what BuildKit makes of the same texts. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isKnown } from '../../server/src/model/setting.ts';
import type { Stage } from '../../server/src/model/stage.ts';
import { surface } from '../../server/src/surfaces/dockerfile/surface.ts';
import { healthcheckOf, parseDockerfile } from '../../server/src/syntax/dockerfile/parse.ts';
import type { Instruction } from '../../server/src/syntax/dockerfile/tree.ts';
import { splitArguments, splitPairs, splitWords } from '../../server/src/syntax/dockerfile/words.ts';

const recordings = process.env.BULKHEAD_CONFORMANCE ?? '';
const corpus = process.env.BULKHEAD_CORPUS ?? '';
const LEAST_AGREEMENT = 0.995;

type Text = string | { readonly head: string; readonly length: number; readonly sha256: string };

interface RecordedInstruction {
  readonly name: string;
  readonly start_line?: number;
  readonly end_line?: number;
  readonly flags?: readonly string[];
  readonly args?: readonly Text[];
  readonly json?: boolean;
  readonly legacy?: boolean;
  readonly heredocs?: number;
  readonly trigger?: RecordedInstruction;
}

interface Recording {
  readonly ok: boolean;
  readonly at?: string;
  readonly instructions?: readonly RecordedInstruction[];
  readonly stages?: readonly { name: string; base: string; from_stage: number | null }[];
  readonly image?: { User?: string; Entrypoint?: readonly Text[]; Cmd?: readonly Text[] };
}

interface Case {
  readonly title: string;
  readonly text: string;
  readonly recorded: Recording;
}

/** How often something agreed, and the first places where it did not. */
class Tally {
  same = 0;
  all = 0;
  open = 0;
  readonly differences: string[] = [];
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  add(isSame: boolean, describe: () => string): void {
    this.all++;
    if (isSame) this.same++;
    else if (this.differences.length < 20) this.differences.push(describe());
  }

  report(): string {
    const share = this.all === 0 ? 100 : (100 * this.same) / this.all;
    const open = this.open === 0 ? '' : `, ${this.open} left open because a variable decides`;
    return `${this.name}: ${this.same} of ${this.all} (${share.toFixed(2)} %)${open}`;
  }

  hold(least = LEAST_AGREEMENT): void {
    assert.ok(this.same >= least * this.all, [this.report(), ...this.differences].join('\n'));
  }
}

function readLines<T>(name: string): T[] {
  const path = join(recordings, name);
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as T);
}

/** The recorded cases; the oddities carry their texts, the corpus has them in files. */
function loadCases(): Case[] {
  const cases: Case[] = [];
  for (const { case: title, input, oracle } of readLines<{ case: string; input: string; oracle: Recording }>(
    'dockerfile-oddities.jsonl',
  )) {
    cases.push({ title, text: input, recorded: oracle });
  }
  if (corpus === '') return cases;
  for (const recorded of readLines<Recording & { file: string }>('dockerfile-corpus.jsonl')) {
    const path = join(corpus, recorded.file);
    if (existsSync(path)) cases.push({ title: recorded.file, text: readFileSync(path, 'utf8'), recorded });
  }
  return cases;
}

/** The arguments of an instruction in the form of the recordings. */
function argumentsOf(instruction: Instruction, escape: string): readonly string[] {
  const { name, args, json } = instruction;
  if (name === 'HEALTHCHECK') {
    const { type, command } = healthcheckOf(args);
    const words = json?.map(({ value }) => value.text) ?? (command.text === '' ? [] : [command.text]);
    return type.text === '' ? [] : [type.text, ...words];
  }
  if (json) return json.map(({ value }) => value.text);
  if (name === 'ENV' || name === 'LABEL') {
    return splitPairs(args, escape).map(({ key, value }) => `${key.text}=${value?.text ?? ''}`);
  }
  if (name === 'ARG') return splitArguments(args, escape).map(({ whole }) => whole.text);
  if (/^(?:FROM|EXPOSE|VOLUME|COPY|ADD)$/u.test(name)) return splitWords(args).map(({ text }) => text);
  return args.text === '' ? [] : [args.text];
}

function isSameText(ours: string | undefined, recorded: Text): boolean {
  if (ours === undefined || typeof recorded === 'string') return ours === recorded;
  const digest = createHash('sha256').update(ours, 'utf8').digest('hex');
  // A text that was cut for its content has no digest of the whole; its head must do.
  return digest === recorded.sha256 || (recorded.sha256 === undefined && ours.startsWith(recorded.head));
}

function isSameInstruction(
  ours: Instruction | undefined,
  recorded: RecordedInstruction,
  escape: string,
): boolean {
  if (ours?.name !== recorded.name) return false;
  if (recorded.start_line !== undefined && ours.lines.first !== recorded.start_line) return false;
  if (recorded.end_line !== undefined && ours.lines.last !== recorded.end_line) return false;
  const heredocs = ours.trigger?.heredocs ?? ours.heredocs;
  if (recorded.start_line !== undefined && heredocs.length !== (recorded.heredocs ?? 0)) return false;
  if (recorded.trigger) return isSameInstruction(ours.trigger, recorded.trigger, escape);
  // BuildKit keeps nothing of an instruction that it does not know.
  if (recorded.args?.length === 1 && recorded.args[0] === '') return true;
  const flags = ours.flags.map(({ name, value }) => `--${name}${value ? `=${value.text}` : ''}`);
  if (flags.join('\0') !== (recorded.flags ?? []).join('\0')) return false;
  if ((ours.json !== undefined) !== (recorded.json ?? false)) return false;
  const args = argumentsOf(ours, escape);
  const wanted = recorded.args ?? [];
  return args.length === wanted.length && wanted.every((text, index) => isSameText(args[index], text));
}

function compareInstructions({ title, text, recorded }: Case, tally: Tally): void {
  if (!recorded.instructions) return;
  const { instructions, escape } = parseDockerfile(text);
  tally.add(
    instructions.length === recorded.instructions.length,
    () => `${title}: ${instructions.length} instructions`,
  );
  recorded.instructions.forEach((wanted, index) => {
    const ours = instructions[index];
    tally.add(isSameInstruction(ours, wanted, escape), () => {
      const args = ours ? argumentsOf(ours, escape) : [];
      return `${title}: ${JSON.stringify({ ...ours, args, json: !!ours?.json })}\n  recorded ${JSON.stringify(wanted)}`;
    });
  });
}

function stagesOf(text: string): readonly Stage[] {
  const near = { textOf: () => undefined };
  return surface.read({ uri: 'file:///Dockerfile', text }, near).subjects('stage');
}

function compareStages(
  { title, text, recorded }: Case,
  tallies: Record<'name' | 'base' | 'from', Tally>,
): void {
  const stages = stagesOf(text);
  recorded.stages?.forEach((wanted, index) => {
    const stage = stages[index];
    tallies.name.add(
      (stage?.name ?? '') === wanted.name,
      () => `${title} stage ${index}: name ${stage?.name}`,
    );
    const from = stage?.base.kind === 'stage' ? stage.base.stage.index : null;
    const base = baseText(stage);
    // The recording took predefined arguments for linux/amd64 and nothing for arguments without a value; we leave both open.
    if (stage?.base.kind === 'image' && base === undefined && fromText(stage, text).includes('$')) {
      tallies.base.open++;
      tallies.from.open++;
      return;
    }
    tallies.from.add(
      from === wanted.from_stage,
      () => `${title} stage ${index}: from ${from}, not ${wanted.from_stage}`,
    );
    if (stage?.base.kind !== 'stage') {
      tallies.base.add(
        base === wanted.base,
        () => `${title} stage ${index}: base ${base}, not ${wanted.base}`,
      );
    }
  });
}

function fromText(stage: Stage, text: string): string {
  return text.slice(stage.source.range.start, stage.source.range.end);
}

function baseText(stage: Stage | undefined): string | undefined {
  if (stage?.base.kind === 'scratch') return 'scratch';
  if (stage?.base.kind !== 'image') return undefined;
  const { reference } = stage.base.image;
  return isKnown(reference) ? reference.value.text : undefined;
}

function compareImage(
  { title, text, recorded }: Case,
  tallies: Record<'user' | 'entrypoint' | 'command', Tally>,
): void {
  if (!recorded.image) return;
  const final = stagesOf(text).find(({ role }) => role === 'final');
  if (!final) return assert.fail(`${title} has no final stage`);
  const user = final.user;
  if (isKnown(user)) {
    const wanted = recorded.image.User ?? '';
    tallies.user.add(user.value === wanted, () => `${title}: user '${user.value}', not '${wanted}'`);
  } else tallies.user.open++;
  const { Entrypoint = [], Cmd = [] } = recorded.image;
  const same = (ours: readonly string[] = [], wanted: readonly Text[]): boolean =>
    ours.length === wanted.length && wanted.every((text, index) => isSameText(ours[index], text));
  tallies.entrypoint.add(
    same(final.entrypoint, Entrypoint),
    () => `${title}: ${final.entrypoint} not ${Entrypoint}`,
  );
  tallies.command.add(same(final.command, Cmd), () => `${title}: ${final.command} not ${Cmd}`);
}

test('we read Dockerfiles as BuildKit does', (context) => {
  if (recordings === '') {
    context.diagnostic('BULKHEAD_CONFORMANCE names no folder of recordings, so nothing was compared.');
    return;
  }
  const names = ['instructions', 'name', 'base', 'from', 'user', 'entrypoint', 'command'] as const;
  const tallies = Object.fromEntries(names.map((name) => [name, new Tally(name)])) as Record<
    (typeof names)[number],
    Tally
  >;
  for (const each of loadCases()) {
    compareInstructions(each, tallies.instructions);
    compareStages(each, tallies);
    compareImage(each, tallies);
  }
  for (const tally of Object.values(tallies)) context.diagnostic(tally.report());
  for (const tally of Object.values(tallies)) tally.hold();
});
