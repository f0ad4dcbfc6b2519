/** Dockerfiles and Containerfiles: read as BuildKit reads them. */
import type { SourceText } from '../../base/text.ts';
import { chainOf } from '../../knowledge/stage-users.ts';
import type { Script } from '../../model/command.ts';
import type { Stage } from '../../model/stage.ts';
import type { Subjects } from '../../model/subject.ts';
import type {
  BuildRequest,
  BuiltStage,
  Near,
  Problem,
  Reading,
  ReadOptions,
  Surface,
} from '../../model/surface.ts';
import type { Assignment } from '../../model/variable.ts';
import { parseDockerfile } from '../../syntax/dockerfile/parse.ts';
import type { DockerfileTree } from '../../syntax/dockerfile/tree.ts';
import { commentPlaceIn, commentsIn } from './comments.ts';
import { detect } from './detect.ts';
import { gapsIn, hasForeignFrontend } from './gaps.ts';
import { keyAt } from './keys.ts';
import { lowerChanges } from './lower.ts';
import { outcomeOf } from './outcome.ts';
import { type BuildOptions, type Outline, outlineOf } from './outline.ts';
import { type Places, placesIn } from './parts.ts';
import { readGlobals, readStages } from './read-stages.ts';
import type { FileReading } from './reading-state.ts';
import { NOTHING_GIVEN } from './scope.ts';

export const surface: Surface = {
  id: 'dockerfile',
  detect,
  needs: () => [],
  read,
  build,
  comments: commentsIn,
  commentPlace: commentPlaceIn,
};

function read(document: SourceText, _near: Near, options: ReadOptions = {}): Reading {
  const { uri } = document;
  const whole = readWhole(document, options.build);
  const { file, outline, globals, stages } = whole;
  const { tree } = file;
  const scripts: readonly Script[] = stages.flatMap((stage) => stage.scripts);
  const lists: { readonly [Kind in keyof Subjects]: readonly Subjects[Kind][] } = {
    project: [],
    container: [],
    stage: stages,
    image: file.images,
    script: scripts,
    command: scripts.flatMap((script) => script.commands),
    variable: [...globals, ...stages.flatMap((stage) => stage.variables)],
    copy: stages.flatMap((stage) => stage.copies),
    exception: [],
  };
  let known: Places | undefined;
  const places = (): Places => (known ??= placesIn(tree, outline));
  return {
    problems: problemsOf(tree),
    subjects: (kind) => lists[kind],
    settingAt: (offset) => keyAt(tree, offset),
    parts: () => places().parts,
    placeOf: (range) => places().placeOf(range),
    gaps: () => gapsIn(file, outline, stages),
    outcome: () => outcomeOf(tree, uri, options.build ?? {}),
    lower: (subject, changes) => lowerChanges(file, stages, subject, changes),
  };
}

/** The stage that a build ends with; undefined when the text has no such stage. */
function build(document: SourceText, request: BuildRequest): BuiltStage | undefined {
  const { outline, stages } = readWhole(document, request);
  const stage = outline.final && stages[outline.final.index];
  if (!stage) return undefined;
  const base = chainOf(stage).at(-1)?.base;
  return { stage, ...(base?.kind === 'image' ? { base: base.image } : {}) };
}

interface WholeFile {
  readonly file: FileReading;
  readonly outline: Outline;
  readonly globals: readonly Assignment[];
  readonly stages: readonly Stage[];
}

function readWhole({ uri, text }: SourceText, options: BuildOptions = {}): WholeFile {
  const tree = parseDockerfile(text);
  const outline = outlineOf(tree, uri, options);
  const file: FileReading = {
    uri,
    tree,
    origins: new Map(),
    images: [],
    scripts: new Map(),
    stageNames: new Set(outline.stages.flatMap(({ name }) => name ?? [])),
    contexts: options.contexts ?? new Set(),
    given: options.args ?? NOTHING_GIVEN,
  };
  const globals = readGlobals(file, outline);
  const stages = readStages(file, outline).map(({ stage }) => stage);
  return { file, outline, globals, stages };
}

/** Signs of text that a program fills in before it becomes a Dockerfile. */
const TEMPLATE = /\{\{|\{%|<%/u;

function problemsOf(tree: DockerfileTree): readonly Problem[] {
  const found = tree.problems.filter(
    ({ kind }) => kind !== 'unknown-instruction' || !hasForeignFrontend(tree),
  );
  const problems = found.map((problem): Problem => {
    const { range } = problem;
    if (problem.kind !== 'unknown-instruction' || !TEMPLATE.test(tree.text)) {
      return { range, message: problem.message, severity: 'error' };
    }
    const message = 'This looks like a template: what is still to be filled in was not checked.';
    return { range, message, severity: 'info' };
  });
  const [first] = tree.instructions;
  if (first && problems.length === 0 && !tree.instructions.some(({ name }) => name === 'FROM')) {
    const message = 'There is no FROM, so this builds nothing and was not checked.';
    problems.push({ range: first.keyword, message, severity: 'error' });
  }
  return problems;
}
