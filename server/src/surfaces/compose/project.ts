/** Reads a project: its services and what they share. */
import type { Container } from '../../model/container.ts';
import type { ImageUse } from '../../model/image.ts';
import type { Project } from '../../model/project.ts';
import { isKnown } from '../../model/setting.ts';
import { fileNameOf } from '../../base/uri.ts';
import type { SourceText } from '../../base/text.ts';
import type { Near, Problem, ReadOptions } from '../../model/surface.ts';
import { type Field, type Fields, Follower, type Reached } from '../../syntax/yaml/follow.ts';
import type { YamlFile } from '../../syntax/yaml/tree.ts';
import { builtStages, type ServiceBuild } from './builds.ts';
import { fieldsOf, topFields } from './fields.ts';
import { withForeignMounts } from './foreign-mounts.ts';
import type { Frame } from './frame.ts';
import { TOO_MUCH_TEXT } from './load/from-yaml.ts';
import { type Loaded, loadLeniently } from './load/load.ts';
import { toFields } from './load/to-fields.ts';
import { tellRefusal } from './refusal.ts';
import { asText, readSetting, remember } from './scalars.ts';
import { readService } from './service.ts';

/** What is left to say of the loading; the loaded values themselves are many, and not needed any more. */
interface Loading extends Pick<Loaded, 'selection' | 'gaps'> {
  readonly isLoaded: boolean;
}

/** A project as read, with what is needed to change it. */
export interface ReadProject {
  readonly frame: Frame;
  readonly project: Project;
  /** The entries of the whole file, with aliases followed. */
  readonly top: Fields;
  /** The entries of `services`, likewise. */
  readonly services: Fields;
  readonly loaded: Loading;
  /** What its services build, by their names. */
  readonly builds: ReadonlyMap<string, ServiceBuild>;
}

export function readProject(
  document: SourceText,
  file: YamlFile,
  near: Near,
  options?: ReadOptions,
): ReadProject {
  const problems: Problem[] = file.problems.map((problem) => ({ ...problem, severity: 'error' }));
  const follower = new Follower();
  const loaded = loadLeniently(file, (uri) => near.textOf(uri), options);
  const { lookupIn } = loaded;
  const frame: Frame = {
    uri: document.uri,
    file,
    files: loaded.files,
    follower,
    lookupIn,
    problems,
    origins: new WeakMap(),
  };
  // What Compose refuses is judged as far as the text alone goes.
  const top = loaded.project ? toFields(loaded.project) : asWritten(frame, loaded);
  const services = fieldsOf(frame, top.get('services'));
  const volumes = fieldsOf(frame, top.get('volumes'));
  const isFragment = loaded.selection.files.length === 1 && isOverride(document.uri);
  const builds = builtStages(loaded, near);
  const containers: Container[] = [];
  for (const service of services.values()) {
    const container = readService(frame, service, volumes, isFragment, builds.get(service.name));
    if (container) containers.push(container);
  }
  const project = makeProject(
    frame,
    top,
    loaded,
    withForeignMounts(frame, services, withBuiltImages(frame, containers)),
  );
  if (follower.isExhausted) problems.push({ ...START, severity: 'warning', message: TOO_MUCH });
  tellRefusal(frame, loaded);
  const { selection, gaps } = loaded;
  const loading: Loading = { selection, gaps, isLoaded: loaded.project !== undefined };
  return { frame, project, top, services, loaded: loading, builds };
}

/** The text by itself; nothing of one whose variables would fill the memory. */
function asWritten(frame: Frame, { refusal }: Loaded): Fields {
  if (refusal?.message === TOO_MUCH_TEXT) return new Map();
  return topFields(frame, rootsOf(frame.file, frame.follower));
}

/** Whether a file is called as one that is laid over another: what it leaves unsaid, that one may say. */
export function isOverride(uri: string): boolean {
  return /override/i.test(fileNameOf(uri));
}

/** An image that one service builds and names is not fetched by another service that runs it under that name. */
function withBuiltImages(frame: Frame, containers: readonly Container[]): readonly Container[] {
  const built = new Set(containers.flatMap(({ image }) => (image?.built ? nameOf(image) : [])));
  return containers.map((container) => {
    const { image } = container;
    if (!image || image.built || !nameOf(image).some((name) => built.has(name))) return container;
    return copied(frame, container, { image: copied(frame, image, { built: true }) });
  });
}

function nameOf({ reference }: ImageUse): readonly string[] {
  return isKnown(reference) ? [reference.value.text] : [];
}

/** A model object with other values that is still known to be made of the same text. */
function copied<T extends object>(frame: Frame, made: T, changes: Partial<T>): T {
  const origin = frame.origins.get(made);
  const copy = { ...made, ...changes };
  return origin ? remember(frame, copy, origin) : copy;
}

const START = { range: { start: 0, end: 0 } };
const TOO_MUCH = 'The aliases of this file multiply it too often; a part of it was not read.';

function rootsOf(file: YamlFile, follower: Follower): Reached[] {
  return file.roots.flatMap((root) => follower.reach(file, root) ?? []);
}

function makeProject(frame: Frame, top: Fields, loaded: Loaded, containers: readonly Container[]): Project {
  const first: Field | undefined = top.get('services') ?? [...top.values()][0];
  const isHere = first?.steps.length === 0 && first.file === frame.file;
  const range = isHere ? first.entry.key.range : START.range;
  const source = { uri: frame.uri, range, via: [] };
  const absence = { head: source, isOpen: false };
  return {
    source,
    files: loaded.files.length > 0 ? loaded.files.map(({ uri }) => uri) : [frame.uri],
    version: readSetting(frame, top.get('version'), absence, '', 'text', asText),
    containers,
  };
}
