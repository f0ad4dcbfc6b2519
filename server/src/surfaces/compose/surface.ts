/** Docker Compose files as a surface: recognised, read into the model, edited. */
import type { SourceText } from '../../base/text.ts';
import type { Script } from '../../model/command.ts';
import type { ImageUse } from '../../model/image.ts';
import type { Stage } from '../../model/stage.ts';
import type { Subject, SubjectKind, Subjects } from '../../model/subject.ts';
import type { Near, Reading, ReadOptions, Surface } from '../../model/surface.ts';
import { chosenBase, otherStage } from './builds.ts';
import { commentPlaceIn, commentsIn } from './comments.ts';
import { isCompose, treeOf } from './detect.ts';
import { embeddedIn } from './embedded.ts';
import { gapsIn } from './gaps.ts';
import { keyAt } from './keys.ts';
import { lowerChanges } from './lower/lower.ts';
import { locateProject } from './load/select.ts';
import { outcomeOf } from './outcome.ts';
import { type Places, placesIn } from './parts.ts';
import { needsOf } from './needs.ts';
import { readProject, type ReadProject } from './project.ts';

export const surface: Surface = {
  id: 'compose',
  detect: isCompose,
  needs: needsOf,
  locate: (folder, near, options) => locateProject(folder, (uri) => near.textOf(uri), options),
  read,
  comments: commentsIn,
  commentPlace: commentPlaceIn,
};

function read(document: SourceText, near: Near, options?: ReadOptions): Reading {
  const file = treeOf(document);
  const read = readProject(document, file, near, options);
  const { frame, project } = read;
  const { containers } = project;
  const builds = containers.flatMap((container) => container.build ?? []);
  const scripts: readonly Script[] = containers.flatMap((container) => container.scripts);
  const subjects: { readonly [Kind in SubjectKind]: readonly Subjects[Kind][] } = {
    project: [project],
    container: containers,
    stage: stagesOf(read, near),
    image: [...containers.flatMap((container) => container.image ?? []), ...basesOf(read, near)],
    script: scripts,
    command: scripts.flatMap((script) => script.commands),
    variable: [
      ...containers.flatMap((container) => container.environment),
      ...builds.flatMap((build) => build.args),
    ],
    copy: [],
    exception: [],
  };
  let known: Places | undefined;
  const places = (): Places => (known ??= placesIn(file));
  return {
    problems: frame.problems,
    subjects: (kind) => subjects[kind],
    settingAt: (offset) => keyAt(file, offset),
    parts: () => places().parts,
    placeOf: (range) => places().placeOf(range),
    gaps: () => gapsIn(read),
    embedded: () => embeddedIn(frame),
    outcome: () => outcomeOf(file, near, options),
    lower: (subject: Subject, changes) => lowerChanges(file, frame, subject, changes),
  };
}

/** Stages that services build in place of the ones that their Dockerfiles make by themselves; each once, with all who ask for it. */
function stagesOf({ builds, project }: ReadProject, near: Near): readonly Stage[] {
  const stages = new Map<string, Stage>();
  for (const { name, build } of project.containers) {
    const built = builds.get(name);
    const stage = built && otherStage(built, near);
    if (!stage || !build) continue;
    const { uri, range } = build.target.source;
    const key = `${stage.source.uri} ${stage.index}`;
    stages.set(key, { ...stage, askedBy: [...(stages.get(key)?.askedBy ?? []), { uri, range }] });
  }
  return [...stages.values()];
}

/** Base images that are chosen by arguments of services. */
function basesOf({ builds, project }: ReadProject, near: Near): readonly ImageUse[] {
  return project.containers.flatMap(({ name, build }) => {
    const built = builds.get(name);
    return (built && build && chosenBase(built, build.args, near)) ?? [];
  });
}
