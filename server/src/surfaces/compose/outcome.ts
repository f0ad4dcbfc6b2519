/** What a Compose project comes to: the services as they run, or why Compose refuses them. */
import type { Near, Outcome } from '../../model/surface.ts';
import { checkConsistency } from './load/consistency.ts';
import { type Loaded, load } from './load/load.ts';
import { normalProject } from './load/normal.ts';
import { type Mapping, Refusal } from './load/value.ts';
import type { YamlFile } from '../../syntax/yaml/tree.ts';
import type { ReadOptions } from '../../model/surface.ts';
import { resolvePath } from '../../base/uri.ts';
import { yamlLines } from './yaml-text.ts';

/** Loads the project as Compose would with an empty environment, without what only a network has. */
export function outcomeOf(file: YamlFile, near: Near, options?: ReadOptions): Outcome {
  const loaded = load(file, (uri) => near.textOf(uri), options);
  const files = [...loaded.files.map(({ uri }) => uri), ...otherFiles(loaded, near)];
  if (!loaded.project) return refused(files, loaded.refusal);
  const project = loaded.project;
  try {
    const described = describe(loaded, project, near);
    const refusal = inconsistency(project);
    return refusal ? { ...refused(files, refusal), ...described } : { files, ok: true, ...described };
  } catch (error) {
    if (error instanceof Refusal) return refused(files, error);
    throw error;
  }
}

function describe(
  loaded: Loaded,
  project: Mapping,
  near: Near,
): Pick<Extract<Outcome, { ok: true }>, 'model' | 'lines'> {
  const { folder, files } = loaded.selection;
  const normal = normalProject(project, {
    name: loaded.name,
    environment: loaded.environment,
    readEnvFile: (path) => near.textOf(resolvePath(folder, path)),
  });
  return { model: { ...normal }, lines: yamlLines(project, files[0] ?? '', loaded.lookupIn) };
}

function inconsistency(project: Mapping): Refusal | undefined {
  try {
    checkConsistency(project);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Files of variables, and whatever else was read. */
function otherFiles(loaded: Loaded, near: Near): readonly string[] {
  const opened = new Set(loaded.files.map(({ uri }) => uri));
  return [...loaded.asked].filter((uri) => !opened.has(uri) && near.textOf(uri) !== undefined);
}

function refused(files: readonly string[], refusal: Refusal | undefined): Extract<Outcome, { ok: false }> {
  const error = refusal?.message ?? 'the project could not be loaded';
  return { files, ok: false, error, ...(refusal?.at ? { at: refusal.at } : {}) };
}
