/** Plays a build through as BuildKit does: from the text of a Dockerfile to the configuration of the image. */
import type { DockerfileTree } from '../../../syntax/dockerfile/tree.ts';
import { epochRefusal, type ListedStage, listStages, readBases, readGlobals } from './bases.ts';
import { carryOut } from './carry-out.ts';
import { checksRefusal, optionsRefusal } from './checks.ts';
import { Expander, predefined } from './environment.ts';
import { parseRefusal } from './parse-refusal.ts';
import type { ImageRequest, Playing } from './playing.ts';
import { readFile, type WrittenFile } from './read-file.ts';
import type { Refusal } from './refusal.ts';
import { baseRefusal, type BuildStage, fireTriggers, linkStages, neededBy } from './stages.ts';

/** What a build comes to. */
export interface Evaluation {
  readonly refusal?: Refusal;
  /** Absent when BuildKit does not come as far as stages. */
  readonly stages?: readonly ListedStage[];
  /** The stage that was asked for, after all its instructions; absent when it was refused. */
  readonly target?: BuildStage;
  readonly platform: string;
}

const WINDOWS_NAME = /windows|nanoserver|servercore|dotnet\/framework/iu;
const LINUX = 'linux/amd64';
const WINDOWS = 'windows/amd64';

export function evaluate(tree: DockerfileTree, request: ImageRequest): Evaluation {
  const parsed = parseRefusal(tree);
  if (parsed) return { refusal: parsed, platform: LINUX };
  const written = readFile(tree);
  if ('message' in written) return { refusal: written, platform: LINUX };
  return play(start(tree, written, request));
}

/** A build is one for Windows when a base image says by its name that it is a Windows one. */
function start(tree: DockerfileTree, written: WrittenFile, request: ImageRequest): Playing {
  const playing = startFor(LINUX, tree, written, request);
  readGlobals(playing);
  const isWindows = listStages(playing).some(
    ({ parent, base }) => parent === undefined && WINDOWS_NAME.test(base),
  );
  return startFor(isWindows ? WINDOWS : LINUX, tree, written, request);
}

function startFor(
  platform: string,
  tree: DockerfileTree,
  written: WrittenFile,
  request: ImageRequest,
): Playing {
  const target = request.target ?? written.stages.at(-1)?.from.name ?? '';
  return {
    tree,
    written,
    request,
    platform,
    expander: new Expander(tree.escape),
    build: { stages: [], byName: new Map(), escape: tree.escape, fired: 0 },
    globals: predefined(platform, target, request.args),
    noted: [],
  };
}

function play(playing: Playing): Evaluation {
  const { build, request, platform } = playing;
  const failure =
    optionsRefusal(playing.tree) ?? readGlobals(playing) ?? epochRefusal(playing) ?? readBases(playing);
  const stages = listStages(playing);
  if (failure) return { refusal: failure, stages, platform };
  const target =
    request.target === undefined ? build.stages.at(-1) : build.byName.get(request.target.toLowerCase());
  if (!target) return { refusal: missingTarget(request), stages, platform };
  const refusal =
    linkStages(build) ??
    resolve(playing, target) ??
    carryOut(playing, neededBy(target)) ??
    checksRefusal(playing);
  return refusal ? { refusal, stages, platform } : { target, stages, platform };
}

function missingTarget({ target }: ImageRequest): Refusal {
  const message =
    target === undefined
      ? 'dockerfile contains no stages to build'
      : `target stage ${JSON.stringify(target)} could not be found`;
  return { at: 'convert', message };
}

/** Looks at all bases, and lets triggers fire until none asks for another stage. */
function resolve({ build }: Playing, target: BuildStage): Refusal | undefined {
  for (let asksForMore = true; asksForMore;) {
    asksForMore = false;
    const refusal = baseRefusal(build.stages);
    if (refusal) return refusal;
    for (const stage of neededBy(target)) {
      const fired = fireTriggers(build, stage);
      if (typeof fired !== 'boolean') return fired;
      asksForMore ||= fired;
    }
  }
  return undefined;
}
