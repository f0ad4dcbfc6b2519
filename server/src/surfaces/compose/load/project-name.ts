/** What a project is called: by its variables, by its files, or by its folder. */
import { sliceOf } from '../../../base/slice.ts';
import type { Location } from '../../../base/text.ts';
import { fileNameOf } from '../../../base/uri.ts';
import { expand } from '../../../syntax/interpolation/expand.ts';
import { type Environment, lookupIn } from './environment.ts';
import type { Selection } from './select.ts';
import { Refusal } from './value.ts';
import type { World } from './world.ts';

/** Throws a refusal where the name that somebody chose is none. */
export function projectName(world: World, selection: Selection, environment: Environment): string {
  const chosen = environment.get('COMPOSE_PROJECT_NAME')?.bare;
  if (chosen !== undefined && chosen !== '') {
    if (normalName(chosen) === chosen) return chosen;
    throw new Refusal(
      `invalid project name "${chosen}": must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number`,
    );
  }
  const written = writtenName(world, selection, environment);
  if (!written) return normalName(fileNameOf(selection.folder));
  if (written.name === '') throw new Refusal('project name must not be empty', written.at, written.unset);
  return written.name;
}

interface Written {
  readonly name: string;
  readonly at: Location;
  /** Variables of it that nobody sets. */
  readonly unset: readonly string[];
}

/** The `name` of the last file that has one. */
function writtenName(world: World, { files }: Selection, environment: Environment): Written | undefined {
  let written: Written | undefined;
  for (const uri of files) {
    if (world.textOf(uri) === undefined) continue;
    for (const root of world.open(uri).roots) {
      if (root.kind !== 'mapping')
        throw new Refusal(`top-level object must be a mapping`, { uri, range: root.range });
      const value = root.entries.find((entry) => entry.name === 'name')?.value;
      if (value?.kind !== 'scalar' || value.text === '') continue;
      const slice = sliceOf(value.text, { start: 0, end: value.text.length });
      const bare = (each: string): string => environment.get(each)?.bare ?? '';
      const expanded = expand(slice, lookupIn(environment), bare);
      const unset = expanded.parts.flatMap(({ origin, name }) => (origin === 'unknown' && name ? name : []));
      written = { name: normalName(expanded.slice.text), at: { uri, range: value.range }, unset };
    }
  }
  return written;
}

/** A name as Compose makes it of any text. */
export function normalName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z\d_-]/gu, '')
    .replace(/^[_-]+/u, '');
}
