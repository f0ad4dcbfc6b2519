/** What one loading of a project works with: the files near it, read once each, and what is learned on the way. */
import type { Location } from '../../../base/text.ts';
import { Follower } from '../../../syntax/yaml/follow.ts';
import type { YamlFile } from '../../../syntax/yaml/tree.ts';
import type { Gap } from '../../../model/surface.ts';
import { treeOfText } from '../trees.ts';
import type { Environment } from './environment.ts';
import { relativePath } from './relative-path.ts';
import { Refusal, type Said } from './value.ts';

/** Something of a project that was not loaded. */
export interface LoadGap extends Location {
  readonly reason: Gap['reason'];
  readonly message: string;
}

/** More files than any project of people has; what includes itself in ever new spellings ends here. */
const MOST_FILES = 5000;

export class World {
  readonly follower = new Follower();
  readonly gaps: LoadGap[] = [];
  /** The variables that each Compose file was read with, last. */
  readonly environments = new Map<YamlFile, Environment>();
  /** Everything that was asked for, there or not. */
  readonly asked = new Set<string>();
  readonly #opened = new Map<string, YamlFile | undefined>();
  readonly #folder: string;
  readonly #textOf: (uri: string) => string | undefined;

  /** `trees` are texts that were parsed before. */
  constructor(folder: string, textOf: (uri: string) => string | undefined, trees: readonly YamlFile[] = []) {
    this.#folder = folder;
    this.#textOf = textOf;
    for (const file of trees) this.#trees.set(file.uri, file);
  }

  readonly #trees = new Map<string, YamlFile>();

  /** The text of a file; undefined for one that is not there. */
  textOf(uri: string): string | undefined {
    this.asked.add(uri);
    return this.#trees.get(uri)?.text ?? this.#textOf(uri);
  }

  #openings = 0;

  /** The tree of a file that something names. Throws a refusal where there is none, or where it is no YAML. */
  open(uri: string, by?: Said): YamlFile {
    // The same file counts each time: through a few that include one another in several ways, the ways are many.
    if (++this.#openings > MOST_FILES) throw new Refusal(`the project has more than ${MOST_FILES} files`, by);
    const file = this.#fileOf(uri);
    if (!file) throw new Refusal(`open ${this.shown(uri)}: no such file or directory`, by);
    const [problem] = file.problems;
    if (!problem) return file;
    throw new Refusal(`failed to parse ${this.shown(uri)}: ${problem.message}`, {
      uri,
      range: problem.range,
    });
  }

  #fileOf(uri: string): YamlFile | undefined {
    if (this.#opened.has(uri)) return this.#opened.get(uri);
    const text = this.textOf(uri);
    const file = text === undefined ? undefined : (this.#trees.get(uri) ?? treeOfText(uri, text));
    this.#opened.set(uri, file);
    return file;
  }

  /** The Compose files that were opened, in the order of opening. */
  get files(): readonly YamlFile[] {
    return [...this.#opened.values()].flatMap((file) => file ?? []);
  }

  /** A file as messages name it: from the project's folder. */
  shown(uri: string): string {
    return relativePath(this.#folder, uri);
  }
}
