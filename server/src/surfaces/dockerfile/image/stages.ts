/** The stages of a build as BuildKit lines them up: who is built on whom, who takes files from whom, who is needed. */
import { expand } from '../../../syntax/dockerfile/expand.ts';
import { parseDockerfile } from '../../../syntax/dockerfile/parse.ts';
import { parseRefusal } from './parse-refusal.ts';
import { type Command, readDetail } from './commands.ts';
import { type Config, emptyConfig, type Said } from './config.ts';
import { normalReference, type WrittenFrom } from './from.ts';
import type { Refusal } from './refusal.ts';
import { isRefused } from './refusal.ts';

/** A stage, or an image that something is copied or mounted from. */
export interface BuildStage {
  /** Absent for an image that is only copied or mounted from. */
  readonly from?: WrittenFrom;
  readonly name: string;
  /** The base after expansion. */
  readonly base: string;
  /** The platform after expansion; empty where nothing says it. */
  readonly platform: string;
  readonly line?: number;
  /** The stage that it is built on. */
  parent?: BuildStage;
  commands: Command[];
  /** The stages that it takes files from, each with the last command that does. */
  readonly needs: Map<BuildStage, Command>;
  /** What its commands take files from. */
  readonly sources: Map<Command, readonly BuildStage[]>;
  isDone: boolean;
  hasTriggers: boolean;
  /** The variables that its instructions see: those of the image and its arguments. */
  values: Map<string, string>;
  /** The arguments that were declared, with or without a value. */
  declared: Set<string>;
  /** Whether the file itself has said a working directory. */
  saysWorkdir: boolean;
  config: Config;
  isWindows: boolean;
}

/** All stages of one build. */
export interface Build {
  readonly stages: BuildStage[];
  readonly byName: Map<string, BuildStage>;
  readonly escape: string;
  /** How many triggers have been fired. */
  fired: number;
}

/** More triggers than this are not written by people. */
const MOST_TRIGGERS = 20_000;

export function newStage(
  start: Pick<BuildStage, 'from' | 'name' | 'base' | 'platform' | 'line' | 'commands'>,
): BuildStage {
  return {
    ...start,
    needs: new Map(),
    sources: new Map(),
    isDone: false,
    hasTriggers: false,
    values: new Map(),
    declared: new Set(),
    saysWorkdir: false,
    config: emptyConfig(),
    isWindows: false,
  };
}

/** Adds a stage. Its base is an earlier stage when it has exactly that stage's name in lower case. */
export function addStage({ stages, byName }: Build, stage: BuildStage): void {
  stages.push(stage);
  const parent = byName.get(stage.base);
  if (parent) stage.parent = parent;
  if (stage.name !== '') byName.set(stage.name, stage);
}

/** Links the commands of all stages with the stages that they take files from. */
export function linkStages(build: Build): Refusal | undefined {
  for (const stage of [...build.stages]) {
    const refusal = linkCommands(build, stage, stage.commands);
    if (refusal) return refusal;
  }
  return circleRefusal(build.stages);
}

function linkCommands(build: Build, stage: BuildStage, commands: readonly Command[]): Refusal | undefined {
  for (const command of commands) {
    const { detail } = command;
    const froms = detail.kind === 'copy' ? [detail.from] : detail.kind === 'run' ? detail.froms : [];
    const sources: BuildStage[] = [];
    for (const from of froms) {
      if (detail.kind === 'copy' && from === '') continue;
      const source = detail.kind === 'copy' ? copySource(build, command, from) : mountSource(build, from);
      if ('message' in source) return source;
      stage.needs.set(source, command);
      // An image that is copied from once more by its number joins the list once more.
      if (!source.from) addStage(build, source);
      if (from !== '') sources.push(source);
    }
    if (sources.length > 0) stage.sources.set(command, sources);
  }
  return undefined;
}

/** Names and numbers of COPY --from. Numbers count the images that were copied from before, too. */
function copySource(build: Build, command: Command, from: string): BuildStage | Refusal {
  const { text, error } = expand(from, build.escape, () => ({ kind: 'unset' }));
  if (error !== undefined || text !== from) {
    const message =
      'variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround';
    return { at: 'convert', message, range: command.range };
  }
  if (!/^[-+]?\d+$/u.test(from))
    return build.byName.get(from.toLowerCase()) ?? imageStage(from, command.line);
  const stage = build.stages[Number(from)];
  return stage ?? { at: 'convert', message: `invalid stage index ${Number(from)}`, range: command.range };
}

function mountSource({ byName }: Build, from: string): BuildStage {
  const base = from === '' ? 'scratch' : from;
  return byName.get(base.toLowerCase()) ?? imageStage(base);
}

function imageStage(base: string, line?: number): BuildStage {
  return newStage({ name: '', base, platform: '', commands: [], ...(line === undefined ? {} : { line }) });
}

/** Stages that copy from each other in a circle. What FROM says cannot be one. */
function circleRefusal(stages: readonly BuildStage[]): Refusal | undefined {
  const visited = new Set<BuildStage>();
  for (const start of stages) {
    const path = new Map<BuildStage, Command | undefined>();
    const pending: { stage: BuildStage; needs: Iterator<[BuildStage, Command]> }[] = [];
    const enter = (stage: BuildStage, by: Command | undefined): void => {
      visited.add(stage);
      path.set(stage, by);
      pending.push({ stage, needs: stage.needs.entries() });
    };
    if (!visited.has(start)) enter(start, undefined);
    for (let top = pending.at(-1); top; top = pending.at(-1)) {
      const next = top.needs.next();
      if (next.done === true) {
        path.delete(top.stage);
        pending.pop();
        continue;
      }
      const [stage, command] = next.value;
      if (path.has(stage)) return circle(start, [...path.values()].find((by) => by !== undefined) ?? command);
      if (!visited.has(stage)) enter(stage, command);
    }
  }
  return undefined;
}

function circle({ name }: BuildStage, { line, range }: Command): Refusal {
  return { at: 'convert', message: `circular dependency detected on stage: ${name}`, line, range };
}

/** The stages that a target needs, itself included. */
export function neededBy(target: BuildStage): ReadonlySet<BuildStage> {
  const needed = new Set<BuildStage>([target]);
  for (const stage of needed) {
    if (stage.parent) needed.add(stage.parent);
    for (const source of stage.needs.keys()) needed.add(source);
  }
  return needed;
}

/**
 * A base that is no image. BuildKit looks at those of all stages at once, needed or not;
 * as a rule it comes to the last one first, and then to the others in order.
 */
export function baseRefusal(stages: readonly BuildStage[]): Refusal | undefined {
  const images = stages.filter(({ base, parent }) => !parent && base !== 'scratch');
  const wrong = [...images.slice(-1), ...images].find(({ base }) => normalReference(base) === undefined);
  if (!wrong) return undefined;
  const { base, line, from } = wrong;
  const message = `failed to parse stage name ${JSON.stringify(base)}: invalid reference format`;
  const range = from?.instruction.range;
  return { at: 'convert', message, ...(line === undefined ? {} : { line }), ...(range ? { range } : {}) };
}

/** Puts what a stage's base holds back with ONBUILD in front of its commands; gives whether others are needed now. */
export function fireTriggers(build: Build, stage: BuildStage): Refusal | boolean {
  if (stage.hasTriggers || !stage.parent || !stage.from) return false;
  stage.hasTriggers = true;
  const line = stage.from.instruction.lines.first;
  const triggers: Command[] = [];
  for (const { detail, range } of stage.parent.commands) {
    if (detail.kind !== 'onbuild') continue;
    if (++build.fired > MOST_TRIGGERS)
      return { at: 'convert', message: 'it grows too large to be followed', line };
    const trigger = readTrigger({ value: detail.expression, range }, line);
    if ('message' in trigger) return trigger;
    triggers.push(trigger);
  }
  const refusal = linkCommands(build, stage, triggers);
  if (refusal) return { ...refusal, line };
  stage.commands = [...triggers, ...stage.commands];
  return triggers.some(({ detail }) =>
    detail.kind === 'run' ? detail.froms.length > 0 : detail.kind === 'copy' && detail.from !== '',
  );
}

/** A trigger is a Dockerfile of its own, of one instruction and without directives. */
function readTrigger({ value, range = { start: 0, end: 0 } }: Said<string>, line: number): Command | Refusal {
  const tree = parseDockerfile(value);
  const failed = (message: string): Refusal => ({ at: 'convert', message, line, range });
  const refusal = parseRefusal(tree);
  if (refusal) return failed(refusal.message);
  const [instruction, ...more] = tree.instructions;
  if (!instruction || more.length > 0) return failed('onbuild trigger should be a single expression');
  const detail = readDetail(instruction, { text: value, escape: tree.escape });
  return isRefused(detail) ? failed(detail.refused) : { detail, instruction, line, range, isTrigger: true };
}
