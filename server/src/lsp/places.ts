/** Where something stands, as people read it: the path from a text's own folder, and the line. */
import { indexLines, type LineIndex, positionAt } from '../base/line-index.ts';
import { presentable } from '../base/presentable.ts';
import type { Location } from '../base/text.ts';
import { fileNameOf, folderOf } from '../base/uri.ts';
import type { Session } from './session.ts';

/** A place that can be shown and linked to. */
export interface ShownPlace {
  /** `compose.override.yaml:12` */
  readonly text: string;
  readonly uri: string;
  /** From 0. */
  readonly line: number;
}

/** Gives the way to show places of files that a text rests on; each of them is read once. */
export async function placesFrom(
  session: Session,
  home: string,
  locations: readonly Location[],
): Promise<(location: Location) => ShownPlace> {
  const indexes = new Map<string, LineIndex>();
  for (const uri of new Set(locations.map((location) => outerUri(location.uri)))) {
    indexes.set(uri, indexLines((await session.textOf(uri)) ?? ''));
  }
  return (location) => {
    const uri = outerUri(location.uri);
    const index = uri === location.uri ? indexes.get(uri) : undefined;
    const path = pathFrom(home, uri);
    // A text inside another has lines of its own, which nobody counts.
    if (!index) return { text: path, uri, line: 0 };
    const { line } = positionAt(index, location.range.start);
    return { text: `${path}:${line + 1}`, uri, line };
  };
}

/** The file that a text inside it belongs to. */
export function outerUri(uri: string): string {
  const mark = uri.indexOf('#');
  return mark < 0 ? uri : uri.slice(0, mark);
}

/** The path of a file from the folder of another, while it is not too far away; else the whole address. */
export function pathFrom(home: string, uri: string): string {
  if (uri === home) return presentable(fileNameOf(uri));
  const own = folderOf(home).split('/');
  const other = uri.split('/');
  const common = other.findIndex((part, index) => index >= own.length || part !== own[index]);
  const up = own.length - common;
  if (common < SHORTEST_COMMON || up > FARTHEST_UP) return presentable(decoded(uri));
  return presentable([...Array<string>(up).fill('..'), ...other.slice(common).map(decoded)].join('/'));
}

/** What a scheme and its authority take: `file:`, nothing, nothing. */
const SHORTEST_COMMON = 3;
const FARTHEST_UP = 3;

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
