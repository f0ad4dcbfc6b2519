/** Carries out the stages that a target needs, in the order of the file. */
import { emptyConfig, inherit } from './config.ts';
import { dispatch, type Running } from './dispatch.ts';
import { workdirAfter } from './paths.ts';
import { readPlatform } from './platform.ts';
import { type Playing, refusalAt } from './playing.ts';
import { isRefused, type Refusal } from './refusal.ts';
import type { BuildStage } from './stages.ts';

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function carryOut(playing: Playing, needed: ReadonlySet<BuildStage>): Refusal | undefined {
  const { build, expander, globals, request, noted } = playing;
  for (const stage of build.stages) stage.isDone = !stage.from;
  for (const stage of build.stages) {
    if (!needed.has(stage) || stage.isDone) continue;
    const tooMuch = expander.spend(stage.parent ? sizeOf(stage.parent) : 0);
    if (tooMuch) return { at: 'convert', message: tooMuch.refused };
    const refusal = beginStage(stage, playing.platform);
    if (refusal) return refusal;
    stage.isDone = true;
    const running: Running = {
      stage,
      expander,
      globals,
      given: request.args,
      last: new Map(),
      note: (check, { instruction, isTrigger }) => {
        noted.push(isTrigger ? { check } : { check, instruction });
      },
    };
    for (const command of stage.commands) {
      const refused = dispatch(running, command);
      const { line, range } = command;
      if (refused) return { at: 'convert', message: refused.refused, line, range };
    }
  }
  return undefined;
}

/** How many entries a stage takes over from this one. */
function sizeOf({ values, declared, config }: BuildStage): number {
  const { env, labels, ports, volumes } = config;
  const maps = [values, declared, env, env, labels, ports, volumes];
  return maps.reduce((sum, { size }) => sum + size, 0) * ENTRY;
}

/** What an entry costs beside a character. */
const ENTRY = 4;

/** What a stage starts with: all of the stage that it is built on, or what is true of every image. */
function beginStage(stage: BuildStage, target: string): Refusal | undefined {
  const { parent, base, from } = stage;
  const isScratch = !parent && base === 'scratch';
  stage.config = parent ? inherit(parent.config) : emptyConfig();
  stage.values = new Map(parent?.values);
  stage.declared = new Set(parent?.declared);
  stage.saysWorkdir = parent?.saysWorkdir ?? false;
  // Nothing is fetched for `scratch`, so its platform is always the one that is built for.
  const platform = readPlatform(isScratch || stage.platform === '' ? target : stage.platform);
  stage.isWindows = parent?.isWindows ?? (!isRefused(platform) && platform.os === 'windows');
  const { config, values, isWindows } = stage;
  if (!isWindows && !config.env.has('PATH')) config.env.set('PATH', { value: SYSTEM_PATH });
  // What the image says wins over an argument of the same name of the stage before.
  for (const [name, { value }] of config.env) values.set(name, value);
  if (isScratch) config.workdir = { value: '/' };
  if (!config.workdir || !from) return undefined;
  const workdir = workdirAfter(config.workdir.value, config.workdir.value, isWindows);
  if (typeof workdir !== 'string') return refusalAt(from.instruction, workdir.refused);
  config.workdir = { ...config.workdir, value: workdir };
  return undefined;
}
